"""A library as JSON Lines: what is known of each video, one a line, for other programs and for keeps."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

from vop_desktop.library.own_captions import captions_of
from vop_desktop.library.posters import poster_moment
from vop_desktop.library.rows import DbPath, path_from_db
from vop_desktop.library.store import Library
from vop_desktop.library.tags import tags_of
from vop_desktop.records import display_path

FORMAT = "vop-library"
VERSION = 1

_COLUMNS = (
    "fingerprint", "size", "duration", "fps", "width", "height", "codec", "container", "rotation",
    "state", "stage", "reason", "added",
)  # fmt: skip


def export_lines(library: Library) -> Iterator[str]:
    """Lines of JSON (docs/library.md): a head, the watched folders, the videos, oldest first, then what is
    kept for clips that are no videos of the library."""
    yield json.dumps({"format": FORMAT, "version": VERSION, "exported": round(time.time(), 3)})
    for key, excludes in library.query("SELECT path, excludes FROM roots ORDER BY id"):
        yield _line({"root": {**_path(key), "excludes": [display_path(p) for p in json.loads(excludes)]}})
    rows = library.query(f"SELECT id, {', '.join(_COLUMNS)} FROM videos ORDER BY id")
    for number, *values in rows:
        yield _line({"video": {**dict(zip(_COLUMNS, values, strict=True)), **_said_of(library, number)}})
    kept: dict[str, list[str]] = {}
    for content, text in library.query("SELECT fingerprint, text FROM kept_captions ORDER BY id"):
        kept.setdefault(content, []).append(text)
    for content, texts in kept.items():
        yield _line({"clip": {"fingerprint": content, "captions": texts}})


def _said_of(library: Library, number: int) -> dict[str, Any]:
    forgotten = library.query("SELECT asked FROM forgotten WHERE video_id = ?", number)
    table = "forgotten_files" if forgotten else "files"
    files = library.query(
        f"SELECT f.path, f.size, f.mtime_ns, f.missing_since, r.path FROM {table} f "
        "LEFT JOIN roots r ON r.id = f.root_id WHERE f.video_id = ? ORDER BY f.rowid",
        number,
    )
    models = library.query(
        "SELECT model_id, detail, segments FROM segments WHERE video_id = ? ORDER BY model_id", number
    )
    return {
        "files": [
            {
                **_path(key), "size": size, "mtime_ns": mtime_ns, "missing_since": missing,
                "root": None if root is None else display_path(path_from_db(root)),
            }
            for key, size, mtime_ns, missing, root in files
        ],
        "captions": [{"text": text, "source": source} for text, source in captions_of(library, number)],
        "tags": tags_of(library, number),
        "poster": poster_moment(library, number),
        "forgotten": bool(forgotten),
        "models": [{"model_id": m, "detail": detail, "segments": count} for m, detail, count in models],
    }  # fmt: skip


def _path(key: DbPath) -> dict[str, str]:
    """A path as text; with its true bytes where it is none."""
    shown = {"path": display_path(path_from_db(key))}
    if isinstance(key, bytes):
        shown["path_base64"] = base64.b64encode(key).decode()
    return shown


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
