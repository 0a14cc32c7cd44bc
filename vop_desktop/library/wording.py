"""Words for changes, and texts that people typed made fit to be kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from vop_desktop.errors import LibraryError
from vop_desktop.library.store import Library

MAX_SHOWN = 40  # characters of a text in a title


def videos_text(count: int) -> str:
    """`1 video`, `3 videos`."""
    return f"{count} video" if count == 1 else f"{count} videos"


def quoted(text: str) -> str:
    """A text within a title, cut where it is long."""
    return f"“{text}”" if len(text) <= MAX_SHOWN else f"“{text[: MAX_SHOWN - 1]}…”"


def tidy_text(text: str) -> str:
    """One line of letters that a database can hold: white space made single, no control signs, composed."""
    whole = text.encode("utf-8", "replace").decode()
    line = " ".join(whole.split())
    return unicodedata.normalize("NFC", "".join(c for c in line if unicodedata.category(c) != "Cc"))


def fingerprints(library: Library, video_ids: Iterable[int]) -> list[str]:
    """The contents behind ids, each once. LibraryError where a video is gone."""
    found: dict[str, None] = {}
    for video_id in video_ids:
        rows = library.query("SELECT fingerprint FROM videos WHERE id = ?", video_id)
        if not rows:
            raise LibraryError("This video is no longer in the library. Nothing was changed.")
        found[rows[0][0]] = None
    return list(found)
