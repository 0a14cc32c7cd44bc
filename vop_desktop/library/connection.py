"""Opening a library file: ours or not, newer or damaged, and the settings of each connection."""

from __future__ import annotations

import os
import sqlite3
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from vop_desktop.errors import LibraryError
from vop_desktop.library.migrations import APPLICATION_ID, SCHEMA_VERSION, migrations

SQLITE_MAGIC = b"SQLite format 3\x00"
BUSY_TIMEOUT = 15.0  # seconds a writer waits for another one
CHECK_LIMIT = 512 * 2**20  # bytes up to which the structure is checked at the first opening

_checked: set[tuple[str, int]] = set()
_opening = threading.Lock()


def open_database(path: Path) -> Database:
    """Opens the library at `path`, making it if there is none. The connection belongs to this thread.

    Raises:
        LibraryError: the file is not a library, is newer than the program, is damaged, or cannot be opened.
    """
    with _opening, translated_errors(path):
        fresh = _refuse_foreign(path)
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
        try:
            db = Database(connection, execute_plugins=False)
            if not fresh:
                _check_once(db, path)
            _configure(db, fresh)
            _migrate(db, path)
        except BaseException:
            connection.close()
            raise
        return db


def _refuse_foreign(path: Path) -> bool:
    """Looks at the header without opening the database. True if the library has to be made."""
    try:
        with path.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError:
        return True
    except IsADirectoryError as error:
        raise LibraryError(f"{path} is a folder, not a library file. Name a file.") from error
    if not header:
        return True
    if len(header) < 100 or not header.startswith(SQLITE_MAGIC):
        raise LibraryError(
            f"{path} is not a VoP Desktop library. Choose another file; this one was not changed."
        )
    version, application = struct.unpack(">i", header[60:64])[0], struct.unpack(">I", header[68:72])[0]
    if application != APPLICATION_ID:
        raise LibraryError(
            f"{path} is a database of another program. Choose another file; it was not changed."
        )
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"The library {path} was written by a newer version of this program. "
            "Update the program to open it; nothing was changed."
        )
    return False


def _check_once(db: Database, path: Path) -> None:
    """Checks the structure of the file the first time that this process opens it."""
    status = path.stat()
    key = (str(path), status.st_ino)
    if key in _checked or status.st_size > CHECK_LIMIT:
        return
    verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict.splitlines()[-1])  # the first line only names the database
    _checked.add(key)


def _configure(db: Database, fresh: bool) -> None:
    if fresh:  # into the file itself, before write-ahead logging keeps it out of the header
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    write_ahead(db.conn)
    db.execute("PRAGMA synchronous = normal")  # loses at most the last commits on power loss, never more
    db.execute("PRAGMA foreign_keys = on")
    db.execute("PRAGMA cache_size = -32768")  # KiB at most: rows of 100,000 videos are read without a detour


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to write-ahead logging, and waits while someone else is doing that: SQLite itself does not."""
    deadline = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _migrate(db: Database, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise LibraryError(f"The library {path} was written by a newer version of this program. Update it.")
    if version == SCHEMA_VERSION:
        return
    with immediate(db):
        migrations.apply(db)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the header names the version from now on


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """A write transaction that waits for its turn; nested use joins the outer one."""
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()  # also where the commit failed: else every later write would join this one
        raise


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say about a library into one sentence for people."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LibraryError(_operational_text(path, str(error))) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:  # a broken constraint, a wrong thread: our fault
            raise
        raise LibraryError(
            f"The library {path} is damaged ({error}). Nothing was changed. "
            "Restore a copy of it, or choose another file and index again."
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise LibraryError(f"The library {path} cannot be opened: {reason}.") from error


def _operational_text(path: Path, message: str) -> str:
    if "locked" in message or "busy" in message:
        return f"The library {path} is in use by another program that does not let go of it. Try again."
    if "readonly" in message or "read-only" in message:
        return f"The library {path} is on a disk or in a folder that cannot be written to."
    if "full" in message:
        return f"The disk of the library {path} is full. Free some space; nothing that was stored is lost."
    if "unable to open" in message:
        place = path.parent
        hint = "" if os.access(place, os.W_OK) else f" The folder {place} cannot be written to."
        return f"The library {path} cannot be opened.{hint}"
    return f"The library {path} cannot be used: {message}."
