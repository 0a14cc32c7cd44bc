"""`vop doctor` as a person runs it: one page, whatever is broken, and nothing private on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.e2e.conftest import Vop
from tests.helpers.encoders import NAMED_COLOURS
from tests.helpers.videos import fast, solid, write_video

TITLES = [
    "Versions", "System", "Disk space", "Computing", "Video codecs", "Model packs", "Library",
    "System libraries", "Settings that differ",
]  # fmt: skip


def test_a_page_on_a_library_in_use(vop: Vop, tiny_pack: Path, tmp_path: Path) -> None:
    videos = tmp_path / "private holiday"
    videos.mkdir()
    frames = [solid(NAMED_COLOURS["red"])] * 20
    write_video(videos / "wedding.mp4", frames, fps=10, options=fast("libx264"))
    (videos / "broken.mp4").write_bytes(b"no video at all")
    shutil.copytree(tiny_pack, vop.home / "data" / "packs" / "tiny")
    assert vop("index", videos, "--pack", "tiny", "--json").code == 3
    answer = vop("doctor", "--pack", "tiny", "--device", "cpu", "--json")
    assert (answer.code, answer.err) == (0, "")
    page = answer.document
    assert list(page) == TITLES
    assert page["Computing"]["in use"].endswith(", fp32")
    assert page["Computing"]["chosen because"] == "the model is small"
    assert page["Video codecs"] == dict.fromkeys(("h264", "hevc", "vp9", "av1"), "can be decoded")
    assert page["Model packs"]["tiny"].endswith("intact")
    assert page["Library"]["integrity"] == "ok"
    assert page["Library"]["videos"] == "2 (1 complete, 1 failed)"
    assert page["Library"]["segments"] == "1"
    assert page["Library"]["folders"] == "1"
    for secret in ("holiday", "wedding", str(tmp_path)):
        assert secret not in answer.out


def test_a_page_where_everything_is_broken(vop: Vop, tmp_path: Path) -> None:
    data = vop.home / "data"
    (data / "packs" / "torn").mkdir(parents=True)
    (data / "packs" / "torn" / "pack.json").write_text("{", "utf-8")
    (data / "settings.json").write_text("{", "utf-8")
    library = tmp_path / "secret" / "library.sqlite"
    library.parent.mkdir()
    library.write_bytes(b"SQLite format 3\x00" + b"\x55" * 5000)
    (vop.home / "cache").write_text("a file where the folder should be", "utf-8")
    answer = vop("doctor", "--library", library, "--pack", "torn", env={"HOME": str(tmp_path)})
    assert answer.code == 0
    assert "Traceback" not in answer.out + answer.err
    assert str(tmp_path) not in answer.out
    assert all(f"\n{title}\n" in f"\n{answer.out}" for title in TITLES)
    for told in ("nothing: ", "not valid JSON", "DatabaseError", "settings file"):
        assert told in answer.out
    assert (data / "settings.json").read_text("utf-8") == "{"
