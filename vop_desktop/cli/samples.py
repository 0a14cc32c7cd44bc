"""`vop samples`: sample clips to try the program with."""

from __future__ import annotations

from pathlib import Path

import click

from vop_desktop.cli.common import json_option
from vop_desktop.cli.output import print_json

STYLE_NAMES = ("cartoon", "chalk", "dusk")  # of samples.style, which is loaded when clips are drawn


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(1), default=60, show_default=True, help="Clips to draw.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other clips.")
@click.option(
    "--style",
    type=click.Choice(STYLE_NAMES),
    default="cartoon",
    show_default=True,
    help="How they look; the starter pack knows cartoon only.",
)
@json_option
def samples(folder: Path, count: int, seed: int, style: str, as_json: bool) -> None:
    """Draw sample clips into DIR, with captions.csv."""
    from vop_desktop.samples.write import write_samples

    written = write_samples(folder, count=count, seed=seed, style=style)
    if as_json:
        print_json({"folder": str(folder), "clips": len(written)})
    else:
        click.echo(
            f"{len(written)} clips and captions.csv are in {folder}. Index them with: vop index {folder}"
        )
