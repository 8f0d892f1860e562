"""What records and users say on their own account."""

from __future__ import annotations

from assistant.messages import Texts

__all__ = ["text"]

text = Texts("assistant.records").say
