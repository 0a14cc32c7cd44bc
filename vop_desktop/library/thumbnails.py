"""The thumbnail cache: filmstrips in a SQLite file of their own, which may be deleted at any time."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from vop_desktop.library.connection import write_ahead
from vop_desktop.records import Filmstrip

SIZE_LIMIT = 2048  # MB that the cache may take where nothing else is said
EVICT_TO = 0.8  # of the limit: room is made for a while, not for one picture
NOTE_AFTER = 200  # pictures shown until it is written down that they were

_SCHEMA = """
CREATE TABLE IF NOT EXISTS filmstrips (
    fingerprint TEXT NOT NULL, layout TEXT NOT NULL, segment INTEGER NOT NULL,
    tiles INTEGER NOT NULL, poster INTEGER NOT NULL, jpeg BLOB NOT NULL,
    used INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (fingerprint, layout, segment)
)
"""
_ADDED = "ALTER TABLE filmstrips ADD COLUMN used INTEGER NOT NULL DEFAULT 0"

Key = tuple[str, str, int]
Result = TypeVar("Result")


class ThumbnailCache:
    """Filmstrips by content: the key is the video's fingerprint, so that a stale one cannot be shown.

    A cache that is damaged, wherever in the file that shows, is made anew; one that cannot be opened is done
    without. When it is full, the pictures go that were not shown for longest. One thread only.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._limit = SIZE_LIMIT * 2**20
        self._shown: set[Key] = set()
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection | None:
        for attempt in range(2):
            connection = None
            try:
                if self._read_only:
                    return sqlite3.connect(f"{self._path.as_uri()}?immutable=1", uri=True)
                self._path.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
                write_ahead(connection)
                connection.execute("PRAGMA synchronous = off")  # a cache: speed before safety
                connection.execute(_SCHEMA)
                if "used" not in [row[1] for row in connection.execute("PRAGMA table_info(filmstrips)")]:
                    connection.execute(_ADDED)
                return connection
            except (OSError, sqlite3.Error) as error:
                if connection is not None:
                    connection.close()
                if attempt == 0 and _is_damage(error) and not self._read_only:
                    self._remove()
                    continue
                return None
        return None

    def _remove(self) -> None:
        with suppress(OSError):
            for name in (f"{self._path}-wal", f"{self._path}-shm", str(self._path)):
                Path(name).unlink(missing_ok=True)

    def _try(self, action: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """Does something, or goes without; makes the cache anew where that shows damage."""
        if self._connection is None:
            return None
        try:
            return action(self._connection)
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
            if _is_damage(error) and not self._read_only:
                self._connection.close()
                self._remove()
                self._connection = self._open()
            return None

    def put(self, fingerprint: str, layout: str, first: int, strips: Sequence[Filmstrip]) -> None:
        """Stores the filmstrips of consecutive segments. A full disk costs the pictures, not the run."""
        now = _now()
        rows = [
            (fingerprint, layout, first + i, strip.tiles, strip.poster, strip.jpeg, now)
            for i, strip in enumerate(strips)
        ]

        def store(connection: sqlite3.Connection) -> bool:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO filmstrips VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
            self._make_room(connection)
            return True

        if self._try(store) is None and self._connection is not None:
            self._try(store)  # into the new file, if the old one was damaged

    def get(self, fingerprint: str, layout: str, segment: int) -> Filmstrip | None:
        """The filmstrip of one segment, or None."""
        key = (fingerprint, layout, segment)
        row = self._try(
            lambda connection: connection.execute(
                "SELECT jpeg, tiles, poster FROM filmstrips "
                "WHERE fingerprint = ? AND layout = ? AND segment = ?",
                key,
            ).fetchone()
        )
        if row is None:
            return None
        self._shown.add(key)
        if len(self._shown) >= NOTE_AFTER:
            self._note_shown()
        return Filmstrip(*row)

    def posters(self, filmstrips: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The posters of first segments by fingerprint and layout; those that are not there are left out."""
        wanted = json.dumps(list(filmstrips))
        rows = self._try(
            lambda connection: connection.execute(
                "SELECT f.fingerprint, f.layout, f.poster FROM json_each(?) k JOIN filmstrips f "
                "ON f.fingerprint = k.value ->> 0 AND f.layout = k.value ->> 1 AND f.segment = 0",
                (wanted,),
            ).fetchall()
        )
        return {(fingerprint, layout): poster for fingerprint, layout, poster in rows or []}

    def stored(self, fingerprint: str, layout: str) -> set[int]:
        """Numbers of the segments whose filmstrip is there: the others were evicted or lost."""
        rows = self._try(
            lambda connection: connection.execute(
                "SELECT segment FROM filmstrips WHERE fingerprint = ? AND layout = ?", (fingerprint, layout)
            ).fetchall()
        )
        return {row[0] for row in rows or []}

    def drop(self, fingerprint: str) -> None:
        """Removes the filmstrips of a content."""
        self._try(
            lambda connection: connection.execute(
                "DELETE FROM filmstrips WHERE fingerprint = ?", (fingerprint,)
            )
        )

    def limit(self, megabytes: int) -> None:
        """Sets how large the cache may grow, and makes it smaller where it is larger."""
        self._limit = megabytes * 2**20

        def shrink(connection: sqlite3.Connection) -> None:
            self._make_room(connection)
            pages, free = (
                connection.execute(f"PRAGMA {n}").fetchone()[0] for n in ("page_count", "freelist_count")
            )
            if free > pages // 2 and not self._read_only:
                connection.execute("VACUUM")

        self._try(shrink)

    def size(self) -> int:
        """Bytes in use."""
        return self._try(_used_bytes) or 0

    def _make_room(self, connection: sqlite3.Connection) -> None:
        used = _used_bytes(connection)
        if used <= self._limit or self._read_only:
            return
        self._note_shown()
        connection.execute("BEGIN IMMEDIATE")
        excess = used - self._limit * EVICT_TO
        going: list[int] = []
        for number, size in connection.execute(
            "SELECT rowid, length(jpeg) FROM filmstrips ORDER BY used, rowid"
        ):
            if excess <= 0:
                break
            going.append(number)
            excess -= size
        connection.executemany("DELETE FROM filmstrips WHERE rowid = ?", [(number,) for number in going])
        connection.execute("COMMIT")

    def _note_shown(self) -> None:
        shown, self._shown = [(_now(), *key) for key in self._shown], set()
        if shown and not self._read_only:
            self._try(
                lambda connection: connection.executemany(
                    "UPDATE filmstrips SET used = ? WHERE fingerprint = ? AND layout = ? AND segment = ?",
                    shown,
                )
            )

    def close(self) -> None:
        """Closes the file."""
        if self._connection is not None:
            self._note_shown()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _used_bytes(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _is_damage(error: Exception) -> bool:
    return type(error) is sqlite3.DatabaseError


def _now() -> int:
    return int(time.time())
