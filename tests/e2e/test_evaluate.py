"""`vop evaluate` as a script runs it: exit codes, one document, missing and bad videos listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers.videos import write_colours


@pytest.fixture
def table(tmp_path: Path) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    for number in range(2):
        write_colours(folder / f"{number}.mp4", seconds=1 + number, fps=10)
    (folder / "pairs.csv").write_text("file,caption\n0.mp4,red\n1.mp4,green\n", "utf-8")
    return folder / "pairs.csv"


def test_own_pairs_are_measured_and_drawn(vop: Vop, tiny_pack: Path, table: Path, tmp_path: Path) -> None:
    plot = tmp_path / "plot.png"
    answer = vop("evaluate", table, "--pack", tiny_pack, "--device", "cpu", "--json", "--plot", plot)
    assert answer.code == 0, answer.err
    document = answer.document
    assert (document["videos"], document["videos_named"], document["captions"]) == (2, 2, 2)
    assert set(document["t2v"]) == {"R@1", "R@5", "R@10", "MdR", "MnR"}
    assert document["missing"] == document["failures"] == []
    assert "paper" not in document
    assert plot.read_bytes().startswith(b"\x89PNG")

    (table.parent / "1.mp4").write_bytes(b"nothing" * 99)
    table.write_text(table.read_text("utf-8") + "gone.mp4,blue\n", "utf-8")
    answer = vop("evaluate", table, "--pack", tiny_pack, "--device", "cpu")
    assert answer.code == 3, answer.err
    assert "on 1 of 3 videos" in answer.out
    assert "1.mp4" in answer.err and "gone.mp4" in answer.err and "Traceback" not in answer.err


def test_trouble_is_one_sentence(vop: Vop, tmp_path: Path) -> None:
    assert vop("evaluate", "nonsense").code == 1
    assert vop("evaluate", "didemo").err == "vop: Say where the videos of DiDeMo lie, with --videos DIR.\n"
    assert "test_list.txt is not in" in vop("evaluate", "didemo", "--videos", tmp_path).err
    assert vop("evaluate", "didemo", "--videos", tmp_path / "absent").code == 2
    assert vop("evaluate").code == 2
