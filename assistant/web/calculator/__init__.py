"""The calculator's form: a page for every rule, filled by the query string, rendered on the server."""

from assistant.web.calculator.link import form_link
from assistant.web.calculator.routes import router

__all__ = ["form_link", "router"]
