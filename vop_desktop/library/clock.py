"""The library's own time."""

from __future__ import annotations

import time

from vop_desktop.library.store import Library

DAY = 86400.0
LONGEST_STEP = 7 * DAY


def advance_clock(library: Library) -> float:
    """Seconds that the library has lived, as far as it can know. Inside a transaction.

    It runs on with the computer's clock, but never back, and by a week at most between two looks: whatever a
    wrong clock shows, nothing that has to be kept for a month goes early.
    """
    now = time.time()
    values = dict(library.query("SELECT name, value FROM upkeep WHERE name IN ('clock', 'seen')"))
    step = min(max(now - values.get("seen", now), 0.0), LONGEST_STEP)
    clock = float(values.get("clock", 0.0) + step)
    library.execute_many(
        "INSERT INTO upkeep (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [("clock", clock), ("seen", now)],
    )
    return clock
