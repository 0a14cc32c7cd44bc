"""The folder of sample clips: what is in it, and when it is refused."""

from __future__ import annotations

import csv
import errno
import os
import threading
from pathlib import Path

import av
import pytest

from vop_desktop.errors import Cancelled, SamplesError
from vop_desktop.samples import write, write_samples
from vop_desktop.samples.scene import is_held_out, most_held_out


def _rows(folder: Path) -> list[list[str]]:
    with (folder / "captions.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_writes_clips_and_two_captions_each(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    clips = write_samples(tmp_path / "new", count=2, seed=4, progress=lambda a, b: seen.append((a, b)))

    rows = _rows(tmp_path / "new")
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == [
        "captions.csv", "clip_001.mp4", "clip_002.mp4",
    ]  # fmt: skip
    assert rows[0] == ["file", "caption"]
    assert [row[0] for row in rows[1:]] == ["clip_001.mp4"] * 2 + ["clip_002.mp4"] * 2
    assert [row[1] for row in rows[1:]] == [caption for clip in clips for caption in clip.captions]
    assert seen == [(1, 2), (2, 2)]
    assert all(is_held_out(clip.scene.combination) for clip in clips)


def test_a_clip_opens_with_the_size_and_length_it_should_have(tmp_path: Path) -> None:
    (clip,) = write_samples(tmp_path, count=1)

    with av.open(str(tmp_path / clip.file)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(video=0))
    assert (stream.width, stream.height) == (384, 288)
    assert stream.codec_context.pix_fmt == "yuv420p"
    assert stream.average_rate == 15
    assert len(frames) == round(clip.scene.seconds * 15)
    assert frames[-1].time == pytest.approx(clip.scene.seconds, abs=0.15)
    assert 3 <= clip.scene.seconds <= 6


def test_the_same_seed_writes_the_same_captions(tmp_path: Path) -> None:
    first = write_samples(tmp_path / "a", count=2, seed=1)
    second = write_samples(tmp_path / "b", count=2, seed=1)
    other = write_samples(tmp_path / "c", count=2, seed=2)

    assert first == second
    assert {clip.captions for clip in first}.isdisjoint({clip.captions for clip in other})


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_all_captions_of_the_largest_set_are_unique(seed: int) -> None:
    clips = write._plan(most_held_out(), seed)
    texts = [caption for clip in clips for caption in clip.captions]

    assert len(set(texts)) == len(texts) == 2 * most_held_out()


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.mp4").write_bytes(b"mine")

    with pytest.raises(SamplesError, match="not empty"):
        write_samples(tmp_path, count=1)
    assert [p.name for p in tmp_path.iterdir()] == ["holiday.mp4"]
    assert (tmp_path / "holiday.mp4").read_bytes() == b"mine"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"mine")

    with pytest.raises(SamplesError, match="is a file"):
        write_samples(file, count=1)
    with pytest.raises(SamplesError, match="cannot be put into"):
        write_samples(file / "below", count=1)


@pytest.mark.parametrize("count", [0, -3, most_held_out() + 1])
def test_a_number_out_of_range_is_refused_with_the_range(tmp_path: Path, count: int) -> None:
    with pytest.raises(SamplesError, match=f"from 1 to {most_held_out()}"):
        write_samples(tmp_path / "new", count=count)
    assert not (tmp_path / "new").exists()


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SamplesError, match="the disk is full"):
        write_samples(tmp_path / "new", count=3)
    assert len(calls) == 2
    assert not (tmp_path / "new").exists()


def test_a_file_that_turns_up_meanwhile_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "clip_002.mp4"

    with pytest.raises(SamplesError, match="cannot be written"):
        write_samples(tmp_path, count=2, progress=lambda done, count: other.write_bytes(b"mine"))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("clip_002.mp4", b"mine")]


def test_a_stopped_job_leaves_nothing_behind(tmp_path: Path) -> None:
    cancel = threading.Event()

    with pytest.raises(Cancelled):
        write_samples(tmp_path, count=3, cancel=cancel, progress=lambda done, count: cancel.set())
    assert list(tmp_path.iterdir()) == []


def test_another_encoder_steps_in_where_x264_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "ENCODERS", (("no_such_codec", {}), ("mpeg4", {"qscale": "3"})))
    (clip,) = write_samples(tmp_path, count=1)

    with av.open(str(tmp_path / clip.file)) as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"


def test_no_usable_encoder_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "ENCODERS", (("no_such_codec", {}),))

    with pytest.raises(SamplesError, match="build of FFmpeg"):
        write_samples(tmp_path / "new", count=1)
    assert not (tmp_path / "new").exists()
