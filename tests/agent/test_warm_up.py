"""The server loads a model's libraries before the first question, and asks nothing of the endpoint for it."""

from __future__ import annotations

import subprocess
import sys

from assistant import Assistant

PROGRAM = """
import sys
from assistant import Assistant, Question
from assistant.config import Settings
from evals.endpoint import Scripted, faithful, serve
import assistant.web.opening
heavy = ("langchain", "openai", "langgraph", "tiktoken", "tenacity")
loaded = lambda: {m for m in sys.modules if m.split(".")[0].split("_")[0] in heavy}
print(len(loaded()))
with serve(Scripted(faithful)) as scripted:
    own = Assistant(Settings(api_base=scripted.url, chat_model="scripted"))
    own.warm_up(Question("失业保险单位费率降到多少"))
    print(len(scripted.calls))
    before = loaded()
    print("openai" in before, "langchain.agents" in before)
    got = own.ask(Question("技改项目最高补多少"))
    print(got.engine.value, len(scripted.calls), len(loaded() - before) < 8)
"""


def test_the_first_answer_loads_next_to_nothing(assistant: Assistant) -> None:
    _ = assistant.tools
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.stdout.split() == ["0", "0", "True", "True", "llm", "1", "True"], done.stderr
