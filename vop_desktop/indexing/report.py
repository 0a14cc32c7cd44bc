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
    if plan.to_read or plan.returned or plan.vanished:
        known = known_below(library, survey.places, *model)  # else it is as the survey saw it
    if plan.to_read or failed or survey.failures:
        failed = failed_below(library, survey.places)
    rows, complete = known.rows, known.complete
    whole: set[int] = set()  # videos that are complete
    states: dict[int, VideoState] = {}  # of the others
    files: list[FileState] = []
    failures: list[Failure] = []
    unread = 0  # failed before their content was known
    for path in survey.files:
        row = rows.get(path)
        outcome = None
        if row is not None and row[4] in complete:
            whole.add(row[4])
            if path not in failed:  # as nearly all are
                files.append(FileState(path, "complete"))
                continue
        elif row is not None and (outcome := known.others.get(row[4])) is not None:
            states[row[4]] = outcome[0]
        if path in failed:
            unread += row is None
            outcome = ("failed", failed[path].stage, failed[path].reason)
        if outcome is not None:
            files.append(FileState(path, *outcome))
            if outcome[0] == "failed":
                failures.append(Failure(path, outcome[1], outcome[2]))
    counts = list(states.values())
    return IndexReport(
        videos=len(whole) + len(counts),
        complete=len(whole),
        partial=counts.count("partial"),
        failed=counts.count("failed") + unread,
        unchanged=plan.unchanged,
        moved=tally.moved,
        missing=sum(row[3] for row in rows.values()),
        segments=tally.segments,
        frames=tally.frames,
        seconds=tally.seconds,
        cancelled=tally.cancelled,
        failures=(*survey.failures, *failures),
        files=tuple(files),
    )
