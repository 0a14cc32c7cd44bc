"""`vop index` over the collection of real and broken videos, where that lies beside the checkout."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import REPOSITORY, Answer, Vop
from vop_desktop.library import Library
from vop_desktop.library.rows import path_from_db

MEDIA = REPOSITORY.parent / "shared" / "media"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (MEDIA / "MANIFEST.csv").is_file(), reason="the collection is not there"),
]


@dataclass(frozen=True)
class Runs:
    """Two runs over the collection, and what its manifest says of each file, by path."""

    vop: Vop
    first: Answer
    second: Answer
    manifest: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, tiny_pack: Path) -> Runs:
    with (MEDIA / "MANIFEST.csv").open(newline="", encoding="utf-8") as table:
        manifest = {str(MEDIA / row["file"]): row for row in csv.DictReader(table)}
    vop = Vop(tmp_path_factory.mktemp("media") / "home")
    command = ("index", MEDIA, "--pack", tiny_pack, "--json", "--files")
    return Runs(vop, vop(*command), vop(*command), manifest)


def by_path(report: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {file["path"]: file for file in report["files"]}


def allowed(row: dict[str, str]) -> set[str]:
    """The states that fit what the manifest says of a file."""
    expected = row["expected"]
    if expected == "SLOW":
        return {"complete", "partial", "failed"}
    states = {"partial"} if "slow" in row["notes"] else set()  # on a busy machine its time is over first
    for word in expected.split("-OR-"):
        states.add("partial" if word.endswith("PARTIAL") else "failed" if word == "REJECT" else "complete")
    return states


def test_every_file_is_accounted_for_and_ends_as_the_manifest_says(runs: Runs) -> None:
    files = by_path(runs.first.document)

    assert set(files) == set(runs.manifest)
    deviations = [
        (Path(path).name, runs.manifest[path]["expected"], file["state"], file["stage"], file["reason"])
        for path, file in files.items()
        if file["state"] not in allowed(runs.manifest[path])
    ]
    assert deviations == []


def test_the_failures_are_the_failed_files_each_with_its_cause(runs: Runs) -> None:
    report = runs.first.document
    failed = {path: file for path, file in by_path(report).items() if file["state"] == "failed"}

    assert (runs.first.code, runs.first.err) == (3, "")
    assert {failure["path"] for failure in report["failures"]} == set(failed)
    for file in report["files"]:
        assert bool(file["reason"]) == bool(file["stage"]) == (file["state"] != "complete"), file
        assert file["stage"] in {"", "scan", "probe", "decode", "encode"}


def test_there_are_frames_of_a_file_unless_it_failed(runs: Runs) -> None:
    with Library.open(runs.vop.home / "data" / "library.sqlite") as library:
        rows = library.query(
            "SELECT f.path, coalesce(s.segments * s.frames, 0) FROM files f "
            "LEFT JOIN segments s ON s.video_id = f.video_id"
        )
    frames = {path_from_db(key): count for key, count in rows}
    for path, file in by_path(runs.first.document).items():
        assert (frames.get(path, 0) > 0) == (file["state"] != "failed"), path


def test_the_counts_are_those_of_the_contents(runs: Runs) -> None:
    report = runs.first.document
    contents = {runs.manifest[file["path"]]["sha256"]: file["state"] for file in report["files"]}
    states = Counter(contents.values())

    assert report["videos"] == len(contents)
    assert {name: report[name] for name in states} == states
    assert (report["unchanged"], report["moved"], report["missing"]) == (0, 0, 0)
    status = runs.vop("status", "--json").document
    assert [status[name] for name in ("videos", "complete", "partial", "failed")] == [
        report[name] for name in ("videos", "complete", "partial", "failed")
    ]
    assert status["segments"] == report["segments"]


def test_no_file_holds_up_the_others(runs: Runs) -> None:
    assert runs.first.document["seconds"] < 240


def test_a_second_run_decodes_nothing_and_takes_next_to_no_time(runs: Runs) -> None:
    first, second = runs.first.document, runs.second.document

    assert runs.second.code == 3
    assert second["unchanged"] == len(runs.manifest)
    assert (second["segments"], second["frames"]) == (0, 0)
    assert second["seconds"] < first["seconds"] / 20
    assert by_path(second) == by_path(first)
    assert second["failures"] == first["failures"]
