"""Numbers that belong to a person are hidden; those of a policy question are not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from assistant import Assistant, Question
from assistant.masking import mask

# Without numerals, units and currencies.
HAN = st.text("我的电话手机号是请回企业补贴申报材料在广州市工信局办事，。：（）“”、；吗呢", max_size=8)
DIGITS = "0123456789"
WIDE = str.maketrans(DIGITS, "０１２３４５６７８９")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的手机号是13800138000请回电", "我的手机号是138****8000请回电"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("138-0013-8000，找张工", "138-****-8000，找张工"),
        ("138 0013 8000", "138 **** 8000"),
        ("138.0013.8000", "138.****.8000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 * * * * 8 0 0 0"),
        ("+86 13800138000", "+86 138****8000"),
        ("008613800138000", "0086138****8000"),
        ("13800138000,13900139000", "138****8000,139****9000"),
        ("2019 13800138000 2020年", "2019 138****8000 2020年"),
        ("电话13800138000元旦后打", "电话138****8000元旦后打"),
        ("我电话幺三八零零幺三八零零零", "我电话幺三八****八零零零"),
        ("身份证440106198001011234办补贴", "身份证4401**********1234办补贴"),
        ("身份证44010619800101123x办", "身份证4401**********123x办"),
        ("440106 19800101 1234", "4401** ******** 1234"),
        ("旧证440106800101123", "旧证4401*******1123"),
        ("打到6222021234567890123这张卡", "打到6222***********0123这张卡"),
        ("6222 0212 3456 7890 123", "6222 **** **** ***0 123"),
        ("4111-1111-1111-1111", "4111-****-****-1111"),
        ("对公账号44050158004000001234", "对公账号4405************1234"),
        ("座机020-83123456转801", "座机020-****3456转801"),
        ("（020）8312 3456", "（020）**** 3456"),
        ("07578312345", "0757***2345"),
        ("电话83123456", "电话****3456"),
    ],
)
def test_a_number_is_hidden_and_still_known_again(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "营收13800138000元",
        "投入13800138000.50元",
        "人民币13800138000",
        "13800138000万",
        "我们厂买设备投了2300万，能补30％还是15%",
        "穗府规〔2018〕15号、粤府〔2018〕79号",
        "2018-2020年，20180827印发，2021年8月27日到期",
        "有效期20180827-20210827",
        "2017 2018 2019 2020年分别投1500万、2000万、3000万、4000万",
        "产值300000000元，用电12345678度",
        "统一社会信用代码91440101MA59ABCD12",
        "拨打12345或400-830-3811",
        "金额83123456元，电话费83123456元",
        "电话20180827前打",
        "订单20181234567890123",
        "150000000000000",
        "support-2018/2.11 第54页",
        "",
    ],
)
def test_amounts_dates_and_document_numbers_stay(text: str) -> None:
    assert mask(text) == text


def _apart(draw: st.DrawFn, number: str) -> str:
    """The number as people write it: in groups, with spaces or hyphens, in wide digits."""
    size = draw(st.sampled_from([3, 4, 99]))
    gap = draw(st.sampled_from([" ", "-", "　", "－", "- "]))
    groups = [number[i : i + size] for i in range(0, len(number), size)]
    written = gap.join(groups)
    return written.translate(WIDE) if draw(st.booleans()) else written


@st.composite
def personal(draw: st.DrawFn) -> tuple[str, str]:
    """A number in plain digits, and the same as written."""
    kind = draw(st.sampled_from(["mobile", "identity", "card", "landline"]))

    def some(count: int) -> str:
        return draw(st.text(DIGITS, min_size=count, max_size=count))

    if kind == "mobile":
        number = f"1{draw(st.sampled_from('3456789'))}{some(9)}"
    elif kind == "identity":
        day = draw(st.dates(min_value=date(1930, 1, 1)))
        number = f"440106{min(day.year, 2020)}{day.month:02}{min(day.day, 28):02}{some(4)}"
    elif kind == "card":
        start = f"6222{some(draw(st.integers(11, 14)))}"
        number = start + luhn.calc_check_digit(start)
    else:
        number = f"020{draw(st.sampled_from('2345678'))}{some(7)}"
    return number, _apart(draw, number)


@settings(max_examples=60, deadline=None)
@given(HAN, personal(), HAN)
def test_in_running_text_no_number_survives(before: str, number: tuple[str, str], after: str) -> None:
    plain, written = number
    text = f"{before}{written}{after}"
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.startswith(before)
    assert masked.endswith(after)
    assert plain not in re.sub(r"\D", "", masked.translate({v: k for k, v in WIDE.items()}))
    assert masked.count("*") >= 4
    assert mask(masked) == masked


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.text("0123456789 -０１*元万卡号电话.xX", max_size=80))
def test_any_text_keeps_its_length_and_is_masked_once(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked
    assert all(m in (t, "*") for m, t in zip(masked, text, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**13), st.sampled_from(["元", "万元", "亿元", "万", "%"]), HAN)
def test_no_amount_is_touched(amount: int, unit: str, before: str) -> None:
    assert mask(f"{before}{amount}{unit}") == f"{before}{amount}{unit}"


def test_the_assistant_answers_beside_a_number_and_never_repeats_it(assistant: Assistant) -> None:
    plain = assistant.ask(Question("我们厂投2300万搞技改能补多少"))
    told = assistant.ask(Question("我电话13800138000，我们厂投2300万搞技改能补多少"))
    assert plain.calculation is not None
    assert told.calculation is not None
    assert told.calculation.amount_wan == plain.calculation.amount_wan
    for question in ("13800138000", "给我打电话13800138000", "卡号6222021234567890123能直接打款吗"):
        answer = assistant.ask(Question(question))
        assert not re.search(r"13800138000|6222021234567890123", str(answer))
