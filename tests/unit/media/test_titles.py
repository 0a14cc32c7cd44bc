"""Titles inside containers: what describes a clip, and what is only a name again."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from tests.helpers.videos import solid
from vop_desktop.media.titles import read_title, telling_title


def write_titled(path: Path, title: str) -> Path:
    with av.open(str(path), "w") as container:
        container.metadata["title"] = title
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(solid((220, 30, 30)), format="rgb24")))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_a_title_is_read_from_the_container(tmp_path: Path, ending: str) -> None:
    assert read_title(str(write_titled(tmp_path / f"a.{ending}", "Übung am See"))) == "Übung am See"
    assert read_title(str(write_titled(tmp_path / f"b.{ending}", ""))) == ""


def test_what_is_no_video_has_no_title(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video")
    assert read_title(str(tmp_path / "a.mp4")) == ""
    assert read_title(str(tmp_path / "gone.mp4")) == ""


@pytest.mark.parametrize(
    ("title", "telling"),
    [
        ("Holiday in Spain", True),
        ("  two\nlines ", True),
        ("海边的孩子们", True),
        ("VID 20240101", False),
        ("my clip 1", False),  # the file's name
        ("My-Clip_1.MP4", False),
        ("Untitled", False),
        ("Cups_Crop", False),  # the name of another file
        ("IMG_0001", False),
        ("DSC-0417", False),
        ("Final_Cut of my holiday", False),
        ("cups crop final.MOV", False),
        ("my clip", False),  # says less than the file's name
        ("my clip 1 on the beach", True),
        ("1080p 60", False),
        ("", False),
        ("word " * 80, False),
    ],
)
def test_a_title_has_to_tell_something(title: str, telling: bool) -> None:
    found = telling_title(title, "/videos/my clip 1.mp4")
    assert found == (" ".join(title.split()) if telling else "")
