"""Pieces of videos: the same packets, the right times, and nothing of the person's replaced."""

from __future__ import annotations

import hashlib
import resource
import sys
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.helpers.videos import COLOURS, colour_at, fast, frame_times, solid, write_colours, write_video
from vop_desktop.errors import Cancelled, CutError, MediaError
from vop_desktop.media.cutting import cut, piece_name

FPS, SECONDS, GOP = 25, 6, 25


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds with a key frame and another colour each second, B-frames, and noise as sound."""
    made = tmp_path_factory.mktemp("whole")
    for name in ("film.mp4", "film.mkv", "film.ts"):
        write_film(made / name)
    return made


def write_film(path: Path) -> None:
    noise = np.random.default_rng(1)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={**fast("libx264"), "bf": "2"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.gop_size = GOP
        video.set_display_rotation(90)
        audio = container.add_stream("aac", rate=44100)
        heard = 0
        for number in range(FPS * SECONDS):
            frame = av.VideoFrame.from_ndarray(solid(COLOURS[number // FPS]), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
            while heard / 44100 < (number + 1) / FPS:
                sound = noise.uniform(-0.1, 0.1, (1, 1024)).astype(np.float32)
                samples = av.AudioFrame.from_ndarray(sound, format="fltp", layout="mono")
                samples.sample_rate, samples.pts = 44100, heard
                heard += 1024
                container.mux(audio.encode(samples))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def payloads(path: Path, kind: str) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(**{kind: 0}) if packet.size]


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv"])
@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_packets_are_copied_and_times_begin_at_zero(
    folder: Path, tmp_path: Path, name: str, ending: str
) -> None:
    target = tmp_path / f"piece{ending}"
    piece = cut(str(folder / name), str(target), 2.5, 4.0)
    assert (piece.path, piece.asked) == (str(target), 2.5)
    assert (piece.begin, piece.end) == (pytest.approx(2.0), pytest.approx(4.0))
    assert piece.early
    whole, copied = payloads(folder / name, "video"), payloads(target, "video")
    assert copied == whole[2 * FPS : 4 * FPS]
    sound = payloads(target, "audio")
    assert set(sound) <= set(payloads(folder / name, "audio"))
    assert len(sound) == pytest.approx(2.0 * 44100 / 1024, abs=2)
    assert frame_times(target) == pytest.approx([n / FPS for n in range(2 * FPS)], abs=0.002)
    with av.open(str(target)) as container:
        assert container.duration == pytest.approx(2_000_000, abs=40_000)
        frames = list(container.decode(video=0))
    assert frames[0].rotation == 90
    shown = [colour_at(frame.to_ndarray(format="rgb24")) for frame in (frames[0], frames[-1])]
    assert shown == [2, 3]
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_stream_whose_clock_begins_late_is_cut_at_the_same_place(folder: Path, tmp_path: Path) -> None:
    piece = cut(str(folder / "film.ts"), str(tmp_path / "piece.mp4"), 3.5, 5.0)
    assert piece.begin == pytest.approx(3.0, abs=0.1)
    with av.open(piece.path) as container:
        frames = list(container.decode(video=0))
        assert len(container.streams.audio) == 1
    assert colour_at(frames[0].to_ndarray(format="rgb24")) == 3
    assert float(frames[0].time) == pytest.approx(0.0, abs=0.05)


def test_a_piece_that_begins_at_a_key_frame_is_exact(folder: Path, tmp_path: Path) -> None:
    piece = cut(str(folder / "film.mp4"), str(tmp_path / "piece.mp4"), 1.0, 99.0)
    assert not piece.early
    assert (piece.begin, piece.end) == (pytest.approx(1.0), pytest.approx(SECONDS))


def test_nothing_that_exists_is_replaced_and_the_source_is_only_read(folder: Path, tmp_path: Path) -> None:
    source = folder / "film.mp4"
    before = hashlib.sha256(source.read_bytes()).digest(), source.stat().st_mtime_ns
    for target in (source, tmp_path / "taken.mp4"):
        if target != source:
            target.write_text("mine")
        with pytest.raises(CutError, match="is there already"):
            cut(str(source), str(target), 0.0, 1.0)
    assert (tmp_path / "taken.mp4").read_text() == "mine"
    assert before == (hashlib.sha256(source.read_bytes()).digest(), source.stat().st_mtime_ns)


def test_what_cannot_be_done_is_said_in_words_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    source = str(folder / "film.mp4")

    def refused(name: str, begin: float = 0.0, end: float = 1.0) -> str:
        with pytest.raises(CutError) as caught:
            cut(source, str(tmp_path / name), begin, end)
        return str(caught.value)

    assert "ends in .mkv" in refused("piece.webm")
    assert "piece.webm cannot hold" in refused("piece.webm")
    assert ".mp4 or .mkv" in refused("piece.doc")
    assert "no length" in refused("piece.mp4", 2.0, 2.0)
    assert "no picture between" in refused("piece.mp4", 50.0, 60.0)
    assert "no longer there" in refused("no folder/piece.mp4")
    write_colours(tmp_path / "bare.h264", seconds=1)
    with pytest.raises(CutError, match="no time stamps"):
        cut(str(tmp_path / "bare.h264"), str(tmp_path / "piece.mp4"), 0.0, 1.0)
    write_video(tmp_path / "odd.wmv", [solid(COLOURS[0])] * 10, codec="wmv2")
    with pytest.raises(CutError, match="encoding it anew"):
        cut(str(tmp_path / "odd.wmv"), str(tmp_path / "piece.mkv"), 0.0, 1.0)
    for name in ("bare.h264", "odd.wmv"):
        (tmp_path / name).unlink()
    with pytest.raises(MediaError, match="no longer there"):
        cut(str(tmp_path / "gone.mp4"), str(tmp_path / "piece.mp4"), 0.0, 1.0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_takes_no_more_is_said_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, limits[1]))
    try:
        with pytest.raises(CutError, match="takes no files that large"):
            cut(str(folder / "film.mp4"), str(tmp_path / "piece.mkv"), 0.0, 5.0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_it_stops_at_once_and_tells_how_far_it_is(tmp_path: Path) -> None:
    source = write_colours(tmp_path / "long.mp4", seconds=8)
    told: list[float] = []
    cancel = threading.Event()

    def progress(share: float) -> None:
        told.append(share)
        cancel.set()

    with pytest.raises(Cancelled):
        cut(str(source), str(tmp_path / "piece.mp4"), 0.0, 8.0, cancel=cancel, progress=progress)
    assert told == [pytest.approx(0.0, abs=0.1)]
    assert [path.name for path in tmp_path.iterdir()] == ["long.mp4"]


def test_a_long_picture_does_not_reach_beyond_the_end(tmp_path: Path) -> None:
    stamps = [0, 100, 200, 300, 2500, 2600]
    pictures = [solid(colour) for colour in COLOURS[: len(stamps)]]
    source = write_video(
        tmp_path / "vfr.mp4", pictures, pts=stamps, time_base=Fraction(1, 1000), options=fast("libx264")
    )
    piece = cut(str(source), str(tmp_path / "piece.mkv"), 0.0, 1.0)
    assert piece.end == pytest.approx(1.0)
    with av.open(piece.path) as container:
        assert container.duration == pytest.approx(1_000_000, abs=100_000)


def test_a_piece_is_named_after_its_source_and_its_times() -> None:
    assert piece_name("/videos/holiday.MP4", 83.2, 3671.0) == "holiday 1.23–1.01.11.mp4"
    assert piece_name("/videos/old.avi", 0.0, 9.0) == "old 0.00–0.09.mkv"
