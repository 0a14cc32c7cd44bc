"""Changes of single rows that can be taken back: what stood there before, and what stands there after.

An edit names videos by their content, sets and roots by their names: numbers mean something else once a
library was rebuilt from a backup (that of a root only says which place it had in the list). So an edit can be
written down and done or taken back after any restart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from vop_desktop.library.captions import LIBRARY_SET, PERSON
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library

Value = str | int | float | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edit:
    """One row of one table.

    Attributes:
        table: one of `TABLES`.
        key: the values of its key columns.
        before: other columns as they were; None if there was no such row.
        after: the same columns as they are to be; None if the row goes.
    """

    table: str
    key: tuple[Value, ...]
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class _Table:
    keys: tuple[str, ...]
    columns: tuple[str, ...] = ()


TABLES = {
    "tags": _Table(("video_id", "tag")),
    "captions": _Table(("set_id", "video_id", "text"), ("source",)),
    "removed_captions": _Table(("video_id", "text")),
    "posters": _Table(("video_id",), ("moment",)),
    "roots": _Table(("path",), ("id", "excludes", "reachable", "gentle", "added")),
    "files": _Table(("path",), ("root_id",)),
    "forgotten": _Table(("video_id",), ("asked", "at")),
    "kept_captions": _Table(("fingerprint", "text")),
}


class _GoneError(Exception):
    """What an edit speaks of is not in the library any more."""


def replace_row(library: Library, table: str, key: Sequence[Value], after: Row | None) -> list[Edit]:
    """The edit that leaves `after` in a row, in these columns; none if that stands there already."""
    before = _read(library, table, _inward_key(library, table, key), after)
    return [] if before == after else [Edit(table, tuple(key), before, after)]


def apply_edits(library: Library, edits: Iterable[Edit]) -> int:
    """Does edits inside a transaction; gives how many rows were changed.

    A row that has moved on meanwhile is left as it is: newer knowledge stands before older.
    """
    return sum(_apply(library, edit) for edit in edits)


def reversed_edits(edits: Sequence[Edit]) -> list[Edit]:
    """What takes edits back."""
    return [Edit(edit.table, edit.key, edit.after, edit.before) for edit in reversed(edits)]


def dump_edits(edits: Iterable[Edit]) -> str:
    """Edits as ASCII text; undecodable bytes of names survive as escapes."""
    return json.dumps([asdict(edit) for edit in edits])


def load_edits(text: str) -> list[Edit]:
    """Edits from what `dump_edits` wrote."""
    return [Edit(row["table"], tuple(row["key"]), row["before"], row["after"]) for row in json.loads(text)]


def _apply(library: Library, edit: Edit) -> bool:
    if edit.table == "kept_captions":
        edit = _where_it_is(library, edit)
    table = TABLES[edit.table]
    try:
        key = _inward_key(library, edit.table, edit.key)
        row = {name: _inward(library, name, value) for name, value in (edit.after or {}).items()}
    except _GoneError:
        return False
    current = _read(library, edit.table, key, edit.after or edit.before)
    if (current is None) != (edit.before is None) or current == edit.after:
        return False
    where = " AND ".join(f"{name} = ?" for name in table.keys)
    if edit.after is None:
        library.execute(f"DELETE FROM {edit.table} WHERE {where}", *key)
    elif current is None:
        if "id" in row and library.query(f"SELECT 1 FROM {edit.table} WHERE id = ?", row["id"]):
            del row["id"]  # taken since
        names = (*table.keys, *row)
        marks = ", ".join("?" * len(names))
        library.execute(
            f"INSERT INTO {edit.table} ({', '.join(names)}) VALUES ({marks})", *key, *row.values()
        )
    elif current == edit.before:
        sets = ", ".join(f"{name} = ?" for name in row)
        library.execute(f"UPDATE {edit.table} SET {sets} WHERE {where}", *row.values(), *key)
    else:
        return False
    return True


def video_of_kept(library: Library, content: str, text: str) -> int:
    """The video whose caption it is or is to be: of a watched folder, or a hidden one that has it; or 0."""
    rows = library.query(
        "SELECT v.id FROM videos v WHERE v.fingerprint = ?1 AND (EXISTS "
        "(SELECT 1 FROM files f WHERE f.video_id = v.id AND f.root_id IS NOT NULL) OR EXISTS "
        "(SELECT 1 FROM captions c WHERE c.video_id = v.id AND c.text = ?2 AND c.source = ?3))",
        content, text, PERSON,
    )  # fmt: skip
    return int(rows[0][0]) if rows else 0


def _where_it_is(library: Library, edit: Edit) -> Edit:
    """The edit of a kept caption; of the video's own one where the library has taken the video in since."""
    content, text = edit.key
    if not video_of_kept(library, str(content), str(text)):
        return edit
    before, after = (None if row is None else {"source": PERSON} for row in (edit.before, edit.after))
    return Edit("captions", (LIBRARY_SET, content, text), before, after)


def _read(library: Library, table: str, key: Sequence[Any], wanted: Row | None) -> Row | None:
    """A row as an edit names it: in the columns of `wanted`, or all that a change may concern."""
    columns = TABLES[table].columns if wanted is None else tuple(wanted)
    where = " AND ".join(f"{name} = ?" for name in TABLES[table].keys)
    rows = library.query(f"SELECT {', '.join(columns) or '1'} FROM {table} WHERE {where}", *key)
    if not rows:
        return None
    return {
        name: _root_path(library, value) if name == "root_id" else value
        for name, value in zip(columns, rows[0], strict=False)
    }


def _root_path(library: Library, number: int | None) -> str | None:
    rows = library.query("SELECT path FROM roots WHERE id = ?", number)
    return path_from_db(rows[0][0]) if rows else None


def _inward_key(library: Library, table: str, key: Sequence[Value]) -> list[Any]:
    """The key as the library has it now."""
    return [_inward(library, name, value) for name, value in zip(TABLES[table].keys, key, strict=True)]


def _inward(library: Library, name: str, value: Value) -> Any:
    if name == "path":
        return path_to_db(str(value))
    if name == "root_id" and value is not None:
        rows = library.query("SELECT id FROM roots WHERE path = ?", path_to_db(str(value)))
        if not rows:
            raise _GoneError
        return rows[0][0]
    if name == "set_id":
        library.execute("INSERT OR IGNORE INTO caption_sets (name) VALUES (?)", value)
        return library.query("SELECT id FROM caption_sets WHERE name = ?", value)[0][0]
    if name == "video_id":
        rows = library.query("SELECT id FROM videos WHERE fingerprint = ?", value)
        if not rows:
            raise _GoneError
        return rows[0][0]
    return value
