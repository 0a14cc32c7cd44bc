"""The thumbnail cache: filmstrips in a SQLite file of their own, which may be deleted at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from vop_desktop.library.connection import write_ahead
from vop_desktop.records import Filmstrip

_SCHEMA = """
CREATE TABLE IF NOT EXISTS filmstrips (
    fingerprint TEXT NOT NULL, layout TEXT NOT NULL, segment INTEGER NOT NULL,
    tiles INTEGER NOT NULL, poster INTEGER NOT NULL, jpeg BLOB NOT NULL,
    PRIMARY KEY (fingerprint, layout, segment)
)
"""


class ThumbnailCache:
    """Filmstrips by content: the key is the video's fingerprint, so that a stale one cannot be shown.

    A cache that cannot be opened or is damaged is made anew, or done without. One thread only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection | None:
        for attempt in range(2):
            connection = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
                write_ahead(connection)
                connection.execute("PRAGMA synchronous = off")  # a cache: speed before safety
                connection.execute(_SCHEMA)
                return connection
            except (OSError, sqlite3.Error) as error:
                if connection is not None:
                    connection.close()
                damaged = isinstance(error, sqlite3.DatabaseError)
                if attempt == 0 and damaged and not isinstance(error, sqlite3.OperationalError):
                    self._path.unlink(missing_ok=True)
                    continue
                return None
        return None

    def put(self, fingerprint: str, layout: str, first: int, strips: Sequence[Filmstrip]) -> None:
        """Stores the filmstrips of consecutive segments. A full disk costs the pictures, not the run."""
        if self._connection is None:
            return
        rows = [
            (fingerprint, layout, first + i, strip.tiles, strip.poster, strip.jpeg)
            for i, strip in enumerate(strips)
        ]
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR REPLACE INTO filmstrips VALUES (?, ?, ?, ?, ?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def get(self, fingerprint: str, layout: str, segment: int) -> Filmstrip | None:
        """The filmstrip of one segment, or None."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(
                "SELECT jpeg, tiles, poster FROM filmstrips "
                "WHERE fingerprint = ? AND layout = ? AND segment = ?",
                (fingerprint, layout, segment),
            ).fetchone()
        except sqlite3.Error:
            return None
        return Filmstrip(*row) if row else None

    def drop(self, fingerprint: str) -> None:
        """Removes the filmstrips of a content."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.execute("DELETE FROM filmstrips WHERE fingerprint = ?", (fingerprint,))

    def close(self) -> None:
        """Closes the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
