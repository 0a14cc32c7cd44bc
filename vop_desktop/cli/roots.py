"""`vop library locate`: a watched folder that lies somewhere else now."""

from __future__ import annotations

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
