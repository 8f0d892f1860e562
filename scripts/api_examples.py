"""Write assistant/web/api/examples.yaml from what a running server sends: ``scripts/api_examples.py URL``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import httpx
import yaml

TARGET = Path(__file__).resolve().parent.parent / "assistant" / "web" / "api" / "examples.yaml"
DAY = "2019-05-01"
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "post /ask": ("/ask", {"json": {"question": "我们厂买设备搞技改投了2300万能补多少", "as_of": DAY}}),
    "get /search": ("/search", {"params": {"q": "过路费", "limit": 1, "as_of": DAY}}),
    "get /clauses/{clause_id}": ("/clauses/support-2018/2.11", {"params": {"as_of": DAY}}),
    "get /rules/{rule_id}": ("/rules/support-2018.first-set", {"params": {"as_of": DAY}}),
    "post /calculate": (
        "/calculate",
        {"json": {"rule": "support-2018.tech-renovation", "items": [{"investment": "2300万"}], "as_of": DAY}},
    ),
}


def main(url: str) -> None:
    written: dict[str, dict[str, Any]] = {}
    with httpx.Client(base_url=url + "/api", timeout=60) as client:
        for name, (path, given) in CALLS.items():
            reply = client.request(name.partition(" ")[0].upper(), path, **given)
            written[name] = {"application/json": reply.raise_for_status().json()}
        asked = {**CALLS["post /ask"][1]["json"], "stream": True}
        events = client.post("/ask", json=asked).raise_for_status().text
    head, _, _ = events.partition("event: answer")
    written["post /ask"]["text/event-stream"] = head + "event: answer\ndata: {…}\n\n"
    TARGET.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=110), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
