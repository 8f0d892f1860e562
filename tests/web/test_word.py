"""The conversation as a Word file, opened again by the library that office programs' files are read with."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from docx import Document
from docx.oxml.ns import qn

from assistant import Assistant, Question
from assistant.web.kept import Kept, keep
from assistant.web.word import word_file

if TYPE_CHECKING:
    from tests.web.conftest import Open

SUM = "我们厂买设备搞技改投了2300万能补多少"
RATE = "失业保险单位费率现在是多少"
ROW = "2019年规模以上工业总产值目标是多少"


@pytest.fixture(scope="module")
def file(assistant: Assistant) -> bytes:
    asked = [SUM, RATE, ROW, "明天天气怎么样\x0b<b>"]
    talk = [Kept(question, assistant.ask(Question(question))) for question in asked]
    return word_file(talk, assistant.corpus, "2026-11-30 20:00")


def test_question_answer_steps_basis_and_notices_stand_in_it(file: bytes) -> None:
    document = Document(io.BytesIO(file))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [SUM, RATE, ROW, "明天天气怎么样<b>"]
    words = "\n".join(p.text for p in document.paragraphs)
    assert "技术改造项目补助最高为500万元，这是上限，以审核结果为准。" in words
    assert "计算：" not in words, "the table says it"
    assert "（穗府规〔2018〕15号）二、（十一），第54页" in words
    assert "已过有效期：" in words
    assert "市人力资源和社会保障局" in words
    (quote, *_) = [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]
    assert "按不高于固定资产投资额的30％给予补助，最高不超过500万元" in quote
    steps, row = document.tables[0], document.tables[-1]
    assert [cell.text for cell in steps.rows[0].cells] == ["步骤", "算式和说明", "结果"]
    assert [c.text for c in steps.rows[1].cells][1:] == ["2300万元 × 30％", "690万元"]
    assert "决定结果" in steps.rows[2].cells[1].text
    assert steps.rows[2].cells[2].text == "500万元"
    assert len(row.rows) == 2
    assert "2019" in " ".join(cell.text for cell in row.rows[0].cells)


def test_chinese_characters_have_a_chinese_font(file: bytes) -> None:
    styles = Document(io.BytesIO(file)).styles
    for name, font in (("Normal", "宋体"), ("Quote", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体")):
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert {lang.get(qn("w:eastAsia")) for lang in styles.element.iter(qn("w:lang"))} == {"zh-CN"}


def test_what_was_changed_by_hand_is_refused_in_words(server: str, assistant: Assistant) -> None:
    good = keep(RATE, assistant.ask(Question(RATE)))
    changed = json.loads(good)
    changed["answer"]["citations"][0] |= {"id": "nowhere/1", "quote": "| 假 |"}
    old = json.loads(good)
    old["answer"]["corpus_version"] = "old"
    for entries in ([json.dumps(changed)], [json.dumps(old)], ["<b>"], []):
        reply = httpx.post(f"{server}/export/word", json={"entries": entries}, timeout=60)
        assert reply.status_code == 422
        assert "没有可以导出的回答" in reply.json()["detail"]
    reply = httpx.post(f"{server}/export/word", json={"entries": [good, json.dumps(old)]}, timeout=60)
    assert reply.headers["content-disposition"].endswith(".docx")
    assert "0.8％" in "\n".join(p.text for p in Document(io.BytesIO(reply.content)).paragraphs)
    large = httpx.post(f"{server}/export/word", json={"entries": [good * 4000]}, timeout=60)
    assert large.status_code == 413


@pytest.mark.browser
def test_the_page_saves_it(visit: Open, tmp_path: Path) -> None:
    seen = visit()
    seen.ask(SUM)
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="导出 Word").click()
    assert download.value.suggested_filename == "政策问答记录.docx"
    document = Document(str(download.value.path()))
    assert SUM in [p.text for p in document.paragraphs]
    seen.page.route("**/export/word", lambda route: route.abort())
    seen.page.get_by_role("button", name="导出 Word").click()
    seen.page.get_by_text("没能导出，请检查网络后再试。").wait_for()


def test_the_library_is_loaded_with_the_first_document() -> None:
    program = "import assistant.web.server, sys; sys.exit('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
