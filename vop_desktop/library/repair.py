"""Putting right what can be put right in a library, and saving what can be read of a damaged one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from vop_desktop.errors import LibraryDamagedError
from vop_desktop.library import backups, recovery
from vop_desktop.library.connection import bring_up_to_date, translated_errors
from vop_desktop.library.health import (
    WRONG_BLOBS,
    WRONG_CAPTION_EMBEDDINGS,
    late_captions,
    text_index_fault,
    text_tables,
    unreadable_changes,
    unreadable_excludes,
)
from vop_desktop.library.settle import settle_forgotten
from vop_desktop.library.store import Library
from vop_desktop.records import one_line


def repair(path: Path) -> list[str]:
    """Repairs a library that nobody else needs to close; gives what was done, a sentence each.

    A damaged file without a good backup is read as far as it can be; what is saved takes its place, and the
    damaged file is kept beside it. Rows that no longer fit are removed; videos lose nothing but embeddings
    that were no use, and are read again by the next indexing.

    Raises:
        LibraryError: it cannot be opened for another reason, or written.
    """
    done = []
    try:
        return _repair_opened(path)
    except LibraryDamagedError as error:
        with translated_errors(path):
            notice = recovery.recover(path, str(error.__cause__ or "its indexes cannot be rebuilt"))
        done.append(salvage(path) if notice is None else notice.text)
    return done + _repair_opened(path)


def _repair_opened(path: Path) -> list[str]:
    with closing(Library.open(path)) as library:
        done = [notice.text for notice in library.notices]
        return done if library.read_only else done + _repair_rows(library)


def _repair_rows(library: Library) -> list[str]:
    done = []
    if library.query("PRAGMA integrity_check(1)")[0][0] != "ok":
        library.execute("REINDEX")
        if library.query("PRAGMA integrity_check(1)")[0][0] != "ok":
            raise LibraryDamagedError(f"The library {library.path} is damaged.")
        done.append("Rebuilt the indexes of the file.")
    for table in text_tables(library):
        if text_index_fault(library, table):
            with library.raw_connection() as connection:
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
            done.append(f"Rebuilt the text index {table}.")
    with library.transaction(durable=True):
        done += _dangling(library)
        done += _blobs(library)
        for text, table, numbers, statement in (
            ("Emptied excludes that could not be read", "roots", unreadable_excludes(library),
             "UPDATE roots SET excludes = '[]' WHERE id = ?"),
            ("Removed changes that could not be undone", "changes", unreadable_changes(library),
             "DELETE FROM changes WHERE id = ?"),
        ):  # fmt: skip
            if numbers:
                library.execute_many(statement, [(number,) for number in numbers])
                done.append(f"{text}: {len(numbers)} ({table}).")
        if _misplaced(library):
            settle_forgotten(library)
            done.append("Put the paths of forgotten videos where they belong.")
        if late := late_captions(library):
            library.execute_many(  # which has them taken over
                "UPDATE files SET root_id = root_id WHERE video_id = ?", [(number,) for number in late]
            )
            done.append(f"Gave videos the captions that were accepted for them: {len(late)}.")
    return done


def _misplaced(library: Library) -> bool:
    return bool(
        library.query(
            "SELECT 1 FROM files WHERE video_id IN (SELECT video_id FROM forgotten) UNION ALL "
            "SELECT 1 FROM forgotten_files WHERE video_id NOT IN (SELECT video_id FROM forgotten) LIMIT 1"
        )
    )


def _dangling(library: Library) -> Iterator[str]:
    """Lets go of what is not there: a root is only unset, all other rows make no sense without it."""
    loose = library.execute(
        "UPDATE files SET root_id = NULL WHERE root_id IS NOT NULL AND root_id NOT IN (SELECT id FROM roots)"
    )
    loose += library.execute(
        "UPDATE forgotten_files SET root_id = NULL "
        "WHERE root_id IS NOT NULL AND root_id NOT IN (SELECT id FROM roots)"
    )
    if loose:
        library.adopt_files()
        yield f"Freed files of watched folders that are not there: {loose}."
    removed: dict[str, int] = {}
    tables = [row[0] for row in library.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for key in library.query(f"PRAGMA foreign_key_list({table})"):
            parent, column, target = key[2], key[3], key[4] or "id"
            count = library.execute(
                f"DELETE FROM {table} WHERE {column} IS NOT NULL "
                f"AND {column} NOT IN (SELECT {target} FROM {parent})"
            )
            if count:
                removed[table] = removed.get(table, 0) + count
    for table, count in removed.items():
        yield f"Removed rows of {table} that belonged to nothing: {count}."


def _blobs(library: Library) -> Iterator[str]:
    bad = library.query(f"SELECT seq, video_id, model_id FROM segments WHERE {WRONG_BLOBS}")
    if bad:
        library.execute_many("DELETE FROM segments WHERE seq = ?", [(row[0],) for row in bad])
        if library.query("SELECT 1 FROM sqlite_master WHERE name = 'encodings'"):
            library.execute_many(
                "DELETE FROM encodings WHERE video_id = ? AND model_id = ?", [row[1:] for row in bad]
            )
        yield f"Removed damaged embeddings of videos, which the next indexing makes again: {len(bad)}."
    count = library.execute(f"DELETE FROM caption_embeddings WHERE {WRONG_CAPTION_EMBEDDINGS}")
    if count:
        yield f"Removed damaged embeddings of captions, which are made again when needed: {count}."


# --- a file that cannot be opened -----------------------------------------------------------------------


def salvage(path: Path) -> str:
    """Saves the rows that can be read into a new file, which takes the place of the damaged one."""
    fresh = path.with_name(f"{path.name}.saved")
    with translated_errors(path):
        for name in (fresh, Path(f"{fresh}-wal"), Path(f"{fresh}-shm")):
            name.unlink(missing_ok=True)
        bring_up_to_date(fresh)
        try:
            saved, lost = _copy_rows(path, fresh)
            aside = recovery.swap_in(path, fresh)
        finally:
            fresh.unlink(missing_ok=True)
    return (
        f"The library was damaged and has no good backup: {saved} rows could be saved"
        f"{f', parts of {lost} tables were lost' if lost else ''}. The damaged file is kept as "
        f"{one_line(aside.name)}. Index your folders again to read what is missing."
    )


def _copy_rows(source: Path, target: Path) -> tuple[int, int]:
    """Copies what can be read, table by table; gives rows saved and tables not read to their end."""
    saved = lost = 0
    with (
        closing(sqlite3.connect(target, isolation_level=None)) as writing,
        closing(sqlite3.connect(source)) as reading,
    ):
        writing.execute("PRAGMA foreign_keys = off")
        tables = writing.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' "
            "AND name NOT GLOB '*sqlite_*' AND name NOT GLOB 'keywords_*'"
        ).fetchall()
        writing.execute("BEGIN")
        for (table,) in tables:
            wanted = [row[1] for row in writing.execute(f"PRAGMA table_info({table})")]
            there = _column_names(reading, table)
            columns = [name for name in wanted if name in there]
            marks = ", ".join("?" * len(columns))
            whole = bool(columns)
            for row in _readable(reading, table, columns):
                if row is None:
                    whole = False
                else:
                    saved += writing.execute(
                        f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", row
                    ).rowcount
            lost += not whole
        writing.execute("COMMIT")
    backups.make_durable(target)
    return saved, lost


def _readable(
    reading: sqlite3.Connection, table: str, columns: list[str]
) -> Iterator[tuple[object, ...] | None]:
    """Rows from the front as far as they can be read, then from the back; None where that broke off."""
    for order in ("", " ORDER BY 1 DESC") if columns else ():
        try:
            yield from reading.execute(f"SELECT {', '.join(columns)} FROM {table}{order}")
        except sqlite3.Error:
            yield None
        else:
            return


def _column_names(reading: sqlite3.Connection, table: str) -> set[str]:
    try:
        return {row[1] for row in reading.execute(f"PRAGMA table_info({table})")}
    except sqlite3.Error:
        return set()
