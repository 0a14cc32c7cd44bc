"""The first half of a run: what is there, and which files of it have to be read."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vop_desktop.errors import MediaError
from vop_desktop.indexing.progress import ProgressMeter
from vop_desktop.library.captions import read_captions_csv
from vop_desktop.library.lookup import (
    FailedPath,
    KnownPaths,
    failed_below,
    known_below,
    known_with_stem,
    root_ids,
)
from vop_desktop.library.places import is_excluded, lies_in
from vop_desktop.library.reach import has_entries
from vop_desktop.library.removing import bring_back
from vop_desktop.library.store import Library
from vop_desktop.media.scanner import (
    FileLook,
    ScannedBatch,
    ScannedVideos,
    is_sidecar_name,
    is_video_name,
    scan_in_batches,
    sidecars_of,
)
from vop_desktop.records import Detail, Failure, VideoFile, is_service_name

MAX_TRIES = 3  # of a file: then it is parked
PARKED = f"the program ended {MAX_TRIES} times while reading this file; it is left out"


@dataclass(slots=True)
class Survey:
    """What was found at some places, and what the library knows of them.

    Attributes:
        places: what was looked at: folders with all below them, or single files.
        files: every file with a video extension, by path.
        roots: id of the root that the files of a folder belong to, and of files that belong to another one
            than the first of their folder; see `root_of`.
        sidecars: texts of the same name beside videos, by the video's path.
        texted: the folders with texts in them, as far as whole folders were looked through.
        caption_tables: `captions.csv` files.
        captioned: the paths whose captions are read anew; None for all that were found.
        mounts: folders on which another drive is mounted.
        failures: folders and files that could not be looked at.
        unplugged: roots that hold known files and now nothing: mount points of a disk that is gone.
        reachable: the roots that were looked at and are there.
        known, failed: what the library knows of the places.
    """

    places: list[str] = field(default_factory=list)
    files: dict[str, FileLook] = field(default_factory=dict)
    roots: dict[str, int] = field(default_factory=dict)
    sidecars: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texted: list[str] = field(default_factory=list)
    caption_tables: list[str] = field(default_factory=list)
    captioned: set[str] | None = None
    mounts: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unplugged: set[str] = field(default_factory=set)
    reachable: set[str] = field(default_factory=set)
    known: KnownPaths = field(default_factory=KnownPaths)
    failed: dict[str, FailedPath] = field(default_factory=dict)

    def root_of(self, path: str) -> int:
        """Id of the root that a file belongs to."""
        return self.roots.get(path) or self.roots[os.path.dirname(path)]


@dataclass(slots=True)
class Plan:
    """What there is to do about the files of a survey.

    Attributes:
        to_read: the files to be read, in order.
        returned: paths that were missing and are as they were.
        vanished: paths that are not there any more.
        unchanged: how many files are as they were.
    """

    to_read: list[VideoFile] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unchanged: int = 0


def survey_folders(
    library: Library,
    folders: Sequence[str],
    model: tuple[str, Detail],
    meter: ProgressMeter,
    cancel: threading.Event,
) -> Survey:
    """Scans folders and adds them to the roots of the library.

    Raises:
        MediaError: a new folder does not exist; nothing was changed.
    """
    survey = Survey(places=list(folders))
    for folder in set(folders) - root_ids(library).keys():
        if os.path.isdir(folder):
            bring_back(library, folder)
    roots = root_ids(library)
    scans = [
        (folder, scan_in_batches([folder], excludes=library.excludes(folder), cancel=cancel))
        if folder not in roots or has_entries(folder)
        else (folder, iter(()))
        for folder in folders
    ]
    first = [next(entries, None) for _, entries in scans]  # a folder that is not there is refused here
    for (folder, entries), entry in zip(scans, first, strict=True):
        if folder in roots and folder not in root_ids(library):
            continue  # removed meanwhile
        root_id = library.add_root(folder)
        for batch in itertools.chain([entry] if entry is not None else [], entries):
            _take(survey, batch, root_id)
            meter.scanned(len(survey.files))
        known_below(library, [folder], *model, known=survey.known)
        survey.failed.update(failed_below(library, [folder]))
        _judge_root(survey, folder)  # after the scan: a disk may go while it is scanned
    meter.scanned(len(survey.files))
    _pass_over_forgotten(library, survey)
    return survey


def survey_paths(
    library: Library, paths: Iterable[str], model: tuple[str, Detail], cancel: threading.Event
) -> Survey:
    """Looks at some paths below the roots, at the price of these: files, folders, or what is gone.

    Paths that lie in no root are passed over, as is all below a root that is not there.
    """
    roots = root_ids(library)
    survey = Survey(captioned=set())
    for path in _outermost(paths):
        root = max((root for root in roots if lies_in(path, root)), key=len, default=None)
        if root is None or (path != root and _is_hidden(os.path.relpath(path, root))):
            continue
        if root not in survey.reachable and not has_entries(root):
            survey.unplugged.add(root)
            continue
        survey.reachable.add(root)
        survey.places.append(path)
        _look(library, survey, path, roots[root], cancel)
    _pass_over_forgotten(library, survey)
    _pass_over_excluded(library, survey, roots)
    survey.known = known_below(library, survey.places, *model)
    survey.failed = failed_below(library, survey.places)
    assert survey.captioned is not None
    survey.captioned.update(survey.files)
    for path in survey.captioned:
        sidecars = sidecars_of(path)
        if sidecars:
            survey.sidecars[path] = sidecars
    for folder in {os.path.dirname(path) for path in survey.captioned}:
        table = os.path.join(folder, "captions.csv")
        if table not in survey.caption_tables and os.path.isfile(table):
            survey.caption_tables.append(table)
    for root in list(survey.reachable):
        if not has_entries(root):  # went meanwhile
            survey.reachable.discard(root)
            survey.unplugged.add(root)
    return survey


def _pass_over_forgotten(library: Library, survey: Survey) -> None:
    """A video that a person forgot stays so as long as its file looks the same."""
    for path, look in library.forgotten_files().items():
        if survey.files.get(path) == (path, *look):
            _leave_out(survey, path)


def _pass_over_excluded(library: Library, survey: Survey, roots: Mapping[str, int]) -> None:
    """What a root leaves out; a scan of the whole root does not even go there."""
    by_id = {root_id: root for root, root_id in roots.items()}
    patterns = {root_id: library.excludes(by_id[root_id]) for root_id in set(survey.roots.values())}
    for path in list(survey.files):
        root_id = survey.root_of(path)
        if is_excluded(path, by_id[root_id], patterns[root_id]):
            _leave_out(survey, path)


def _leave_out(survey: Survey, path: str) -> None:
    del survey.files[path]
    survey.sidecars.pop(path, None)


def _outermost(paths: Iterable[str]) -> list[str]:
    """Each path once, without those that lie in another one."""
    kept: list[str] = []
    for path in sorted({os.path.abspath(path) for path in paths}, key=lambda path: Path(path).parts):
        if not kept or not lies_in(path, kept[-1]):
            kept.append(path)
    return kept


def _is_hidden(below_root: str) -> bool:
    return any(is_service_name(part) for part in Path(below_root).parts)


def _look(library: Library, survey: Survey, path: str, root_id: int, cancel: threading.Event) -> None:
    folder, name = os.path.split(path)
    assert survey.captioned is not None
    try:
        if os.path.isdir(path):
            for batch in scan_in_batches([path], cancel=cancel):
                _take(survey, batch, root_id)
        elif is_video_name(name) and os.path.isfile(path):
            status = Path(path).stat()
            _take(survey, ScannedVideos([(path, status.st_size, status.st_mtime_ns)], {}), root_id)
        elif name.lower() == "captions.csv" and os.path.isfile(path):
            survey.captioned.update(os.path.join(folder, video) for video in read_captions_csv(Path(path)))
        elif is_sidecar_name(name):
            survey.captioned.update(known_with_stem(library, os.path.splitext(path)[0]))
    except (MediaError, FileNotFoundError):
        pass  # gone meanwhile


def _take(survey: Survey, batch: ScannedBatch, root_id: int) -> None:
    if isinstance(batch, ScannedVideos):
        files = {look[0]: look for look in batch.files if look[0] not in survey.files}
        survey.files.update(files)
        if files and survey.roots.setdefault(os.path.dirname(batch.files[0][0]), root_id) != root_id:
            survey.roots.update(dict.fromkeys(files, root_id))
        survey.sidecars.update(batch.sidecars)
    elif isinstance(batch, Failure):
        if batch not in survey.failures:  # folders may lie in each other
            survey.failures.append(batch)
    else:
        if batch.texts:
            survey.texted.append(batch.path)
        if batch.mounted:
            survey.mounts.append(batch.path)
        if batch.captions_csv is not None and batch.captions_csv not in survey.caption_tables:
            survey.caption_tables.append(batch.captions_csv)


def _judge_root(survey: Survey, folder: str) -> None:
    held = any(not row.missing for path, row in survey.known.items() if lies_in(path, folder))
    if not os.path.isdir(folder) or (held and not has_entries(folder)):
        survey.unplugged.add(folder)
    else:
        survey.reachable.add(folder)


def plan_reading(
    survey: Survey, *, retry: bool, first: Sequence[str] = (), newest_first: bool = True
) -> Plan:
    """Compares what was found with what the library knows: an unchanged file costs no more than its stat.

    Args:
        survey: what was found.
        retry: read known failures and partial videos again.
        first: files and folders to begin with, in this order.
        newest_first: whether of the others the newest file comes first; else they come as they were found.
    """
    plan = Plan(vanished=_vanished(survey))
    rows, complete, failed = survey.known.rows, survey.known.complete, survey.failed
    open_ones = [
        look
        for look in survey.files.values()
        if (row := rows.get(look[0])) is None
        or row[1] != look[1]
        or row[2] != look[2]
        or row[3]
        or row[4] not in complete
        or look[0] in failed
    ]  # the other files cost no more than this
    for file in itertools.starmap(VideoFile, open_ones):
        path = file.path
        known = survey.known.get(path)
        if known is not None and (known.size, known.mtime_ns) == file[1:] and path not in failed:
            settled = known.outcome is not None and (not retry or known.outcome[0] == "complete")
        else:
            settled = path in failed and not retry and _is_hopeless(failed[path], file)
        if not settled:
            plan.to_read.append(file)
        elif known is not None and known.missing:
            plan.returned.append(path)
    plan.unchanged = len(survey.files) - len(plan.to_read)
    plan.to_read.sort(key=lambda file: (_rank(file.path, first), -file.mtime_ns if newest_first else 0))
    return plan


def _is_hopeless(failure: FailedPath, file: VideoFile) -> bool:
    """Whether reading an unchanged file again makes no sense.

    What kept it from being looked at may have passed: that is tried three times.
    """
    same = (failure.size, failure.mtime_ns) == (file.size, file.mtime_ns)
    return same and (failure.stage != "scan" or failure.tries >= MAX_TRIES)


def _rank(path: str, first: Sequence[str]) -> int:
    return next((number for number, place in enumerate(first) if lies_in(path, place)), len(first))


def _vanished(survey: Survey) -> list[str]:
    """Known paths at the places that were not met, unreadable and unplugged places apart."""
    blocked = [failure.path for failure in survey.failures] + sorted(survey.unplugged)
    gone = {path for known in (survey.known, survey.failed) for path in known if path not in survey.files}
    return [path for path in gone if not any(lies_in(path, place) for place in blocked)]
