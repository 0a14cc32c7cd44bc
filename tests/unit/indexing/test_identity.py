"""A video is its content: where files share a fingerprint, a full hash tells them apart, and only there."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.helpers.stored import remove_root
from tests.unit.indexing.conftest import Index, write_clip, write_clips
from tests.unit.indexing.test_pipeline import captions, colours, counts
from vop_desktop.indexing import identity
from vop_desktop.library import Library

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
PAD = 400_000  # bytes after the video: its middle, and so much more, is not seen by the fingerprint


def padded(path: Path, colour: str, mark: int) -> Path:
    """A video with a box of nothing behind it, and one byte of that where no fingerprint looks."""
    write_clip(path, colour)
    data = path.read_bytes()
    free = bytearray((PAD + 8).to_bytes(4, "big") + b"free" + bytes(PAD))
    free[len(free) // 4] = mark
    path.write_bytes(data + free)
    return path


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were hashed in full."""
    names: list[str] = []
    full_hash = identity.full_hash

    def note(path: str, check: object = None) -> str:
        names.append(os.path.basename(path))
        return full_hash(path)

    monkeypatch.setattr(identity, "full_hash", note)
    return names


def test_contents_with_one_fingerprint_are_told_apart(
    index: Index, library: Library, folder: Path, hashed: list[str]
) -> None:
    padded(folder / "one.mp4", "red", 1)
    padded(folder / "two.mp4", "red", 2)

    first = index()
    padded(folder / "three.mp4", "red", 3)
    third = index()
    (folder / "two.mp4").rename(folder / "moved.mp4")
    moved = index()

    assert (first.videos, first.frames) == (2, 24)
    assert (third.videos, third.frames) == (3, 12)
    assert counts(moved) == (2, 1, 0, 0)
    assert len(library.query("SELECT DISTINCT video_id FROM files")) == 3
    assert len(hashed) <= 7  # and every file of them once a run at most


def test_a_copy_is_read_to_its_end_once_and_nothing_else_is(
    index: Index, folder: Path, hashed: list[str]
) -> None:
    original = padded(folder / "one.mp4", "red", 1)
    padded(folder / "other.mp4", "green", 1)
    index()
    assert hashed == []
    shutil.copy(original, folder / "copy.mp4")
    os.link(original, folder / "link.mp4")

    report = index()

    assert (report.videos, report.frames, len(report.files)) == (2, 0, 4)
    assert sorted(hashed) in (["copy.mp4", "one.mp4"], ["copy.mp4", "link.mp4", "one.mp4"])
    hashed.clear()
    assert counts(index()) == (4, 0, 0, 0)
    original.rename(folder / "moved.mp4")
    os.utime(folder / "other.mp4")
    assert index().frames == 0
    assert "other.mp4" not in hashed


def test_a_tenth_renamed_and_a_tenth_moved_costs_no_frame(
    index: Index, library: Library, folder: Path, tmp_path: Path
) -> None:
    count = 1000 if LONG else 100
    rng = random.Random(5)
    first = write_clip(folder / "000.mp4", "red", seconds=0.2).read_bytes()
    for number in range(1, count):  # what follows the last box of an MP4 is passed over
        place = folder / f"{number % 7}"
        place.mkdir(exist_ok=True)
        (place / f"{number:03}.mp4").write_bytes(first + number * b"\0\0\0\x08free")
    other = tmp_path / "other root"
    other.mkdir()
    before = index(folder, other)
    known = {known.video_id for known in library.known_files().values()}
    chosen = rng.sample(sorted(folder.rglob("*.mp4")), count // 5)
    for path in chosen[: count // 10]:
        path.rename(path.with_name(f"renamed {path.name}"))
    for path in chosen[count // 10 :]:
        path.rename(rng.choice([other, folder]) / f"moved {path.name}")

    report = index(folder, other)

    assert (before.complete, before.videos) == (count, count)
    assert (report.frames, report.moved, report.missing) == (0, count // 5, 0)
    assert (report.complete, report.unchanged) == (count, count - count // 5)
    assert {known.video_id for known in library.known_files().values()} == known
    assert len(library.known_files()) == count


def test_a_folder_moved_to_a_root_that_is_indexed_alone_leaves_nothing_behind(
    index: Index, library: Library, folder: Path, tmp_path: Path
) -> None:
    write_clips(folder / "trip", "red", "green")
    write_clip(folder / "blue.mp4", "blue")
    other = tmp_path / "other"
    other.mkdir()
    index()
    (folder / "trip").rename(other / "trip")

    report = index(other)

    assert counts(report) == (0, 2, 0, 0)
    assert sorted(library.known_files()) == sorted(
        [str(folder / "blue.mp4"), str(other / "trip" / "green.mp4"), str(other / "trip" / "red.mp4")]
    )
    assert counts(index())[1:] == (0, 0, 0)


def test_an_edited_file_is_replaced_with_all_that_was_made_of_it(
    index: Index, library: Library, folder: Path
) -> None:
    clip = write_clip(folder / "clip.mp4", "red")
    (folder / "clip.txt").write_text("a wall")
    index()
    ((old, content),) = library.query("SELECT id, fingerprint FROM videos")
    library.execute("INSERT INTO tags VALUES (?, 'mine')", old)
    library.execute(
        "INSERT INTO captions (set_id, video_id, text, source) SELECT set_id, video_id, 'my own', 'user' "
        "FROM captions WHERE video_id = ?", old,
    )  # fmt: skip
    assert library.filmstrip(content, "normal/12", 0) is not None
    write_clip(clip, "blue")

    report = index()

    ((new,),) = library.query("SELECT id FROM videos")
    assert (report.videos, report.frames, new != old) == (1, 12, True)
    assert colours(library) == {"clip.mp4": "blue"}
    assert library.filmstrip(content, "normal/12", 0) is None
    assert library.query("SELECT tag, video_id FROM tags") == [("mine", new)]
    assert sorted(captions(library)["clip.mp4"]) == ["a wall", "my own"]
    assert library.query("PRAGMA foreign_key_check") == []


def test_the_edited_one_of_two_copies_leaves_the_other_as_it_is(
    index: Index, library: Library, folder: Path
) -> None:
    clip = write_clip(folder / "clip.mp4", "red")
    shutil.copy(clip, folder / "copy.mp4")
    index()
    write_clip(clip, "blue")
    index()
    assert colours(library) == {"clip.mp4": "blue", "copy.mp4": "red"}


def test_an_edit_that_broke_the_file_keeps_the_old_content_for_its_return(
    index: Index, library: Library, folder: Path
) -> None:
    clip = write_clip(folder / "clip.mp4", "red")
    index()
    whole = clip.read_bytes()
    clip.write_bytes(whole[:100])
    assert index().failed == 1
    clip.write_bytes(whole)
    assert counts(index()) == (0, 0, 0, 0)
    assert colours(library) == {"clip.mp4": "red"}


def test_a_clock_that_was_set_back_hides_no_change(index: Index, library: Library, folder: Path) -> None:
    clip = write_clip(folder / "clip.mp4", "red")
    index()
    data = write_clip(folder.parent / "other.mp4", "blue").read_bytes()
    clip.write_bytes(data)
    os.utime(clip, (1_000_000, 1_000_000))
    assert index().frames == 12
    assert colours(library) == {"clip.mp4": "blue"}


def test_a_file_is_known_as_the_video_it_is(index: Index, library: Library, folder: Path) -> None:
    red, _ = write_clips(folder, "red", "green")
    index()
    known = identity.video_of_file(library, str(red))
    assert known
    copy = shutil.copy(red, folder.parent / "copy.mp4")
    assert identity.video_of_file(library, str(copy)) == known
    other = write_clip(folder.parent / "other.mp4", "blue")
    assert identity.video_of_file(library, str(other)) == 0
    shutil.copy(other, red)  # another content in its place
    assert identity.video_of_file(library, str(red)) == 0
    remove_root(library, str(folder))
    assert identity.video_of_file(library, str(copy)) == 0
