"""The figures that the paper reports, one row a data set and method."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from vop_desktop.search.metrics import Recall

METHOD_OF_VARIANT = {
    "vop": "VoP",
    "vop_p": "VoP-P",
    "vop_c": "VoP-C",
    "vop_f": "VoP-F",
    "vop_fp": "VoP-F+P",
    "vop_fc": "VoP-F+C",
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of the paper's tables; recall as shares of 1."""

    dataset: str
    method: str
    t2v: Recall
    v2t: Recall


def paper_rows() -> list[PaperRow]:
    """All rows, as they ship with the program."""
    text = (files("vop_desktop.resources") / "paper_results.csv").read_text("utf-8")
    return [
        PaperRow(row["dataset"], row["method"], _recall(row, "t2v"), _recall(row, "v2t"))
        for row in csv.DictReader(text.splitlines())
    ]


def paper_row(dataset: str, variant: str) -> PaperRow | None:
    """What the paper reports for a data set and a variant; None where it reports nothing."""
    method = METHOD_OF_VARIANT.get(variant)
    return next((r for r in paper_rows() if (r.dataset, r.method) == (dataset, method)), None)


def _recall(row: dict[str, str], way: str) -> Recall:
    r1, r5, r10 = (float(row[f"{way}_R{k}"]) / 100 for k in (1, 5, 10))
    return Recall(r1, r5, r10, float(row[f"{way}_MdR"]), float(row[f"{way}_MnR"]))
