"""A look at a library that changes nothing: not even its version, and none is made where there is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vop_desktop import paths
from vop_desktop.library.migrations import APPLICATION_ID


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a library file is like.

    Attributes:
        size: bytes, with what is still in its log.
        thumbnails: bytes of its thumbnail cache.
        schema: version of its tables.
        integrity: `ok`, or SQLite's first complaint.
        counts: rows, by what they are called.
        states: videos, by state.
        models: ids of the models that its segments were encoded with.
    """

    size: int
    thumbnails: int
    schema: int
    integrity: str
    counts: dict[str, int]
    states: dict[str, int]
    models: tuple[str, ...]


_COUNTS = {
    "segments": "SELECT coalesce(sum(segments), 0) FROM segments",
    "paths": "SELECT count(*) FROM files",
    "missing": "SELECT count(*) FROM files WHERE missing_since IS NOT NULL AND root_id IS NOT NULL",
    "failures": "SELECT count(*) FROM failures",
    "folders": "SELECT count(*) FROM roots",
    "unreachable folders": "SELECT count(*) FROM roots WHERE NOT reachable",
    "unfinished jobs": "SELECT count(*) FROM jobs",
}


def check_up(path: Path) -> Checkup | None:
    """Reads a library without writing to it; None where there is none. Any thread; reads the whole file.

    Raises:
        sqlite3.Error: it is no database, damaged, or in use in a way that lets nobody read.
        ValueError: it is the database of another program.
    """
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:

        def one(sql: str) -> int:
            return int(connection.execute(sql).fetchone()[0])

        if one("PRAGMA application_id") != APPLICATION_ID:
            raise ValueError("the file is no library of this program")
        verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        return Checkup(
            size=_size(path) + _size(path.with_name(path.name + "-wal")),
            thumbnails=_size(paths.thumbnails_path(path)),
            schema=one("PRAGMA user_version"),
            integrity=verdict.splitlines()[-1],  # the first line only names the database
            counts={name: one(sql) for name, sql in _COUNTS.items()},
            states=dict(connection.execute("SELECT state, count(*) FROM videos GROUP BY state")),
            models=tuple(row[0] for row in connection.execute("SELECT DISTINCT model_id FROM segments")),
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
