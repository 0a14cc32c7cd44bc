"""`vop captions`: sets of captions that clips can be given, and the captions of the library."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import click

from vop_desktop.cli.common import (
    EXIT_WITH_FAILURES,
    json_option,
    library_option,
    open_library,
    stop_on_signals,
)
from vop_desktop.cli.output import print_json
from vop_desktop.errors import VopDesktopError
from vop_desktop.records import display_path

MOST_TOLD = 20  # problems on the screen; JSON has the first thousand


@click.group()
def captions() -> None:
    """Sets of captions: import, list, remove; export those of your videos."""


@captions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "name", default="", metavar="NAME", help="Name of the set; the file's if not given.")
@library_option
@json_option
def import_(file: Path, name: str, library: Path | None, as_json: bool) -> None:
    """Import FILE: .txt, .csv, .tsv, .json, .jsonl, .srt, .vtt, or annotations of MSR-VTT, DiDeMo,
    ActivityNet or LSMDC. A second import adds what is new."""
    from vop_desktop.library.caption_sets import import_captions
    from vop_desktop.model.packs import list_packs

    reserved = frozenset(pack.name for pack in list_packs() if pack.captions)
    show = _show if sys.stderr.isatty() and not as_json else None
    cancel = threading.Event()
    with open_library(library, create=True) as lib, stop_on_signals(cancel):
        done = import_captions(lib, file, name, reserved=reserved, progress=show, cancel=cancel)
    if as_json:
        print_json({"set": done.set, "added": done.added, "repeated": done.repeated,
                    "left_out": done.left_out, "problems": list(done.problems)})  # fmt: skip
    else:
        again = f"; {done.repeated} were there already" if done.repeated else ""
        click.echo(f"{done.added} captions are new in the set “{done.set}”{again}.")
    for problem in done.problems[:MOST_TOLD]:
        click.echo(f"  left out  {display_path(problem)}", err=True)
    if done.left_out > MOST_TOLD:
        click.echo(f"  and {done.left_out - MOST_TOLD} more places", err=True)
    sys.exit(EXIT_WITH_FAILURES if done.left_out else 0)


@captions.command("list")
@library_option
@json_option
def list_(library: Path | None, as_json: bool) -> None:
    """List the caption sets of the library."""
    from vop_desktop.library.caption_sets import list_sets
    from vop_desktop.library.captions import install_everyday

    with open_library(library, create=True) as lib:
        install_everyday(lib)
        sets = list_sets(lib)
    if as_json:
        print_json({"sets": [{"name": s.name, "captions": s.captions, "imported": s.own} for s in sets]})
        return
    for each in sets:
        click.echo(f"{each.captions:9,}  {each.name}{'  (imported)' if each.own else ''}")


@captions.command()
@click.argument("name")
@library_option
def remove(name: str, library: Path | None) -> None:
    """Remove the imported set NAME with its embeddings."""
    from vop_desktop.library.caption_sets import remove_set

    with open_library(library) as lib:
        removed = remove_set(lib, name)
    click.echo(
        f"The set “{name}” with {removed} captions is gone from the library; its file was not touched."
    )


@captions.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--video", type=click.Path(), metavar="PATH", help="Captions of this video only.")
@library_option
def export(file: Path, video: str | None, library: Path | None) -> None:
    """Write the captions of the library's videos to FILE: .csv, .json, or .srt for one video."""
    from vop_desktop.library.caption_sets import export_captions, video_captions

    with open_library(library) as lib:
        found = video_captions(lib, None if video is None else os.path.abspath(video))
    if not found:
        whose = "No video of the library" if video is None else display_path(video)
        has = "has a caption" if video is None else "has no caption in the library"
        raise VopDesktopError(f"{whose} {has}; nothing was written.")
    export_captions(found, file)
    click.echo(f"{len(found)} captions are in {display_path(str(file))}.")


def _show(read: int) -> None:
    click.echo(f"\r\x1b[K{read:,} captions", err=True, nl=False)
