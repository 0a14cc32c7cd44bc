"""Caption sets and captions for many clips, as a script runs them."""

from __future__ import annotations

import csv
import json
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


def test_a_folder_of_clips_is_captioned_into_files(
    vop: Vop, tiny_pack: Path, clips: list[Path], tmp_path: Path
) -> None:
    below = tmp_path / "clips" / "below"
    below.mkdir(parents=True)
    short, long = (clip.rename(below / clip.name) for clip in clips)
    (below / "bad.mp4").write_text("no video", "utf-8")
    before = [(clip.stat().st_mtime_ns, clip.read_bytes()) for clip in (short, long)]
    words = tmp_path / "mine.txt"
    words.write_text("a red card\na green card\n花\n", "utf-8")
    assert vop("captions", "import", words).code == 0
    ask = ["caption", tmp_path / "clips", "--pack", tiny_pack, "--set", "mine", "--limit", "2", "--export"]

    table = tmp_path / "all.csv"
    answer = vop(*ask, table, "--write-sidecar")
    assert answer.code == 3, answer.err
    assert "bad.mp4" in answer.err and "Captions of 2 clips" in answer.out
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    of_short, of_long = ([row for row in rows if row["file"] == str(clip)] for clip in (short, long))
    assert [(float(row["start"]), float(row["end"])) for row in of_short] == [(0, 1)] * 2
    assert [float(row["start"]) for row in of_long] == [0, 0, 0, 0, 24, 24]  # the whole, and two moments
    assert (below / "0.txt").read_text("utf-8") == of_short[0]["caption"] + "\n"

    again = vop(*ask, tmp_path / "all.json", "--write-sidecar", "--json")
    assert again.code == 3
    listed = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert [len(entry.get("moments", [])) for entry in listed] == [0, 2]
    refused = [entry["failure"] for entry in again.document]
    assert sum("is there already" in reason for reason in refused) == 2

    (tmp_path / "srt").mkdir()
    (tmp_path / "srt" / "0.srt").write_text("mine", "utf-8")
    assert vop(*ask, tmp_path / "srt").code == 3
    assert (tmp_path / "srt" / "0.srt").read_text("utf-8") == "mine"
    assert "00:00:00,000 --> 00:00:01,000" in (tmp_path / "srt" / "0-2.srt").read_text("utf-8")
    assert (tmp_path / "srt" / "1.srt").read_text("utf-8").startswith("1\n00:00:00,000 --> 00:00:2")
    assert [(clip.stat().st_mtime_ns, clip.read_bytes()) for clip in (short, long)] == before


def test_captions_of_the_library_are_exported(
    vop: Vop, tiny_pack: Path, clips: list[Path], tmp_path: Path
) -> None:
    assert vop("captions", "export", tmp_path / "out.csv").code == 1  # there is no library
    clips[0].with_suffix(".txt").write_text("a red card\n", "utf-8")
    assert vop("index", tmp_path, "--pack", tiny_pack).code == 0
    assert vop("captions", "export", tmp_path / "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["file", "caption"], [str(clips[0]), "a red card"]]
    chosen = tmp_path / "chosen.csv"
    ask = ("--pack", tiny_pack, "--set", "library", "--export", chosen)
    assert vop("caption", *clips, *ask).code == 0
    with chosen.open(encoding="utf-8", newline="") as stream:
        accepted = {row["file"]: row["accepted"] for row in csv.DictReader(stream)}
    assert accepted == {str(clips[0]): "yes", str(clips[1]): "no"}
    answer = vop("captions", "export", tmp_path / "two.srt", "--video", clips[1])
    assert answer.code == 1 and "has no caption" in answer.err
    assert vop("captions", "export", tmp_path / "one.srt", "--video", clips[0]).code == 0
    assert "a red card" in (tmp_path / "one.srt").read_text("utf-8")
