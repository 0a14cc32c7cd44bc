"""Opening a library file: ours or not, newer or damaged, and the settings of each connection."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from vop_desktop import paths
from vop_desktop.errors import LibraryDamagedError, LibraryError
from vop_desktop.library import backups, recovery
from vop_desktop.library.backups import SQLITE_MAGIC
from vop_desktop.library.migrations import APPLICATION_ID, SCHEMA_VERSION, migrations
from vop_desktop.library.notices import LibraryNotice

BUSY_TIMEOUT = 15.0  # seconds a writer waits for another one
CHECK_LIMIT = 128 * 2**20  # bytes up to which the structure is checked at the first opening in any case

_checked: set[tuple[str, int]] = set()
_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class OpenedDatabase:
    """A connection, whether it can only read, and what has to be told about the opening."""

    db: Database
    read_only: bool
    notices: tuple[LibraryNotice, ...] = ()


def open_database(path: Path) -> OpenedDatabase:
    """Opens the library at `path`, making it if there is none. The connection belongs to this thread.

    A damaged library is set aside where a good backup can stand in for it; a notice tells so.

    Raises:
        LibraryDamagedError: it is damaged, and there is no good backup. Nothing was changed.
        LibraryError: the file is not a library, is newer than the program, or cannot be opened.
    """
    with _opening, translated_errors(path):
        recovery.finish_swap(path)
        number = path.stat().st_ino if path.exists() else 0
        notices: tuple[LibraryNotice, ...] = ()
        try:
            return _open(path)
        except sqlite3.OperationalError:
            if not recovery.was_swapped(path, number):  # by another process, while it was opened here
                raise
        except sqlite3.DatabaseError as error:
            notice = recovery.recover(path, str(error)) if type(error) is sqlite3.DatabaseError else None
            if notice is None:
                raise
            notices = (notice,)
        opened = _open(path)
        return OpenedDatabase(opened.db, opened.read_only, (*notices, *opened.notices))


def _open(path: Path) -> OpenedDatabase:
    fresh = _refuse_foreign(path)
    if fresh:
        path.parent.mkdir(parents=True, exist_ok=True)
    read_only = not fresh and not backups.is_writable(path)
    unclean = _left_open(path)
    if read_only:
        connection = backups.connect_for_reading(path)
    else:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    try:
        db = Database(connection, execute_plugins=False)
        if not fresh:
            _check_once(db, path, unclean=unclean)
        if read_only:
            return OpenedDatabase(db, True, (_only_to_read(db, path),))
        _configure(db, fresh)
        _migrate(db, path)
    except sqlite3.DatabaseError:
        recovery.close_failed(path, connection)
        raise
    except BaseException:
        connection.close()
        raise
    return OpenedDatabase(db, False)


def _only_to_read(db: Database, path: Path) -> LibraryNotice:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version < SCHEMA_VERSION:
        raise LibraryError(
            f"The library {path} was written by an older version of this program and has to be brought up to "
            "date, but it is on a disk or in a folder that cannot be written to. Open a copy of it."
        )
    return LibraryNotice(
        "read-only",
        f"The library {path} cannot be written to: you can search and browse, but change nothing.",
    )


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
    version, application = backups.read_header(path)
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


def bring_up_to_date(path: Path) -> None:
    """Makes a file that nobody has open a library of today's schema, in one plain file; no copy is kept."""
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _migrate(db, path, backup=False)
        connection.execute("PRAGMA journal_mode = delete")


def note_damage(path: Path) -> None:
    """Has the next opening check the file, in whatever process."""
    _checked.clear()
    with suppress(OSError):
        _suspicion(path).touch()


def _suspicion(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")


def _left_open(path: Path) -> bool:
    """Whether the last program that had the library open did not close it or met damage, or has it open now.

    The log is the mark: SQLite takes it away when the last connection is closed in order.
    """
    try:
        return _suspicion(path).exists() or Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def _check_once(db: Database, path: Path, *, unclean: bool) -> None:
    """Checks the structure the first time that this process opens a file: a small one always, since that
    takes no time, a large one after an end that was not in order."""
    status = path.stat()
    key = (str(path), status.st_ino)
    if key in _checked or (status.st_size > CHECK_LIMIT and not unclean):
        return
    backups.require_sound(db.conn)
    _checked.add(key)
    with suppress(OSError):
        _suspicion(path).unlink(missing_ok=True)


def _configure(db: Database, fresh: bool) -> None:
    """Sets up a connection for writing.

    `synchronous` is `normal`: with write-ahead logging no crash and no power cut can damage the file then. A
    power cut may take the last few commits, which is what indexing can do again; it writes 3 times as much
    as it could with `full`. What a person did cannot be done again by the program, so it is written with
    `full` (`Library.transaction(durable=True)`).
    """
    if fresh:  # into the file itself, before write-ahead logging keeps it out of the header
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    write_ahead(db.conn)
    db.execute("PRAGMA synchronous = normal")
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


def _migrate(db: Database, path: Path, *, backup: bool = True) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise LibraryError(f"The library {path} was written by a newer version of this program. Update it.")
    if version == SCHEMA_VERSION:
        return
    with immediate(db):
        version = db.execute("PRAGMA user_version").fetchone()[0]  # another process may have been faster
        if version == SCHEMA_VERSION:
            return
        if version and backup:
            _back_up_before_migration(path)
        migrations.apply(db)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the header names the version from now on


def _back_up_before_migration(path: Path) -> None:
    try:
        backups.make_backup(path, "migration")
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryError(
            f"The library {path} has to be brought up to date, and no copy of it could be put into "
            f"{paths.backups_dir()} first ({error}). Make room there; nothing was changed."
        ) from error


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
        raise LibraryDamagedError(
            f"The library {path} is damaged ({error}). Nothing was changed. Save what can be read with: "
            f"vop library repair --library FILE."
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
    if "disk I/O" in message:  # also what a limit on the size of files looks like
        return (
            f"The library {path} could not be read or written ({message}): the disk may be full, at its "
            "quota, unplugged or failing. Nothing that was stored is lost."
        )
    return f"The library {path} cannot be used: {message}."
