"""A policy that nobody foresaw, written by the guide in docs/rules.md: data alone, asked like any other."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml

from assistant import Answer, Assistant, Question
from assistant.calculator.loader import json_schema
from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.errors import CorpusError

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "rules.md").read_text("utf-8")


def block(language: str) -> str:
    """The one example of a language in the guide."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)
    return str(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    (folder / "documents" / "live-2031.md").write_text(block("markdown"), "utf-8")
    (folder / "rules" / "live-2031.yaml").write_text(block("yaml"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def newer(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(Settings(corpus_dir=folder, data_dir=tmp_path_factory.mktemp("data")))


def ask(assistant: Assistant, text: str, *turns: str) -> Answer:
    return assistant.ask(Question(text, turns, as_of=date(2031, 6, 1)))


@pytest.mark.parametrize(
    ("question", "clause", "wan"),
    [
        ("直播基地装修花了200万，能补多少", "1.1", "50"),
        ("新建直播基地，装修费用400万元补助多少", "1.1", "80"),
        ("入驻直播基地的企业，年租金三十五万补多少", "1.2", "3"),
        ("入驻直播基地，一年租金60万，补助多少", "1.2", "12"),
        ("入驻直播基地年租金200万，今年已经拿了25万，还能补多少", "1.2", "5"),
        ("直播基地引进了15名签约主播，年交易额2亿元，奖励多少", "1.3", "30"),
    ],
)
def test_amounts_of_the_new_policy(newer: Assistant, question: str, clause: str, wan: str) -> None:
    answer = ask(newer, question)
    assert answer.citations[0].id == f"live-2031/{clause}"
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == Decimal(wan)


def test_condition_of_the_new_policy(newer: Assistant) -> None:
    answer = ask(newer, "直播基地年交易额9000万，引进10名签约主播奖励多少")
    assert "年交易额须在1亿元以上" in answer.answer
    assert answer.calculation is not None
    assert not answer.calculation.amount_wan


def test_rule_is_in_force_as_long_as_its_document(folder: Path) -> None:
    rule = Corpus.load(folder).rules["live-2031.rent"]
    assert (rule.effective_from, rule.effective_to) == (date(2031, 3, 1), date(2033, 2, 28))


# With some questions as people ask them and some words, it is found as it is asked by anybody.

ASKS = """
live-2031/1.1:
- {subject: 直播基地装修补助, kind: grant,
   quote: 对新建直播基地，按不高于实际装修费用的25％给予补助，单个基地最高不超过80万元,
   topics: [直播], ask: [搞直播的场地重新装修政府给钱吗, 带货基地装修能报几成, 新开的直播间装修补贴上限,
   直播场地翻新花的钱有人贴吗, 我把直播间重装了能补多少, 弄个带货基地装修费政府出多少]}
live-2031/1.2:
- {subject: 直播基地租金补助, quote: 对入驻直播基地的企业，按年租金分档给予补助, kind: grant,
   topics: [直播], ask: [进直播基地办公房租能补吗, 带货公司租场地有没有补贴, 入驻企业租金怎么补,
   租直播基地的办公室一年租金能返多少, 搬进直播基地交的房租政府退一部分吗, 直播公司房租补贴标准]}
live-2031/1.3:
- {subject: 签约主播奖励, quote: 每引进一名签约主播奖励2万元, kind: grant,
   topics: [直播], ask: [签一个网红奖多少, 引进带货达人有奖金吗, 招来主播每人奖几万,
   我们签了主播政府奖不奖, 每签一位主播拿多少, 挖来一个带货达人有什么奖励]}
"""
WORDS = """
直播: {documents: [直播基地], say: [直播, 带货, 卖货, 网红, 直播间, 直播棚]}
直播基地装修: {documents: [装修费用], say: [翻新, 重装]}
直播基地租金: {documents: [年租金], say: [房租, 房东]}
"""


@pytest.fixture(scope="module")
def asked(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = tmp_path_factory.mktemp("asked") / "corpus"
    shutil.copytree(folder, corpus)
    (corpus / "questions" / "live-2031.yaml").write_text(ASKS, "utf-8")
    with (corpus / "lexicon.yaml").open("a", encoding="utf-8") as lexicon:
        lexicon.write(WORDS)
    return Assistant(Settings(corpus_dir=corpus, data_dir=tmp_path_factory.mktemp("asked-data")))


@pytest.mark.parametrize(
    ("question", "clause", "said"),
    [
        ("我把卖货的直播棚翻新了一遍，公家肯出一点吗", "1.1", "25％"),
        ("请到一位网红签了约，有红包没", "1.3", "2万元"),
        ("我们搬进直播基地了，房东一年收60万，租金能补多少", "1.2", "12万元"),
    ],
)
def test_lay_questions_on_the_new_policy(asked: Assistant, question: str, clause: str, said: str) -> None:
    answer = ask(asked, question)
    assert answer.citations[0].id == f"live-2031/{clause}"
    assert said in answer.answer


def test_list_and_term_of_the_new_policy(asked: Assistant) -> None:
    everything = ask(asked, "做直播的能拿哪些补贴")
    assert {c.id for c in everything.citations} == {f"live-2031/1.{n}" for n in (1, 2, 3)}
    assert "2033年2月28日" in ask(asked, "直播基地办法到什么时候为止").answer


def test_the_other_policies_answer_as_before(asked: Assistant) -> None:
    assert ask(asked, "货车过路费打几折").citations[0].id in {"cost-2018/5.14", "cost-2018/5.15"}


# What is wrong with a rule is said with its file and line.


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("percent: 25％", "percent: 35％", 15, "引文中没有这个数"),
        ("percent: 25％", "percent: 0.25", 15, "应写成带引号的文字"),
        ("percent: 25％", "percents: 25％", 15, "是否想写 percent"),
        (
            "按不高于实际装修费用的25％给予补助",
            "按不高于装修费用的25％给予补助",
            15,
            "引文与 live-2031/1.1 原文不一致",
        ),
        ("title: 直播基地装修补助", "title: 直播基地25％装修补助", 3, "说明文字中不写数字"),
        ("clause: live-2031/1.1", "clause: live-2031/1.9", 4, "没有条款 live-2031/1.9"),
        ("per: project", "per: projects", 17, "应为 'project', 'enterprise'"),
        ("result: ceiling\n  keywords: [租金", "result: most\n  keywords: [租金", 21, "'ceiling', 'fixed'"),
        ("- {at_least: 50万元", "- {at_least: 10万元", 31, "第1档与第2档重叠"),
        ("at_least: 1亿元", "at_least: 1名", 44, "不是一类"),
        ("of: hosts", "of: people", 35, "没有声明的事实“people”"),
        ("id: live-2031.hosts", "id: live-2031.rent", 35, "编号与另一条规则重复"),
        ("award:\n    per_item", "awards:\n    per_item", 45, "是否想写 award"),
        ("words: [主播, 引进]}", "words: [主播, 引进], words: [人]}", 41, "重复"),
    ],
)
def test_fault_is_named_with_its_line(
    folder: Path, tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    rules = block("yaml")
    assert old in rules
    broken = tmp_path / "corpus"
    shutil.copytree(folder, broken)
    (broken / "rules" / "live-2031.yaml").write_text(rules.replace(old, new, 1), "utf-8")
    with pytest.raises(CorpusError) as caught:
        Corpus.load(broken)
    message = str(caught.value)
    assert said in message
    assert "live-2031.yaml" in message
    assert f"第{line}行" in message


def test_several_faults_are_all_named(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "corpus"
    shutil.copytree(folder, broken)
    rules = block("yaml").replace("25％", "26％").replace("2万元, of", "3万元, of")
    (broken / "rules" / "live-2031.yaml").write_text(rules, "utf-8")
    with pytest.raises(CorpusError) as caught:
        Corpus.load(broken)
    assert len(str(caught.value).splitlines()) == 2


# The schema for editors.


def test_schema_stands_beside_the_rules_and_is_current() -> None:
    assert json.loads((ROOT / "corpus" / "rules" / "schema.json").read_text("utf-8")) == json_schema()


def test_rules_keep_to_the_schema_and_a_wrong_one_does_not() -> None:
    schema = jsonschema.Draft202012Validator(json_schema())
    texts = [path.read_text("utf-8") for path in (ROOT / "corpus" / "rules").glob("*.yaml")]
    for text in [*texts, block("yaml")]:
        schema.validate(yaml.safe_load(text))
    wrong = yaml.safe_load(block("yaml").replace("per: project", "per: month"))
    assert not schema.is_valid(wrong)
    assert not schema.is_valid(yaml.safe_load(block("yaml").replace("percent: 25％", "percent: 25")))
