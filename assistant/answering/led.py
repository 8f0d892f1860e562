"""Every clause of one department: what it leads, or what it takes part in as well."""

from __future__ import annotations

import re

from assistant.answering.wording import FIGURE
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.types import Clause, Evidence, Kind, Understanding
from assistant.understanding.asking import asking

__all__ = ["DepartmentLists"]

_LEAD = re.compile(r"牵.{0,2}头|主管|主办|领头|[当打]头|带头|挂帅|主责|为主|领衔|挑大梁")
_TAKES_PART = re.compile(r"配合|参与|参加|涉及|协助|协办|有份|相关|(不管|不论|无论|甭管)牵头")
_LEFT_OUT = re.compile(
    r"(配合|参与|协办)(的|单位)?[^，。？?]{0,3}(不|别|除|免|甭|略)|(不|别|除|免|甭)[^，。？?]{0,4}(配合|参与|协办)"
)
_ALL_OF = re.compile(
    r"哪些|哪几|什么|[几哪][一二两三四五]?[条项个件]|条目|都|全|逐|内容|[清名]?单[子]?|有谁|列|盘点|[梳整捋]"
)
_PARTNERS = re.compile(r"(谁|哪些|哪个|哪几个|什么)(单位|部门|局)?.{0,4}配合|配合(的)?(有|是)?(谁|哪)")
# Characters of a list that is still read to the end, and the few provisions by which a clause is known.
_ROOM = 1500
_SHOWN = 20
_PER_CLAUSE = 3


class DepartmentLists:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def find(self, what: Understanding) -> tuple[str, str, tuple[Evidence, ...]] | None:
        """(what the list is of, how it was made, its evidence), where the question names a department and
        asks for all that it does."""
        part = bool(_TAKES_PART.search(what.text)) and not _LEFT_OUT.search(what.text)
        leads = bool(_LEAD.search(what.text))
        lead_only = leads and not part
        if what.duties:
            lead_only = not part
        elif (
            not (leads or what.kind is Kind.LIST)
            or not _ALL_OF.search(what.text)
            or _PARTNERS.search(what.text)
        ):
            return None
        for word, name in self._corpus.department_words:
            named = word in what.text and (len(word) > 2 or what.duties)
            if named and not asking().excludes(what.text, word):
                return self._of(name, what, lead_only=lead_only)
        return None

    def _of(
        self, name: str, what: Understanding, *, lead_only: bool
    ) -> tuple[str, str, tuple[Evidence, ...]]:
        clauses = [
            clause
            for clause in self._corpus.clauses
            if (not what.documents or clause.doc in what.documents)
            and name
            in map(
                self._corpus.department,
                clause.departments.lead
                if lead_only
                else (*clause.departments.lead, *clause.departments.cooperate),
            )
        ]
        room = _ROOM // max(1, min(len(clauses), _SHOWN))
        found = tuple(
            Evidence(clause.id, _raw(clause), "；".join(self._gist(clause, room))) for clause in clauses
        )
        matter = name + (say("answer.leads") if lead_only else "")
        return matter, say("answer.list_how_department"), found

    def _gist(self, clause: Clause, room: int) -> list[str]:
        """What a clause is about within ``room`` characters: its provisions by name, those with figures first,
        each with its words while there is room."""
        lay = self._corpus.lay.get(clause.id, ())
        if not lay or clause.rows:
            return [clause.label]
        first = sorted(lay, key=lambda p: not FIGURE.search(p.quote))[:_PER_CLAUSE]
        out = []
        for provision in (p for p in lay if p in first):
            whole = say("answer.subject_quote", subject=provision.subject, quote=provision.quote)
            room -= len(whole)
            out.append(whole if room >= 0 else provision.subject)
        return out


def _raw(clause: Clause) -> str:
    return clause.groups[0].raw if clause.groups else clause.text.split("\n")[0]
