"""`vop tune`: teaches a pack the words of captioned videos."""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vop_desktop.cli.common import (
    EXIT_WITH_FAILURES,
    device_option,
    json_option,
    library_option,
    open_library,
    pack_option,
    stop_on_signals,
)
from vop_desktop.cli.output import clock, failure_document, print_json
from vop_desktop.tuning.options import METHODS, TuneOptions, TuneProgress

if TYPE_CHECKING:
    from vop_desktop.tuning.report import Figures
    from vop_desktop.tuning.tune import TuneResult


@click.command()
@click.argument("pairs", required=False, type=click.Path(exists=True, path_type=Path))
@library_option
@pack_option
@device_option
@click.option("--name", required=True, help="What the new pack is called.")
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default="words",
    show_default=True,
    help="Which prompts are trained; words: those of the texts, so that no video is read again.",
)
@click.option(
    "--epochs", type=click.IntRange(1), default=5, show_default=True, help="Passes over the captions."
)
@click.option("--batch", type=click.IntRange(2), default=32, show_default=True, help="Pairs a step.")
@click.option("--rate", type=click.FloatRange(0), default=0.0, help="Learning rate; 0 tries a few.")
@click.option("--seed", type=int, default=24, show_default=True, help="Of the split and the order.")
@click.option("--progress-json", "lines", is_flag=True, help="Tell progress as JSON lines on stderr.")
@json_option
def tune(
    pairs: Path | None, library: Path | None, pack: str, device: str, name: str, method: str, epochs: int,
    batch: int, rate: float, seed: int, lines: bool, as_json: bool,
) -> None:  # fmt: skip
    """Tune a pack on PAIRS: a CSV file with the columns file and caption, or a folder that holds one.

    Without PAIRS the captioned videos of the library are used. Stopped with Ctrl-C, the same command goes
    on where it was. Under torchrun the work is shared by its processes.
    """
    from vop_desktop.tuning.library_pairs import library_pairs
    from vop_desktop.tuning.pairs import read_pairs
    from vop_desktop.tuning.tune import tune as run

    if pairs is None:
        with open_library(library) as lib:
            found = library_pairs(lib)
    else:
        found = read_pairs(pairs)
    options = TuneOptions(method=method, epochs=epochs, batch=batch, rate=rate, seed=seed)  # type: ignore[arg-type]
    cancel = threading.Event()
    show = _show if sys.stderr.isatty() and not as_json else None
    if lines:
        show = partial(_show_line, cancel)
    with stop_on_signals(cancel):
        result = run(found, pack, name, options, device=device, report=show, cancel=cancel)
    if os.environ.get("RANK", "0") != "0":
        return
    if as_json:
        print_json(_document(result))
    else:
        click.echo(_summary(result))
    for problem in result.problems:
        click.echo(f"  left out  {problem.path}: {problem.reason}", err=True)
    sys.exit(EXIT_WITH_FAILURES if result.problems else 0)


def _show(progress: TuneProgress) -> None:
    left = "" if progress.seconds_left is None else f", about {clock(progress.seconds_left)} left"
    seen = "" if progress.validation is None else f", validation R@1 {progress.validation[0]:.3f}"
    loss = "" if progress.loss != progress.loss else f", loss {progress.loss:.3f}"
    text = f"{progress.phase}: {progress.step} of {progress.steps}{loss}{seen}{left}"
    click.echo(f"\r\x1b[K{text}", err=True, nl=progress.phase == "done")


def _show_line(cancel: threading.Event, progress: TuneProgress) -> None:
    """One JSON object a line. With nobody left to read them the run ends, and keeps its state."""
    fields = {**asdict(progress), "loss": progress.loss if math.isfinite(progress.loss) else None}
    try:
        click.echo(json.dumps(fields), err=True)
    except OSError:
        cancel.set()


def _document(result: TuneResult) -> dict[str, object]:
    return {
        "pack": result.pack.name, "folder": str(result.pack.folder), "parameters": result.parameters,
        **result.report.document(), "seconds": round(result.seconds, 1),
        "failures": [failure_document(problem) for problem in result.problems],
    }  # fmt: skip


def _summary(result: TuneResult) -> str:
    report = result.report
    lines = [
        f"The pack “{result.pack.name}” is ready: {result.parameters:,} numbers were trained in "
        f"{clock(result.seconds)}.",
        f"On {report.captions} captions of {report.videos} videos that were held out:",
        "             R@1    R@5    R@10   median rank   mean rank",
    ]
    for word, figures in (("before", report.before), ("after", report.after)):
        lines += _rows(word, figures)
    lines.append(
        f"Text to video R@1 changed by {100 * report.gain:+.1f} points (95 % of resamples between "
        f"{100 * report.low:+.1f} and {100 * report.high:+.1f}): {report.verdict}."
    )
    lines.append(f"Use it with: vop search TEXT --pack {result.pack.name}")
    return "\n".join(lines)


def _rows(word: str, figures: Figures) -> list[str]:
    return [
        f"{word:6} {name}  {r.r1:.3f}  {r.r5:.3f}  {r.r10:.3f}  {r.median_rank:11.1f}  {r.mean_rank:10.1f}"
        for name, r in (("t2v", figures.t2v), ("v2t", figures.v2t))
    ]
