"""The queue of a run, written before anything is read: it outlives the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vop_desktop.library.lookup import path_ranges
from vop_desktop.library.rows import path_to_db
from vop_desktop.library.store import Library


@dataclass(frozen=True, slots=True)
class QueueState:
    """What the last run left behind.

    Attributes:
        waiting: files that it did not get to, or did not finish.
        paused: whether it was paused then.
    """

    waiting: int
    paused: bool


def queue_files(library: Library, places: Iterable[str], files: Iterable[str]) -> None:
    """Makes `files` the queue of some places; how often reading a file was begun without an end is kept."""
    wanted = {path_to_db(path) for path in files}
    known = {
        row[0]
        for place in places
        for where, keys in path_ranges("path", place)
        for row in library.query(f"SELECT path FROM jobs WHERE {where}", *keys)
    }
    if not wanted and not known:
        return
    with library.transaction():
        library.execute_many("DELETE FROM jobs WHERE path = ?", ((key,) for key in known - wanted))
        library.execute_many(
            "INSERT INTO jobs (path, state, tries, started) VALUES (?, 'queued', 0, 0) "
            "ON CONFLICT (path) DO UPDATE SET state = 'queued'",
            ((key,) for key in wanted),
        )


def requeue_files(library: Library, files: Iterable[str]) -> None:
    """Puts files back that a run had begun with when it was stopped: nothing was at fault."""
    library.execute_many(
        "UPDATE jobs SET state = 'queued', tries = max(tries - 1, 0) WHERE path = ? AND state = 'running'",
        ((path_to_db(path),) for path in files),
    )


def set_queue_paused(library: Library, paused: bool) -> None:
    """Notes that the person paused, or resumed, what is in the queue."""
    before, after = ("queued", "paused") if paused else ("paused", "queued")
    library.execute("UPDATE jobs SET state = ? WHERE state = ?", after, before)


def queue_state(library: Library) -> QueueState:
    """How the queue stands: what to go on with after a start of the program."""
    counts = dict(library.query("SELECT state, count(*) FROM jobs GROUP BY state"))
    waiting = sum(counts.get(state, 0) for state in ("queued", "paused", "running"))
    return QueueState(waiting, bool(counts.get("paused")))


def clear_queue(library: Library) -> None:
    """The person stopped the run for good: nothing goes on by itself at the next start."""
    with library.transaction():
        library.execute("DELETE FROM jobs WHERE state IN ('queued', 'paused') AND tries = 0")
        library.execute("UPDATE jobs SET state = 'parked' WHERE state IN ('queued', 'paused')")
