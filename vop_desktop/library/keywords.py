"""What is known of a video in letters: names, folders, captions, tags and subtitles, in a full-text index.

Triggers note which videos have changed, whoever changes them; `sync` brings the index up to date. So
nothing that renames, tags or captions a video has to know of this file. Subtitles are put in when a
video is indexed (`put_subtitles`).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library
from vop_desktop.records import SubtitleLine

KeywordKind = Literal["name", "caption", "tag", "folder", "subtitle"]

KINDS: tuple[KeywordKind, ...] = ("name", "caption", "tag", "folder", "subtitle")  # best evidence first
WEIGHTS = "8, 6, 6, 3, 2"  # of the columns, in that order
SYNC_BATCH = 200  # videos a transaction
MAX_WORDS = 16  # of a query that are looked up
MAX_LINES = 20_000  # subtitle lines of a video
MAX_ROWS = 2000  # found at a time
FEW = 500  # videos that are asked for by name

# Scripts without spaces between words: each character is a word of its own, and a word a phrase of them.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])"
)


@dataclass(frozen=True, slots=True)
class KeywordHit:
    """A video that holds the words.

    Attributes:
        kind: where they stand; the best place if there are several.
        start: seconds, of a subtitle.
        text: the subtitle.
    """

    video_id: int
    kind: KeywordKind
    start: float = 0.0
    text: str = ""


# --- the index is kept up to date -----------------------------------------------------------------------


def sync(library: Library, *, limit: int | None = None, wait: bool = True) -> int:
    """Takes in what was renamed, moved, captioned or tagged since; gives the number of videos.

    Args:
        library: of this thread.
        limit: at most so many videos, where the rest can wait.
        wait: for a writer that holds the library; else LibraryError at once.
    """
    done = 0
    while limit is None or done < limit:
        batch = min(SYNC_BATCH, SYNC_BATCH if limit is None else limit - done)
        stale = [row[0] for row in library.query("SELECT video_id FROM keywords_stale LIMIT ?", batch)]
        if not stale:
            break
        timeout = library.query("PRAGMA busy_timeout")[0][0]
        try:
            if not wait:
                library.query("PRAGMA busy_timeout = 0")
            with library.transaction():
                for video_id in stale:
                    _write_video(library, video_id)
        finally:
            library.query(f"PRAGMA busy_timeout = {timeout}")
        done += len(stale)
    return done


def _write_video(library: Library, video_id: int) -> None:
    _remove(library, video_id, subtitles=False)
    files = library.query(
        "SELECT f.path, r.path FROM files f LEFT JOIN roots r ON r.id = f.root_id WHERE f.video_id = ?",
        video_id,
    )
    paths = [(path_from_db(path), path_from_db(root or "")) for path, root in files]
    names = {os.path.splitext(os.path.basename(path))[0] for path, _ in paths}
    folders = {_folder_words(path, root) for path, root in paths}
    captions = [  # lines of subtitles are found as such, at their times
        row[0]
        for row in library.query(
            "SELECT text FROM captions WHERE video_id = ? AND source <> 'subtitle'", video_id
        )
    ]
    tags = [row[0] for row in library.query("SELECT tag FROM tags WHERE video_id = ?", video_id)]
    values = [indexable(" \n ".join(sorted(texts))) for texts in (names, captions, tags, folders)]
    if any(values):
        _insert(library, video_id, [[*values, "", 0.0]])
    if not library.query("SELECT 1 FROM videos WHERE id = ?", video_id):
        _remove(library, video_id, subtitles=True)
    library.execute("DELETE FROM keywords_stale WHERE video_id = ?", video_id)


def _folder_words(path: str, root: str) -> str:
    """The folders that a person gave names to: the watched one and what lies below it."""
    folder = os.path.dirname(path)
    above = os.path.dirname(root.rstrip(os.sep)) if root else os.path.dirname(os.path.dirname(folder))
    return os.path.relpath(folder, above) if above and folder.startswith(above) else folder


def _remove(library: Library, video_id: int, *, subtitles: bool) -> None:
    rows = library.query(
        "SELECT id FROM keyword_rows WHERE video_id = ? AND subtitle = ?", video_id, int(subtitles)
    )
    library.execute_many("DELETE FROM keywords WHERE rowid = ?", rows)
    library.execute_many("DELETE FROM keyword_rows WHERE id = ?", rows)


def _insert(library: Library, video_id: int, rows: Sequence[Sequence[object]]) -> None:
    first = library.query("SELECT coalesce(max(id), 0) + 1 FROM keyword_rows")[0][0]
    library.execute_many(
        "INSERT INTO keyword_rows (id, video_id, subtitle) VALUES (?, ?, ?)",
        [(first + i, video_id, int(bool(row[4]))) for i, row in enumerate(rows)],
    )
    library.execute_many(
        "INSERT INTO keywords (rowid, name, caption, tag, folder, subtitle, video_id, start) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(first + i, *row[:5], video_id, row[5]) for i, row in enumerate(rows)],
    )


def subtitle_stamps(library: Library, videos: Collection[int], *, unlike: str) -> dict[int, str | None]:
    """What the subtitles of videos were read from when `put_subtitles` was called last; None for never.

    Args:
        library: of this thread.
        videos: which; many are looked up by going through all.
        unlike: a stamp that is no news: the videos that have it are left out.
    """
    among = f" AND v.id IN ({', '.join(map(str, videos))})" if len(videos) <= FEW else ""
    return dict(
        library.query(
            "SELECT v.id, s.stamp FROM videos v LEFT JOIN subtitle_sources s ON s.video_id = v.id "
            "WHERE s.stamp IS NOT ?" + among,
            unlike,
        )
    )


def subtitles_differ(library: Library, unlike: str) -> bool:
    """Whether a video that could be read has another stamp than this one, or none; see `subtitle_stamps`."""
    return bool(
        library.query(
            "SELECT EXISTS (SELECT 1 FROM videos v LEFT JOIN subtitle_sources s ON s.video_id = v.id "
            "WHERE s.stamp IS NOT ? AND v.state <> 'failed')",
            unlike,
        )[0][0]
    )


def put_subtitles(library: Library, video_id: int, lines: Iterable[SubtitleLine], stamp: str = "") -> None:
    """Replaces the subtitles of a video. The same line at the same second comes once.

    Args:
        library: of this thread.
        video_id: whose.
        lines: at most MAX_LINES of them are kept.
        stamp: tells what they were read from, for `subtitle_stamps`.
    """
    unique = {(round(line.start), " ".join(line.text.split())): line for line in lines}
    rows = [["", "", "", "", indexable(text), unique[key].start] for key in unique if (text := key[1])]
    with library.transaction():
        _remove(library, video_id, subtitles=True)
        _insert(library, video_id, rows[:MAX_LINES])
        library.execute(
            "INSERT OR REPLACE INTO subtitle_sources (video_id, stamp) VALUES (?, ?)", video_id, stamp
        )


# --- looking up -----------------------------------------------------------------------------------------


def find_words(library: Library, words: Sequence[str], unwanted: Sequence[str] = ()) -> list[KeywordHit]:
    """Videos that have every one of the words in one place, best first.

    Args:
        library: of this thread.
        words: as typed; word endings do not matter. None of them finds nothing.
        unwanted: words or phrases that must not stand there.
    """
    wanted = [term for term in map(_phrase, words[:MAX_WORDS]) if term]
    if not wanted:
        return []
    match = " AND ".join(wanted)
    without = [term for term in map(_phrase, unwanted[:MAX_WORDS]) if term]
    if without:
        match = f"({match}) NOT ({' OR '.join(without)})"
    return _hits(library, _rows(library, match), wanted)


def find_phrase(library: Library, phrase: str) -> list[KeywordHit]:
    """Videos in which exactly these words stand one after the other, best first."""
    term = _phrase(phrase)
    if not term:
        return []
    exact = _bare(phrase)
    rows = [
        row for row in _rows(library, term) if any(exact in _bare(text) for text in row[2:7])
    ]  # the index also knows other endings of a word
    return _hits(library, rows, [term])


def _rows(library: Library, match: str) -> list[tuple[int, int, str, str, str, str, str, float]]:
    return library.query(
        "SELECT rowid, video_id, name, caption, tag, folder, subtitle, start FROM keywords "
        f"WHERE keywords MATCH ? ORDER BY bm25(keywords, {WEIGHTS}) LIMIT {MAX_ROWS}",
        match,
    )


def _hits(
    library: Library, rows: Sequence[tuple[int, int, str, str, str, str, str, float]], terms: Sequence[str]
) -> list[KeywordHit]:
    """One hit a video, at its best row."""
    kinds = _kinds(library, rows, terms)
    found: dict[int, KeywordHit] = {}
    for row in rows:
        kind = kinds.get(row[0], "subtitle" if row[6] else "name")
        text = row[6] if kind == "subtitle" else ""
        before = found.get(row[1])
        if before is None or KINDS.index(kind) < KINDS.index(before.kind):
            found[row[1]] = KeywordHit(row[1], kind, row[7], text)
    return list(found.values())


def _kinds(
    library: Library, rows: Sequence[tuple[int, int, str, str, str, str, str, float]], terms: Sequence[str]
) -> dict[int, KeywordKind]:
    """In which column of each row the words stand: the first that has them all, else the first with any."""
    open_rows = {row[0] for row in rows if not row[6]}
    found: dict[int, KeywordKind] = {}
    for joint in (" AND ", " OR ") if len(terms) > 1 else (" AND ",):
        for kind in KINDS[:-1]:
            if not open_rows:
                return found
            match = f"{{{kind}}} : ({joint.join(terms)})"
            span = (min(open_rows), max(open_rows))
            matching = library.query(
                "SELECT rowid FROM keywords WHERE keywords MATCH ? AND rowid BETWEEN ? AND ?", match, *span
            )
            hits = open_rows.intersection(row[0] for row in matching)
            found.update(dict.fromkeys(hits, kind))
            open_rows -= hits
    return found


def indexable(text: str) -> str:
    """Text as the index takes it: composed and whole characters, a space beside each that is a word."""
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return _UNSPACED.sub(r" \1 ", whole)


def split_words(text: str) -> list[str]:
    """The words of a text in small letters; a run of Chinese counts as one."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


def _phrase(text: str) -> str:
    """Words as one FTS5 string, quoted whole: no sign in them means anything. Empty if there is no word."""
    plain = _plain(text).strip()
    return f'"{plain}"' if plain else ""


def _plain(text: str) -> str:
    """Small letters and single spaces, with one at either end."""
    return " " + " ".join(re.findall(r"\w+", indexable(text).lower().replace("_", " "))) + " "


def _bare(text: str) -> str:
    """The same without accents, for comparing."""
    decomposed = unicodedata.normalize("NFKD", _plain(text))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
