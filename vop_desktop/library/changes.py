"""What a person changed, with undo and redo that survive restarts and are shared by all processes.

A change is done, written down, taken back or done again in one transaction each: whatever happens to the
program, a change is there whole or not at all. Only what the person does is a change; indexing is none.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from vop_desktop.errors import LibraryError
from vop_desktop.library.clock import advance_clock
from vop_desktop.library.edits import Edit, apply_edits, dump_edits, load_edits, reversed_edits
from vop_desktop.library.places import lies_in
from vop_desktop.library.rows import path_from_db
from vop_desktop.library.settle import settle_excludes, settle_forgotten, settle_removed
from vop_desktop.library.store import Library


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change would do: its title in plain words ("Forget 3 videos") and the rows."""

    title: str
    edits: tuple[Edit, ...]


class Change(Protocol):
    """Something that a person can do and take back: `Forget`, `AddTag`, `EditCaption` and the like."""

    @property
    def kind(self) -> str:
        """One word for the `changes` table."""
        ...

    def plan(self, library: Library) -> Plan:
        """Works out the rows; called within the transaction. LibraryError says what is wrong with it."""
        ...


@dataclass(frozen=True, slots=True)
class DoneChange:
    """A change that was done, undone or redone.

    Attributes:
        change_id: its key while it can be undone or redone.
        kind: `forget`, `recall`, `expire`, `tag`, `caption`, `exclude`, `remove` or `poster`.
        title: "Forget 3 videos".
        at: when it was first done, seconds since the epoch.
        rows: how many rows were changed now; what has moved on meanwhile is left as it is.
        folders: the watched ones concerned by a change of watched folders, as they are now.
    """

    change_id: int
    kind: str
    title: str
    at: float
    rows: int = 0
    folders: tuple[str, ...] = ()


def do(library: Library, change: Change) -> DoneChange | None:
    """Does a change; what had been undone before cannot be redone from now on. None if nothing is to do."""
    with library.transaction(durable=True):
        plan = change.plan(library)
        rows = apply_edits(library, plan.edits)
        if not rows:
            return None
        _settle(library, plan.edits)
        library.execute("DELETE FROM changes WHERE undone = 1")
        now = time.time()
        library.execute(
            "INSERT INTO changes (at, kind, data, title, clock) VALUES (?, ?, ?, ?, ?)",
            now, change.kind, dump_edits(plan.edits), plan.title, advance_clock(library),
        )  # fmt: skip
        number = library.query("SELECT max(id) FROM changes")[0][0]
        folders = _folders(library, plan.edits)
    return DoneChange(number, change.kind, plan.title, now, rows, folders)


def undo(library: Library) -> DoneChange | None:
    """Takes the last change back; None if there is none."""
    return _step(library, undoing=True)


def redo(library: Library) -> DoneChange | None:
    """Does the change again that was undone last; None if there is none."""
    return _step(library, undoing=False)


def undoable(library: Library) -> DoneChange | None:
    """The change that `undo` would take back."""
    return _next(library, undoing=True)


def redoable(library: Library) -> DoneChange | None:
    """The change that `redo` would do again."""
    return _next(library, undoing=False)


def find_change(library: Library, kind: str, table: str, name: str) -> int:
    """The last change of a kind that holds and concerns a row of this name; 0 where there is none."""
    rows = library.query("SELECT id, data FROM changes WHERE kind = ? AND NOT undone ORDER BY id DESC", kind)
    for number, text in rows:
        with suppress(ValueError, TypeError, KeyError):  # damaged: `vop library repair`
            if any((edit.table, edit.key[0]) == (table, name) for edit in load_edits(text)):
                return int(number)
    return 0


def take_back(library: Library, number: int) -> None:
    """Takes one change back, whatever came after it; it cannot be redone. Inside a transaction."""
    edits = load_edits(library.query("SELECT data FROM changes WHERE id = ?", number)[0][0])
    apply_edits(library, reversed_edits(edits))
    _settle(library, edits)
    library.execute("DELETE FROM changes WHERE id = ?", number)


def _next(library: Library, *, undoing: bool) -> DoneChange | None:
    order = "DESC" if undoing else "ASC"
    rows = library.query(
        f"SELECT id, kind, title, at FROM changes WHERE undone = ? ORDER BY id {order} LIMIT 1",
        int(not undoing),
    )
    return DoneChange(*rows[0]) if rows else None


def _step(library: Library, *, undoing: bool) -> DoneChange | None:
    with library.transaction(durable=True):
        change = _next(library, undoing=undoing)
        if change is None:
            return None
        edits = _edits_of(library, change)
        rows = apply_edits(library, reversed_edits(edits) if undoing else edits)
        _settle(library, edits, returned=undoing and change.kind == "expire")
        library.execute("UPDATE changes SET undone = ? WHERE id = ?", int(undoing), change.change_id)
        folders = _folders(library, edits)
    return DoneChange(change.change_id, change.kind, change.title, change.at, rows, folders)


def _edits_of(library: Library, change: DoneChange) -> list[Edit]:
    text = library.query("SELECT data FROM changes WHERE id = ?", change.change_id)[0][0]
    try:
        return load_edits(text)
    except (ValueError, TypeError, KeyError) as error:
        raise LibraryError(
            f"“{change.title}” cannot be taken back or done again: what was written down of it is damaged. "
            "Put that right with: vop library repair"
        ) from error


def _settle(library: Library, edits: Sequence[Edit], *, returned: bool = False) -> None:
    tables = {edit.table for edit in edits}
    if "forgotten" in tables:
        settle_forgotten(library, returned=returned)
    elif "roots" in tables:
        settle_removed(library, _roots(edits))
        settle_excludes(library)


def _roots(edits: Sequence[Edit]) -> list[str]:
    return [str(edit.key[0]) for edit in edits if edit.table == "roots"]


def _folders(library: Library, edits: Sequence[Edit]) -> tuple[str, ...]:
    """The watched folders that a change of roots concerns: of one that is gone, those that hold it."""
    watched = [path_from_db(row[0]) for row in library.query("SELECT path FROM roots ORDER BY id")]
    found: dict[str, None] = {}
    for path in _roots(edits):
        found.update(dict.fromkeys([path] if path in watched else [r for r in watched if lies_in(path, r)]))
    return tuple(found)
