"""Whether a library is whole: its structure, and what must be true of its rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from vop_desktop.library.edits import load_edits
from vop_desktop.library.store import Library

# Bytes that each blob of a segments row must have.
BLOB_SIZES = {
    "spans": "segments * 16",
    "times": "segments * frames * 8",
    "embeddings": "segments * dim * 2",
    "frame_embeddings": "segments * frames * dim * 2",
}
WRONG_BLOBS = " OR ".join(f"length({name}) IS NOT {size}" for name, size in BLOB_SIZES.items())
# Caption embeddings are as wide as most of their model.
WRONG_CAPTION_EMBEDDINGS = (
    "length(embedding) = 0 OR length(embedding) % 2 = 1 OR length(embedding) IS NOT "
    "(SELECT length(o.embedding) FROM caption_embeddings o WHERE o.model_id = caption_embeddings.model_id "
    "GROUP BY length(o.embedding) ORDER BY count(*) DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a library.

    Attributes:
        kind: `structure`, `dangling`, `blobs`, `text index`, `excludes`, `changes`, `paths` or `captions`.
        text: one sentence.
        count: rows concerned.
    """

    kind: str
    text: str
    count: int = 1


def check(library: Library) -> list[Finding]:
    """Reads the whole library and tells what is wrong with it; changes nothing."""
    return [
        *_structure(library), *_dangling(library), *_blobs(library), *_text_indexes(library),
        *_written_values(library), *_paths(library), *_kept(library),
    ]  # fmt: skip


def text_tables(library: Library) -> list[str]:
    """The tables with a text index."""
    rows = library.query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%'")
    return [row[0] for row in rows]


def text_index_fault(library: Library, table: str) -> str:
    """What is wrong with a text index; nothing if it is sound."""
    try:
        # Not through the library: SQLite calls it damage of the file, which it is not.
        with library.raw_connection() as connection:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        return str(error)
    return ""


def unreadable_changes(library: Library) -> list[int]:
    """Keys of changes that cannot be undone because what they say cannot be read."""
    found = []
    for number, text in library.query("SELECT id, data FROM changes"):
        try:
            load_edits(text)
        except (ValueError, TypeError, KeyError):
            found.append(number)
    return found


def unreadable_excludes(library: Library) -> list[int]:
    """Ids of the roots whose excludes are no list of texts."""
    found = []
    for number, text in library.query("SELECT id, excludes FROM roots"):
        try:
            values = json.loads(text)
            sound = isinstance(values, list) and all(isinstance(value, str) for value in values)
        except ValueError:
            sound = False
        if not sound:
            found.append(number)
    return found


def late_captions(library: Library) -> list[int]:
    """Ids of the videos in watched folders whose captions still wait as if no folder held them."""
    rows = library.query(
        "SELECT DISTINCT v.id FROM kept_captions k JOIN videos v ON v.fingerprint = k.fingerprint "
        "JOIN files f ON f.video_id = v.id WHERE f.root_id IS NOT NULL"
    )
    return [row[0] for row in rows]


def _structure(library: Library) -> Iterator[Finding]:
    verdict = [row[0] for row in library.query("PRAGMA integrity_check(100)")]
    if verdict != ["ok"]:
        yield Finding("structure", f"The file is damaged: {verdict[0].splitlines()[-1]}.", len(verdict))


def _dangling(library: Library) -> Iterator[Finding]:
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in library.query("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), count in counts.items():
        yield Finding("dangling", f"Rows of {table} belong to {parent} that are not there: {count}.", count)


def _blobs(library: Library) -> Iterator[Finding]:
    for table, wrong in (("segments", WRONG_BLOBS), ("caption_embeddings", WRONG_CAPTION_EMBEDDINGS)):
        count = library.query(f"SELECT count(*) FROM {table} WHERE {wrong}")[0][0]
        if count:
            yield Finding(
                "blobs", f"Embeddings in {table} that are not as long as they must be: {count}.", count
            )


def _text_indexes(library: Library) -> Iterator[Finding]:
    if library.read_only:
        return
    for table in text_tables(library):
        fault = text_index_fault(library, table)
        if fault:
            yield Finding("text index", f"The text index {table} is damaged: {fault}.")


def _written_values(library: Library) -> Iterator[Finding]:
    excludes, changes = unreadable_excludes(library), unreadable_changes(library)
    if excludes:
        yield Finding(
            "excludes", f"Watched folders whose excludes cannot be read: {len(excludes)}.", len(excludes)
        )
    if changes:
        yield Finding("changes", f"Changes that cannot be undone: {len(changes)}.", len(changes))


def _paths(library: Library) -> Iterator[Finding]:
    count = (
        library.query("SELECT count(*) FROM files WHERE video_id IN (SELECT video_id FROM forgotten)")[0][0]
        + library.query(
            "SELECT count(*) FROM forgotten_files WHERE video_id NOT IN (SELECT video_id FROM forgotten)"
        )[0][0]
    )
    if count:
        yield Finding("paths", f"Paths that are kept in the wrong table: {count}.", count)


def _kept(library: Library) -> Iterator[Finding]:
    late = late_captions(library)
    if late:
        yield Finding(
            "captions", f"Videos whose accepted captions were not given to them: {len(late)}.", len(late)
        )
