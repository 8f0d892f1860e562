"""``/v1``: what clients of OpenAI's chat interface call. Only this package knows its forms."""

from assistant.web.openai.routes import router

__all__ = ["router"]
