"""Caption sets and captions for many clips, as a script runs them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers.videos import write_colours


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    return [
        write_colours(tmp_path / f"{number}.mp4", seconds=seconds, fps=5)
        for number, seconds in enumerate((1, 26))
    ]


def test_a_set_is_imported_used_listed_and_removed(
    vop: Vop, tiny_pack: Path, clips: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("id,caption\n1,a red card\n2,a <b>green</b> card\n3\n", "utf-16")
    answer = vop("captions", "import", file, "--json")
    assert answer.code == 3, answer.err
    assert answer.document["added"] == 2
    assert answer.document["problems"] == ["line 4: it has 1 columns, the first line 2"]
    sets = vop("captions", "list", "--json").document["sets"]
    assert {"name": "mine", "captions": 2, "imported": True} in sets

    one = vop("caption", clips[0], "--pack", tiny_pack, "--set", "mine", "--json").document
    assert set(one) == {"clip", "captions"}
    assert all(set(entry) == {"text", "score", "set"} for entry in one["captions"])
    assert {entry["text"] for entry in one["captions"]} == {"a red card", "a green card"}

    bad = tmp_path / "bad.mp4"
    bad.write_text("no video", "utf-8")
    answer = vop("caption", *clips, bad, "--pack", tiny_pack, "--set", "mine", "--moments", "--json")
    assert answer.code == 3, answer.err
    first, long, failed = answer.document
    assert [entry["text"] for entry in first["captions"]] == [entry["text"] for entry in one["captions"]]
    assert "margin" in first["captions"][0] and len(first["moments"]) == 1
    assert [moment["start"] for moment in long["moments"]] == [0, 24]
    assert all(len(moment["captions"]) == 2 for moment in long["moments"])
    assert "bad.mp4" in failed["failure"] and "Traceback" not in answer.err

    assert vop("captions", "remove", "mine").code == 0
    assert vop("captions", "remove", "mine").code == 1


def test_captions_of_the_library_are_exported(
    vop: Vop, tiny_pack: Path, clips: list[Path], tmp_path: Path
) -> None:
    assert vop("captions", "export", tmp_path / "out.csv").code == 1  # there is no library
    clips[0].with_suffix(".txt").write_text("a red card\n", "utf-8")
    assert vop("index", tmp_path, "--pack", tiny_pack).code == 0
    assert vop("captions", "export", tmp_path / "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["file", "caption"], [str(clips[0]), "a red card"]]
    answer = vop("captions", "export", tmp_path / "two.srt", "--video", clips[1])
    assert answer.code == 1 and "has no caption" in answer.err
    assert vop("captions", "export", tmp_path / "one.srt", "--video", clips[0]).code == 0
    assert "a red card" in (tmp_path / "one.srt").read_text("utf-8")
