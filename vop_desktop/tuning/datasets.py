"""The test sets of the paper, as their annotation files say (SPEC §5.3), and where each video should lie."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vop_desktop.errors import MediaError, TuneError
from vop_desktop.library.captions import read_whole_text
from vop_desktop.media.fingerprint import fingerprint
from vop_desktop.records import Failure, display_path
from vop_desktop.tuning.pairs import CaptionedVideo, PairSet, read_pairs

VIDEO_ENDINGS = (".mp4", ".webm", ".mkv", ".avi", ".mov", ".flv", ".3gp")
LSMDC_COLUMNS = 6
LSMDC_LEFT_OUT = "1012_Unbreakable_00.05.16.065-00.05.21.941"  # damaged; nobody's figures have it
DIDEMO_SECONDS = 30.0  # what the annotators were shown


@dataclass(frozen=True, slots=True)
class TestVideo:
    """One video of a test set.

    Attributes:
        name: as the annotations call it.
        places: where it may lie below the folder of videos, the likeliest first.
        captions: the texts that should find it; the same text may also belong to another video.
    """

    __test__ = False  # pytest takes the name for a test

    name: str
    places: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annotations:
    """What the annotation files of a test set say.

    Attributes:
        videos: in the order of the list.
        problems: lines that could not be used.
        seconds: the part of each video that counts, from its start; None for all of it.
    """

    videos: tuple[TestVideo, ...]
    problems: tuple[Failure, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class TestSet:
    """A test set whose videos were looked for.

    Attributes:
        title: as the paper calls it; empty for a person's own pairs.
        pairs: the videos that are there; its problems are lines and files that were left out.
        missing: videos that are not there.
        total: videos that the annotations name.
        seconds: as in `Annotations`.
    """

    __test__ = False

    title: str
    pairs: PairSet
    missing: tuple[str, ...]
    total: int
    seconds: float | None = None


def read_test_set(
    dataset: str, videos: Path | None, annotations: Path | None = None, *, limit: int | None = None
) -> TestSet:
    """Reads a test set and looks for its videos.

    Args:
        dataset: a name of `DATASETS` in any spelling (`msrvtt-9k`), `samples`, or a CSV file of pairs.
        videos: folder with the videos; may be None for a CSV file, whose own folder is meant then.
        annotations: folder with the annotation files; that of the videos if None.
        limit: the first so many videos only.

    Raises:
        TuneError: an annotation file is missing or is something else, or no video is there.
    """
    title = DATASET_NAMES.get(_plain(dataset))
    if title is None:
        return _own_pairs(dataset, videos, limit)
    if videos is None:
        raise TuneError(f"Say where the videos of {title} lie, with --videos DIR.")
    found = _READERS[title](annotations or videos)
    asked = found.videos[:limit]
    present, missing, problems = _look_for(asked, videos)
    if not present:
        raise TuneError(
            f"None of the {len(asked)} videos of {title} is in {display_path(str(videos))}. "
            f"The first should be {display_path(asked[0].places[0])}."
        )
    pairs = PairSet(tuple(present), (*found.problems, *problems))
    return TestSet(title, pairs, tuple(missing), len(asked), found.seconds)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _own_pairs(dataset: str, videos: Path | None, limit: int | None) -> TestSet:
    if _plain(dataset) == "samples":
        if videos is None:
            raise TuneError("Say where the sample clips lie, with --videos DIR; vop samples DIR draws some.")
        pairs = read_pairs(videos)
    else:
        source = Path(dataset)
        if not source.exists():
            known = ", ".join((*DATASETS, "samples"))
            raise TuneError(f"There is no data set or file {display_path(dataset)}. Known: {known}.")
        pairs = read_pairs(source, videos)
    missing = tuple(problem.path for problem in pairs.problems if not os.path.exists(problem.path))
    problems = tuple(problem for problem in pairs.problems if problem.path not in missing)
    total = min(len(pairs.videos) + len(missing), limit or sys.maxsize)
    return TestSet("", PairSet(pairs.videos[:limit], problems), missing, total)


def _look_for(
    asked: Sequence[TestVideo], folder: Path
) -> tuple[list[CaptionedVideo], list[str], list[Failure]]:
    present, missing, problems = list[CaptionedVideo](), list[str](), list[Failure]()
    for video in asked:
        places = (os.path.join(folder, place) for place in video.places)
        path = next((place for place in places if os.path.isfile(place)), None)
        if path is None:
            missing.append(video.name)
            continue
        try:
            present.append(CaptionedVideo(path, fingerprint(path), video.captions))
        except MediaError as error:
            problems.append(Failure(path, error.stage, error.reason))
    return present, missing, problems


# --- the formats --------------------------------------------------------------------------------------


def msrvtt(folder: Path) -> Annotations:
    """JSFusion's 1k-A: `key,vid_key,video_id,sentence`, one text a video, some texts twice."""
    file = _one_of(folder, "MSRVTT_JSFUSION_test.csv")
    reader = csv.DictReader(io.StringIO(_text(file), newline=""))
    if not {"video_id", "sentence"} <= set(reader.fieldnames or ()):
        raise TuneError(f"{display_path(str(file))} has no columns video_id and sentence in its first line.")
    rows, problems = list[tuple[str, str]](), list[Failure]()
    for row in reader:
        name, sentence = (row["video_id"] or "").strip(), (row["sentence"] or "").strip()
        if name and sentence and None not in row:
            rows.append((name, sentence))
        else:
            problems.append(_bad_line(file, reader.line_num, "it has not the columns of the first line"))
    return _gathered(rows, _with_endings, problems)


def didemo(folder: Path) -> Annotations:
    """Paragraphs of all descriptions of each listed video; names count as they are, dots and all."""
    listed = _lines(_one_of(folder, "test_list.txt"))
    file = _one_of(folder, "test_data.json")
    said: dict[str, list[str]] = {}
    problems: list[Failure] = []
    entries = _json(file, list)
    for number, entry in enumerate(entries, 1):
        if (
            isinstance(entry, dict)
            and isinstance(entry.get("video"), str)
            and isinstance(entry.get("description"), str)
        ):
            said.setdefault(entry["video"], []).append(entry["description"].strip())
        else:
            problems.append(Failure(str(file), "scan", f"entry {number} has no video or no description"))
    videos = []
    for name in listed:
        if name in said:
            # No file name of Windows ends in a dot, so that it may have got an ending there.
            places = (name, *(name[:-1] + ending for ending in VIDEO_ENDINGS if name.endswith(".")))
            videos.append(TestVideo(name, places, (" ".join(said[name]),)))
        else:
            problems.append(Failure(str(file), "scan", f"it says nothing about {name} of the list"))
    return Annotations(_some(videos, file), tuple(problems), DIDEMO_SECONDS)


def activitynet(folder: Path) -> Annotations:
    """Paragraphs of all sentences of `val_1.json`, for the ids of `val_ids.json` that it has."""
    file = _one_of(folder, "val_1.json")
    told = _json(file, dict)
    ids = _json(_one_of(folder, "val_ids.json"), list)
    videos: list[TestVideo] = []
    problems: list[Failure] = []
    for name in ids:
        if not isinstance(name, str) or name not in told:
            continue  # the list is also that of val_2, which has a few more
        sentences = told[name].get("sentences") if isinstance(told[name], dict) else None
        paragraph = " ".join(part.strip() for part in sentences or () if isinstance(part, str)).strip()
        if not paragraph:
            problems.append(Failure(str(file), "scan", f"{name} has no sentences"))
            continue
        short = name.removeprefix("v_")  # as most keep the files
        videos.append(TestVideo(name, (*_with_endings(short), *_with_endings(name)), (paragraph,)))
    return Annotations(_some(videos, file), tuple(problems))


def lsmdc(folder: Path) -> Annotations:
    """The challenge's 1,000 clips: tab-separated, six columns, no first line of names, quotes are text."""
    file = _one_of(
        folder, "LSMDC16_challenge_1000_publictect.csv", "LSMDC16_challenge_1000_publictext.csv"
    )  # the first spelling is the published one
    rows, problems = list[tuple[str, str]](), list[Failure]()
    for number, line in enumerate(_text(file).splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if cells == [""] or cells[0] == LSMDC_LEFT_OUT:
            continue
        if len(cells) != LSMDC_COLUMNS or not cells[0] or not cells[-1]:
            reason = f"it has {len(cells)} columns between tabs, where a clip and its sentence need six"
            problems.append(_bad_line(file, number, reason))
            continue
        rows.append((cells[0], cells[-1]))
    return _gathered(rows, _lsmdc_places, problems)


def _lsmdc_places(clip: str) -> tuple[str, ...]:
    movie = clip.partition(".")[0][:-3]  # what stands before the first dot ends in _HH, the hour
    names = _with_endings(clip, first=".avi")
    return (*(f"{movie}/{name}" for name in names), *names)


def _gathered(
    rows: Iterable[tuple[str, str]], places: Callable[[str], tuple[str, ...]], problems: list[Failure]
) -> Annotations:
    """Rows of one video belong together; it then has several captions."""
    said: dict[str, list[str]] = {}
    for name, caption in rows:
        said.setdefault(name, []).append(caption)
    videos = tuple(TestVideo(name, places(name), tuple(captions)) for name, captions in said.items())
    if not videos:
        where = problems[0].path if problems else "The annotation file"
        raise TuneError(f"{display_path(where)} holds not one line that can be used.")
    return Annotations(videos, tuple(problems))


def _some(videos: list[TestVideo], file: Path) -> tuple[TestVideo, ...]:
    if not videos:
        raise TuneError(f"{display_path(str(file))} describes none of the videos of the list beside it.")
    return tuple(videos)


def _with_endings(name: str, first: str = ".mp4") -> tuple[str, ...]:
    return tuple(name + ending for ending in dict.fromkeys((first, *VIDEO_ENDINGS)))


def _one_of(folder: Path, *names: str) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise TuneError(
        f"{names[0]} is not in {display_path(str(folder))}. "
        "Say with --annotations DIR where the annotation files lie."
    )


def _text(file: Path) -> str:
    try:
        return read_whole_text(file)
    except OSError as error:
        raise TuneError(f"{display_path(str(file))} cannot be read: {error.strerror or error}.") from error


def _lines(file: Path) -> list[str]:
    lines = (line.strip() for line in _text(file).splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _json(file: Path, kind: type[Any]) -> Any:
    try:
        found = json.loads(_text(file))
    except ValueError as error:
        raise TuneError(f"{display_path(str(file))} is no JSON: {error}.") from error
    if not isinstance(found, kind):
        raise TuneError(f"{display_path(str(file))} is JSON, but not the annotations of this data set.")
    return found


def _bad_line(file: Path, number: int, reason: str) -> Failure:
    return Failure(str(file), "scan", f"line {number}: {reason}")


_READERS: dict[str, Callable[[Path], Annotations]] = {
    "MSR-VTT-9k": msrvtt,
    "MSR-VTT-7k": msrvtt,  # another training set, the same test set
    "DiDeMo": didemo,
    "ActivityNet": activitynet,
    "LSMDC": lsmdc,
}
DATASETS = tuple(_READERS)
DATASET_NAMES = {_plain(title): title for title in DATASETS} | {"msrvtt": "MSR-VTT-9k"}
