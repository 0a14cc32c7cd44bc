"""Which videos fulfil a condition on what the library knows of them: folders, dates, lengths, tags."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library
from vop_desktop.records import display_path

_REACHABLE = (
    "SELECT f.video_id FROM files f JOIN roots r ON r.id = f.root_id "
    "WHERE r.reachable AND f.missing_since IS NULL"
)
_STATES = {
    "offline": f"SELECT id FROM videos WHERE id NOT IN ({_REACHABLE})",
    "online": _REACHABLE,
    "portrait": "SELECT id FROM videos WHERE height > width",
    "landscape": "SELECT id FROM videos WHERE width > height",
    "square": "SELECT id FROM videos WHERE width = height AND width > 0",
    "partial": "SELECT id FROM videos WHERE state = 'partial'",
}


def videos_in_state(library: Library, state: str) -> set[int]:
    """Ids of the videos that are `offline`, `online`, `portrait`, `landscape`, `square` or `partial`."""
    return {row[0] for row in library.query(_STATES[state])}


def videos_in_folder(library: Library, folder: str) -> set[int]:
    """Ids of the videos below a folder of that name, or with it in their name; or below that path.

    Capital letters do not matter. A name with a slash in it is compared folder by folder.
    """
    is_wanted = folder_test(folder)
    found: set[int] = set()
    verdicts: dict[str, bool] = {}
    for key, video_id in library.query("SELECT path, video_id FROM files WHERE root_id IS NOT NULL"):
        place = os.path.dirname(path_from_db(key))
        if place not in verdicts:
            verdicts[place] = is_wanted(place)
        if verdicts[place]:
            found.add(video_id)
    return found


def folder_test(folder: str) -> Callable[[str], bool]:
    """Tells of the path of a folder whether it is one that `videos_in_folder` means, or lies below it."""
    wanted = _without_tilde(folder.strip()).replace("\\", "/").lower()
    whole = "/" in wanted
    wanted = wanted.rstrip("/") or wanted

    def test(place: str) -> bool:
        lowered = place.replace(os.sep, "/").lower()
        return _lies_below(lowered, wanted) if whole else wanted in lowered

    return test


def folder_names(library: Library, begun: str = "") -> list[str]:
    """What the watched folders, and those within them that hold videos, are called; in alphabetical order.

    With `begun` only those that begin so, which in a large library is far quicker.
    """
    found: set[str] = set()
    below = os.sep + begun.lower() if begun.isascii() else ""  # SQLite knows no other capital letters
    for number, key in library.query("SELECT id, path FROM roots"):
        root = path_from_db(key).rstrip(os.sep)
        found.add(os.path.basename(root))
        rows = library.query(
            "SELECT path FROM files WHERE root_id = ? AND instr(lower(substr(path, ?)), ?)",
            number, len(root) + 1 if isinstance(key, str) else 1, below,
        )  # fmt: skip
        for place in {os.path.dirname(path_from_db(path)) for (path,) in rows}:
            found.update(Path(place[len(root) :].lstrip(os.sep)).parts)
    names = (display_path(name) for name in found if name)
    return sorted((n for n in names if n.lower().startswith(begun.lower())), key=str.casefold)


def _without_tilde(folder: str) -> str:
    try:
        return str(Path(folder).expanduser()) if folder.startswith("~") else folder
    except RuntimeError:  # a home that nobody has
        return folder


def _lies_below(folder: str, wanted: str) -> bool:
    if wanted.startswith("/"):
        return f"{folder}/".startswith(f"{wanted.rstrip('/')}/")
    return f"/{wanted}/" in f"{folder}/"


def videos_with_tag(library: Library, tag: str) -> set[int]:
    """Ids of the videos with that tag; capital letters do not matter."""
    names = [row[0] for row in library.query("SELECT DISTINCT tag FROM tags")]
    same = [name for name in names if str(name).lower() == tag.lower()]
    marks = ", ".join("?" * len(same)) or "NULL"
    return {row[0] for row in library.query(f"SELECT video_id FROM tags WHERE tag IN ({marks})", *same)}


def videos_by_date(library: Library, moment: float, *, before: bool) -> set[int]:
    """Ids of the videos whose file was changed last at or after a moment, or before it; epoch seconds."""
    sign = "<" if before else ">="
    rows = library.query(
        f"SELECT video_id FROM files GROUP BY video_id HAVING max(mtime_ns) {sign} ?", int(moment * 1e9)
    )
    return {row[0] for row in rows}


def videos_by_length(library: Library, seconds: float, *, shorter: bool) -> set[int]:
    """Ids of the videos of at least, or less than, so many seconds; those of unknown length are neither."""
    sign = "<" if shorter else ">="
    rows = library.query(f"SELECT id FROM videos WHERE duration > 0 AND duration {sign} ?", seconds)
    return {row[0] for row in rows}
