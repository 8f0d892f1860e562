"""``python -m evals``: exit 0 passed, 1 a measured regression or below a threshold, 2 could not be measured."""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

import click

from evals.case import KINDS, CasesBroken, json_schema, load_cases
from evals.generate import ENGINES, CannotMeasure
from evals.names import NAMES

__all__ = ["main"]


@click.group(invoke_without_command=True, help="夜间评测：回答全部用例，评分，对照基线，写出报告。")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="用哪个引擎回答；faithful：照写本机回答的模型。",
)
@click.option("--repeats", type=click.IntRange(1, 20), default=1, show_default=True, help="每题答几遍。")
@click.option(
    "--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="几个进程同时回答。"
)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="只评这些类，可写多次。")
@click.option("--from", "answers", type=click.Path(path_type=Path), help="不重新回答，给已有的回答评分。")
@click.option("--cases", "folder", type=click.Path(path_type=Path), help="用例目录。")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("data/evals"), show_default=True, help="结果目录。"
)
@click.option("--baseline", type=click.Path(path_type=Path), help="基线文件。")
@click.option("--update-baseline", is_flag=True, help="以这次的结果为新的基线。")
@click.option("--notify", metavar="网址", help="把结论发到这个网址。")
@click.option("--quiet", is_flag=True, help="不显示进度。")
@click.pass_context
def cli(
    context: click.Context,
    engine: str,
    repeats: int,
    workers: int,
    kinds: tuple[str, ...],
    answers: Path | None,
    folder: Path | None,
    out: Path,
    baseline: Path | None,
    update_baseline: bool,
    notify: str | None,
    quiet: bool,
) -> None:
    if context.invoked_subcommand:
        return
    from evals.case import CASES
    from evals.gate import BASELINE
    from evals.run import Options, run

    cases = [c for c in load_cases(folder or CASES) if not kinds or c.kind in kinds]
    options = Options(out, engine, repeats, workers, answers, update_baseline, baseline or BASELINE, quiet)
    result, written = run(cases, options)
    click.echo(_summary(result))
    click.echo(f"报告：{written / 'report.html'}")
    if notify:
        _notify(notify, result)
    context.exit(result["exit"])


def _summary(result: dict) -> str:  # type: ignore[type-arg]
    lines = [f"{NAMES['state'][result['exit']]}：{result['run']['id']}"]
    for m in result["metrics"]:
        if m["metric"] == "right":
            part = "留出" if m["part"] == "held_out" else "公开"
            lines.append(f"  {m['kind']:15s} {part} {m['passed']:g}/{m['total']} {m['rate']:.1%}")
    return "\n".join([*lines, *(f"  ✗ {a}" for a in result["alarms"][:30])])


def _notify(url: str, result: dict) -> None:  # type: ignore[type-arg]
    import httpx

    from evals.notify import post

    try:
        post(url, result)
    except httpx.HTTPError as error:
        # The measurement stands; whoever waits for the message learns of it from the log.
        click.echo(f"通知没有发出：{error}", err=True)


@cli.command("check", help="核对用例：条款、引文、金额。")
def check_cases() -> None:
    from assistant.config import Settings
    from assistant.corpus.store import Corpus
    from evals.check import complaints

    cases = load_cases()
    found = complaints(cases, Corpus.load(Settings().corpus_dir))
    for complaint in found:
        click.echo(f"✗ {complaint}")
    click.echo(f"共{len(cases)}题，{len(found)}处不符。" if found else f"{len(cases)}题全部相符。")
    sys.exit(1 if found else 0)


@cli.command(help="输出用例文件的 JSON Schema。")
def schema() -> None:
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@cli.command(help="种入已知的错误，证明门槛抓得住；并重复十次干净的运行，证明不误报。")
@click.option("--clean", type=click.IntRange(0, 50), default=10, show_default=True, help="干净运行的次数。")
def prove(clean: int) -> None:
    from evals.faults import table

    text, proven = table(clean)
    click.echo(text)
    sys.exit(0 if proven else 1)


def main() -> None:
    try:
        cli(prog_name="python -m evals")
    except (CasesBroken, CannotMeasure) as error:
        click.echo(f"未能完成测量：{error}", err=True)
        sys.exit(2)
    except Exception:
        # Python's own exit code for a bug is 1, which would read as a measured regression.
        traceback.print_exc()
        click.echo("未能完成测量：评测程序出错。", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
