"""The person's videos and their SQLite file."""

from vop_desktop.library.store import Library

__all__ = ["Library"]
