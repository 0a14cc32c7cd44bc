"""Pairs from files as people write them, and frames that are decoded once."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.videos import solid, write_video
from vop_desktop.errors import TuneError
from vop_desktop.tuning.pairs import load_frames, read_pairs, split_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, colour in enumerate([(200, 20, 20), (20, 200, 20), (20, 20, 200)]):
        write_video(tmp_path / f"clip {number}.mp4", [solid(colour)] * 6)
    return tmp_path


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "captions.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


TABLE = "file,caption\nclip 0.mp4,a réd clip\nclip 1.mp4,green\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_table_is_read_in_the_encodings_that_programs_write(folder: Path, encoding: str) -> None:
    pairs = read_pairs(write(folder, TABLE.encode(encoding)))
    assert [video.captions for video in pairs.videos] == [("a réd clip",), ("green",)]
    assert not pairs.problems


def test_ragged_and_senseless_rows_are_named_by_their_line(folder: Path) -> None:
    long = "x" * 3000
    pairs = read_pairs(
        write(folder, f"{TABLE}clip 2.mp4\n,lost\n\nclip 2.mp4,{long}\nclip 2.mp4,  blue   sky \n")
    )
    assert [problem.reason.split(":")[0] for problem in pairs.problems] == ["line 4", "line 5", "line 7"]
    assert pairs.videos[2].captions == ("blue sky",)


def test_a_video_that_is_not_there_is_listed_and_the_rest_used(folder: Path) -> None:
    pairs = read_pairs(write(folder, TABLE + "gone.mp4,nobody\n"))
    assert len(pairs.videos) == 2
    assert pairs.problems[0].path.endswith("gone.mp4")


@pytest.mark.parametrize(
    "text", ["", "<html><body>no</body></html>", "a,b\n1,2\n", "caption\nhello\n", "\0\0\0"]
)
def test_what_is_no_table_is_refused_in_words(folder: Path, text: str) -> None:
    with pytest.raises(TuneError, match="file and caption"):
        read_pairs(write(folder, text))


def test_a_table_without_a_single_video_is_refused_in_words(folder: Path) -> None:
    with pytest.raises(TuneError, match="names no video"):
        read_pairs(write(folder, "file,caption\ngone.mp4,nobody\n"))
    with pytest.raises(TuneError, match="cannot be read"):
        read_pairs(folder / "absent.csv")


def test_copies_of_one_video_are_one_with_the_captions_of_both(folder: Path) -> None:
    shutil.copy(folder / "clip 0.mp4", folder / "copy.mp4")
    pairs = read_pairs(write(folder, TABLE + "copy.mp4,crimson\n"))
    assert pairs.videos[0].captions == ("a réd clip", "crimson")
    assert pairs.captions == 3


def test_a_folder_of_sidecars_will_do(folder: Path) -> None:
    (folder / "clip 0.txt").write_text("red\nwarm\n", "utf-8")
    (folder / "clip [2].txt").write_text("nothing has this name", "utf-8")
    assert [video.captions for video in read_pairs(folder).videos] == [("red", "warm")]


def test_a_video_stays_in_its_split_and_splits_have_about_their_shares() -> None:
    splits = [split_of(f"key{number}", 24) for number in range(4000)]
    assert splits == [split_of(f"key{number}", 24) for number in range(4000)]
    assert abs(splits.count("test") / 4000 - 0.25) < 0.03
    assert abs(splits.count("validation") / 4000 - 0.15) < 0.03
    assert splits != [split_of(f"key{number}", 25) for number in range(4000)]


def test_a_clip_is_decoded_once_and_a_bad_one_is_listed(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.mp4").write_bytes(b"no video at all" * 100)
    table = write(folder, TABLE + "bad.mp4,broken\n")
    cache = tmp_path / "cache"
    pairs = read_pairs(table)
    clips, failed = load_frames(pairs, cache, image_size=32, num_frames=4)
    assert [video.captions[0] for video in clips.videos] == ["a réd clip", "green"]
    assert [Path(failure.path).name for failure in failed] == ["bad.mp4"]
    assert clips.stacked([0, 1]).shape == (2, 4, 32, 32, 3)
    assert clips.frames[0].mean(axis=(0, 1, 2)).argmax() == 0
    for video in folder.glob("clip*.mp4"):
        video.unlink()
    again, _ = load_frames(pairs, cache, image_size=32, num_frames=4)
    np.testing.assert_array_equal(again.stacked([0, 1]), clips.stacked([0, 1]))
