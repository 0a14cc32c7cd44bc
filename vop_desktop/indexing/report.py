"""What a run says of itself at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from vop_desktop.indexing.survey import Plan, Survey
from vop_desktop.library.lookup import failed_below, known_below
from vop_desktop.library.store import Library
from vop_desktop.records import Detail, Failure, FileState, IndexReport, VideoState


@dataclass(slots=True)
class Tally:
    """What was done so far.

    Attributes:
        stored: ids of the videos that were read.
        moved: files found at a new path.
        segments: stored.
        frames: decoded.
        cancelled: whether the run was stopped.
        seconds: it took.
    """

    stored: set[int] = field(default_factory=set)
    moved: int = 0
    segments: int = 0
    frames: int = 0
    cancelled: bool = False
    seconds: float = 0.0


def make_report(
    library: Library, survey: Survey, plan: Plan, model: tuple[str, Detail], tally: Tally
) -> IndexReport:
    """Every file that was found, with its state under the model of the run.

    A file that the run did not get to is not mentioned.
    """
    known, failed = survey.known, survey.failed
    if plan.to_read or plan.returned or known.keys() - survey.files.keys():
        known = known_below(library, survey.places, *model)  # else it is as the survey saw it
    if plan.to_read or failed or survey.failures:
        failed = failed_below(library, survey.places)
    states: dict[int, VideoState] = {}
    files: list[FileState] = []
    unread = 0  # failed before their content was known
    for path in survey.files:
        row = known.get(path)
        if row is not None and (outcome := row[4]) is not None:
            states[row[3]] = outcome[0]
            if path not in failed:
                files.append(FileState(path, *outcome))
                continue
        if path in failed:
            unread += row is None
            files.append(FileState(path, "failed", failed[path].stage, failed[path].reason))
    failures = [Failure(f.path, f.stage, f.reason) for f in files if f.state == "failed"]
    counts = list(states.values())
    return IndexReport(
        videos=len(counts),
        complete=counts.count("complete"),
        partial=counts.count("partial"),
        failed=counts.count("failed") + unread,
        unchanged=len(plan.unchanged),
        moved=tally.moved,
        missing=sum(row[2] for row in known.values()),
        segments=tally.segments,
        frames=tally.frames,
        seconds=tally.seconds,
        cancelled=tally.cancelled,
        failures=(*survey.failures, *failures),
        files=tuple(files),
    )
