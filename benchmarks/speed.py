"""Answer time in process, and start-up of the command line and of the page, beside bare processes.

Absolute times belong to the machine; the ratios to a bare interpreter and to a bare Gradio page, taken in
turn in the same run, are what can be compared.
"""

from __future__ import annotations

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import click
import yaml

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
BARE_PAGE = """
import os, sys
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr
with gr.Blocks() as demo:
    gr.Chatbot()
    gr.Textbox()
demo.launch(server_port=int(sys.argv[1]), quiet=True)
"""


def questions() -> list[list[str]]:
    cases = yaml.safe_load((ROOT / "tests" / "acceptance.yaml").read_text("utf-8"))
    return [case["turns"] for case in cases]


def answers() -> dict[str, float]:
    from assistant import Assistant, Question

    assistant = Assistant()
    start = time.perf_counter()
    assistant.ask(Question("技改项目最高补多少"))
    first = (time.perf_counter() - start) * 1000
    times = []
    for _ in range(ROUNDS):
        for turns in questions():
            start = time.perf_counter()
            assistant.ask(Question(turns[-1], tuple(turns[:-1])))
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    cut = {q: times[min(len(times) - 1, int(len(times) * q))] for q in (0.5, 0.95, 0.99)}
    return {
        "first_ms": first,
        "p50_ms": cut[0.5],
        "p95_ms": cut[0.95],
        "p99_ms": cut[0.99],
        "answers": len(times),
    }


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def page_ready(command: list[str], port: int) -> float:
    """Seconds from the start of the process until the page answers in full."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - start < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1) as reply:
                    if reply.status == 200 and reply.read():
                        return time.perf_counter() - start
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(f"the page of {command[-1]} did not come up in 60 s")
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def in_turn(ours: list[float], bare: list[float]) -> dict[str, float]:
    ratios = [a / b for a, b in zip(ours, bare, strict=True)]
    return {
        "ours_s": statistics.median(ours),
        "bare_s": statistics.median(bare),
        "ratio": statistics.median(ratios),
    }


def starts() -> dict[str, dict[str, float]]:
    python = sys.executable
    seconds([python, "-m", "assistant", "ask", "技改项目最高补多少"])
    cli = [
        (seconds([python, "-m", "assistant", "--help"]), seconds([python, "-c", ""])) for _ in range(ROUNDS)
    ]
    ask = [
        (
            seconds([python, "-m", "assistant", "ask", "技改项目最高补多少"]),
            seconds([python, "-c", "import chromadb"]),
        )
        for _ in range(ROUNDS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE_PAGE, encoding="utf-8")
        page = []
        for _ in range(ROUNDS):
            port, other = free_port(), free_port()
            ours = page_ready([python, "-m", "assistant", "serve", "--port", str(port)], port)
            page.append((ours, page_ready([python, str(bare), str(other)], other)))
    return {
        name: in_turn([a for a, _ in pairs], [b for _, b in pairs])
        for name, pairs in {
            "help, beside a bare interpreter": cli,
            "first answer, beside importing chromadb": ask,
            "page ready, beside a bare Gradio page": page,
        }.items()
    }


@click.command(help=__doc__)
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(target: Path | None) -> None:
    figures = {
        "machine": f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "answers": answers(),
        "starts": starts(),
    }
    click.echo(f"{figures['machine']}\n")
    told = figures["answers"]
    assert isinstance(told, dict)
    click.echo(
        f"{told['answers']} answers in process, ms: " + ", ".join(f"{k} {v:.1f}" for k, v in told.items())
    )
    click.echo(f"\n{'start':42s} {'ours s':>8s} {'bare s':>8s} {'ratio':>6s}")
    assert isinstance(figures["starts"], dict)
    for name, row in figures["starts"].items():
        click.echo(f"{name:42s} {row['ours_s']:8.2f} {row['bare_s']:8.2f} {row['ratio']:6.2f}")
    if target:
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
