"""The file behind a library: opening and closing it, reading it, and writing it all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from vop_desktop import paths
from vop_desktop.errors import LibraryDamagedError, LibraryError
from vop_desktop.library.connection import immediate, note_damage, open_database, translated_errors
from vop_desktop.library.recovery import was_set_aside
from vop_desktop.library.thumbnails import ThumbnailCache


class LibraryFile:
    """What every part of a library stands on. A connection belongs to the thread that opened it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        opened = open_database(path)
        self._db = opened.db
        self.read_only = opened.read_only  # searching and browsing work, writing raises LibraryError
        self.notices = opened.notices  # what to tell the person about the opening
        self._inode = path.stat().st_ino
        self._thumbnails = ThumbnailCache(paths.thumbnails_path(path), read_only=self.read_only)
        self.own_changes = 0  # transactions of this connection; `change_counter` tells of the others

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Opens a library, making it if there is none. LibraryError says why it cannot be opened."""
        return cls(Path(path).expanduser().absolute())

    def close(self) -> None:
        """Closes the files. The object cannot be used after that."""
        self._thumbnails.close()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing: a write transaction. LibraryError on a full disk or a lock that stays.

        Args:
            durable: once it is done not even a power cut takes it back; for what a person did.
        """
        with self._watched():
            if self.read_only:
                raise sqlite3.OperationalError("readonly")
            full = durable and not self._db.conn.in_transaction
            if full:
                self._db.execute("PRAGMA synchronous = full")
            try:
                with immediate(self._db):
                    self._refuse_set_aside()
                    yield
            finally:
                if full:
                    self._db.execute("PRAGMA synchronous = normal")
        self.own_changes += 1

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Errors in words. Damage that shows is noted, so that the next opening deals with it."""
        try:
            with translated_errors(self.path):
                yield
        except LibraryDamagedError:
            note_damage(self.path)
            raise

    @contextmanager
    def raw_connection(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction, with SQLite's own errors: for tending the file."""
        with immediate(self._db):
            yield self._db.conn

    def _refuse_set_aside(self) -> None:
        """Nothing may be written to a file that another one has taken the place of."""
        try:
            if self.path.stat().st_ino == self._inode:
                return
        except OSError:
            pass
        if was_set_aside(self.path, self._inode):
            raise LibraryError(f"The library {self.path} was replaced by a backup of it. Open it again.")

    def query(self, sql: str, *values: object) -> list[Any]:
        """Rows of a SELECT."""
        with self._watched():
            return self._db.execute(sql, list(values)).fetchall()

    def execute(self, sql: str, *values: object) -> int:
        """Runs a statement inside a transaction; gives the number of rows changed."""
        with self.transaction():
            return int(self._db.execute(sql, list(values)).rowcount)

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Runs a statement for many rows in one transaction."""
        with self.transaction():
            self._db.conn.executemany(sql, rows)
