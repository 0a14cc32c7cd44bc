"""Whole copies of a library: made while it is in use, checked, and kept in rotation."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import sqlite3
import struct
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vop_desktop import paths
from vop_desktop.library.migrations import APPLICATION_ID

SQLITE_MAGIC = b"SQLite format 3\x00"
ROOM = 1.5  # times the size of the library that must be free for a copy
BUSY_TIMEOUT = 15.0  # seconds that one process waits for another
KEPT = {"weekly": 3, "migration": 2, "restore": 2, "manual": 10}  # copies of each occasion; older ones go
_NAME = re.compile(r"-(\d{6})-([a-z]+)\.sqlite$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy. Numbers rise with each one made: a clock may be wrong.

    Attributes:
        occasion: `weekly`, `migration`, `restore` (what a restored copy replaced) or `manual`.
    """

    path: Path
    number: int
    occasion: str

    @property
    def made(self) -> str:
        """When it was made, as a person reads it."""
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(self.path.stat().st_mtime))


def library_key(library: Path) -> str:
    """What tells the backups of one library from those of another: its name and where it lies."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", library.stem)[:30].strip("-") or "library"
    place = hashlib.blake2s(os.fsencode(os.path.realpath(library)), digest_size=4).hexdigest()
    return f"{name}-{place}"


def list_backups(library: Path) -> list[Backup]:
    """The backups of a library, newest first."""
    found = []
    try:
        entries = list(paths.backups_dir().iterdir())
    except OSError:
        return []
    for path in entries:
        match = _NAME.search(path.name)
        if match and path.name[: match.start()] == library_key(library):
            found.append(Backup(path, int(match[1]), match[2]))
    return sorted(found, key=lambda backup: -backup.number)


def make_backup(library: Path, occasion: str) -> Backup:
    """Copies a library that may be in use; older copies of the occasion go once this one is whole.

    Raises:
        sqlite3.DatabaseError: the library is damaged; no older copy is touched.
        OSError, sqlite3.OperationalError: the copy cannot be written.
    """
    paths.backups_dir().mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(paths.backups_dir()).free < ROOM * library.stat().st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # before it takes room from everything else
    known = list_backups(library)
    number = known[0].number + 1 if known else 1
    target = paths.backups_dir() / f"{library_key(library)}-{number:06}-{occasion}.sqlite"
    copy_database(library, target)
    for old in [backup for backup in known if backup.occasion == occasion][KEPT[occasion] - 1 :]:
        old.path.unlink(missing_ok=True)
    return Backup(target, number, occasion)


def copy_database(source: Path, target: Path) -> None:
    """Copies a database as it stands at this moment, whoever writes to it; `target` is whole or untouched.

    The copy is one plain file, without a log beside it. Raises as `make_backup`.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with closing(connect_for_reading(source)) as reading, closing(sqlite3.connect(part)) as writing:
            writing.execute("PRAGMA synchronous = off")  # made durable as a whole, below
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = delete")
            require_sound(writing)
        make_durable(part)
        part.replace(target)
        make_durable(target.parent)
    finally:
        for left in (part, Path(f"{part}-journal"), Path(f"{part}-wal"), Path(f"{part}-shm")):
            left.unlink(missing_ok=True)


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """Opens a database, also one on a read-only disk or in a folder that cannot be written to."""
    if is_writable(path):
        return sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    connection = _connect_by_uri(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.OperationalError:
        connection.close()
        log = Path(f"{path}-wal")
        if log.exists() and log.stat().st_size:
            raise  # without its log the file would be old, or make no sense
        return _connect_by_uri(path, "immutable=1")  # nobody can write there: no locks are needed
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _connect_by_uri(path: Path, option: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?{option}", uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)


def is_writable(path: Path) -> bool:
    """Whether a file that is there, and its folder, may be written to."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def require_sound(connection: sqlite3.Connection) -> None:
    """Reads the whole structure. sqlite3.DatabaseError names what is wrong with it."""
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict.splitlines()[-1])  # the first line only names the database


def is_good(path: Path, newest_schema: int) -> bool:
    """Whether a file is a sound library that this program can read."""
    try:
        version, application = read_header(path)
        if application != APPLICATION_ID or not 0 < version <= newest_schema:
            return False
        with closing(connect_for_reading(path)) as connection:
            require_sound(connection)
    except (OSError, sqlite3.Error):
        return False
    return True


def read_header(path: Path) -> tuple[int, int]:
    """Schema version and application id of a database file; (0, 0) for any other file."""
    with path.open("rb") as stream:
        header = stream.read(100)
    if len(header) < 100 or not header.startswith(SQLITE_MAGIC):
        return 0, 0
    return struct.unpack(">i", header[60:64])[0], struct.unpack(">I", header[68:72])[0]


def make_durable(path: Path) -> None:
    """Waits until a file or folder is on the disk; a system that cannot do that to folders is forgiven."""
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except OSError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)
