"""`vop index` and `vop status`: what goes into the library, and what it holds."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vop_desktop.cli.common import (
    EXIT_WITH_FAILURES,
    device_option,
    json_option,
    library_option,
    open_library,
    pack_option,
    say_notices,
)
from vop_desktop.cli.output import failure_document, index_summary, print_json, show_progress
from vop_desktop.cli.watch import watch_folders
from vop_desktop.errors import LibraryError, VopDesktopError
from vop_desktop.records import display_path

if TYPE_CHECKING:
    from vop_desktop.library import Library


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER…", type=click.Path())
@library_option
@pack_option
@device_option
@click.option(
    "--detail", type=click.Choice(["whole", "normal", "fine"]), default="normal", show_default=True,
    help="How densely longer videos are looked at.",
)  # fmt: skip
@click.option("--retry", is_flag=True, help="Read known failures and partly read videos again.")
@click.option("--watch", is_flag=True, help="Go on watching the folders until stopped with Ctrl-C.")
@click.option("--files", "with_files", is_flag=True, help="List every file with its state.")
@json_option
def index(folders: tuple[str, ...], library: Path | None, pack: str, device: str, detail: Any, retry: bool,
          watch: bool, with_files: bool, as_json: bool) -> None:  # fmt: skip
    """Index folders of videos; unchanged files are passed over."""
    if watch and as_json:
        raise click.UsageError("--watch has no end that one JSON document could be printed at.")
    for folder in folders:
        if os.path.isfile(folder):
            raise VopDesktopError(f"{display_path(folder)} is a file. Name its folder. Nothing was changed.")
        if not os.path.isdir(folder):
            raise VopDesktopError(f"There is no folder {display_path(folder)}. Nothing was changed.")
    from vop_desktop.indexing import index_folders
    from vop_desktop.model.lazy import LazyEncoder

    encoder = LazyEncoder(pack, device=device)
    encoder.pack.check()  # first: without it no library is made
    if device != "auto":
        encoder.load()  # says now that the device is not there
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was done is kept
    with open_library(library, create=True) as lib:
        show = None if as_json or not sys.stderr.isatty() else show_progress
        if watch:
            watch_folders(lib, encoder, folders, detail=detail, retry=retry)
            return
        report = index_folders(lib, encoder, folders, detail=detail, progress=show, retry=retry)
        _look_after(lib)
    say_notices(encoder)
    if as_json:
        counts = (
            "videos",
            "complete",
            "partial",
            "failed",
            "unchanged",
            "moved",
            "missing",
            "segments",
            "frames",
        )
        document: dict[str, object] = {name: getattr(report, name) for name in counts}
        document["seconds"] = round(report.seconds, 3)
        document["failures"] = [failure_document(f) for f in report.failures]
        if with_files:
            document["files"] = [
                {"path": display_path(f.path), "state": f.state, "stage": f.stage, "reason": f.reason}
                for f in report.files
            ]
        print_json(document)
    else:
        click.echo(index_summary(report))
        for file in report.files if with_files else [f for f in report.files if f.state != "complete"]:
            why = f": {file.reason} ({file.stage})" if file.reason else ""
            click.echo(f"  {file.state}  {display_path(file.path)}{why}")
    sys.exit(EXIT_WITH_FAILURES if report.failed or report.partial or report.failures else 0)


def _look_after(lib: Library) -> None:
    """Backup, files that were missing for too long, room for thumbnails: none of it fails the run."""
    from vop_desktop.library.upkeep import look_after
    from vop_desktop.settings import Settings

    settings = Settings()
    try:
        notices = look_after(
            lib,
            missing_days=settings.get("missing_days"),
            thumbnail_megabytes=settings.get("thumbnail_limit"),
        )
    except LibraryError as error:
        click.echo(f"vop: {error}", err=True)
        return
    for notice in notices:
        click.echo(f"vop: {notice.text}", err=True)


@click.command()
@library_option
@json_option
def status(library: Path | None, as_json: bool) -> None:
    """Say what the library holds."""
    with open_library(library) as lib:
        lib.check_roots()
        state = lib.status()
    roots = [
        {"path": display_path(r.path), "reachable": r.reachable, "videos": r.videos} for r in state.roots
    ]
    failures = [failure_document(f) for f in state.failures]
    counts = {
        name: getattr(state, name)
        for name in ("videos", "complete", "partial", "failed", "missing", "segments")
    }
    if as_json:
        print_json({**counts, "roots": roots, "packs": list(state.packs), "failures": failures})
        return
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    for root in roots:
        click.echo(f"  {root['path']}: {root['videos']} videos{'' if root['reachable'] else ' (offline)'}")
    for failure in failures:
        click.echo(f"  failed  {failure['path']}: {failure['reason']} ({failure['stage']})")
