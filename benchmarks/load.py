"""The interface and the chat page under load, beside a bare FastAPI endpoint and a bare Gradio chat on the same machine
in the same run.

Each client sends its next request when it has the last response. ``/api/ask`` is asked questions of the acceptance
tests, ``/api/search`` the beginnings of words as somebody types them; the bare endpoint returns a small constant. On
the page each visitor asks five of these questions in one conversation, the bare chat answers with a constant. Rates
are switched off on the server that is measured, since all clients share one address. Absolute figures belong to the
machine; what is bare shows what HTTP or Gradio alone can do with the same client, which shares the cores with the
servers.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import httpx

from benchmarks.chat import BARE_CHAT, Visitor, entry
from benchmarks.speed import ROOT, free_port, questions

BARE = """
import sys
import uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.post("/ask")
@app.get("/search")
async def constant() -> dict[str, str]:
    return {"status": "ok"}
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
"""
WORDS = (
    "技术改造补助",
    "融资租赁",
    "首台套装备",
    "失业保险费率",
    "新三板挂牌",
    "用电价格",
    "高速公路通行费",
    "人才公寓",
)
_READY_SECONDS = 180
_TIMEOUT_SECONDS = 60
Request = Callable[[httpx.AsyncClient, int], Awaitable[httpx.Response]]
# Makes what one client sends: all of them the same, or each its own conversation.
Make = Callable[[int], Request]


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds as the client sees them; memory of the server in MiB, at its highest; ``complaints`` are
    the errors by their kind."""

    name: str
    clients: int
    requests: int
    errors: int
    per_second: float
    p50: float
    p95: float
    p99: float
    rss: float
    complaints: dict[str, int]


@contextmanager
def server(command: list[str], url: str, ready: str, environment: dict[str, str]) -> Iterator[int]:
    """The process id of a server that is ready."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        end = time.monotonic() + _READY_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                if httpx.get(url + ready, timeout=5).status_code < 500:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        else:
            raise click.ClickException(f"no server at {url}")
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def peak_memory(pid: int) -> float:
    """MiB; VmHWM of /proc, so Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


@asynccontextmanager
async def client(url: str, clients: int) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=_TIMEOUT_SECONDS) as opened:
        yield opened


async def load(url: str, make: Make, clients: int, seconds: float) -> tuple[list[float], Counter[str], float]:
    """Times of the good responses in ms, sorted; what the others were; how long it took, in seconds."""
    times: list[float] = []
    complaints: Counter[str] = Counter()
    numbers = itertools.count()
    start = time.perf_counter()

    async def one(opened: httpx.AsyncClient, request: Request) -> None:
        while time.perf_counter() - start < seconds:
            begun = time.perf_counter()
            try:
                reply = await request(opened, next(numbers))
            except httpx.HTTPError as error:
                complaints[f"{type(error).__name__} {error}".strip()] += 1
                continue
            if reply.status_code == httpx.codes.OK:
                times.append((time.perf_counter() - begun) * 1000)
            else:
                complaints[f"status {reply.status_code}"] += 1

    async with client(url, clients) as opened:
        await asyncio.gather(*(one(opened, make(n)) for n in range(clients)))
    return sorted(times), complaints, time.perf_counter() - start


def measure(name: str, url: str, pid: int, make: Make, clients: int, seconds: float) -> Measured:
    times, complaints, took = asyncio.run(load(url, make, clients, seconds))
    cut = [times[min(len(times) - 1, int(len(times) * q))] if times else 0.0 for q in (0.5, 0.95, 0.99)]
    failed, rate = complaints.total(), len(times) / took
    return Measured(name, clients, len(times), failed, rate, *cut, peak_memory(pid), dict(complaints))


def asking(path: str) -> Make:
    asked = [{"question": turns[-1], "turns": turns[:-1]} for turns in questions()]
    return lambda _: lambda opened, n: opened.post(path, json=asked[n % len(asked)])


def searching(path: str) -> Make:
    typed = [word[:n] for word in WORDS for n in range(2, len(word) + 1)]
    return lambda _: lambda opened, n: opened.get(path, params={"q": typed[n % len(typed)]})


def chatting(url: str) -> Make:
    at, asked = entry(url), [turns[-1] for turns in questions()]
    return lambda visitor: Visitor(at, asked, visitor * 7 % len(asked))


def run(seconds: float, ask_clients: int, search_clients: int, chat_clients: int) -> list[Measured]:
    port, other, third = free_port(), free_port(), free_port()
    ours, bare, chat = (f"http://127.0.0.1:{p}" for p in (port, other, third))
    unlimited = dict.fromkeys(("ASSISTANT_ASKS_PER_MINUTE", "ASSISTANT_SEARCHES_PER_MINUTE"), "0")
    python = sys.executable
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program, chat_program = Path(folder) / "bare.py", Path(folder) / "chat.py"
        program.write_text(BARE, encoding="utf-8")
        chat_program.write_text(BARE_CHAT, encoding="utf-8")
        # Nothing of a run stays in the records of whoever measures.
        aside = {"ASSISTANT_DATABASE_URL": f"sqlite:///{folder}/records.db"}
        with (
            server([python, str(program), str(other)], bare, "/search", {}) as bare_pid,
            server([python, str(chat_program), str(third)], chat, "/config", {}) as chat_pid,
            server(
                [python, "-m", "assistant", "serve", "--port", str(port)],
                ours,
                "/readyz",
                {**unlimited, **aside},
            ) as pid,
        ):
            measure("", ours, pid, asking("/api/ask"), 1, 3)
            for name, made, clients in (("ask", asking, ask_clients), ("search", searching, search_clients)):
                rows += [
                    measure(f"/api/{name}, 1 client", ours, pid, made(f"/api/{name}"), 1, seconds / 2),
                    measure(f"/api/{name}", ours, pid, made(f"/api/{name}"), clients, seconds),
                    measure(f"bare /{name}", bare, bare_pid, made(f"/{name}"), clients, seconds),
                ]
            rows += [
                measure("page, 1 client", ours, pid, chatting(ours), 1, seconds / 2),
                measure("page", ours, pid, chatting(ours), chat_clients, seconds),
                measure("bare chat", chat, chat_pid, chatting(chat), chat_clients, seconds),
            ]
    return rows


@click.command(help=__doc__)
@click.option("--seconds", default=20.0, show_default=True, help="For each measurement.")
@click.option("--ask-clients", default=50, show_default=True)
@click.option("--search-clients", default=100, show_default=True)
@click.option("--chat-clients", default=20, show_default=True)
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(
    seconds: float, ask_clients: int, search_clients: int, chat_clients: int, target: Path | None
) -> None:
    rows = run(seconds, ask_clients, search_clients, chat_clients)
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    machine += f", load {os.getloadavg()[0]:.1f} at the end"
    click.echo(f"{machine}\n")
    click.echo(
        f"{'':24s} {'clients':>7s} {'req':>7s} {'errors':>6s} {'req/s':>8s} {'p50 ms':>8s} {'p95 ms':>8s}"
        f" {'p99 ms':>8s} {'MiB':>6s}"
    )
    for r in rows:
        click.echo(
            f"{r.name:24s} {r.clients:7d} {r.requests:7d} {r.errors:6d} {r.per_second:8.1f} {r.p50:8.1f}"
            f" {r.p95:8.1f} {r.p99:8.1f} {r.rss:6.0f}"
        )
        for complaint, times in r.complaints.items():
            click.echo(f"    {times} × {complaint}")
    if target:
        figures = {"machine": machine, "rows": [asdict(r) for r in rows]}
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
