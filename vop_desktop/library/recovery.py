"""Another file in the place of a library, all or nothing: for one that is damaged, and for restoring.

What is to stand in is first written whole under the name `….restoring`. From then on it will stand in:
whoever opens the library next finishes what a crash cut off. What was there is kept beside it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import filelock

from vop_desktop import paths
from vop_desktop.library import backups
from vop_desktop.library.migrations import SCHEMA_VERSION
from vop_desktop.library.notices import LibraryNotice
from vop_desktop.records import one_line

LOCK_SECONDS = 120  # that another process may take to copy a library


def recover(path: Path, reason: str) -> LibraryNotice | None:
    """Lets the newest good backup stand in for a damaged library. Without one: None, and no change."""
    if not backups.list_backups(path):
        return None
    with _lock(path):
        if not _damaged(path):  # another process was faster
            return LibraryNotice("recovered", f"A backup stands in for the damaged library {path}.")
        for backup in backups.list_backups(path):
            if backups.is_good(backup.path, SCHEMA_VERSION):
                made = backup.made
                prepare_swap(path, backup.path)
                aside = _swap(path)
                return LibraryNotice(
                    "recovered",
                    f"The library {path} was damaged ({reason}). Its backup of {made} stands in for it, "
                    f"and the damaged file is kept as {one_line(aside.name)}. "
                    "Index your folders again to bring in what was added since.",
                )
    return None


def prepare_swap(path: Path, source: Path) -> None:
    """Puts a copy of `source` where `finish_swap` finds it."""
    backups.copy_database(source, _waiting(path))


def finish_swap(path: Path) -> Path | None:
    """Does a swap that was prepared; gives the name under which the old file is kept, or None."""
    if not _waiting(path).exists():
        return None
    with _lock(path):
        return _swap(path) if _waiting(path).exists() else None


def swap_in(path: Path, source: Path) -> Path:
    """Lets a copy of `source` take the place of a library; gives the name that the old file has now."""
    with _lock(path):
        prepare_swap(path, source)
        return _swap(path)


def close_failed(path: Path, connection: sqlite3.Connection) -> None:
    """Closes a connection that met damage: before or after another process swaps the file, not meanwhile.

    The last connection takes the log away by its name: within a swap that may be the log of the new file.
    """
    with _no_swap(path):
        connection.close()


def was_swapped(path: Path, number: int) -> bool:
    """Whether a library is another file now than the one with that inode number. Waits for a swap to end."""
    with _no_swap(path), suppress(OSError):
        return path.stat().st_ino != number
    return False


def was_set_aside(path: Path, number: int) -> bool:
    """Whether the file with that inode number is one that was set aside."""
    try:
        return any(
            entry.stat().st_ino == number
            for entry in path.parent.iterdir()
            if entry.name.startswith(f"{path.name}.old-")
        )
    except OSError:
        return False


def _swap(path: Path) -> Path:
    waiting = _waiting(path)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(waiting.stat().st_mtime))  # the same after a crash
    aside = path.with_name(f"{path.name}.old-{stamp}")
    log = Path(f"{path}-wal")
    if log.exists():  # it must never be taken for the log of the new file
        log.replace(f"{aside}-wal")
    Path(f"{path}-shm").unlink(missing_ok=True)
    if path.exists():
        path.replace(aside)
    waiting.replace(path)
    backups.make_durable(path.parent)
    _drop_index_caches(path)
    return aside


def _drop_index_caches(path: Path) -> None:
    """Copies of rows by their numbers: in another file the same numbers will be given to other rows."""
    place = paths.index_cache_path(path, "")
    prefix = place.name[: place.name.rindex("index-") + len("index-")]
    with suppress(OSError):
        for file in place.parent.iterdir():
            if file.name.startswith(prefix) and file.suffix in paths.INDEX_CACHE_SUFFIXES:
                file.unlink(missing_ok=True)


def _damaged(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=15)) as connection:
            backups.require_sound(connection)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return True
    return False


def _waiting(path: Path) -> Path:
    return path.with_name(f"{path.name}.restoring")


@contextmanager
def _no_swap(path: Path) -> Iterator[None]:
    """Within it no other process swaps a library. Without a backup, or room for a lock, none would anyway."""
    with ExitStack() as stack:
        if backups.list_backups(path):
            with suppress(OSError):
                stack.enter_context(_lock(path))
        yield


def _lock(path: Path) -> filelock.BaseFileLock:
    paths.backups_dir().mkdir(parents=True, exist_ok=True)
    return filelock.FileLock(paths.backups_dir() / f"{backups.library_key(path)}.lock", timeout=LOCK_SECONDS)
