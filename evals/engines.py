"""The language-model engine beside the local one: the same cases, answered by both in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.case import KINDS
from evals.score import Scored, score

__all__ = ["compared"]


def compared(scored: Sequence[Scored], records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each kind how many cases each engine has right, and how many answers are in the model's words; nothing
    where only the local engine answered."""
    local = [{**r, "answer": r["local"]} for r in records if r.get("local")]
    if not local:
        return []
    beside = score([s.case for s in scored], local)
    out = []
    for kind in ("all", *KINDS):
        pairs = [(s, b) for s, b in zip(scored, beside, strict=True) if kind in ("all", s.case.kind)]
        if pairs:
            out.append(
                {
                    "kind": kind,
                    "total": len(pairs),
                    "local": round(sum(b.right for _, b in pairs), 3),
                    "llm": round(sum(s.right for s, _ in pairs), 3),
                    "worded": sum(_engine(s) == "llm" for s, _ in pairs),
                    "worse": [s.case.id for s, b in pairs if s.right < b.right and not s.case.held_out],
                }
            )
    return out


def _engine(s: Scored) -> str | None:
    answer: Mapping[str, Any] = s.record.get("answer") or {}
    return answer.get("engine")
