"""What a library holds, in a form that can be compared."""

from __future__ import annotations

from vop_desktop.library import Library

_HIDDEN = {"files": "id", "captions": "id", "kept_captions": "id", "caption_sets": "revision"}
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
        columns = [row[1] for row in library.query(f"PRAGMA table_info({table})")]
        columns = [name for name in columns if name != _HIDDEN.get(table)]
        found[table] = sorted(library.query(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found
