"""The first half of a run: what is in the folders, and which files of it have to be read."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from vop_desktop.indexing.progress import ProgressMeter
from vop_desktop.library.store import Library, has_entries
from vop_desktop.media.scanner import ScannedFolder, ScannedVideo, scan
from vop_desktop.records import Detail, Failure, VideoFile


@dataclass(slots=True)
class Survey:
    """What a scan found.

    Attributes:
        files: every file with a video extension, by path.
        roots: id of the root that each path belongs to.
        sidecars: `.txt` files beside videos, by the video's path.
        caption_tables: `captions.csv` files.
        failures: folders and files that could not be looked at.
        empty_roots: folders without a single entry: an unplugged disk's mount point, most likely.
    """

    files: dict[str, VideoFile] = field(default_factory=dict)
    roots: dict[str, int] = field(default_factory=dict)
    sidecars: dict[str, str] = field(default_factory=dict)
    caption_tables: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    empty_roots: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Plan:
    """Which files have to be read, and which paths are as they were."""

    to_read: list[VideoFile] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)


def survey_folders(
    library: Library, folders: Sequence[str], meter: ProgressMeter, cancel: threading.Event | None
) -> Survey:
    """Scans folders and adds them to the roots of the library.

    Raises:
        MediaError: a folder does not exist; nothing was changed.
    """
    survey = Survey()
    scans = [(folder, scan([folder], excludes=library.excludes(folder), cancel=cancel)) for folder in folders]
    first = [next(entries, None) for _, entries in scans]  # a folder that is not there is refused here
    for (folder, entries), entry in zip(scans, first, strict=True):
        root_id = library.add_root(folder)
        found = [] if entry is None else [entry]
        while found:
            _take(survey, found.pop(), root_id)
            meter.scanned(len(survey.files))
            following = next(entries, None)
            if following is not None:
                found.append(following)
        if os.path.isdir(folder) and not has_entries(folder):
            survey.empty_roots.add(folder)
    for path, look in library.forgotten_files().items():
        file = survey.files.get(path)
        if file is not None and (file.size, file.mtime_ns) == look:
            del survey.files[path], survey.roots[path]
            survey.sidecars.pop(path, None)
    return survey


def _take(survey: Survey, entry: ScannedVideo | ScannedFolder | Failure, root_id: int) -> None:
    if isinstance(entry, Failure):
        if entry not in survey.failures:  # folders may lie in each other
            survey.failures.append(entry)
    elif isinstance(entry, ScannedFolder):
        if entry.captions_csv is not None and entry.captions_csv not in survey.caption_tables:
            survey.caption_tables.append(entry.captions_csv)
    elif entry.file.path not in survey.files:
        survey.files[entry.file.path] = entry.file
        survey.roots[entry.file.path] = root_id
        if entry.sidecar is not None:
            survey.sidecars[entry.file.path] = entry.sidecar


def plan_reading(library: Library, survey: Survey, model_id: str, detail: Detail, *, retry: bool) -> Plan:
    """Compares what was found with what the library knows: an unchanged file costs no more than its stat."""
    known, failed = library.known_files(), library.failed_files()
    indexed = library.indexed_videos(model_id, detail)
    plan = Plan()
    for path, file in survey.files.items():
        now = (file.size, file.mtime_ns)
        before = known.get(path)
        settled = False
        if path in failed and failed[path][:2] == now:
            settled = not retry
        elif before is not None and (before.size, before.mtime_ns) == now and before.state != "failed":
            settled = before.video_id in indexed and not (retry and before.state == "partial")
        if settled and before is not None and before.missing:
            plan.returned.append(path)
        if settled:
            plan.unchanged.append(path)
        else:
            plan.to_read.append(file)
    plan.to_read.sort(key=lambda file: -file.mtime_ns)  # newest first: what people look for first
    return plan


def vanished(library: Library, survey: Survey, folders: Sequence[str]) -> list[str]:
    """Known paths below the folders that the scan did not meet, unreadable and empty places apart."""
    blocked = [failure.path for failure in survey.failures] + sorted(survey.empty_roots)
    return [
        path
        for path in list(library.known_files()) + list(library.failed_files())
        if path not in survey.files
        and any(lies_in(path, folder) for folder in folders)
        and not any(lies_in(path, place) for place in blocked)
    ]


def lies_in(path: str, folder: str) -> bool:
    """Whether a path is a folder or something below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
