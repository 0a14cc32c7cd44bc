"""`vop evaluate`: recall of a pack on the test sets of the paper, or on one's own pairs."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vop_desktop.cli.common import (
    EXIT_WITH_FAILURES,
    device_option,
    json_option,
    pack_option,
    stop_on_signals,
)
from vop_desktop.cli.output import print_json
from vop_desktop.records import display_path

if TYPE_CHECKING:
    from vop_desktop.tuning.evaluate import Evaluation

MOST_LISTED = 20  # missing videos named on the screen; JSON has them all


@click.command()
@click.argument("dataset")
@click.option("--videos", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
              help="Folder of the videos.")  # fmt: skip
@click.option("--annotations", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
              help="Folder of the annotation files; that of the videos if not given.")  # fmt: skip
@pack_option
@device_option
@click.option("--limit", type=click.IntRange(1), help="The first so many videos only.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Draw recall over rank into this PNG.")  # fmt: skip
@json_option
def evaluate(
    dataset: str, videos: Path | None, annotations: Path | None, pack: str, device: str, limit: int | None,
    plot: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Measure how well a pack finds the videos of DATASET by their texts, and the other way round.

    DATASET is msrvtt-9k, msrvtt-7k, didemo, activitynet, lsmdc, samples (a folder made by vop samples), or a
    CSV file with the columns file and caption. Videos that are missing are listed, and the figures say on
    how many they rest. Recall is in percent; equal scores share the average of their ranks.
    """
    from vop_desktop.tuning.datasets import read_test_set
    from vop_desktop.tuning.evaluate import evaluate as run

    cancel = threading.Event()
    test_set = read_test_set(dataset, videos, annotations, limit=limit)
    show = _show if sys.stderr.isatty() and not as_json else None
    with stop_on_signals(cancel):
        result = run(test_set, pack, device=device, progress=show, cancel=cancel)
    if plot is not None:
        from vop_desktop.tuning.plot import save_plot

        heading = f"{result.title or display_path(dataset)}, {result.pack}, {result.videos} videos"
        save_plot(plot, heading, result.t2v_ranks, result.v2t_ranks)
    if as_json:
        print_json(result.document())
    else:
        click.echo(_summary(result))
    _tell_problems(result)
    sys.exit(EXIT_WITH_FAILURES if result.missing or result.problems else 0)


def _show(phase: str, done: int, total: int) -> None:
    click.echo(f"\r\x1b[K{phase}: {done} of {total}", err=True, nl=phase == "captions" and done == total)


def _summary(result: Evaluation) -> str:
    rests = f"all {result.total}" if result.complete else f"{result.videos} of {result.total}"
    lines = [
        f"{result.title or 'Own pairs'} with the pack “{result.pack}”, on {rests} videos "
        f"and {result.captions} captions:",
        f"{'':24}{'R@1':>8}{'R@5':>8}{'R@10':>8}{'MdR':>8}{'MnR':>8}",
    ]
    document = result.document()
    named = [("", document)]
    if result.paper is not None:
        named += [
            (f"paper, {result.paper.method}", document["paper"]),
            ("difference", document["difference"]),
        ]
    for way in ("t2v", "v2t"):
        for label, source in named:
            values = source[way].items()
            cells = (f"{v:+8.1f}" if label == "difference" else f"{v:8.1f}" for _, v in values)
            lines.append(f"{way} {label:20}{''.join(cells)}")
    if result.paper is not None and not result.complete:
        lines.append("The paper's figures are for all videos; among fewer, each is easier to find.")
    return "\n".join(lines)


def _tell_problems(result: Evaluation) -> None:
    for problem in result.problems:
        click.echo(f"  left out  {display_path(problem.path)}: {problem.reason}", err=True)
    for name in result.missing[:MOST_LISTED]:
        click.echo(f"  missing   {display_path(name)}", err=True)
    if len(result.missing) > MOST_LISTED:
        click.echo(f"  and {len(result.missing) - MOST_LISTED} more; --json lists them all", err=True)
