import os
import socket
import sys
import threading
import unicodedata
from pathlib import Path

import pytest

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.media.scanner import (
    VIDEO_EXTENSIONS,
    ScannedFolder,
    ScannedVideo,
    ScannedVideos,
    is_video_name,
    scan,
    scan_in_batches,
)
from vop_desktop.records import Failure


def put(path, data=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def videos(*folders, **options):
    found = scan([str(folder) for folder in folders], **options)
    return [item.file.path for item in found if isinstance(item, ScannedVideo)]


def names(*folders, **options):
    return sorted(os.path.basename(path) for path in videos(*folders, **options))


posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")


def test_videos_of_all_extensions_and_cases_are_found_with_size_and_time(tmp_path):
    for number, extension in enumerate(sorted(VIDEO_EXTENSIONS)):
        put(tmp_path / f"{number}{extension.upper() if number % 2 else extension}", b"12345")
    for other in ("a.txt", "a.jpg", "a.mp3", "mp4", "a.mp4.part"):
        put(tmp_path / other)
    found = [item for item in scan([str(tmp_path)]) if isinstance(item, ScannedVideo)]
    assert len(found) == len(VIDEO_EXTENSIONS)
    for item in found:
        status = Path(item.file.path).stat()
        assert (item.file.size, item.file.mtime_ns) == (5, status.st_mtime_ns)
        assert item.sidecars == ()
        assert Path(item.file.path).is_absolute()


def test_a_video_name_has_a_video_extension():
    assert is_video_name("A.Mp4")
    assert not is_video_name("mp4")
    assert not is_video_name(".mp4")


def test_folders_come_before_their_videos_in_order(tmp_path):
    put(tmp_path / "b" / "2.mp4")
    put(tmp_path / "b" / "1.mp4")
    put(tmp_path / "a" / "3.mp4")
    put(tmp_path / "0.mp4")
    order = [
        os.path.relpath(item.path if isinstance(item, ScannedFolder) else item.file.path, tmp_path)
        for item in scan([str(tmp_path)])
    ]
    assert order == [
        ".",
        "0.mp4",
        "a",
        os.path.join("a", "3.mp4"),
        "b",
        *(os.path.join("b", n) for n in ("1.mp4", "2.mp4")),
    ]


def test_sidecars_and_caption_tables_are_named(tmp_path):
    put(tmp_path / "a.mp4")
    put(tmp_path / "A.TXT")
    put(tmp_path / "b.mp4")
    put(tmp_path / "Captions.csv")
    found = list(scan([str(tmp_path)]))
    assert found[0] == ScannedFolder(str(tmp_path), str(tmp_path / "Captions.csv"), texts=True)
    assert found[1].sidecars == (str(tmp_path / "A.TXT"),)
    assert found[2].sidecars == ()


def test_a_single_file_may_be_given(tmp_path):
    put(tmp_path / "a.mp4")
    put(tmp_path / "b.mp4")
    put(tmp_path / "a.txt")
    (found,) = scan([str(tmp_path / "a.mp4")])
    assert found.file.path == str(tmp_path / "a.mp4")
    assert found.sidecars == (str(tmp_path / "a.txt"),)


def test_hidden_names_service_folders_and_excludes_are_left_out(tmp_path):
    for folder in (
        ".hidden",
        "@eaDir",
        "$RECYCLE.BIN",
        ".Trash-1000",
        "System Volume Information",
        "lost+found",
        "Raw",
    ):
        put(tmp_path / folder / "a.mp4")
    put(tmp_path / ".b.mp4")
    put(tmp_path / "keep.mp4")
    put(tmp_path / "old_1.mp4")
    put(tmp_path / "deep" / "down" / "c.mp4")
    excludes = ["raw", "OLD_*", str(tmp_path / "deep" / "down") + "/"]
    assert names(tmp_path, excludes=excludes) == ["keep.mp4"]
    assert names(tmp_path) == ["a.mp4", "c.mp4", "keep.mp4", "old_1.mp4"]


def test_overlapping_folders_and_links_give_each_file_once(tmp_path):
    put(tmp_path / "a" / "1.mp4")
    put(tmp_path / "a" / "b" / "2.mp4")
    assert names(tmp_path / "a", tmp_path, tmp_path / "a" / "b", tmp_path / "a" / "1.mp4") == [
        "1.mp4",
        "2.mp4",
    ]


@posix_only
def test_symlink_loops_end_and_links_are_followed_once(tmp_path):
    put(tmp_path / "a" / "1.mp4")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self.mp4").symlink_to("self.mp4")
    (tmp_path / "a" / "gone.mp4").symlink_to(tmp_path / "nothing.mp4")
    (tmp_path / "a" / "z.mp4").symlink_to(tmp_path / "a" / "1.mp4")
    outside = tmp_path.parent / (tmp_path.name + "_outside")
    put(outside / "2.mp4")
    (tmp_path / "linked").symlink_to(outside, target_is_directory=True)
    assert names(tmp_path) == ["1.mp4", "2.mp4"]


@posix_only
def test_hard_links_are_files_of_their_own(tmp_path):
    put(tmp_path / "1.mp4")
    os.link(tmp_path / "1.mp4", tmp_path / "2.mp4")
    assert names(tmp_path) == ["1.mp4", "2.mp4"]


@posix_only
def test_what_is_no_ordinary_file_is_not_read(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.mp4")
    monkeypatch.chdir(tmp_path)  # socket paths are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.mp4")
        put(tmp_path / "folder.mp4" / "inside.mp4")
        assert names(tmp_path) == ["inside.mp4"]


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_a_failure_and_the_rest_goes_on(tmp_path):
    put(tmp_path / "locked" / "a.mp4")
    put(tmp_path / "open" / "b.mp4")
    (tmp_path / "locked").chmod(0)
    try:
        found = list(scan([str(tmp_path)]))
    finally:
        (tmp_path / "locked").chmod(0o700)
    (failure,) = [item for item in found if isinstance(item, Failure)]
    assert (failure.path, failure.stage) == (str(tmp_path / "locked"), "scan")
    assert "cannot be read" in failure.reason
    assert any(isinstance(item, ScannedVideo) for item in found)


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path, monkeypatch):
    put(tmp_path / "bad" / "a.mp4")
    put(tmp_path / "good" / "b.mp4")
    real = os.scandir

    def scandir(path):
        if os.path.basename(path) == "bad":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(scan([str(tmp_path)]))
    (failure,) = [item for item in found if isinstance(item, Failure)]
    assert failure == Failure(str(tmp_path / "bad"), "scan", "the folder cannot be read: Permission denied")
    assert [os.path.basename(item.file.path) for item in found if isinstance(item, ScannedVideo)] == ["b.mp4"]


def test_a_file_that_vanishes_during_the_scan_is_skipped(tmp_path):
    put(tmp_path / "1.mp4")
    put(tmp_path / "2.mp4")
    put(tmp_path / "sub" / "3.mp4")
    found = []
    for item in scan([str(tmp_path)]):
        if isinstance(item, ScannedFolder) and item.path == str(tmp_path):
            (tmp_path / "1.mp4").unlink()
            (tmp_path / "sub" / "3.mp4").unlink()
            (tmp_path / "sub").rmdir()
        found.append(item)
    assert [os.path.basename(i.file.path) for i in found if isinstance(i, ScannedVideo)] == ["2.mp4"]
    assert not any(isinstance(item, Failure) for item in found)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid such names")
def test_odd_names_survive(tmp_path):
    odd = [
        "-rf.mp4",
        "new\nline.mp4",
        "100%.mp4",
        "a:b?*|<>.mp4",
        unicodedata.normalize("NFD", "café.mp4"),
        "花🌺.mp4",
    ]
    for name in odd:
        put(tmp_path / name)
    raw = os.path.join(os.fsencode(tmp_path), b"bytes_\xff\xfe.mp4")
    Path(os.fsdecode(raw)).touch()
    found = videos(tmp_path)
    assert sorted(os.fsencode(path) for path in found) == sorted(
        [os.fsencode(tmp_path / name) for name in odd] + [raw]
    )
    assert all(os.path.exists(path) for path in found)


def test_a_folder_that_does_not_exist_is_told_before_anything_is_scanned(tmp_path):
    put(tmp_path / "a.mp4")
    with pytest.raises(MediaError, match="does not exist") as caught:
        scan([str(tmp_path), str(tmp_path / "gone")])
    assert caught.value.stage == "scan"


def test_a_scan_can_be_stopped(tmp_path):
    for number in range(10):
        put(tmp_path / f"{number}.mp4")
    cancel = threading.Event()
    found = scan([str(tmp_path)], cancel=cancel)
    next(found)
    cancel.set()
    with pytest.raises(Cancelled):
        list(found)


def test_batches_are_small_and_hold_the_same_in_the_same_order(tmp_path):
    for number in range(150):
        put(tmp_path / f"{number:03}.mp4")
    put(tmp_path / "070.srt")
    put(tmp_path / "below" / "z.mp4")
    batches = [item for item in scan_in_batches([str(tmp_path)]) if isinstance(item, ScannedVideos)]
    looks = [look for batch in batches for look in batch.files]
    assert looks == [item.file for item in scan([str(tmp_path)]) if isinstance(item, ScannedVideo)]
    assert [os.path.basename(path) for path, _, _ in looks] == [f"{n:03}.mp4" for n in range(150)] + ["z.mp4"]
    assert max(len(batch.files) for batch in batches) < 100
    assert all(len({os.path.dirname(path) for path, _, _ in batch.files}) == 1 for batch in batches)
    beside = {path: texts for batch in batches for path, texts in batch.sidecars.items()}
    assert beside == {str(tmp_path / "070.mp4"): (str(tmp_path / "070.srt"),)}


@posix_only
def test_where_files_are_not_found_from_their_folder_they_are_found_by_their_path(tmp_path, monkeypatch):
    put(tmp_path / "a" / "1.mp4")
    put(tmp_path / "b" / "2.mp4")
    (tmp_path / "b" / "gone.mp4").symlink_to("nothing.mp4")
    (tmp_path / "b" / "link.mp4").symlink_to("../a/1.mp4")
    (tmp_path / "b" / "folder.mp4").mkdir()
    put(tmp_path / "b" / "folder.mp4" / "3.mp4")
    from_folders = list(scan([str(tmp_path)]))
    monkeypatch.setattr(os, "supports_dir_fd", frozenset())
    assert list(scan([str(tmp_path)])) == from_folders
    assert names(tmp_path) == ["1.mp4", "2.mp4", "3.mp4"]


@pytest.mark.skipif(sys.platform != "linux", reason="open files are counted as Linux tells them")
def test_a_scan_that_is_given_up_leaves_no_folder_open(tmp_path):
    for number in range(150):
        put(tmp_path / f"{number}.mp4")
    before = len(os.listdir("/proc/self/fd"))
    found = scan_in_batches([str(tmp_path)])
    next(found), next(found)
    del found
    assert len(os.listdir("/proc/self/fd")) == before
