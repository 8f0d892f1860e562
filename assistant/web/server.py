"""FastAPI with the page mounted beside it, served by uvicorn."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import sys
from typing import NoReturn

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.config import Settings
from assistant.records import Records
from assistant.service import Assistant
from assistant.web import calculator
from assistant.web.api import health
from assistant.web.api.app import create_api
from assistant.web.desk import add_desk
from assistant.web.document import DocumentMiddleware
from assistant.web.export import create_export
from assistant.web.front import Front
from assistant.web.interfaces import interfaces
from assistant.web.learner import Learner
from assistant.web.metrics import MetricsMiddleware
from assistant.web.opening import Opening
from assistant.web.page import build, css, theme
from assistant.web.pages import add_files
from assistant.web.problems import install
from assistant.web.texts import text

__all__ = ["create_app", "run"]

_EXIT_ADDRESS = 5
_BACKLOG = 128
_WAIT_AT_END = 2
# Seconds. A connection that its next request has already reached is cut when the time is over before it is read: at
# five, the usual, that happened to some of a hundred callers at once.
_KEPT_OPEN = 75
_UPLOAD_BYTES = 1


def create_app(settings: Settings) -> FastAPI:
    """The page at ``/``, the interfaces for programs, and the figures for whoever runs it. The index begins to open
    in the background when the page is made."""
    records = Records.open(settings)
    assistant = Assistant(settings)
    learner = Learner(assistant, records)
    opening = Opening(assistant, learner.start)
    front = Front.build(settings, opening, records)
    # FastAPI's own documentation pages load scripts from another host.
    app = FastAPI(title=text("page.title"), docs_url=None, redoc_url=None, openapi_url=None)
    app.state.front = front
    install(app)
    app.include_router(health.router)
    app.mount("/api", create_api(front))
    app.mount("/export", create_export(front))
    interfaces(app, front)
    add_files(app)
    app.include_router(calculator.router(opening))
    add_desk(app, front, records, learner)
    app.add_middleware(DocumentMiddleware, ancestors=settings.embed_origins)
    app.add_middleware(MetricsMiddleware, metrics=front.metrics)
    gr.mount_gradio_app(
        app,
        build(front),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        app_kwargs={"openapi_url": None},
        run_history=False,
        show_error=False,
        # Nothing is uploaded here; Gradio's upload route cannot be switched off.
        max_file_size=_UPLOAD_BYTES,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        css=css(),
    )
    # Both compute in Python: begun sooner it would only keep the page from being there.
    opening.start()
    return app


class _Server(uvicorn.Server):
    """Says where the page is, once it is there, and ends without a word."""

    url = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(text("server.ready", url=self.url) + "\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Each open page holds a connection that has to be cut; uvicorn would print a stack trace for each.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def run(settings: Settings) -> None:
    """Serve until stopped. Exits with code 5 and one Chinese line when the address cannot be used."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    listener = _listen(settings)
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        # Open pages hold a connection; they must not hold up the end.
        timeout_graceful_shutdown=_WAIT_AT_END,
        timeout_keep_alive=_KEPT_OPEN,
    )
    server = _Server(config)
    shown = "127.0.0.1" if settings.host in ("", "0.0.0.0", "::") else settings.host
    server.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{settings.port}"
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, opened before anything slow so that a taken port is told at once."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        _give_up(error, settings)
    return listener


def _give_up(error: OSError, settings: Settings) -> NoReturn:
    keys = {errno.EADDRINUSE: "server.port_taken", errno.EACCES: "server.no_permission"}
    key = keys.get(error.errno or 0, "server.bad_address")
    sys.stderr.write(text(key, host=settings.host, port=settings.port) + "\n")
    raise SystemExit(_EXIT_ADDRESS)
