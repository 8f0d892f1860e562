"""``python -m benchmarks NAME``"""

from __future__ import annotations

import importlib

import click

NAMES = (
    "speed",
    "calculation",
    "fusion",
    "meaning",
    "aims",
    "pinyin",
    "unsaid",
    "langchain",
    "model",
    "load",
    "stard",
    "ablation",
    "scale",
)


class Benchmarks(click.Group):
    """Each benchmark is a module with a ``main`` command, imported only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        command: click.Command = importlib.import_module(f"benchmarks.{cmd_name}").main
        return command


Benchmarks(help=__doc__)(prog_name="python -m benchmarks")
