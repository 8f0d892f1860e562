"""``policy-assistant`` and ``python -m assistant``: one command for each thing a person or a script does."""

from __future__ import annotations

import gettext
import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import click

from assistant.errors import AssistantError

__all__ = ["main"]

# The framework's own words come from a message catalogue, chosen before any help is made.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))


def _assistant(quiet: bool = False) -> Any:
    from assistant.service import Assistant

    return Assistant(progress=None if quiet else _progress)


def _progress(stage: str, done: int, total: int) -> None:
    click.echo(f"建立索引：{stage} {done}/{total}", err=True)


def _json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


class _Commands(click.Group):
    """Groups of a module of their own, which is imported when one of them is called or listed."""

    _modules: ClassVar = {"records": "assistant.records.commands", "users": "assistant.records.commands"}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self._modules])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        group: click.Command = getattr(import_module(self._modules[cmd_name]), cmd_name)
        return group


@click.group(cls=_Commands, help="广州市工信领域政策助手：查条款、算金额、答问题。", no_args_is_help=True)
@click.version_option(package_name="policy-assistant")
def cli() -> None:
    pass


_AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="按哪一天判断有效期，默认今天。"
)


@cli.command(help="提问。例：ask 技改项目最高补多少")
@click.argument("question", required=False, metavar="[问题]")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@_AS_OF
@click.option("--batch", type=click.Path(path_type=Path), metavar="文件", help="逐行读取 JSON 问题。")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件", help="批量结果的文件，默认输出到屏幕。"
)
def ask(
    question: str | None, as_json: bool, as_of: datetime | None, batch: Path | None, out: Path | None
) -> None:
    from assistant.answering.render import to_json, to_text
    from assistant.types import Question

    day = as_of.date() if as_of else date.today()
    if batch is not None:
        from assistant.batch import run_batch

        bad = run_batch(_assistant(), batch, out, day)
        if bad:
            click.echo(f"有{bad}行无法处理，原因已写在对应的结果行中。", err=True)
            sys.exit(2)
        return
    if question is None:
        raise click.UsageError("请写出问题，或用 --batch 指定问题文件。")
    answer = _assistant().ask(Question(question, as_of=day))
    _json(to_json(answer)) if as_json else click.echo(to_text(answer))


@cli.command(help="列出全部条款。")
@click.option("--jsonl", is_flag=True, help="每行一个 JSON。")
@click.option("--doc", metavar="文件代号", help="只列一份文件。")
def clauses(jsonl: bool, doc: str | None) -> None:
    from assistant.answering.render import clause_json

    for clause in _assistant().corpus.clauses:
        if doc in (None, clause.doc):
            first = clause.text.split("\n")[0]
            _json(clause_json(clause)) if jsonl else click.echo(f"{clause.id}\t{clause.label}\t{first[:60]}")


@cli.command(help="检索条款，不组织回答。")
@click.argument("words", metavar="词")
@click.option("--doc", metavar="文件代号", help="只在一份文件中找。")
@click.option("--department", metavar="部门", help="只找该部门负责或配合的条款。")
@click.option("--limit", default=8, show_default=True, type=click.IntRange(1, 50), help="最多几条。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def search(words: str, doc: str | None, department: str | None, limit: int, as_json: bool) -> None:
    from assistant.answering.render import clause_json
    from assistant.lookup import search as find

    for passage in find(_assistant().tools, words, doc=doc, department=department, limit=limit):
        clause = passage.clause
        if as_json:
            _json({**clause_json(clause), "score": round(passage.score, 4), "parts": dict(passage.parts)})
        else:
            click.echo(f"{passage.score:.2f}  {clause.id}\t{clause.label}\t{clause.text[:60]!s}")


@cli.command(help="显示一条条款及其前后文。例：show support-2018/2.11")
@click.argument("clause_id", metavar="条款编号")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(clause_id: str, as_json: bool) -> None:
    from assistant.answering.render import clause_json

    corpus = _assistant().corpus
    before, clause, after = corpus.around(clause_id)
    if as_json:
        neighbours = {"before": [c.id for c in before], "after": [c.id for c in after]}
        _json({**clause_json(clause), **neighbours})
        return
    meta = corpus.documents[clause.doc]
    click.echo(f"《{meta.title}》{f'（{meta.number}）' if meta.number else ''}{' / '.join(clause.path)}")
    for neighbour in (*before, clause, *after):
        mark = "→ " if neighbour is clause else "  "
        click.echo(f"\n{mark}[{neighbour.id}] {neighbour.text}")


@cli.command(help="按一条规则计算。例：calc support-2018.tech-renovation investment=2300万")
@click.argument("rule_id", metavar="规则编号")
@click.argument("facts", nargs=-1, metavar="[事实=值]…")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@_AS_OF
def calc(rule_id: str, facts: tuple[str, ...], as_json: bool, as_of: datetime | None) -> None:
    from assistant.answering.reckoning import result_sentence, workings
    from assistant.calculator.manual import calculate, itemised

    day = as_of.date() if as_of else date.today()
    reckoned = calculate(_assistant().corpus, rule_id, itemised(facts), day)
    if as_json:
        _json(dict(reckoned.trace))
    elif reckoned.trace["ask"]:
        click.echo(f"{reckoned.trace['ask']}？")
    else:
        click.echo(result_sentence(reckoned) + workings(reckoned))


@cli.command(help="列出全部计算规则。")
@click.option("--check", "only_check", is_flag=True, help="只检查规则文件，逐处说明文件、行号和改法。")
@click.option("--schema", "only_schema", is_flag=True, help="输出规则文件的 JSON Schema，供编辑器使用。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def rules(only_check: bool, only_schema: bool, as_json: bool) -> None:
    from assistant.config import Settings
    from assistant.corpus.store import Corpus

    if only_schema:
        from assistant.calculator.loader import json_schema

        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return
    # The files as they stand, not those that the index was built from.
    found = Corpus.load(Settings().corpus_dir).rules
    if only_check:
        click.echo(f"{len(found)}条规则与原文一致。")
        return
    for rule in found.values():
        if as_json:
            _json(rule.model_dump(mode="json", exclude_none=True))
        else:
            needed = "、".join(f"{name}（{fact.name}）" for name, fact in rule.facts.items())
            click.echo(f"{rule.id}\t{rule.clause}\t{rule.title}\t{needed}")


@cli.command(help="建立或更新索引。")
@click.option("--force", is_flag=True, help="即使没有变化也重建。")
def index(force: bool) -> None:
    assistant = _assistant()
    built = assistant.home.build(_progress, force=force)
    click.echo("索引已更新。" if built else "索引已是最新，无需重建。")


@cli.command(help="检查语料是否前后一致、与原文一字不差。")
def check() -> None:
    from assistant.config import Settings
    from assistant.corpus.check import check as run_check

    complaints = run_check(Settings().corpus_dir)
    for complaint in complaints:
        click.echo(f"✗ {complaint}")
    click.echo(f"共发现{len(complaints)}处问题。" if complaints else "检查通过。")
    sys.exit(3 if complaints else 0)


@cli.command(help="由原文重建各份文件，并证明每个字都恰好用到一次。")
@click.option("--overwrite", is_flag=True, help="覆盖手工改过的文件。")
@click.option("--to", type=click.Path(path_type=Path), metavar="目录", help="写到另一目录，默认语料目录。")
def rebuild(overwrite: bool, to: Path | None) -> None:
    from assistant.config import Settings
    from assistant.corpus.reconstruct import Source
    from assistant.corpus.reconstruct import rebuild as run

    folder = Settings().corpus_dir
    source = Source.load(folder / "source")
    written = run(source, to or folder / "documents", overwrite=overwrite)
    click.echo(f"原文{len(source.lines)}行全部用到，每行一次。写出{len(written)}份文件，其余未变。")


@cli.command(help="列出全部设置及其当前值。")
def settings() -> None:
    from assistant.config import Settings

    now = Settings()
    for name, field in Settings.model_fields.items():
        value = getattr(now, name)
        click.echo(f"ASSISTANT_{name.upper()} = {value if value is not None else ''}\t{field.description}")


@cli.command(help="检查所配置的模型接口，说明哪些功能因此停用。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def doctor(as_json: bool) -> None:
    from dataclasses import asdict

    from assistant.config import Settings
    from assistant.messages import table
    from assistant.model.doctor import examine

    names, failed = table("doctor.names"), False
    for found in examine(Settings(), lambda: _assistant().home.hosts()):
        failed |= found.ok is False
        if as_json:
            _json(asdict(found))
            continue
        mark = {True: "✓", False: "✗", None: "–"}[found.ok]
        click.echo(f"{mark} {names[found.name]}：{found.said}{found.off}")
    sys.exit(4 if failed else 0)


@cli.command(help="打开网页，默认地址 http://127.0.0.1:7860。")
@click.option("--host", metavar="地址", help="监听地址。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="监听端口。")
def serve(host: str | None, port: int | None) -> None:
    from assistant.config import Settings
    from assistant.web.server import run

    given = {k: v for k, v in (("host", host), ("port", port)) if v is not None}
    run(Settings().model_copy(update=given))


def main(run: Callable[..., Any] = cli) -> None:
    """Errors of the tree become one Chinese line and their exit code; everything else is a bug and shows."""
    try:
        run(prog_name="policy-assistant")
    except AssistantError as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
