"""`vop index --watch`: a real process that follows what happens in a folder."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.e2e.test_cli import clip
from vop_desktop.library import Library
from vop_desktop.library.lookup import known_below


@pytest.mark.skipif(os.name == "nt", reason="needs SIGTERM")
def test_a_watched_folder_is_followed_until_it_is_stopped(vop: Vop, tiny_pack: Path, tmp_path: Path) -> None:
    folder, path = tmp_path / "videos", tmp_path / "library.sqlite"
    folder.mkdir()
    clip(folder / "red.mp4")
    Library.open(path).close()
    process = vop.start("index", folder, "--watch", "--library", path, "--pack", tiny_pack)
    try:
        with Library.open(path) as library:

            def wait_for(*names: str) -> None:
                deadline = time.monotonic() + 60
                while True:
                    known = known_below(library, [str(folder)], "", "normal")
                    there = {Path(name).name for name, row in known.items() if not row.missing}
                    if there == set(names):
                        return
                    assert process.poll() is None
                    assert time.monotonic() < deadline, there
                    time.sleep(0.05)

            wait_for("red.mp4")
            clip(folder / "green.mp4", "green")
            wait_for("red.mp4", "green.mp4")
            (folder / "red.mp4").rename(folder / "moved.mp4")
            (folder / "green.mp4").unlink()
            wait_for("moved.mp4")
            assert library.query("SELECT count(*) FROM videos") == [(2,)]
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert b"Watching" in err
    assert b"Traceback" not in err


def test_watching_and_one_document_do_not_go_together(vop: Vop, tmp_path: Path) -> None:
    answer = vop("index", tmp_path, "--watch", "--json")
    assert (answer.code, answer.out) == (2, "")
