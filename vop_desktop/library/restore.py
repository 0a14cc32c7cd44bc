"""An older copy of a library in the place of the present one."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from vop_desktop.errors import LibraryError
from vop_desktop.library import backups, recovery
from vop_desktop.library.backups import BUSY_TIMEOUT
from vop_desktop.library.connection import bring_up_to_date, translated_errors
from vop_desktop.library.migrations import APPLICATION_ID, SCHEMA_VERSION
from vop_desktop.records import one_line


def restore(path: Path, source: Path) -> Path:
    """Brings a library to what a copy of it holds; everyone who has it open sees that at once.

    Args:
        path: the library; it may be in use, damaged or missing.
        source: a copy. It is only read.

    Returns:
        the file in which the present state is kept; `path` itself where there was none.

    Raises:
        LibraryError: the copy is not one of ours, newer or damaged, or there is no room. Nothing was changed.
    """
    with translated_errors(source):
        _refuse_unfit(source)
    ready = path.with_name(f"{path.name}.ready")
    with translated_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        recovery.finish_swap(path)
        try:
            backups.copy_database(source, ready)
            bring_up_to_date(ready)
            if not path.exists() or not backups.is_good(path, SCHEMA_VERSION):
                missing = not path.exists()
                aside = recovery.swap_in(path, ready)
                return path if missing else aside
            kept = backups.make_backup(path, "restore").path
            _number_anew(ready, path)
            _copy_into(ready, path)
            return kept
        finally:
            for name in (ready, Path(f"{ready}-journal")):
                name.unlink(missing_ok=True)


def _refuse_unfit(source: Path) -> None:
    version, application = backups.read_header(source)
    name = one_line(str(source))
    if application != APPLICATION_ID:
        raise LibraryError(f"{name} is not a library of this program. Nothing was changed.")
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"{name} was written by a newer version of this program. Update the program; nothing was changed."
        )
    if not backups.is_good(source, SCHEMA_VERSION):
        raise LibraryError(f"{name} is damaged and cannot be restored. Nothing was changed.")


def _number_anew(ready: Path, path: Path) -> None:
    """Gives embeddings and hashes numbers that were never given: a program that runs takes all of them in."""
    with (
        closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as present,
        closing(sqlite3.connect(ready, isolation_level=None)) as copy,
    ):
        copy.execute("BEGIN")
        for table in ("segments", "frame_hashes"):
            last = f"SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '{table}'"
            base = max(connection.execute(last).fetchone()[0] for connection in (present, copy))
            numbers = [row[0] for row in copy.execute(f"SELECT seq FROM {table} ORDER BY seq")]
            copy.executemany(
                f"UPDATE {table} SET seq = ? WHERE seq = ?",
                [(number, old) for number, old in enumerate(numbers, base + 1)],
            )
            copy.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            copy.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, base + len(numbers))
            )
        copy.execute("COMMIT")


def _copy_into(ready: Path, path: Path) -> None:
    """One transaction: whoever reads sees the old library or the new one, whoever writes waits."""
    deadline = time.monotonic() + BUSY_TIMEOUT

    def give_up(status: int, remaining: int, total: int) -> None:
        if time.monotonic() > deadline and remaining == total:
            raise sqlite3.OperationalError("database is locked")

    with (
        closing(sqlite3.connect(ready)) as reading,
        closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as writing,
    ):
        reading.backup(writing, progress=give_up)
