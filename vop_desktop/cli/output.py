"""What the command line prints: one JSON document, clock times, a line of progress."""

from __future__ import annotations

import json
import sys

import click

from vop_desktop.model.download_progress import DownloadProgress, size_text
from vop_desktop.records import Failure, IndexProgress, IndexReport, display_path
from vop_desktop.records import clock as clock  # noqa: PLC0414  the commands take it from here


def show_progress(progress: IndexProgress) -> None:
    """One line on stderr, written over again and again."""
    if progress.phase == "scanning":
        text = f"scanning: {progress.total} files"
    elif progress.phase == "indexing":
        left = "" if progress.seconds_left is None else f", about {clock(progress.seconds_left)} left"
        text = f"{progress.done} of {progress.total} files, {progress.rate:.1f} a second{left}"
    else:
        text = ""
    click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def show_download(progress: DownloadProgress) -> None:
    """One line on stderr for a download, written over again and again."""
    if progress.note:
        text = progress.note
    elif progress.phase == "downloading":
        left = "" if progress.seconds_left is None else f", about {clock(progress.seconds_left)} left"
        rate = f", {size_text(progress.rate)} a second{left}" if progress.rate else ""
        text = f"{size_text(progress.done)} of {size_text(progress.total)}{rate}"
    elif progress.phase == "checking":
        text = f"checking {progress.file}"
    else:
        text = "" if progress.phase == "done" else progress.phase
    click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def index_summary(report: IndexReport) -> str:
    """What a run did, in one line; what did not occur is not mentioned."""
    counts = {
        "complete": report.complete,
        "partial": report.partial,
        "failed": report.failed,
        "moved": report.moved,
        "missing": report.missing,
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none found"
    read = f"{report.frames} frames read" if report.frames else "nothing new"
    return (
        f"{report.videos} video{'' if report.videos == 1 else 's'}: {told}; {read} in {report.seconds:.1f} s."
    )


def failure_document(failure: Failure) -> dict[str, str]:
    """A failure as JSON shows it (DESIGN §7)."""
    return {"path": display_path(failure.path), "stage": failure.stage, "reason": failure.reason}


def print_json(document: object) -> None:
    """One document on stdout, in letters that it can show."""
    text = display_path(json.dumps(document, ensure_ascii=False, indent=2))  # all of it: queries as well
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # a code page of Windows
        text = json.dumps(json.loads(text), indent=2)
    click.echo(text)
