"""What surrounds the page: Gradio's HTML document made Chinese, and a policy that lets nothing in from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.texts import text

__all__ = ["ICON", "DocumentMiddleware", "localise"]

# Gradio compiles its templates in the browser, hence 'unsafe-eval'. Other hosts stay shut out all the same.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
)
_NOBODY = "frame-ancestors 'none'"
_FOREIGN = re.compile(
    r'<meta\s+(?:property="og:|name="twitter:)[^>]*>|<link rel="manifest"[^>]*>', re.IGNORECASE
)
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='3' fill='%231d4f91'/%3E"
    "%3Cpath d='M4 5h8M4 8h8M4 11h5' stroke='white' stroke-width='1.4'/%3E%3C/svg%3E"
)
# Gradio chooses its own words by the browser's language. Inside another site's page the key that closes the panel
# is pressed in here, and only the page outside can close it; that it is here at all is told as well.
_SCRIPT = """
Object.defineProperty(Navigator.prototype, 'language', { get: () => 'zh-CN' });
if (window.parent !== window) {
  const tell = (what) => window.parent.postMessage('policy-assistant:' + what, '*');
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) { tell('close'); }
  });
  tell('ready');
}
"""


def localise(document: str) -> str:
    """Gradio's document in Chinese, without the tags that name other hosts."""
    head = Markup(
        '<title>{}</title><meta name="description" content="{}"><link rel="icon" href="{}"><script>{}</script>'
    ).format(text("page.title"), text("page.description"), ICON, Markup(_SCRIPT))
    document = _FOREIGN.sub("", document).replace('lang="en"', 'lang="zh-CN"', 1)
    return document.replace("</head>", f"{head}</head>", 1)


class DocumentMiddleware:
    """Plain ASGI, so that streamed answers pass through unbuffered; only the document itself is held back.

    ``ancestors`` are the origins whose pages may show the document in a frame; nothing else may be framed by anyone.
    """

    def __init__(self, app: ASGIApp, ancestors: Sequence[str] = ()) -> None:
        self._app = app
        self._ancestors = " ".join(("frame-ancestors", *ancestors)) if ancestors else _NOBODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_page = scope["path"] == "/" and scope["method"] == "GET"
        if is_page:
            # It is to be rewritten, so it must not come compressed.
            headers = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            scope = {**scope, "headers": headers}
        start: Message = {}
        body = b""

        async def pass_on(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                ancestors = self._ancestors if is_page else _NOBODY
                headers["Content-Security-Policy"] = f"{_POLICY}; {ancestors}"
                if ancestors == _NOBODY:
                    # The older header knows no list of origins: where there is one, it has to be left out.
                    headers["X-Frame-Options"] = "DENY"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if is_page and headers.get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                message = {**message, "body": localise(body.decode()).encode()}
                MutableHeaders(scope=start)["content-length"] = str(len(message["body"]))
                await send(start)
            await send(message)

        await self._app(scope, receive, pass_on)
