"""Watched folders that are unplugged, renamed, dead or locked: no row is lost, and they are known again."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests.helpers.encoders import MeanColourEncoder
from tests.unit.indexing.conftest import Index, write_clip, write_clips
from tests.unit.indexing.test_pipeline import counts, failures
from vop_desktop.errors import LibraryError
from vop_desktop.indexing import run
from vop_desktop.library import Library, reach
from vop_desktop.library.retention import expire_missing
from vop_desktop.library.roots import locate_root, set_gentle
from vop_desktop.search import SearchEngine


def offline(library: Library) -> list[bool]:
    return [hit.offline for hit in SearchEngine(library, MeanColourEncoder()).search("red")]


@pytest.mark.parametrize("how", ["renamed", "emptied", "emptied but for what systems leave"])
def test_an_unplugged_root_loses_no_row_and_is_noticed_when_it_returns(
    how: str, index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")
    index()
    rows = library.query("SELECT * FROM files")
    folder.rename(folder.parent / "unplugged")
    if how != "renamed":
        folder.mkdir()
    if how == "emptied but for what systems leave":
        (folder / ".Trash-1000").mkdir()
        (folder / "System Volume Information").mkdir()

    report = index()

    assert (counts(report), report.failures) == ((0, 0, 0, 0), ())
    assert library.query("SELECT * FROM files") == rows
    assert offline(library) == [True, True]
    if folder.exists():
        for entry in folder.iterdir():
            entry.rmdir()
        folder.rmdir()
    (folder.parent / "unplugged").rename(folder)
    assert counts(index()) == (2, 0, 0, 0)
    assert offline(library) == [False, False]


def test_a_share_that_does_not_answer_is_offline_and_holds_nothing_up(
    index: Index, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clips(folder, "red")
    index()
    rows, answer, look = library.query("SELECT * FROM files"), threading.Event(), reach._look

    def hang(place: str) -> bool:
        answer.wait(30)
        return look(place)

    monkeypatch.setattr(reach, "_look", hang)
    monkeypatch.setattr(reach.has_entries, "__defaults__", (0.2,))
    begin = time.monotonic()
    try:
        report = index()
        library.check_roots()
        took = time.monotonic() - begin
        assert (counts(report), offline(library)) == ((0, 0, 0, 0), [True])
        assert library.query("SELECT * FROM files") == rows
        assert took < 5
    finally:
        answer.set()
    monkeypatch.setattr(reach, "_look", look)
    time.sleep(0.1)
    assert counts(index()) == (1, 0, 0, 0)


def test_a_located_root_keeps_everything_without_a_frame(
    index: Index, library: Library, folder: Path, request: pytest.FixtureRequest
) -> None:
    write_clips(folder, "red")
    write_clip(folder / "in" / "green.mp4", "green")
    (folder / "text.mp4").write_text("no video")
    index(folder, folder / "in")
    ids = {os.path.basename(path): known.video_id for path, known in library.known_files().items()}
    new = folder.parent / "disk 2"
    folder.rename(new)
    request.getfixturevalue("decoding_forbidden")

    assert locate_root(library, str(folder), str(new)) == 3

    assert [root.path for root in library.roots()] == [str(new), str(new / "in")]
    found = library.known_files()
    assert {os.path.basename(path): known.video_id for path, known in found.items()} == ids
    assert all(path.startswith(str(new)) for path in found)
    assert counts(index(new)) == (3, 0, 0, 0)
    assert offline(library) == [False, False]


def test_a_wrong_place_is_refused_and_changes_nothing(
    index: Index, library: Library, folder: Path, tmp_path: Path
) -> None:
    write_clips(folder, "red")
    index()
    write_clips(tmp_path / "else", "green")
    before = "\n".join(library._db.conn.iterdump())

    for old, new, words in (
        (folder, tmp_path / "else", "holds none of the videos"),
        (folder, tmp_path / "nowhere", "There is no folder"),
        (tmp_path / "else", folder, "is no folder of this library"),
    ):
        with pytest.raises(LibraryError, match=words):
            locate_root(library, str(old), str(new))

    assert "\n".join(library._db.conn.iterdump()) == before


def test_a_root_that_was_indexed_anew_at_its_new_place_becomes_one_again(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green", "blue")
    index()
    new = folder.parent / "new"
    folder.rename(new)
    write_clip(new / "blue.mp4", "cyan")  # another content at a known place
    assert index(new).frames == 12

    locate_root(library, str(folder), str(new))

    assert [root.path for root in library.roots()] == [str(new)]
    missing = {path: known.missing for path, known in library.known_files().items()}
    assert missing == {
        str(new / "red.mp4"): False,
        str(new / "green.mp4"): False,
        str(new / "blue.mp4"): False,
        str(folder / "blue.mp4"): True,
    }


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_links_that_go_round_in_circles_are_followed_once(index: Index, folder: Path) -> None:
    write_clips(folder, "red")
    (folder / "in").mkdir()
    (folder / "in" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "again.mp4").symlink_to(folder / "red.mp4")

    assert (index().videos, len(index().files)) == (1, 1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be refused")
def test_a_folder_without_permission_is_named_and_keeps_its_rows(
    index: Index, library: Library, folder: Path
) -> None:
    locked = write_clip(folder / "locked" / "red.mp4", "red").parent
    write_clip(folder / "green.mp4", "green")
    index()
    locked.chmod(0)
    try:
        report = index()
    finally:
        locked.chmod(0o755)
    assert failures(report)["locked"][0] == "scan"
    assert not any(known.missing for known in library.known_files().values())


def test_what_cannot_be_looked_at_is_tried_three_times_and_then_parked(
    index: Index, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vop_desktop.errors import MediaError
    from vop_desktop.indexing import identity, retry_paths

    clip = write_clip(folder / "red.mp4", "red")
    asked: list[str] = []

    def refuse(path: str) -> str:
        asked.append(path)
        raise MediaError("scan", "it cannot be read: Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(identity, "fingerprint", refuse)
        reports = [index() for _ in range(5)]
    assert len(asked) == 3
    assert {failures(report)["red.mp4"][1] for report in reports} == {"it cannot be read: Input/output error"}
    assert index().failed == 1
    assert retry_paths(library, MeanColourEncoder(), [clip], workers=1).complete == 1
    assert library.failures() == ()


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="needs a second drive")
def test_a_drive_within_a_watched_folder_may_be_away_for_years(
    index: Index, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(folder / "red.mp4", "red")
    write_clip(folder / "blue.mp4", "blue")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        drive, aside = Path(elsewhere) / "drive", Path(elsewhere) / "aside.mp4"
        green = write_clip(drive / "green.mp4", "green")
        if drive.stat().st_dev == folder.stat().st_dev:
            pytest.skip("the temporary folder lies on the same drive")
        (folder / "usb").symlink_to(drive)
        index()
        green.rename(aside)
        (folder / "blue.mp4").unlink()
        index()
        assert expire_missing(library) is None
        now = time.time()
        for days in range(1, 40):
            monkeypatch.setattr(time, "time", lambda days=days: now + 86400 * days)
            expire_missing(library)
        assert sorted(map(os.path.basename, library.known_files())) == ["green.mp4", "red.mp4"]
        aside.rename(green)
        report = index()
    assert (counts(report), report.frames) == ((2, 0, 0, 0), 0)
    assert not any(known.missing for known in library.known_files().values())


def test_a_gentle_folder_is_read_last_and_by_one_process(
    index: Index, library: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gentle, pools = tmp_path / "gentle", []
    write_clip(folder / "red.mp4", "red")
    write_clip(gentle / "green.mp4", "green")  # the newer one
    for place in (folder, gentle):
        library.add_root(str(place))
    set_gentle(library, str(gentle), True)
    pool = run.DecodePool
    monkeypatch.setattr(run, "DecodePool", lambda request: pools.append(request.workers) or pool(request))

    index(folder, gentle, workers=2)

    assert pools == [2, 1]
    rows = library.query("SELECT path FROM files ORDER BY video_id")
    assert [os.path.basename(row[0]) for row in rows] == ["red.mp4", "green.mp4"]
    assert [root.gentle for root in library.roots()] == [False, True]
    with pytest.raises(LibraryError, match="is no folder of this library"):
        set_gentle(library, str(tmp_path), True)
