"""The captions of a clip, as a whole and moment by moment, and lists of them as CSV, JSON and SRT."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from vop_desktop.errors import VopDesktopError
from vop_desktop.records import CaptionHit, FloatArray, caption_document, display_path
from vop_desktop.search.captions import CaptionRanker

Kind = Literal["csv", "json", "srt"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMNS = ("file", "caption", "start", "end", "score", "margin", "set", "accepted")


@dataclass(frozen=True, slots=True)
class MomentCaptions:
    """The captions of a part of a clip, best first; seconds."""

    start: float
    end: float
    captions: tuple[CaptionHit, ...]


@dataclass(frozen=True, slots=True)
class ClipCaptions:
    """The captions of a clip, best first.

    Attributes:
        path: the file.
        duration: seconds.
        captions: of the whole.
        moments: of its parts, where asked for.
        accepted: texts that a person chose for it, suggested or not.
    """

    path: str
    duration: float
    captions: tuple[CaptionHit, ...]
    moments: tuple[MomentCaptions, ...] = ()
    accepted: tuple[str, ...] = ()


def describe(
    ranker: CaptionRanker,
    path: str,
    segments: FloatArray,
    spans: npt.NDArray[np.float64],
    *,
    sets: Sequence[str] | None = None,
    limit: int = 10,
    moments: bool = False,
) -> ClipCaptions:
    """Captions for a clip. Belongs to the thread of `ranker`.

    Args:
        ranker: what to choose with.
        path: of the clip.
        segments: float32 [N, D], unit length.
        spans: float64 [N, 2], seconds.
        sets: to choose from; all where None.
        limit: captions of the whole, and of each moment.
        moments: each segment by itself as well.
    """
    parts = []
    for (start, end), row in zip(spans.tolist() if moments else (), segments, strict=False):
        found = ranker.rank(row[None], sets=sets, limit=limit, diverse=True)
        parts.append(MomentCaptions(start, end, tuple(found)))
    whole = ranker.rank(segments, sets=sets, limit=limit, diverse=True)
    duration = float(spans[:, 1].max()) if len(spans) else 0.0
    return ClipCaptions(path, duration, tuple(whole), tuple(parts))


def clip_document(clip: ClipCaptions, *, alone: bool = False) -> dict[str, Any]:
    """As JSON shows it; that of a single clip is fixed (DESIGN §7), others tell more of each caption."""
    found: dict[str, Any] = {
        "clip": display_path(clip.path),
        "captions": [caption_document(hit) if alone else _entry(hit, clip) for hit in clip.captions],
    }
    if clip.moments:
        found["moments"] = [
            {
                "start": round(moment.start, 3),
                "end": round(moment.end, 3),
                "captions": [_entry(hit, clip) for hit in moment.captions],
            }
            for moment in clip.moments
        ]
    return found


def render(clips: Sequence[ClipCaptions], kind: Kind) -> str:
    """A list of captions as text; pure.

    CSV has a row for each caption of each clip and moment, `file` and `caption` first, so that it can be
    tuned on; `accepted` says which a person chose. SRT has one caption for each moment, an accepted one or
    else the best, neighbours that say the same in one; it belongs to one clip.
    """
    if kind == "json":
        return json.dumps([clip_document(clip) for clip in clips], ensure_ascii=False, indent=1) + "\n"
    if kind == "csv":
        text = io.StringIO(newline="")
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        rows.writerows(row for clip in clips for row in _rows(clip))
        return text.getvalue()
    return "".join(_cue(number, *cue) for clip in clips for number, cue in enumerate(_cues(clip), 1))


def write_captions(clips: Sequence[ClipCaptions], target: Path) -> list[Path]:
    """Writes captions to a `.csv`, `.json` or, those of one clip, `.srt`, whole or not at all.

    A folder takes an `.srt` for each clip; what has such a name there already is left as it is, and the
    clip's gets a number.

    Returns:
        The files that were written.

    Raises:
        VopDesktopError: the ending says no known kind, or a file cannot be written.
    """
    if target.is_dir():
        return [_write(render([clip], "srt"), _free(target, Path(clip.path).stem)) for clip in clips]
    check_target(target, len(clips))
    kind: Kind = target.suffix.lower()[1:]  # type: ignore[assignment]
    return [_write(render(clips, kind), target)]


def check_target(target: Path, clips: int) -> None:
    """Says in words why captions of so many clips cannot be written to a file of this name."""
    if target.is_dir():
        return
    kind = target.suffix.lower()[1:]
    if kind not in KINDS:
        raise VopDesktopError(
            f"Captions are written as .csv, .json or .srt, or as .srt into a folder that is there, not as "
            f"{display_path(target.name)}."
        )
    if kind == "srt" and clips > 1:
        raise VopDesktopError("An .srt file belongs to one clip. Name a folder for them, or .csv or .json.")


def _rows(clip: ClipCaptions) -> list[tuple[object, ...]]:
    parts = [MomentCaptions(0.0, clip.duration, clip.captions), *clip.moments]
    name = display_path(clip.path)
    rows: list[tuple[object, ...]] = []
    for part in parts:
        span = round(part.start, 3), round(part.end, 3)
        rows += [
            (name, hit.text, *span, *_numbers(hit), hit.set, "yes" if hit.text in clip.accepted else "no")
            for hit in part.captions
        ]
    return rows


def _cues(clip: ClipCaptions) -> list[tuple[float, float, str]]:
    parts = clip.moments or (MomentCaptions(0.0, clip.duration, clip.captions),)
    cues: list[tuple[float, float, str]] = []
    for part in parts:
        if not part.captions:
            continue
        texts = [hit.text for hit in part.captions]
        text = next((text for text in texts if text in clip.accepted), texts[0])
        if cues and cues[-1][2] == text:
            cues[-1] = (cues[-1][0], part.end, text)
        else:
            cues.append((part.start, part.end, text))
    return cues


def _cue(number: int, start: float, end: float, text: str) -> str:
    return f"{number}\n{_stamp(start)} --> {_stamp(max(end, start + 0.001))}\n{text}\n\n"


def _stamp(seconds: float) -> str:
    millis = round(seconds * 1000)
    return f"{millis // 3_600_000:02}:{millis // 60_000 % 60:02}:{millis // 1000 % 60:02},{millis % 1000:03}"


def _entry(hit: CaptionHit, clip: ClipCaptions) -> dict[str, object]:
    margin = round(hit.margin, 2) if hit.rated else None
    return {**caption_document(hit), "margin": margin, "accepted": hit.text in clip.accepted}


def _numbers(hit: CaptionHit) -> tuple[object, object]:
    return (round(hit.score, 4), round(hit.margin, 2)) if hit.rated else ("", "")


def _free(folder: Path, stem: str) -> Path:
    names = (folder / f"{stem}{'' if number == 1 else f'-{number}'}.srt" for number in range(1, 10_000))
    return next(name for name in names if not name.exists())


def _write(text: str, file: Path) -> Path:
    part = file.with_name(file.name + ".part")
    try:
        part.write_bytes(text.encode("utf-8", "replace"))
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        where = display_path(str(file))
        raise VopDesktopError(f"{where} cannot be written: {error.strerror or error}.") from error
    return file
