"""Subtitles beside and inside videos, read from real files."""

from __future__ import annotations

import threading
from pathlib import Path

import av
import pytest

from tests.helpers.videos import COLOURS, solid
from vop_desktop.media.subtitles import read_subtitle_file, read_subtitle_tracks, subtitle_files
from vop_desktop.records import SubtitleLine

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Hello</i> {\\an8}there
on two lines

2
00:01:23,000 --> 00:01:25,000
Ein Geburtstagskuchen für Zoë

"""
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n生日 <b>蛋糕</b>\n"
LINES = [
    SubtitleLine(1.0, 2.5, "Hello there on two lines"),
    SubtitleLine(83.0, 85.0, "Ein Geburtstagskuchen für Zoë"),
]


def write_with_tracks(path: Path, lines: list[tuple[float, str]]) -> Path:
    """A two-second video with a track of subtitles, muxed from raw packets."""
    source = "".join(
        f"{i}\n00:00:0{start:.3f} --> 00:00:0{start + 0.5:.3f}\n{text}\n\n".replace(".", ",")
        for i, (start, text) in enumerate(lines, 1)
    )
    text_path = path.with_suffix(".source.srt")
    text_path.write_text(source, "utf-8")
    with av.open(str(text_path)) as subtitles, av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        track = container.add_stream_from_template(subtitles.streams.subtitles[0])
        for _ in range(20):
            container.mux(video.encode(av.VideoFrame.from_ndarray(solid(COLOURS[0]), format="rgb24")))
        for packet in subtitles.demux(subtitles.streams.subtitles[0]):
            if packet.pts is not None:
                packet.stream = track
                container.mux(packet)
        container.mux(video.encode(None))
    text_path.unlink()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "clip.srt"
    path.write_bytes(SRT.encode(encoding))
    assert read_subtitle_file(str(path)) == LINES


def test_windows_line_ends_and_webvtt(tmp_path: Path) -> None:
    (tmp_path / "a.SRT").write_bytes(SRT.replace("\n", "\r\n").encode())
    (tmp_path / "b.vtt").write_text(VTT, "utf-8")
    assert read_subtitle_file(str(tmp_path / "a.SRT")) == LINES
    assert read_subtitle_file(str(tmp_path / "b.vtt")) == [SubtitleLine(1.0, 2.0, "生日 蛋糕")]


@pytest.mark.parametrize(
    "content",
    [b"", b"no subtitles at all", b"\x00" * 1000, b"1\n00:00:99,99 --> soon\nwhat\n", bytes(range(256)) * 40],
)
def test_what_is_no_subtitle_file_has_no_lines(tmp_path: Path, content: bytes) -> None:
    for name in ("a.srt", "a.vtt"):
        path = tmp_path / name
        path.write_bytes(content)
        assert read_subtitle_file(str(path)) == []
    assert read_subtitle_file(str(tmp_path / "gone.srt")) == []
    assert read_subtitle_file(str(tmp_path)) == []


def test_a_broken_end_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "clip.srt"
    path.write_bytes(SRT.encode()[:-20])
    assert read_subtitle_file(str(path))[0] == LINES[0]


def test_tracks_inside_a_video_are_read(tmp_path: Path) -> None:
    path = write_with_tracks(tmp_path / "clip.mkv", [(0.25, "a red wall"), (1.25, "still red")])
    assert read_subtitle_tracks(str(path)) == [
        SubtitleLine(0.25, 0.75, "a red wall"),
        SubtitleLine(1.25, 1.75, "still red"),
    ]
    stop = threading.Event()
    stop.set()
    assert read_subtitle_tracks(str(path), stop) == []


def test_a_video_without_tracks_or_no_video_has_no_lines(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(500))
    assert read_subtitle_tracks(str(broken)) == []
    assert read_subtitle_tracks(str(tmp_path / "gone.mp4")) == []


def test_files_belong_to_the_video_of_their_name(tmp_path: Path) -> None:
    for name in (
        "clip.mp4",
        "other.mkv",
        "alone.mp4",
        "clip.srt",
        "clip.en.srt",
        "clip.mp4.vtt",
        "clipper.srt",
        "other.de.VTT",
        "clip.txt",
    ):
        (tmp_path / name).write_bytes(b"")
    clip, other = (str(tmp_path / name) for name in ("clip.mp4", "other.mkv"))
    found = subtitle_files([str(tmp_path), "/no/such/folder"])
    assert {path: [Path(name).name for name in names] for path, names in found.items()} == {
        clip: ["clip.en.srt", "clip.mp4.vtt", "clip.srt"],
        other: ["other.de.VTT"],
    }
