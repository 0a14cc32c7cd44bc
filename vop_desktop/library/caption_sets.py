"""Caption sets that a person brings along, and captions that go out again."""

from __future__ import annotations

import contextlib
import csv
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vop_desktop import paths
from vop_desktop.errors import Cancelled, LibraryError
from vop_desktop.library.caption_files import Problems, stream_captions
from vop_desktop.library.captions import EVERYDAY_SETS, LIBRARY_SET, caption_sets, new_set_id
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.records import display_path

BATCH = 50_000  # captions a transaction, a second or two: others can write in between
CACHE = 64 * 1024  # KiB of pages in memory while texts go into the index, in no order
LONGEST_NAME = 60  # letters
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class CaptionImport:
    """What importing a file came to.

    Attributes:
        set: the name of the set.
        added: captions that are new in it.
        repeated: those that it had, or that the file has twice.
        left_out: places in the file that gave no caption.
        problems: the first of these in words, each with its line.
    """

    set: str
    added: int
    repeated: int
    left_out: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetInfo:
    """One caption set: its name, how many captions it has, and whether a person may remove it."""

    name: str
    captions: int
    own: bool


@dataclass(frozen=True, slots=True)
class VideoCaption:
    """A caption of a video of the library; `path` is one of the video's, a present one if there is any."""

    path: str
    text: str
    source: str
    duration: float


def import_captions(
    library: Library,
    file: Path,
    name: str = "",
    *,
    reserved: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> CaptionImport:
    """Reads a file of captions into a set; a second import adds what is new.

    Args:
        library: where to.
        file: see `caption_files`.
        name: of the set; the file's name without its ending if empty.
        reserved: names that are taken, those of the packs' sets.
        progress: called with the number of captions read.
        cancel: set to stop; what was read stays, and the next import goes on from there.

    Raises:
        LibraryError: the file or the name cannot be used.
        Cancelled: stopped.
    """
    name = name.strip() or file.stem
    if name in (LIBRARY_SET, *EVERYDAY_SETS.values()) or name in reserved:
        raise LibraryError(f"“{name}” is the name of a built-in set. Choose another with --set NAME.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise LibraryError(f"A set cannot be called “{display_path(name)}”. Choose a short name, with --set.")
    problems = Problems()
    captions = stream_captions(file, problems)
    first = next(captions)  # a file without one makes no set
    set_id = new_set_id(library, name)
    before, read = _count(library, set_id), 0
    usual = library.query("PRAGMA cache_size")[0][0]
    library.query(f"PRAGMA cache_size = -{CACHE}")
    try:
        for batch in _batches(itertools.chain([first], captions)):
            library.execute_many(
                "INSERT OR IGNORE INTO captions (set_id, text, source) VALUES (?, ?, 'imported')",
                [(set_id, text) for text in batch],
            )
            read += len(batch)
            if progress is not None:
                progress(read)
            if cancel is not None and cancel.is_set():
                raise Cancelled("stopped")
    finally:
        library.query(f"PRAGMA cache_size = {usual}")
    added = _count(library, set_id) - before
    return CaptionImport(name, added, read - added, problems.count, tuple(problems.told))


def _batches(captions: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(itertools.islice(captions, BATCH)):
        yield batch


def _count(library: Library, set_id: int) -> int:
    return int(library.query("SELECT count(*) FROM captions WHERE set_id = ?", set_id)[0][0])


def list_sets(library: Library) -> list[SetInfo]:
    """All sets of a library with their sizes."""
    rows = library.query(
        "SELECT s.name, (SELECT count(*) FROM captions c WHERE c.set_id = s.id), "
        "EXISTS (SELECT 1 FROM captions c WHERE c.set_id = s.id AND c.source = 'imported') "
        "FROM caption_sets s ORDER BY s.id"
    )
    return [SetInfo(name, count, bool(own)) for name, count, own in rows]


def remove_set(library: Library, name: str, progress: Progress | None = None) -> int:
    """Removes an imported set with all its embeddings; gives the number of captions it had.

    Raises:
        LibraryError: there is none of this name, or it is not the person's to remove.
    """
    if name not in caption_sets(library):
        raise LibraryError(f"There is no caption set called “{name}”.")
    if not any(info.name == name and info.own for info in list_sets(library)):
        raise LibraryError(f"The caption set “{name}” was not imported, and stays.")
    set_id = new_set_id(library, name)
    models = library.query(
        "SELECT model_id FROM caption_embeddings WHERE caption_id = "
        "(SELECT min(id) FROM captions WHERE set_id = ?)", set_id,
    )  # fmt: skip
    for (model_id,) in models:
        with contextlib.suppress(OSError):  # mapped by another window
            paths.caption_cache_path(library.path, model_id, name).unlink(missing_ok=True)
    removed = 0
    while gone := library.execute(
        "DELETE FROM captions WHERE id IN (SELECT id FROM captions WHERE set_id = ? LIMIT ?)", set_id, BATCH
    ):
        removed += gone
        if progress is not None:
            progress(removed)
    library.execute("DELETE FROM caption_sets WHERE id = ?", set_id)
    return removed


def video_captions(library: Library, video: str | None = None) -> list[VideoCaption]:
    """The captions that videos of watched folders have, by path; those of one if `video` is its path."""
    where, values = "WHERE c.source <> 'subtitle' ", list[object]()
    if video is not None:
        where += "AND v.id = (SELECT video_id FROM files WHERE path = ?) "
        values = [path_to_db(video)]
    rows = library.query(
        "SELECT (SELECT f.path FROM files f WHERE f.video_id = v.id AND f.root_id IS NOT NULL "
        "ORDER BY f.missing_since IS NOT NULL, f.path LIMIT 1), c.text, c.source, v.duration "
        f"FROM captions c JOIN videos v ON v.id = c.video_id {where}ORDER BY 1, c.id",
        *values,
    )
    return [VideoCaption(path_from_db(row[0]), *row[1:]) for row in rows if row[0] is not None]


def export_captions(captions: list[VideoCaption], file: Path) -> None:
    """Writes captions as `.csv` (file, caption), `.json` or, those of one video, `.srt`.

    The file appears whole or not at all; CSV can be tuned and evaluated on.

    Raises:
        LibraryError: the ending says no known kind, or the file cannot be written.
    """
    kind = file.suffix.lower()
    if kind not in (".csv", ".json", ".srt"):
        raise LibraryError(f"Captions are written as .csv, .json or .srt, not as {file.name}.")
    if kind == ".srt" and len({caption.path for caption in captions}) > 1:
        raise LibraryError("An .srt file belongs to one video. Name the video, or write .csv or .json.")
    part = file.with_name(file.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            if kind == ".csv":
                table = csv.writer(stream)
                table.writerow(("file", "caption"))
                table.writerows((display_path(caption.path), caption.text) for caption in captions)
            elif kind == ".json":
                json.dump([_entry(caption) for caption in captions], stream, ensure_ascii=False, indent=1)
            else:
                stream.writelines(_cue(number, caption) for number, caption in enumerate(captions, 1))
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        where = display_path(str(file))
        raise LibraryError(f"{where} cannot be written: {error.strerror or error}.") from error


def _entry(caption: VideoCaption) -> dict[str, object]:
    return {"file": display_path(caption.path), "caption": caption.text, "source": caption.source}


def _cue(number: int, caption: VideoCaption) -> str:
    millis = max(1, round(caption.duration * 1000))
    hours, minutes, seconds = millis // 3_600_000, millis // 60_000 % 60, millis // 1000 % 60
    end = f"{hours:02}:{minutes:02}:{seconds:02},{millis % 1000:03}"
    return f"{number}\n00:00:00,000 --> {end}\n{caption.text}\n\n"
