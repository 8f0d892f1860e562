"""Pinyin, English and slips of the ear are read as the Chinese that they stand for; what is none is left alone."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question, Status


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("ruanjian zhuzuoquan butie zuigao duoshao", "软件著作权补贴最高多少"),
        (
            "wo men chang yao huan she bei，tou zi 600 wan，neng bu duo shao",
            "我们厂要换设备,投资600万,能补多少",
        ),
        ("nansha 人工智能 yuanqu 占地 mianji", "南沙人工智能园区占地面积"),
        ("gongyehulianwangpingtaizuigaobuduoshao", "工业互联网平台最高补多少"),
        ("买 ERP 花了 300wan 能 bu 多少", "买 erp 花了300万能补多少"),
    ],
)
def test_pinyin_is_read_as_characters(assistant: Assistant, asked: str, chinese: str) -> None:
    assert assistant.tools.reader.in_chinese(Question(asked)).text == chinese


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("Which department leads land approval?", "土地审批哪个部门牵头？"),
        ("How big is the Tianhe software park?", "天河软件价值创新园多大？"),
        (
            "We invested RMB 2.4 million in big data. What's the maximum grant?",
            "我们投资大数据240万元，最高补贴是多少？",
        ),
        ("And for 2019?", "那2019年呢？"),
        ("What does clause 9 of the support opinion say?", "扶持意见第9条是什么？"),
        ("fixed asset 投资的 interest subsidy 最长几年", "固定资产投资投资的贴息最长几年"),
    ],
)
def test_english_is_read_as_chinese(assistant: Assistant, asked: str, chinese: str) -> None:
    assert assistant.tools.reader.in_chinese(Question(asked)).text == chinese


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("固定资产头资的技改补住", "固定资产投资的技改补助"),
        ("失叶保险的费律", "失业保险的费率"),
        ("贷款利西补一半", "贷款利息补一半"),
    ],
)
def test_what_only_sounds_right_is_mended(assistant: Assistant, asked: str, meant: str) -> None:
    assert assistant.tools.reader.in_chinese(Question(asked)).text == meant


@pytest.mark.parametrize(
    "asked",
    [
        "技改补助最高多少？投了2300万",
        "做AI芯片的，流片和IP授权费补不补",
        "上 MES、ERP 能补多少",
        "壹仟陆佰万元的设备",
        "Quel est le montant maximal de la subvention ?",
        "我哋公司想申請技改資助",
    ],
)
def test_what_is_written_right_stays(assistant: Assistant, asked: str) -> None:
    assert assistant.tools.reader.in_chinese(Question(asked)).text == asked


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Our chip project cost 6 million yuan in total investment. How much subsidy?", "180万元"),
        ("jun gong ke yan xiang mu，he tong zong tou zi 700 wan，bu duo shao", "210万元"),
        ("Who runs the Zengcheng new display park?", "超视堺"),
        ("xinsanban guapai yicixing butie duoshao", "100万元"),
        ("How long is the support opinion valid?", "3年"),
    ],
)
def test_answers(assistant: Assistant, asked: str, said: str) -> None:
    answer = assistant.ask(Question(asked))
    assert answer.status is Status.ANSWERED
    assert said in answer.answer


@pytest.mark.parametrize(
    "asked",
    [
        "How do I get a driving licence in Guangzhou?",
        "jintian tianqi zenmeyang",
        "What subsidy does Shanghai pay for new equipment?",
        "shenzhen de jigai butie you duoshao",
    ],
)
def test_what_no_document_holds_is_refused(assistant: Assistant, asked: str) -> None:
    assert assistant.ask(Question(asked)).status in (Status.REFUSED, Status.CLARIFY)
