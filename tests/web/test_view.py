"""The page's HTML and its sentences for failures, without a browser."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Question
from assistant.calculator.manual import calculate
from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.errors import IndexUnavailable
from assistant.pipeline import Watch
from assistant.types import Answer, Notice
from assistant.web.calculator.again import again_link
from assistant.web.calculator.fields import fill
from assistant.web.document import localise
from assistant.web.front import Front, Show
from assistant.web.kept import keep
from assistant.web.opening import Opening
from assistant.web.progress import Progress, progress_html
from assistant.web.server import create_app
from assistant.web.talk import Exchange, Talk, replies, restored, transcript
from assistant.web.tools import tools_html
from assistant.web.view import answer_html

EVIL = "<img src=x onerror=alert(1)>\"'&"


class Failing(Assistant):
    """An assistant that cannot answer."""

    def __init__(self, error: Exception) -> None:
        super().__init__(Settings())
        self.error = error

    def ask(self, *_: object) -> Answer:
        raise self.error

    def warm_up(self, question: Question) -> None:
        raise self.error


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(Question("失业保险单位费率现在是多少"))


def test_every_word_from_outside_is_escaped(assistant: Assistant, answer: Answer) -> None:
    citation = replace(answer.citations[0], title=EVIL, doc_number=EVIL, label=EVIL, quote=EVIL)
    evil = replace(
        answer,
        answer=f"{EVIL}。{EVIL}\n{EVIL}",
        citations=(citation,),
        notices=(Notice(EVIL, EVIL), Notice("ceiling", EVIL + "上限")),
        suggestions=(EVIL,),
    )
    html = answer_html(evil, assistant.tools.corpus, 0)
    assert "<img" not in html
    assert "onerror" in html
    assert 'data-ask="&lt;img src=x onerror=alert(1)&gt;&#34;&#39;&amp;"' in html


def test_conclusion_ends_at_the_first_full_stop_outside_brackets(
    assistant: Assistant, answer: Answer
) -> None:
    said = replace(answer, answer="补助30％（以审核为准。另行公布）。其余见条款。\n1. 第一项")
    html = answer_html(said, assistant.tools.corpus, 0)
    assert (
        '<p class="conclusion">补助30％（以审核为准。另行公布）。</p><p>其余见条款。</p><p>1. 第一项</p>'
        in html
    )


def test_notice_that_repeats_the_answer_keeps_only_its_badge(assistant: Assistant, answer: Answer) -> None:
    said = replace(answer, answer="该文件已过期。", notices=(Notice("expired", "该文件已过期。"),))
    html = answer_html(said, assistant.tools.corpus, 0)
    assert "已过有效期" in html
    assert html.count("该文件已过期。") == 1


def test_row_of_a_table_stands_under_its_header(assistant: Assistant) -> None:
    answer = assistant.ask(Question("2019年规模以上工业总产值目标是多少"))
    html = answer_html(answer, assistant.tools.corpus, 0)
    assert "<th>类别</th>" in html
    assert "<td><mark>2.3</mark></td>" in html
    assert "|" not in html


def test_no_answer_has_more_open_tags_than_closed_ones(assistant: Assistant) -> None:
    for question in (
        "有哪些支持技改的政策",
        "扶持意见还有效吗",
        "能补多少钱",
        "明天天气怎么样",
        "扶持意见（十八）讲什么",
    ):
        html = answer_html(assistant.ask(Question(question)), assistant.tools.corpus, 0)
        for tag in ("p", "ul", "li", "section", "details", "div", "span", "mark", "button", "table"):
            assert (
                len(html.split(f"<{tag} ")) + len(html.split(f"<{tag}>")) == len(html.split(f"</{tag}>")) + 1
            )


def failing(error: Exception) -> Front:
    opening = Opening(Failing(error))
    opening.start()
    return Front.build(Settings(), opening)


def final(front: Front, question: str, talk: Talk) -> Exchange:
    (*_, exchange) = replies(front, question, talk)
    assert isinstance(exchange, Exchange)
    return exchange


@pytest.mark.parametrize(
    "error", [RuntimeError("/secret/path"), IndexUnavailable("无法在 /secret/path 建立索引")]
)
def test_failures_are_logged_and_told_calmly(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    front = failing(error)
    with caplog.at_level(logging.ERROR):
        exchange = final(front, "技改项目最高补多少", Talk())
    assert not exchange.answered
    assert "没能回答" in exchange.body
    assert "secret" not in exchange.body
    assert "secret" in caplog.text


class Slow(Assistant):
    """An assistant that takes its time and shows a sentence on the way."""

    def warm_up(self, question: Question) -> None:
        pass

    def ask(self, question: Question, show: Show, watch: Watch) -> Answer:  # type: ignore[override]
        watch("understand")
        time.sleep(1)
        watch("retrieve")
        show("补助<30％。")
        time.sleep(1)
        raise IndexUnavailable("")


def test_steps_and_sentences_are_told_while_waiting() -> None:
    opening = Opening(Slow(Settings()))
    opening.start()
    *told, _ = replies(Front.build(Settings(), opening), "技改", Talk())
    first, *_, last = [progress_html(p) for p in told if isinstance(p, Progress)]
    assert "正在读懂问题……" in first
    assert "正在查找条款……" in last
    assert "<p>补助&lt;30％。</p>" in last


def test_kept_conversation_is_shown_as_it_was(assistant: Assistant) -> None:
    corpus = assistant.tools.corpus
    for question in ("我们厂买设备搞技改投了2300万能补多少", "能补多少钱", "琶洲价值创新园有多大"):
        answer = assistant.ask(Question(question))
        kept = keep(question, answer)
        talk = restored(corpus, [kept])
        assert talk.turns == (question,)
        assert talk.exchanges[0].body == answer_html(answer, corpus, 0, tools_html(answer, 0))
        assert talk.exchanges[0].kept == kept


def test_answers_of_other_documents_can_be_asked_again(assistant: Assistant, answer: Answer) -> None:
    old = keep("失业保险", replace(answer, corpus_version="older"))
    (exchange,) = restored(assistant.tools.corpus, [old]).exchanges
    assert not exchange.answered
    assert "文件或规则已经更新" in exchange.body
    assert 'data-ask="失业保险"' in exchange.body
    assert "0.8" not in exchange.body


@pytest.mark.parametrize("entries", [None, {"a": 1}, "x", [1, None, "", "{}", "[]", '{"question": "x"}']])
def test_what_is_no_conversation_is_left_out(corpus: Corpus, entries: object) -> None:
    assert restored(corpus, entries) == Talk()


@pytest.mark.parametrize(
    ("question", "link"),
    [
        ("我们厂买设备搞技改投了2300万能补多少", "tech-renovation?investment=2300"),
        (
            "两个技改项目分别投了1000万和2000万一共补多少",
            "tech-renovation?investment=1000&amp;investment=2000",
        ),
    ],
)
def test_form_is_linked_with_the_same_facts(assistant: Assistant, question: str, link: str) -> None:
    html = answer_html(assistant.ask(Question(question)), assistant.tools.corpus, 0)
    assert f'href="/calculator/support-2018.{link}"' in html


def test_every_calculation_opens_the_form_with_what_it_came_to(assistant: Assistant) -> None:
    corpus = assistant.tools.corpus
    for question in (
        "首台套600万的国家级设备补多少",
        "年用电1000万千瓦时一年能省多少",
        "技改投了3000万，之前已经拿了200万，还能补多少",
    ):
        answer = assistant.ask(Question(question))
        assert answer.calculation is not None, question
        rule = corpus.rules[answer.calculation.rule]
        query = parse_qs(urlsplit(again_link(rule, answer.calculation, answer.as_of, answer.as_of)).query)
        form = fill(rule, query, answer.as_of)
        assert not form.wrong, question
        assert not form.unused, question
        again = calculate(corpus, rule.id, form.items, answer.as_of)
        assert again.amount_wan == answer.calculation.amount_wan, question


def test_failures_are_no_context_and_are_not_repeated() -> None:
    front = failing(RuntimeError())
    talk = Talk()
    for _ in range(3):
        talk = talk.adding(final(front, "技改", talk))
    assert len(talk.exchanges) == 1
    assert talk.turns == ()
    assert transcript(talk).count('class="turn"') == 1


def test_document_is_chinese_and_names_no_other_host() -> None:
    with TestClient(create_app(Settings())) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        page = client.get("/", headers={"accept-encoding": "br, gzip"})
    assert '<html\n\tlang="zh-CN"' in page.text
    assert "raw.githubusercontent.com" not in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert localise("<head></head>").endswith("</script></head>")
