"""The interface under load, beside a bare FastAPI endpoint on the same machine in the same run.

Each client sends its next request when it has the last response. ``/api/ask`` is asked questions of the acceptance
tests, ``/api/search`` the beginnings of words as somebody types them; the bare endpoint returns a small constant.
Rates are switched off on the server that is measured, since all clients share one address. Absolute figures belong to
the machine; the bare endpoint shows what HTTP alone can do
with the same client, which shares the cores with the servers.
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
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import httpx

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
Request = Callable[[httpx.AsyncClient, int], Any]


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds as the client sees them; memory of the server in MiB, at its highest."""

    name: str
    clients: int
    requests: int
    errors: int
    per_second: float
    p50: float
    p95: float
    p99: float
    rss: float


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


async def load(url: str, request: Request, clients: int, seconds: float) -> tuple[list[float], int, float]:
    """Times of the good responses in ms, sorted; how many failed; how long it took, in seconds."""
    times: list[float] = []
    failed = 0
    numbers = itertools.count()
    start = time.perf_counter()

    async def one(opened: httpx.AsyncClient) -> None:
        nonlocal failed
        while time.perf_counter() - start < seconds:
            begun = time.perf_counter()
            try:
                reply = await request(opened, next(numbers))
            except httpx.HTTPError:
                failed += 1
                continue
            if reply.status_code == httpx.codes.OK:
                times.append((time.perf_counter() - begun) * 1000)
            else:
                failed += 1

    async with client(url, clients) as opened:
        await asyncio.gather(*(one(opened) for _ in range(clients)))
    return sorted(times), failed, time.perf_counter() - start


def measure(name: str, url: str, pid: int, request: Request, clients: int, seconds: float) -> Measured:
    times, failed, took = asyncio.run(load(url, request, clients, seconds))
    cut = [times[min(len(times) - 1, int(len(times) * q))] if times else 0.0 for q in (0.5, 0.95, 0.99)]
    return Measured(name, clients, len(times), failed, len(times) / took, *cut, peak_memory(pid))


def asking(path: str) -> Request:
    asked = [{"question": turns[-1], "turns": turns[:-1]} for turns in questions()]
    return lambda opened, n: opened.post(path, json=asked[n % len(asked)])


def searching(path: str) -> Request:
    typed = [word[:n] for word in WORDS for n in range(2, len(word) + 1)]
    return lambda opened, n: opened.get(path, params={"q": typed[n % len(typed)]})


def run(seconds: float, ask_clients: int, search_clients: int) -> list[Measured]:
    port, other = free_port(), free_port()
    ours, bare = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}"
    unlimited = dict.fromkeys(("ASSISTANT_ASKS_PER_MINUTE", "ASSISTANT_SEARCHES_PER_MINUTE"), "0")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "bare.py"
        program.write_text(BARE, encoding="utf-8")
        with (
            server([sys.executable, str(program), str(other)], bare, "/search", {}) as bare_pid,
            server(
                [sys.executable, "-m", "assistant", "serve", "--port", str(port)], ours, "/readyz", unlimited
            ) as pid,
        ):
            measure("", ours, pid, asking("/api/ask"), 1, 3)
            plan = [("ask", asking, ask_clients), ("search", searching, search_clients)]
            for name, made, clients in plan:
                rows += [
                    measure(f"/api/{name}, 1 client", ours, pid, made(f"/api/{name}"), 1, seconds / 2),
                    measure(f"/api/{name}", ours, pid, made(f"/api/{name}"), clients, seconds),
                    measure(f"bare /{name}", bare, bare_pid, made(f"/{name}"), clients, seconds),
                ]
    return rows


@click.command(help=__doc__)
@click.option("--seconds", default=20.0, show_default=True, help="For each measurement.")
@click.option("--ask-clients", default=50, show_default=True)
@click.option("--search-clients", default=100, show_default=True)
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(seconds: float, ask_clients: int, search_clients: int, target: Path | None) -> None:
    rows = run(seconds, ask_clients, search_clients)
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
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
    if target:
        figures = {"machine": machine, "rows": [asdict(r) for r in rows]}
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
