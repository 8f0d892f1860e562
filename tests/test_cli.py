"""The command line as a person or a script meets it: Chinese words, right exit codes, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module", autouse=True)
def _indexed() -> None:
    assert run("index").returncode == 0


def test_ask_says_the_conclusion_then_its_basis() -> None:
    lines = run("ask", "技改项目最高补多少", "--as-of", "2019-05-01").stdout.splitlines()
    assert "30％" in lines[0]
    assert "500万元" in lines[0]
    assert (
        "依据：《广州市人民政府关于加快工业和信息化产业发展的扶持意见》（穗府规〔2018〕15号）二、（十一），第54页"
        in lines
    )


def test_ask_json_has_every_field_of_the_interface() -> None:
    answer = json.loads(run("ask", "失业保险单位费率降到多少", "--json").stdout)
    assert list(answer) == [
        "id", "status", "reason", "answer", "speak", "citations", "calculation", "calc_wan", "notices",
        "suggestions", "engine", "as_of", "corpus_version", "rules_version", "steps", "model",
    ]  # fmt: skip
    (citation,) = answer["citations"]
    assert citation["id"] == "cost-2018/3.10"
    assert citation["quote"] in citation["text"]
    assert citation["departments"]["lead"] == ["市人力资源和社会保障局"]
    assert citation["validity"]["state"] == "unstated"


def test_same_question_gives_the_same_answer_twice() -> None:
    first, second = (json.loads(run("ask", "过路费打几折", "--json").stdout) for _ in range(2))
    assert {**first, "steps": []} == {**second, "steps": []}


def test_clauses_are_245_and_each_is_whole() -> None:
    rows = [json.loads(line) for line in run("clauses", "--jsonl").stdout.splitlines()]
    assert len(rows) == 245
    assert {"id", "doc", "path", "label", "text", "departments", "page", "complete"} <= set(rows[0])
    assert [r["id"] for r in rows if not r["complete"]] == ["cost-2018/1.3", "support-2018/3.18"]


def test_show_gives_the_clause_between_its_neighbours() -> None:
    shown = run("show", "support-2018/2.11").stdout
    assert (
        shown.index("support-2018/2.10")
        < shown.index("→ [support-2018/2.11]")
        < shown.index("support-2018/2.12")
    )


def test_search_within_a_department_and_a_document() -> None:
    rows = [
        json.loads(x) for x in run("search", "过路费", "--department", "交委", "--json").stdout.splitlines()
    ]
    assert rows[0]["id"] in {"cost-2018/5.14", "cost-2018/5.15"}
    assert all("交委" in "、".join(r["departments"]["lead"] + r["departments"]["cooperate"]) for r in rows)
    rows = [
        json.loads(line) for line in run("search", "人才", "--doc", "iab-2018", "--json").stdout.splitlines()
    ]
    assert {r["doc"] for r in rows} == {"iab-2018"}


def test_calc_shows_the_result_and_how_it_came_about() -> None:
    shown = run("calc", "support-2018.tech-renovation", "investment=2300万").stdout
    assert "2300万元 × 30％ = 690万元；单个项目最高500万元，按上限计为500万元" in shown
    assert "这是上限" in shown
    trace = json.loads(
        run(
            "calc",
            "support-2018.first-set",
            "price=600万",
            "price=600万",
            "level=国家级",
            "received=700万",
            "--json",
        ).stdout
    )
    assert (trace["version"], trace["amount_yuan"]) == (2, 3_000_000)
    assert {i["source"] for s in trace["steps"] for i in s["inputs"]} == {"user"}
    assert run("calc", "support-2018.first-set", "price=600万").stdout.startswith(
        "产品列入国家、省还是市的目录"
    )


def test_rules_are_checked_listed_and_described(tmp_path: Path) -> None:
    assert "条规则与原文一致" in run("rules", "--check").stdout
    assert "support-2018.tech-renovation" in run("rules").stdout
    assert json.loads(run("rules", "--schema").stdout)["type"] == "array"
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    broken = folder / "rules" / "support-2018.yaml"
    broken.write_text(broken.read_text("utf-8").replace("amount: 3000万元", "amount: 4000万元", 1), "utf-8")
    result = run("rules", "--check", ASSISTANT_CORPUS_DIR=str(folder))
    assert result.returncode == 3
    assert "support-2018.yaml 第" in result.stderr
    assert "写的是“4000万元”，但引文中没有这个数" in result.stderr


def test_check_is_green() -> None:
    result = run("check")
    assert (result.returncode, result.stdout.strip()) == (0, "检查通过。")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["ask", ""], 2, "没有收到问题"),
        (["ask", "   \t "], 2, "没有收到问题"),
        (["ask", "😀😀😀"], 2, "没有读到文字"),
        (["ask", "\x01\x02\x03"], 2, "没有收到问题"),
        (["ask", "补" * 40_000], 2, "问题有40000字，超过2000字的上限"),
        (["ask"], 2, "请写出问题"),
        (["ask", "技改", "--as-of", "明天"], 2, "请写成 2020-06-30 的形式"),
        (["show", "support-2018/2.99"], 2, "没有编号为“support-2018/2.99”的条款"),
        (["show", "xyz"], 2, "文件代号有：cost-2018"),
        (["search", "技改", "--doc", "abc"], 2, "没有文件“abc”"),
        (["search", "技改", "--department", "教育厅局"], 2, "没有部门“教育厅局”"),
        (["ask", "--batch", "/不存在.jsonl"], 2, "打不开文件"),
        (["calc", "support-2018.nothing"], 2, "没有规则“support-2018.nothing”"),
        (["calc", "support-2018.tech-renovation", "2300万"], 2, "应写成 事实=值"),
        (["calc", "support-2018.tech-renovation", "amount=2300万"], 2, "可填：investment（固定资产投资额）"),
        (["calc", "support-2018.tech-renovation", "investment=很多"], 2, "无法识别"),
        (["calc", "support-2018.first-set", "price=1万", "level=区级"], 2, "应为 国家级、省级、市级 之一"),
        (["nosuch"], 2, "没有命令 nosuch"),
        (["ask", "--nosuch"], 2, "没有选项 --nosuch"),
    ],
)
def test_bad_input_is_answered_in_chinese_with_exit_code(words: list[str], code: int, message: str) -> None:
    result = run(*words)
    assert result.returncode == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("text", ["<b>技改</b>补助比例", "技改补助比例'; DROP TABLE clauses; --"])
def test_markup_and_sql_in_a_question_do_no_harm(text: str) -> None:
    result = run("ask", text)
    assert result.returncode == 0
    assert "30％" in result.stdout


def test_batch_keeps_order_and_survives_every_bad_line(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = {"id": "甲", "turns": ["失业保险单位费率降到多少"]}
    lines = [
        json.dumps(good, ensure_ascii=False).encode(),
        b'{"id": "broken", "turns": ["\xff\xfe"]}',
        b"not json",
        '{"id": "空", "turns": []}'.encode(),
        '{"id": "表情", "turns": ["🎉"]}'.encode(),
        '{"id": "日期", "turns": ["技改补多少"], "as_of": "去年"}'.encode(),
        b"",
        json.dumps({"id": "控制符", "turns": ["技改\x00补助比例"]}).encode(),
        '{"id": "追问", "turns": ["琶洲价值创新园有多大", "主导产业呢"]}'.encode(),
    ]
    source.write_bytes(b"\n".join(lines))
    result = run("ask", "--batch", str(source), "--out", str(target))
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [r["id"] for r in rows] == ["甲", None, None, "空", "表情", "日期", "控制符", "追问"]
    assert [r["status"] == "error" for r in rows] == [False, True, True, True, True, True, False, False]
    assert "第2行无法读取：不是 UTF-8 编码" in rows[1]["error"]
    assert rows[-1]["citations"][0]["id"] == "parks-2018/2.1.4"
    assert result.returncode == 2
    assert "有5行无法处理" in result.stderr


def test_the_same_question_has_the_same_answer_in_every_process(tmp_path: Path) -> None:
    asked = [
        "技改投了2300万能补多少",
        "过路费打几折",
        "琶洲园多大",
        "上新三板给多少，找谁",
        "人才有什么扶持",
        "shou ban ci ruan jian bu zhu",
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": q, "turns": [q]}) + "\n" for q in asked), "utf-8")
    seen = []
    for seed in ("1", "2", "3"):
        target = tmp_path / f"{seed}.jsonl"
        run("ask", "--batch", str(source), "--out", str(target), PYTHONHASHSEED=seed)
        rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
        seen.append([{k: v for k, v in row.items() if k != "steps"} for row in rows])
    assert len(seen[0]) == len(asked)
    assert seen[0] == seen[1] == seen[2]


def test_help_is_chinese() -> None:
    shown = run("--help").stdout + run("ask", "--help").stdout
    assert "用法：" in shown
    assert not {"Usage", "Options", "Commands", "Show"} & set(shown.replace(":", " ").split())


HEAVY = """
import sys
from assistant.cli import cli
cli(["clauses"], standalone_mode=False)
print([m for m in ("gradio", "langchain_core", "chromadb", "openai") if m in sys.modules], file=sys.stderr)
"""


def test_cli_does_not_load_heavy_libraries_for_light_commands() -> None:
    result = subprocess.run([sys.executable, "-c", HEAVY], capture_output=True, text=True)
    assert result.stderr.strip() == "[]"
