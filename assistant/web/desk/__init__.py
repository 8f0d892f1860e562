"""The hotline desk, its login and the admin page: ``add_desk`` puts them into the application."""

from assistant.web.desk.compose import add_desk

__all__ = ["add_desk"]
