"""`vop doctor`: one page for a report of a fault."""

from __future__ import annotations

from pathlib import Path

import click

from vop_desktop.cli.common import json_option, library_option
from vop_desktop.cli.output import print_json


@click.command()
@library_option
@click.option("--pack", default="", metavar="NAME", help="The model pack; that of the settings if not given.")
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda", "mps", "xpu"]), default=None,
    help="Where to compute; as in the settings if not given.",
)  # fmt: skip
@json_option
def doctor(library: Path | None, pack: str, device: str | None, as_json: bool) -> None:
    """Say what there is to know for a report of a fault: versions, devices, packs, library, disk.

    The page names no folder and no file of yours. Loading the pack takes seconds.
    """
    from vop_desktop.doctor import as_text, examine

    where = None if library is None else library.expanduser().absolute()
    page = examine(where, pack, device or "")
    if as_json:
        print_json({section.title: dict(section.lines) for section in page})
    else:
        click.echo(as_text(page))
