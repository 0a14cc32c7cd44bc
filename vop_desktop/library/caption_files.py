"""Captions out of files that people and data sets keep them in, read as a stream.

A line (`.txt`), a cell (`.csv`, `.tsv`), an entry (`.json`, `.jsonl`) or a cue (`.srt`, `.vtt`) is a caption;
the annotation files of MSR-VTT, DiDeMo, ActivityNet and LSMDC are among these. What cannot be used is told
with its line.
"""

from __future__ import annotations

import codecs
import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vop_desktop.errors import LibraryError
from vop_desktop.library.captions import MAX_CAPTION
from vop_desktop.records import display_path

CAPTION_COLUMNS = ("caption", "sentence", "description", "text", "title", "captions", "sentences")
LSMDC_COLUMNS = 6
BLOCK = 1 << 18  # bytes or letters read at a time
MOST_PROBLEMS = 1000  # that are kept with their line; all are counted
MAX_JSON_OBJECT = 256 * 2**20  # letters of a JSON file that is one object, and so is read whole
MAX_LINE = 1 << 20  # letters of one line
MAX_ENTRY = 1 << 22  # letters of one entry of a JSON list
PAGE_START = re.compile(r"\s*<(!doctype\s+html|html[\s>]|\?xml)", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|\{\\[^{}]{0,80}\}")
CUE_TIMES = re.compile(r"\d+:\d\d(:\d\d)?[.,]\d+\s*-->\s*\d+:\d\d(:\d\d)?[.,]\d+")


@dataclass(slots=True)
class Problems:
    """What was left out of a file: the first `MOST_PROBLEMS` in words, all of them counted."""

    count: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, where: str, reason: str) -> None:
        """Tells of one more."""
        self.count += 1
        if len(self.told) < MOST_PROBLEMS:
            self.told.append(f"{where}: {reason}")


def stream_captions(file: Path, problems: Problems) -> Iterator[str]:
    """The captions of a file in its order, trimmed, without mark-up; repeated ones come again.

    Args:
        file: one of `READERS`' endings.
        problems: is told what was left out.

    Raises:
        LibraryError: the file cannot be read, is of no known kind, or holds no caption.
    """
    reader = READERS.get(file.suffix.lower())
    name = display_path(str(file))
    if reader is None:
        known = " ".join(READERS)
        raise LibraryError(f"{name} is no file of captions that can be read. Known endings: {known}.")
    found = False
    try:
        with file.open("rb") as raw:
            encoding = _encoding(raw, name)
            stream = io.TextIOWrapper(
                raw, encoding, errors="replace", newline="" if reader is _table else None
            )
            for where, text in reader(stream, name, problems):
                caption = _cleaned(text, where, problems)
                if caption:
                    found = True
                    yield caption
    except OSError as error:
        raise LibraryError(f"{name} cannot be read: {error.strerror or error}.") from error
    if not found:
        why = f" {problems.told[0]}." if problems.told else " It is empty."
        raise LibraryError(f"{name} holds no caption.{why}")


def plain_text(text: str) -> str:
    """A text in one line, without mark-up."""
    if "<" in text or "{\\" in text:
        text = TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.replace("\0", " ").split())


def _cleaned(text: str, where: str, problems: Problems) -> str:
    text = plain_text(text)
    if not text:
        problems.add(where, "there is no text")
    elif len(text) > MAX_CAPTION:
        problems.add(where, f"{len(text)} letters are no caption")
        return ""
    return text


def _encoding(raw: io.BufferedReader, name: str) -> str:
    """Looks through the whole file, so that one odd letter at its end does not surprise."""
    head = raw.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        if max(odd, even) < len(head) // 4:
            raise LibraryError(f"{name} is no text.")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    else:
        encoding = _utf8_or_latin1(raw, head)
    raw.seek(0)
    start = head.decode(encoding, "ignore").lstrip("\ufeff")
    if PAGE_START.match(start):
        raise LibraryError(
            f"{name} is a web page, not a file of captions. Save the text itself and import that."
        )
    return encoding


def _utf8_or_latin1(raw: io.BufferedReader, head: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = head
    try:
        while block:
            decoder.decode(block)
            block = raw.read(BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


# --- the kinds: each gives (where, text) --------------------------------------------------------------

Found = Iterator[tuple[str, str]]


def _plain(stream: io.TextIOWrapper, name: str, problems: Problems) -> Found:
    for number, line in _numbered(stream, problems):
        if line.strip():
            yield f"line {number}", line


def _numbered(stream: io.TextIOWrapper, problems: Problems) -> Iterator[tuple[int, str]]:
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith("\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith("\n"):
                pass
            problems.add(f"line {number}", "it is far too long")
        else:
            yield number, line


def _table(stream: io.TextIOWrapper, name: str, problems: Problems) -> Found:
    first = stream.readline(MAX_LINE)
    stream.seek(0)
    delimiter = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    cells = next(csv.reader([first], delimiter=delimiter), [])
    header = [cell.strip().lower() for cell in cells]
    column = next((header.index(known) for known in CAPTION_COLUMNS if known in header), None)
    lsmdc = delimiter == "\t" and column is None and len(cells) == LSMDC_COLUMNS
    if column is None and len(cells) > 2 and not lsmdc:
        raise LibraryError(
            f"The first line of {name} names no column “caption” ({', '.join(header[:6])}). "
            "Write one in, or keep the captions alone."
        )
    if lsmdc:  # its quotes are text
        rows = csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(stream, delimiter=delimiter)
    if column is not None:
        next(rows)
    wanted = len(cells) - 1 if column is None else column
    yield from _cells(rows, wanted, len(cells), problems)


def _cells(rows: Any, wanted: int, width: int, problems: Problems) -> Found:
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            problems.add(f"line {rows.line_num}", f"{error}")
            continue
        if row is None:
            return
        if len(row) == width:
            yield f"line {rows.line_num}", row[wanted]
        elif any(cell.strip() for cell in row):
            reason = f"it has {len(row)} columns, the first line {width}"
            problems.add(f"line {rows.line_num}", reason)


def _json_lines(stream: io.TextIOWrapper, name: str, problems: Problems) -> Found:
    for number, line in _numbered(stream, problems):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            problems.add(f"line {number}", f"it is no JSON ({error})")
            continue
        yield from _texts(entry, f"line {number}", problems)


def _json(stream: io.TextIOWrapper, name: str, problems: Problems) -> Found:
    start = stream.read(BLOCK).lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        yield from _json_entries(stream, start[1:], problems)
        return
    text = start + stream.read(MAX_JSON_OBJECT)
    if stream.read(1):
        raise LibraryError(f"{name} is one large object. Keep captions in a list, or one a line (.jsonl).")
    try:
        whole = json.loads(text)
    except ValueError as error:
        if text:
            raise LibraryError(f"{name} is no JSON: {error}.") from error
        return
    if isinstance(whole, dict):
        named = next(
            (whole[key] for key in ("sentences", "captions") if isinstance(whole.get(key), list)), None
        )
        entries = whole.items() if named is None else enumerate(named, 1)
        for key, entry in entries:
            yield from _texts(entry, f"entry {key}", problems)


def _json_entries(stream: io.TextIOWrapper, text: str, problems: Problems) -> Found:
    """The entries of a list, one after the other, without the whole of it in memory."""
    decoder = json.JSONDecoder()
    number, at = 0, 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at < len(text) and text[at] == "]":
            return
        try:
            entry, end = decoder.raw_decode(text, at) if at < len(text) else (None, at)
        except ValueError as error:
            entry, end, fault = None, at, str(error)
        else:
            fault = "the file ends within the list"
        if end == at or end == len(text):  # perhaps cut: a number goes on, a text is not closed
            more = stream.read(BLOCK) if len(text) - at < MAX_ENTRY else ""
            if more:
                text, at = text[at:] + more, 0
                continue
            if end == at:
                problems.add(f"entry {number + 1}", f"{fault}; what follows is left out")
                return
        number, at = number + 1, end
        yield from _texts(entry, f"entry {number}", problems)


def _texts(entry: Any, where: str, problems: Problems) -> Found:
    """The captions of one entry: a text, a list of texts, or an object that has one of the known names."""
    if isinstance(entry, dict):
        entry = next((entry[name] for name in CAPTION_COLUMNS if name in entry), None)
    texts = entry if isinstance(entry, list) else [entry]
    for text in texts:
        if isinstance(text, str):
            yield where, text
        else:
            problems.add(where, "there is no text called caption, sentence, description or text")


def _cues(stream: io.TextIOWrapper, name: str, problems: Problems) -> Found:
    """Cues of subtitles; notes, styles and numbers are no captions."""
    began, said, timed = 1, list[str](), False

    def closed() -> Found:
        if timed and said:
            yield f"line {began}", " ".join(said)
        elif said and not said[0].startswith(("WEBVTT", "NOTE", "STYLE", "REGION")) and not timed:
            problems.add(f"line {began}", "this has no times, so that it is no cue")

    for number, line in _numbered(stream, problems):
        text = line.strip()
        if not text:
            yield from closed()
            began, said, timed = number + 1, [], False
        elif CUE_TIMES.match(text):
            said, timed = [], True  # what stood before is the cue's number or name
        else:
            said.append(text)
    yield from closed()


READERS: dict[str, Callable[[io.TextIOWrapper, str, Problems], Found]] = {
    ".txt": _plain, ".csv": _table, ".tsv": _table, ".json": _json, ".jsonl": _json_lines,
    ".srt": _cues, ".vtt": _cues,
}  # fmt: skip
