"""What was searched before, and the searches that are kept under a name."""

from __future__ import annotations

import time
from dataclasses import dataclass

from vop_desktop.errors import LibraryError
from vop_desktop.library.store import Library

HISTORY = 500  # texts that are remembered
SOON = 120.0  # seconds within which a text that goes on with the one before takes its place
MAX_TEXT = 10_000  # characters of a text that is remembered or saved
MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name. It is run anew each time: what was indexed meanwhile is found as well."""

    search_id: int
    title: str
    text: str


def record_search(library: Library, text: str) -> None:
    """Remembers a text as the latest one; empty ones are not remembered. For texts that a person meant.

    It takes the place of one just before that ended within its next word.
    """
    text = _storable(text.strip())[:MAX_TEXT]
    if not text:
        return
    now = time.time()
    with library.transaction():
        library.execute("DELETE FROM searches WHERE text = ? AND saved = 0", text)
        for number, before in library.query(
            "SELECT id, text FROM searches WHERE saved = 0 AND at >= ? ORDER BY at DESC, id DESC LIMIT 1",
            now - SOON,
        ):
            if _is_half_of(before, text):
                library.execute("DELETE FROM searches WHERE id = ?", number)
        library.execute("INSERT INTO searches (text, saved, at) VALUES (?, 0, ?)", text, now)
        library.execute(
            "DELETE FROM searches WHERE saved = 0 AND id NOT IN "
            f"(SELECT id FROM searches WHERE saved = 0 ORDER BY at DESC, id DESC LIMIT {HISTORY})"
        )


def search_history(library: Library, *, limit: int = 20) -> list[str]:
    """The texts searched last, latest first."""
    rows = library.query("SELECT text FROM searches WHERE saved = 0 ORDER BY at DESC, id DESC LIMIT ?", limit)
    return [row[0] for row in rows]


def clear_history(library: Library) -> None:
    """Forgets what was searched; saved searches stay."""
    library.execute("DELETE FROM searches WHERE saved = 0")


def save_search(library: Library, text: str, title: str = "") -> SavedSearch:
    """Keeps a search. One of the same title is replaced.

    Args:
        library: of this thread.
        text: the query; filters and all.
        title: its name; the text itself where none is given.

    Raises:
        LibraryError: there is nothing to save, or the library cannot be written.
    """
    text = _storable(text.strip())[:MAX_TEXT]
    title = " ".join(_storable(title).split())[:MAX_TITLE] or " ".join(text.split())[:MAX_TITLE]
    if not text:
        raise LibraryError("An empty search cannot be saved. Type what to look for first.")
    with library.transaction():
        library.execute("DELETE FROM searches WHERE saved = 1 AND title = ?", title)
        library.execute(
            "INSERT INTO searches (text, title, saved, at) VALUES (?, ?, 1, ?)", text, title, time.time()
        )
        number = int(library.query("SELECT max(id) FROM searches WHERE saved = 1")[0][0])
    return SavedSearch(number, title, text)


def saved_searches(library: Library) -> list[SavedSearch]:
    """The saved searches, by title."""
    rows = library.query(
        "SELECT id, title, text FROM searches WHERE saved = 1 ORDER BY title COLLATE NOCASE, id"
    )
    return [SavedSearch(*row) for row in rows]


def remove_search(library: Library, title: str) -> SavedSearch:
    """Removes a saved search by its title and gives it back. LibraryError if there is none of that title."""
    wanted = " ".join(_storable(title).split())
    for search in saved_searches(library):
        if search.title == wanted:
            library.execute("DELETE FROM searches WHERE id = ?", search.search_id)
            return search
    raise LibraryError(f"There is no saved search called “{wanted}”. See them with: vop searches list")


def suggestions(library: Library, prefix: str, *, limit: int = 8) -> list[str]:
    """Texts that begin as typed so far: saved searches, then history, then captions of the person's videos.

    An empty prefix suggests what was searched last.
    """
    start = " ".join(_storable(prefix).split())
    if not start:
        return search_history(library, limit=limit)
    pattern = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = library.query(
        "SELECT text FROM searches WHERE text LIKE ?1 ESCAPE '\\' "
        "OR (saved = 1 AND title LIKE ?1 ESCAPE '\\') ORDER BY saved DESC, at DESC LIMIT ?2",
        pattern, limit,
    )  # fmt: skip
    found += library.query(
        "SELECT DISTINCT text FROM captions c WHERE text LIKE ? ESCAPE '\\' "
        "AND EXISTS (SELECT 1 FROM files f WHERE f.video_id = c.video_id AND f.root_id IS NOT NULL) "
        "ORDER BY length(text), text LIMIT ?",
        pattern, 2 * limit,
    )  # fmt: skip
    unique = {row[0].lower(): row[0] for row in reversed(found)}  # of two spellings the first one
    order = dict.fromkeys(row[0].lower() for row in found)
    return [unique[key] for key in order if key != start.lower()][:limit]


def _is_half_of(text: str, other: str) -> bool:
    """Whether the other text goes on where this one stops, within a word."""
    rest = other[len(text) :]
    return other.lower().startswith(text.lower()) and text[-1:].isalnum() and rest[:1].isalnum()


def _storable(text: str) -> str:
    """Text that SQLite takes: broken characters are replaced."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
