"""The level or flag that the asker's words name, without what they deny or don't know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.calculator.amounts import Quantity
from assistant.calculator.facts import Fact
from assistant.calculator.schema import Rule
from assistant.calculator.sums import telling
from assistant.text import fold
from assistant.understanding.asking import asking

__all__ = ["named", "of_no_option", "of_other_things", "several", "without"]

# As the tagger names them; vn is a verb that stands for a thing (设备, 投资).
_NOUNS = {"n", "nr", "ns", "nt", "nz", "ng", "vn"}
_PRINTED = {"，": ",", "；": ";", "？": "?"}
_BREATH = re.compile("[，,。；;、：:?？!！()]")
_NO_BEFORE = re.compile(r"(?:不是|没有?|非|不属于|不算|并非|未|缺|不够|进不了)[^，。,；;]{0,4}$")
_NO_AFTER = re.compile(
    r"^[^，。,；;()]{0,4}(?:还没|(?<!有)没有?(?!份)|未|尚未|办不|不是(?!.{0,20}[吗吧])|不符|(?<![不没无])缺)"
)
# Who pays is no level of what is paid for.
_PAYER = re.compile(r"[省市区]级?(财政|资金|政府|部门|这边|里(?=[能给再还可会补]))")
# 不是国家的, 没进省目录: what the product is not; 国家和省的都没上 is the same behind the word.
_NOT_IN = re.compile(
    r"(?:(?<!是)不是|并非|并不是|没有?[进上入在列到评]|未[进上入列]|不在|[进上]不了|[进上]不到|不属于|不算|唔系|不系|冇[入上进])"
    r"[^，。,；;？?()是]{0,3}$"
)
_NONE_OF = re.compile(
    r"^[^，。,；;？?()是就]{0,6}(?:都|也|还|就)?(?:没有?[进上入在列到评得]|未[进上入列]|不在|[进上]不[了到]|不是(?!.{0,20}[吗吧])|冇[入上进]|没份)"
)


def without(text: str, names: Iterable[str]) -> str:
    """The text without the names of other facts: 平段电价 names no period."""
    for name in names:
        text = text.replace(name, " ")
    return text


def named(fact: Fact, folded: str) -> str | None:
    """The level whose word the text contains, or 是 / 否 for a flag that it affirms or denies."""
    return _level(fact, folded) if fact.type == "level" else _flag(fact, folded)


def several(fact: Fact, folded: str) -> bool:
    """Whether the text asks of several levels at once: 省级和市级分别多少."""
    return fact.type == "level" and len(_levels(fact, folded)) > 1


def of_no_option(fact: Fact, folded: str) -> bool:
    """Whether the text names a level that the fact does not have: 市级的 where there are 国家级 and 省级."""
    if fact.type != "level" or not fact.options.keys() & telling().ranks.keys():
        return False
    named_ = _ranked(folded)
    return bool(named_) and not named_ & fact.options.keys()


def _ranked(folded: str) -> set[str]:
    return {level for level, who in telling().ranks.items() if who.search(folded)}


def _level(fact: Fact, folded: str) -> str | None:
    found = _levels(fact, folded)
    return found[0] if len(found) == 1 else None


def _levels(fact: Fact, folded: str) -> list[str]:
    folded = _PAYER.sub(" ", folded)
    pairs = [(fold(word), level) for level, words in fact.options.items() for word in (level, *words)]
    pairs.sort(key=lambda p: -len(p[0]))
    folded = _affirmed(folded, [word for word, _ in pairs])
    alike = [n for n in fact.options if any(_pattern(p).search(folded) for p in fact.like.get(n, ()))]
    if len(alike) == 1:
        return alike
    found: dict[str, str] = {}
    left = folded
    for word, level in pairs:
        if word in left:
            found.setdefault(level, word)
            left = left.replace(word, " ")
    for level in _ranked(left) & fact.options.keys():
        found.setdefault(level, level)
    # Two levels in one breath, or in a row, ask for a comparison; but 国家目录 names one and 市里 none.
    in_a_row = any(re.search(rf"{re.escape(word)}[、和与及或跟]", folded) for word in found.values())
    plainly = [] if in_a_row else [n for n, word in found.items() if "级" in word or len(word) > 2]
    return plainly or list(found)


def _affirmed(folded: str, words: list[str]) -> str:
    """Without the levels that are denied; a word that is itself a denial (没超载) stays."""
    word = re.compile("|".join(map(re.escape, words)))
    denied = [
        m.span()
        for m in word.finditer(folded)
        if m[0][0] not in "没不未冇"
        and (_NOT_IN.search(folded[: m.start()]) or _NONE_OF.match(folded[m.end() :]))
    ]
    for start, end in denied:
        # With 目录, which would else be taken for what the words before it name.
        behind = re.match(r"[^，。,；;？?是就只而但、]{0,2}(?:目录|名录|名单|清单)", folded[end:])
        end += behind.end() if behind else 0
        folded = folded[:start] + "、" * (end - start) + folded[end:]
    return folded


def _flag(fact: Fact, folded: str) -> str | None:
    for value in ("是", "否"):
        if any(_pattern(like).search(folded) for like in fact.like.get(value, ())):
            return value
    for words, affirmed in ((fact.denied, "否"), ((*fact.words, fact.name), "是")):
        for word in sorted(map(fold, words), key=len, reverse=True):
            at = folded.find(word)
            if at >= 0:
                denied = _NO_BEFORE.search(folded[:at]) or _NO_AFTER.search(folded[at + len(word) :])
                return {"是": "否", "否": "是"}[affirmed] if denied else affirmed
    return None


@cache
def _pattern(like: str) -> re.Pattern[str]:
    """``{elsewhere}`` in it stands for any other place; punctuation is written as printed, and folded here."""
    for printed, folded in _PRINTED.items():
        like = like.replace(printed, f"{printed}{folded}") if f"{printed}{folded}" not in like else like
    return re.compile(like.replace("{elsewhere}", f"(?:{'|'.join(asking().elsewhere)})"))


def of_other_things(count: Quantity, rule: Rule, folded: str) -> bool:
    """Whether a noun next to a count says that no piece of the rule's is counted: 研究员四十个."""
    import rjieba

    before = _BREATH.split(folded[: count.start])[-1]
    after = _BREATH.split(folded[count.end :])[0].removeprefix("的")
    beside = [*rjieba.tag(after)[:1], *rjieba.tag(before)[-1:]]
    noun = next((word for word, tag in beside if tag in _NOUNS and len(word) > 1), "")
    if not noun or noun in asking().filler:
        return False
    words = (rule.title, *rule.keywords, *(w for f in rule.facts.values() for w in (f.name, *f.words)))
    options = (w for f in rule.facts.values() for level, ws in f.options.items() for w in (level, *ws))
    return not any(noun in fold(text) for text in (*words, *options))
