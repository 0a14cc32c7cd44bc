"""What a library holds, in a form that can be compared."""

from __future__ import annotations

from vop_desktop.library import Library

_LEFT_OUT = {"changes", "upkeep", "missing_marks", "sqlite_sequence", "_sqlite_migrations"}


def snapshot(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the list of changes; without numbers that nobody sees."""
    tables = [
        row[0]
        for row in library.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'keywords_%' ORDER BY name"
        )
    ]
    found = {}
    for table in tables:
        if table in _LEFT_OUT:
            continue
        hidden = {"id"} if table in {"files", "captions"} else set()
        columns = [row[1] for row in library.query(f"PRAGMA table_info({table})") if row[1] not in hidden]
        found[table] = sorted(library.query(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found
