"""Captions: texts tied to videos, the built-in everyday set, and their embeddings."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from vop_desktop.library.rows import path_to_db
from vop_desktop.library.store import Library
from vop_desktop.records import FloatArray, IdArray

LIBRARY_SET = "library"
PERSON = "person"  # the source of a caption that a person wrote or accepted
EVERYDAY_SET = "everyday"
EVERYDAY_SETS = {"en": EVERYDAY_SET, "zh": "everyday-zh"}  # by the language that a pack has to know
CAPTIONS_CSV = "captions.csv"
MAX_CAPTION = 1000  # characters; what is longer is a document
READ_AT_ONCE = 20_000  # embeddings
MAX_CAPTION_FILE = 4 * 2**20  # bytes of a sidecar or captions.csv that are read

# Of a caption that no person wrote: beside the video, in its container, or a line of its subtitles.
Source = Literal["file", "title", "subtitle"]
CaptionState = tuple[tuple[int, int], ...]  # key and revision of each set


@dataclass(frozen=True, slots=True)
class StoredCaption:
    """A caption of a library with its key."""

    caption_id: int
    text: str
    set: str


def read_text(path: Path) -> str:
    """A text file in UTF-8 (with or without a byte-order mark), UTF-16 with one, or else Latin-1."""
    with path.open("rb") as stream:
        data = stream.read(MAX_CAPTION_FILE)
    return _decoded(data, cut=len(data) == MAX_CAPTION_FILE)  # perhaps within a character


def read_whole_text(path: Path) -> str:
    """As `read_text`, a file of any length. OSError if it cannot be read."""
    return _decoded(path.read_bytes(), cut=False)


def _decoded(data: bytes, *, cut: bool) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_sidecar(path: Path) -> list[str]:
    """The captions in a `.txt` beside a video: one a line. An unreadable file has none."""
    try:
        return clean_captions(read_text(path).splitlines())
    except OSError:
        return []


def read_captions_csv(path: Path) -> dict[str, list[str]]:
    """`captions.csv`: rows `file,caption`. Gives captions by file name; rows that do not fit are left out."""
    found: dict[str, list[str]] = {}
    try:
        rows = csv.reader(io.StringIO(read_text(path), newline=""))
        for number, row in enumerate(rows):
            if len(row) < 2 or (
                number == 0 and [cell.strip().lower() for cell in row[:2]] == ["file", "caption"]
            ):
                continue
            found.setdefault(row[0].strip(), []).append(row[1])
    except OSError:
        return {}
    except csv.Error:
        pass  # a quote that is never closed: what came before it counts
    return {name: clean_captions(texts) for name, texts in found.items()}


def clean_captions(texts: Iterable[str]) -> list[str]:
    """Trims, drops empty, over-long and repeated ones, keeps the order."""
    trimmed = (" ".join(text.split()) for text in texts)
    return list(dict.fromkeys(text for text in trimmed if 0 < len(text) <= MAX_CAPTION))


def set_file_captions(
    library: Library, captions: Mapping[str, Sequence[str]], source: Source = "file"
) -> None:
    """Ties the captions found beside or in files to their videos, replacing what was found there before.

    Args:
        library: the library.
        captions: by path; paths that the library does not know are left out.
        source: where they were found; those of other sources stay.
    """
    if not captions:
        return
    with library.transaction():
        set_id = new_set_id(library, LIBRARY_SET)
        by_video: dict[int, list[str]] = {}  # copies of a video may each have captions
        for path, texts in captions.items():
            for row in library.query("SELECT video_id FROM files WHERE path = ?", path_to_db(path)):
                by_video.setdefault(row[0], []).extend(texts)
        for video_id, found in by_video.items():
            _replace_captions(library, set_id, video_id, found, source)


def _replace_captions(
    library: Library, set_id: int, video_id: int, texts: Sequence[str], source: Source
) -> None:
    rows = library.query(
        "SELECT text FROM captions WHERE set_id = ? AND video_id = ? AND source = ?",
        set_id, video_id, source,
    )  # fmt: skip
    before = {row[0] for row in rows}
    removed = {
        row[0] for row in library.query("SELECT text FROM removed_captions WHERE video_id = ?", video_id)
    }
    for text in before - set(texts):
        library.execute(
            "DELETE FROM captions WHERE set_id = ? AND video_id = ? AND text = ? AND source = ?",
            set_id, video_id, text, source,
        )  # fmt: skip
    library.execute_many(
        "INSERT OR IGNORE INTO captions (set_id, video_id, text, source) VALUES (?, ?, ?, ?)",
        [(set_id, video_id, text, source) for text in texts if text not in before and text not in removed],
    )


def everyday_captions(language: str = "en") -> list[str]:
    """The built-in set of a language: `en` or `zh`."""
    name = "everyday.txt" if language == "en" else f"everyday.{language}.txt"
    text = (files("vop_desktop.resources") / "captions" / name).read_text("utf-8")
    return clean_captions(text.splitlines())


def install_everyday(library: Library, languages: Collection[str] = ("en",)) -> None:
    """Brings the built-in sets of a library to what this program ships; those of some languages."""
    for language, name in EVERYDAY_SETS.items():
        if language in languages or language == "en":
            install_set(library, name, everyday_captions(language))


def sets_for(library: Library, languages: Collection[str]) -> list[str]:
    """Names of the sets of a library, without the built-in ones in languages that a pack does not know."""
    foreign = {name for language, name in EVERYDAY_SETS.items() if language not in {"en", *languages}}
    return [name for name in caption_sets(library) if name not in foreign]


def install_set(library: Library, name: str, texts: Sequence[str]) -> None:
    """Brings a set that is not the person's own to what the program or a pack ships; cheap if it is."""
    if library.read_only:
        return
    version = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    if library.query("SELECT 1 FROM caption_sets WHERE name = ? AND version = ?", name, version):
        return
    with library.transaction():
        set_id = new_set_id(library, name)
        shipped = set(texts)
        old = library.query("SELECT id, text FROM captions WHERE set_id = ?", set_id)
        gone = [(row[0],) for row in old if row[1] not in shipped]
        library.execute_many("DELETE FROM captions WHERE id = ?", gone)
        library.execute_many(
            "INSERT OR IGNORE INTO captions (set_id, text, source) VALUES (?, ?, 'builtin')",
            [(set_id, text) for text in texts],
        )
        library.execute("UPDATE caption_sets SET version = ? WHERE id = ?", version, set_id)


def caption_sets(library: Library) -> list[str]:
    """Names of the sets of a library."""
    return [row[0] for row in library.query("SELECT name FROM caption_sets ORDER BY id")]


def caption_state(library: Library, sets: Sequence[str]) -> CaptionState:
    """What changes when a caption of the sets comes, goes or is edited."""
    rows = library.query(
        f"SELECT id, revision FROM caption_sets WHERE name IN ({_marks(sets)}) ORDER BY id", *sets
    )
    return tuple((key, revision) for key, revision in rows)


def count_captions(library: Library, name: str) -> int:
    """How many captions a set has."""
    return int(
        library.query(f"SELECT count(*) FROM captions WHERE set_id IN ({_set_ids(library, [name])})")[0][0]
    )


def count_unembedded(library: Library, model_id: str, sets: Sequence[str]) -> int:
    """How many captions of the sets have no embedding of a model yet."""
    return int(library.query(f"SELECT count(*) {_waiting(library, sets)}", model_id, 0)[0][0])


def unembedded_captions(
    library: Library, model_id: str, sets: Sequence[str], *, after: int = 0, limit: int = -1
) -> list[StoredCaption]:
    """Captions of the sets that have no embedding of a model yet, by id; `limit` of those above `after`."""
    rows = library.query(
        "SELECT c.id, c.text, (SELECT name FROM caption_sets s WHERE s.id = c.set_id) "
        f"{_waiting(library, sets)} ORDER BY c.id LIMIT ?",
        model_id, after, limit,
    )  # fmt: skip
    return [StoredCaption(*row) for row in rows]


def _waiting(library: Library, sets: Sequence[str]) -> str:
    return (
        "FROM captions c LEFT JOIN caption_embeddings e ON e.caption_id = c.id AND e.model_id = ? "
        f"WHERE c.id > ? AND +c.set_id IN ({_set_ids(library, sets)}) AND e.caption_id IS NULL"
    )


def put_caption_embeddings(
    library: Library, model_id: str, captions: Sequence[StoredCaption], embeddings: FloatArray
) -> None:
    """Stores float32 [N, D] embeddings of N captions as fp16; not in a library that can only be read."""
    if library.read_only:
        return
    library.execute_many(
        "INSERT OR REPLACE INTO caption_embeddings (caption_id, model_id, embedding) "
        "SELECT id, ?, ? FROM captions WHERE id = ?",  # one may have been removed meanwhile
        [
            (model_id, row.astype("<f2").tobytes(), caption.caption_id)
            for caption, row in zip(captions, embeddings, strict=True)
        ],
    )


def caption_matrix(
    library: Library, model_id: str, sets: Sequence[str]
) -> tuple[IdArray, npt.NDArray[np.float16]]:
    """The ids int64 [N] of the sets' captions and their embeddings float16 [N, D]: 2 D bytes a caption."""
    most = sum(count_captions(library, name) for name in dict.fromkeys(sets))
    ids = np.empty(most, np.int64)
    rows = np.empty((0, 0), np.float16)  # filled in place: twice of it may be more than there is room for
    last = found = 0
    while found < most:
        page = library.query(
            "SELECT e.caption_id, e.embedding FROM caption_embeddings e CROSS JOIN captions c "
            "ON c.id = e.caption_id WHERE e.caption_id > ? AND e.model_id = ? "
            f"AND +c.set_id IN ({_set_ids(library, sets)}) ORDER BY e.caption_id LIMIT {READ_AT_ONCE}",
            last, model_id,
        )[: most - found]  # fmt: skip
        if not page:
            break
        block = np.frombuffer(b"".join(row[1] for row in page), "<f2").reshape(len(page), -1)
        if not found:
            rows = np.empty((most, block.shape[1]), np.float16)
        end = found + len(page)
        ids[found:end], rows[found:end] = [row[0] for row in page], block
        found, last = end, page[-1][0]
    return ids[:found], rows[:found]


def captions_by_id(library: Library, ids: Iterable[int]) -> list[StoredCaption]:
    """Captions in the order of their ids as given; those that are gone are left out."""
    wanted = list(ids)
    rows = library.query(
        "SELECT c.id, c.text, s.name FROM captions c JOIN caption_sets s ON s.id = c.set_id "
        f"WHERE c.id IN ({', '.join(str(int(number)) for number in wanted) or 'NULL'})"
    )
    found = {row[0]: StoredCaption(*row) for row in rows}
    return [found[number] for number in wanted if number in found]


def _set_ids(library: Library, names: Sequence[str]) -> str:
    """The keys of sets, as SQL; asked for apart, so that SQLite walks captions by id or by set as told."""
    rows = library.query(f"SELECT id FROM caption_sets WHERE name IN ({_marks(names)})", *names)
    return ", ".join(str(row[0]) for row in rows) or "NULL"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values)) or "NULL"


def new_set_id(library: Library, name: str) -> int:
    """The key of a set, which is made if there is none of this name."""
    library.execute("INSERT OR IGNORE INTO caption_sets (name) VALUES (?)", name)
    return int(library.query("SELECT id FROM caption_sets WHERE name = ?", name)[0][0])
