"""Whatever the description allows, and what it does not: no request makes the interface fail."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

_EXAMPLES = 15
# Failures are looked at by the test itself; and words that fit the description may still be no question, no rule,
# no day of a document.
_EXCLUDED = [schemathesis.checks.not_a_server_error, schemathesis.checks.positive_data_acceptance]
OPERATIONS = {
    "/ask": "POST",
    "/search": "GET",
    "/clauses": "GET",
    "/clauses/{clause_id}": "GET",
    "/documents": "GET",
    "/rules": "GET",
    "/rules/{rule_id}": "GET",
    "/calculate": "POST",
    "/feedback": "POST",
}


@pytest.fixture(scope="module")
def described(server: str) -> Any:
    asked = {"question": "技改项目最高补多少"}
    assert httpx.post(server + "/api/ask", json=asked, timeout=240).status_code == 200
    return schemathesis.openapi.from_url(server + "/api/openapi.json")


def test_all_of_the_description_is_tried(described: Any) -> None:
    assert set(described.raw_schema["paths"]) == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", OPERATIONS)
def test_every_response_is_as_described_and_none_a_failure(
    described: Any, path: str, mode: GenerationMode
) -> None:
    """Every body is of the described form, too, and what is not allowed is not let through."""

    @given(case=described[path][OPERATIONS[path]].as_strategy(generation_mode=mode))
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: Any) -> None:
        reply = case.call(timeout=60)
        # A server without records says so with a 503.
        assert reply.status_code < 500 or (path == "/feedback" and "没有启用记录" in reply.text)
        case.validate_response(reply, excluded_checks=_EXCLUDED)

    tried()
