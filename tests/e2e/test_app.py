"""The real `vop-desktop` as a process: `--screenshot` does the whole job and says what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.conftest import Vop
from tests.helpers.videos import COLOURS, solid, write_video

APP = (sys.executable, "-m", "vop_desktop")


@pytest.fixture
def home(vop: Vop, tiny_pack: Path) -> Path:
    """A home whose settings name the tiny pack."""
    data = vop.home / "data"
    data.mkdir(parents=True)
    (data / "settings.json").write_text(json.dumps({"pack": str(tiny_pack)}), "utf-8")
    return vop.home


@pytest.fixture
def videos(tmp_path: Path) -> Path:
    folder = tmp_path / "vidéos #1"
    folder.mkdir()
    for number, colour in enumerate(COLOURS[:4]):
        write_video(folder / f"clip {number}.mp4", [solid(colour)] * 24)
    return folder


def app(vop: Vop, *arguments: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**vop.env(), "QT_QPA_PLATFORM": "offscreen", **extra}
    return subprocess.run(
        [*APP, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=environment,
    )


def test_a_screenshot_shows_what_was_indexed_found_and_captioned(
    vop: Vop, home: Path, videos: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "window.png"
    done = app(
        vop, "--search", "a red card", "--drop", videos / "clip 2.mp4", "--screenshot", picture, videos
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["query"] == "a red card"
    assert {Path(hit["path"]).name for hit in found["hits"]} == {f"clip {n}.mp4" for n in range(4)}
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert len(found["captions"]) == 10
    with Image.open(picture) as image:
        assert image.width >= 1000
        assert len(image.convert("RGB").getcolors(2**24) or []) > 200


def test_the_library_of_the_window_is_that_of_the_command_line(
    vop: Vop, home: Path, videos: Path, tmp_path: Path, tiny_pack: Path
) -> None:
    assert vop("index", videos, "--pack", str(tiny_pack), "--json").code == 0
    done = app(vop, "--screenshot", tmp_path / "window.png")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["hits"]) == 4


def test_a_foreign_library_is_one_sentence_and_exit_1(vop: Vop, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("no library", "utf-8")
    done = app(vop, "--library", other, "--screenshot", tmp_path / "window.png")
    assert done.returncode == 1
    assert "is not a VoP Desktop library" in done.stderr
    assert "Traceback" not in done.stderr
    assert other.read_text("utf-8") == "no library"


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 and Wayland can be absent")
def test_without_a_screen_it_says_so(vop: Vop, home: Path) -> None:
    environment = {key: value for key, value in vop.env().items() if "DISPLAY" not in key}
    environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run([*APP], capture_output=True, text=True, check=False, timeout=60, env=environment)
    assert done.returncode == 1
    assert "no screen" in done.stderr
    assert os.linesep not in done.stderr.strip()
