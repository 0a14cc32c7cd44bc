"""`vop library locate` and `gently`: where a watched folder lies now, and how it is read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from vop_desktop.cli.common import json_option, library_option, open_library
from vop_desktop.cli.output import print_json
from vop_desktop.records import display_path


@click.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@library_option
@json_option
def locate(old: str, new: str, library: Path | None, as_json: bool) -> None:
    """Say that the watched folder OLD is now NEW: nothing is read anew."""
    from vop_desktop.library.roots import locate_root

    with open_library(library) as lib:
        files = locate_root(lib, old, new)
    if as_json:
        print_json({"old": display_path(old), "new": display_path(new), "files": files})
    else:
        count = f"{files} file{'' if files == 1 else 's'}"
        click.echo(f"{count} of {display_path(old)} pointed to {display_path(new)}.")


@click.command()
@click.argument("folder", type=click.Path())
@click.option("--off", is_flag=True, help="Read it like all others again.")
@library_option
def gently(folder: str, off: bool, library: Path | None) -> None:
    """Read the watched folder FOLDER one file at a time, after all others: for slow disks and networks."""
    from vop_desktop.library.roots import set_gentle

    path = os.path.abspath(folder)
    with open_library(library) as lib:
        set_gentle(lib, path, not off)
    how = "like all others" if off else "gently: one file at a time, after all others"
    click.echo(f"{display_path(path)} is read {how}.")
