"""Files that are gone are kept for a month of the library's own time, whatever clocks and drives do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.snapshot import snapshot
from tests.helpers.stored import add_video, video_file
from vop_desktop.library import Library, changes
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.forget import Forget, Recall
from vop_desktop.library.health import check
from vop_desktop.library.own_captions import AddCaption, captions_of
from vop_desktop.library.removing import RemoveRoot, bring_back
from vop_desktop.library.retention import expire_missing, purge
from vop_desktop.library.tags import AddTag, tags_of

DAY = 86400
Pass = Callable[[float], None]


@pytest.fixture
def pass_days(monkeypatch: pytest.MonkeyPatch) -> Pass:
    now = [1e9]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def days(count: float) -> None:
        now[0] += count * DAY

    return days


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "videos"
    root.mkdir()
    (root / "here.mp4").touch()
    return root


@pytest.fixture
def full(library: Library, root: Path, pass_days: Pass) -> Library:
    """One video that is there, one that is gone, one gone at one of two paths."""
    add_video(library, f"{root}/here.mp4", [[1, 0]], root=str(root), content="here")
    add_video(library, f"{root}/gone.mp4", [[0, 1]], root=str(root), content="gone")
    library.put_file(video_file(f"{root}/old name of here.mp4"), 1, 1)
    library.set_missing([f"{root}/gone.mp4", f"{root}/old name of here.mp4"])
    changes.do(library, AddTag([2], "mine"))
    assert expire_missing(library) is None
    return library


def test_after_a_month_what_is_gone_is_forgotten_with_notice_and_can_be_had_back(
    full: Library, pass_days: Pass
) -> None:
    before = snapshot(full)
    for _ in range(29):
        pass_days(1)
        assert expire_missing(full) is None
    assert snapshot(full) == before
    pass_days(1.01)
    done = expire_missing(full)
    assert done is not None
    assert done.title == "Forget 1 video missing for 30 days"
    assert full.visible_videos() == [1]
    assert len(full.known_files()) == 1  # the old name went as well
    changes.undo(full)
    assert set(full.visible_videos()) == {1, 2}
    assert tags_of(full, 2) == ["mine"]
    for _ in range(29):
        pass_days(1)
        assert expire_missing(full) is None  # missing from the undoing on
    pass_days(2)
    assert expire_missing(full) is not None


def test_a_clock_that_jumps_makes_nothing_go_early(full: Library, pass_days: Pass) -> None:
    for jump in (-4000, 2, 5000, -5000, -1, 3):
        pass_days(jump)
        assert expire_missing(full) is None
    assert set(full.visible_videos()) == {1, 2}


def test_a_file_missed_while_the_clock_was_wrong_is_kept_as_long(full: Library, pass_days: Pass) -> None:
    full.execute("UPDATE files SET missing_since = 0 WHERE video_id = 2")
    pass_days(6)
    assert expire_missing(full) is None


def test_a_drive_that_is_away_costs_nothing(full: Library, pass_days: Pass, root: Path) -> None:
    root.rename(root.with_name("unplugged"))
    for _ in range(20):
        pass_days(7)
        assert expire_missing(full) is None
    (root.with_name("videos")).mkdir()  # its mount point
    (root / "stray.txt").touch()
    full.set_missing([f"{root}/here.mp4"])  # what a scan of that would say
    for _ in range(20):
        pass_days(7)
        assert expire_missing(full) is None
    assert set(full.visible_videos()) == {1, 2}


def test_a_file_that_is_there_is_not_forgotten_though_no_scan_has_seen_it_yet(
    full: Library, pass_days: Pass, root: Path
) -> None:
    (root / "gone.mp4").touch()
    for _ in range(6):
        pass_days(7)
        assert expire_missing(full) is None


def test_a_file_that_was_back_in_between_begins_anew(full: Library, pass_days: Pass, root: Path) -> None:
    for _ in range(3):
        pass_days(7)
        expire_missing(full)
    full.set_present([f"{root}/gone.mp4"])
    expire_missing(full)
    full.set_missing([f"{root}/gone.mp4"])
    for _ in range(5):  # the first of them marks it
        pass_days(7)
        assert expire_missing(full) is None
    pass_days(7)
    assert expire_missing(full) is not None
    assert full.visible_videos() == [1]


def test_another_time_to_keep_can_be_set(full: Library, pass_days: Pass) -> None:
    pass_days(2)
    assert expire_missing(full, days=1) is not None


def test_what_can_no_longer_be_undone_is_dropped_and_never_read_again(full: Library, pass_days: Pass) -> None:
    changes.do(full, Forget([2]))
    for _ in range(8):
        pass_days(7)
        assert purge(full) == 0
    assert tags_of(full, 2) == ["mine"]
    pass_days(7)
    assert purge(full) == 1
    assert purge(full) == 0
    assert changes.undoable(full) is None
    assert tags_of(full, 2) == []
    assert [new.video_id for new in full.embeddings_since("fake-1", 0)] == [1]
    assert len(full.forgotten_files()) == 1
    changes.do(full, Recall([2]))
    assert set(full.visible_videos()) == {1, 2}


def test_an_expired_video_goes_for_good_in_the_end(full: Library, pass_days: Pass) -> None:
    for _ in range(5):
        pass_days(7)
        expire_missing(full)
    for _ in range(9):
        pass_days(7)
        purge(full)
    assert full.query("SELECT fingerprint FROM videos") == [("here",)]
    assert full.query("PRAGMA foreign_key_check") == []


def test_changes_that_were_undone_and_done_again_are_kept_from_the_first_time_on(
    full: Library, pass_days: Pass
) -> None:
    changes.do(full, Forget([2]))
    changes.undo(full)
    for _ in range(10):
        pass_days(7)
        purge(full)
    assert changes.redoable(full) is None
    assert set(full.visible_videos()) == {1, 2}


def test_a_removed_folder_is_kept_while_it_can_be_undone_and_what_was_said_of_it_for_ever(
    library: Library, pass_days: Pass
) -> None:
    add_video(library, "/videos/said.mp4", [[1, 0]], content="said")
    add_video(library, "/videos/plain.mp4", [[1, 0]], content="plain")
    add_video(library, ["/videos/both.mp4", "/mine/both.mp4"], [[1, 0]], content="both")
    library.add_root("/mine")
    add_video(library, "/mine/both.mp4", root="/mine", content="both")
    add_video(library, "/old/old.mp4", [[1, 0]], root="/old", content="old")
    set_file_captions(library, {"/videos/plain.mp4": ["beside"]})
    for change in (AddTag([1], "mine"), AddCaption(1, "my words"), RemoveRoot("/old"), RemoveRoot("/videos")):
        changes.do(library, change)
    changes.undo(library)
    pass_days(1)
    changes.do(library, RemoveRoot("/videos"))
    for _ in range(59):
        pass_days(1)
        purge(library)
    assert {row[0] for row in library.query("SELECT fingerprint FROM videos")} == {"said", "plain", "both"}
    pass_days(1)
    assert purge(library) == 2
    assert purge(library) == 0
    assert not bring_back(library, "/videos")
    assert {row[0] for row in library.query("SELECT fingerprint FROM videos")} == {"said", "both"}
    assert library.query("SELECT video_id FROM segments") == [(3,)]
    assert library.query("SELECT text FROM captions") == [("my words",)]
    assert add_video(library, "/videos/said.mp4", [[1, 0]], content="said") == 1
    assert (tags_of(library, 1), captions_of(library, 1)) == (["mine"], [("my words", "person")])
    assert check(library) == []
