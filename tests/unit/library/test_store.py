"""What the library keeps: roots, files, videos, embeddings, jobs, failures, counts."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.stored import MODEL, add_video, remove_root, segment_arrays, unit, video_file, video_info
from vop_desktop.library import Library, changes
from vop_desktop.library.excluding import SetExcludes
from vop_desktop.library.rows import KnownFile, path_from_db, path_to_db
from vop_desktop.records import Failure, Filmstrip, Root

ODD_NAME = b"/videos/bytes_\xff\xfe \xe9t\xe9.mp4".decode("utf-8", "surrogateescape")


def below(*parts: str) -> str:
    """An absolute path with the separators of this system."""
    return os.path.join(os.sep, *parts)


def reopen(library: Library) -> Library:
    library.close()
    return Library.open(library.path)


# --- roots --------------------------------------------------------------------------------------------


def test_roots_keep_the_order_in_which_they_were_added(library: Library) -> None:
    ids = [library.add_root(path) for path in ("/c", "/a", "/b")]
    assert len(set(ids)) == 3
    assert library.roots() == (Root("/c", True, 0), Root("/a", True, 0), Root("/b", True, 0))


def test_a_root_is_added_once_and_counts_as_reachable_again(library: Library) -> None:
    first = library.add_root("/videos")
    library.set_reachable("/videos", False)
    assert library.roots() == (Root("/videos", False, 0),)
    assert library.add_root("/videos") == first
    assert library.roots() == (Root("/videos", True, 0),)


def test_a_root_counts_its_videos_not_its_paths(library: Library) -> None:
    add_video(library, ["/videos/a.mp4", "/videos/copy of a.mp4"])
    add_video(library, "/videos/b.mp4")
    add_video(library, "/other/c.mp4", root="/other")
    assert {root.path: root.videos for root in library.roots()} == {"/videos": 2, "/other": 1}


def test_a_look_at_the_roots_tells_which_can_be_reached(library: Library, tmp_path: Path) -> None:
    here, gone = tmp_path / "here", tmp_path / "gone"
    here.mkdir()
    for folder in (here, gone):
        library.add_root(str(folder))
    library.check_roots()
    assert {root.path: root.reachable for root in library.roots()} == {str(here): True, str(gone): False}
    gone.mkdir()
    here.rmdir()
    library.check_roots()
    assert {root.path: root.reachable for root in library.roots()} == {str(here): False, str(gone): True}


def test_the_empty_mount_point_of_a_known_drive_counts_as_offline(library: Library, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    add_video(library, str(drive / "a.mp4"), root=str(drive))
    library.check_roots()
    assert not library.roots()[0].reachable
    (drive / "a.mp4").touch()
    library.check_roots()
    assert library.roots()[0].reachable


def test_a_look_that_finds_nothing_new_writes_nothing(library: Library, tmp_path: Path) -> None:
    library.add_root(str(tmp_path))
    before = library.own_changes
    library.check_roots()
    assert library.own_changes == before


def test_a_removed_root_hides_its_videos_and_keeps_what_was_read(library: Library) -> None:
    folder = below("videos")
    video_id = add_video(library, below("videos", "a.mp4"), [[1, 0], [0, 1]], root=folder)
    other = add_video(library, below("other", "b.mp4"), [[1, 0]], root=below("other"))
    remove_root(library, folder)
    assert library.visible_videos() == [other]
    assert [root.path for root in library.roots()] == [below("other")]
    assert library.indexed_videos(MODEL, "normal") == {video_id, other}
    assert library.video_paths(video_id) == [(below("videos", "a.mp4"), False)]


def test_a_root_that_is_added_again_brings_its_videos_back(library: Library) -> None:
    folder = below("videos")
    videos = {
        add_video(library, below("videos", "a.mp4"), [[1, 0]], root=folder),
        add_video(library, below("videos", "deep", "b.mp4"), [[1, 0]], root=folder),
        add_video(library, ODD_NAME.replace("/", os.sep), [[1, 0]], root=folder),
    }
    stranger = add_video(library, below("videos2", "c.mp4"), root=below("videos2"))
    for root in (folder, below("videos2")):
        remove_root(library, root)
    assert library.visible_videos() == []
    library.add_root(folder)
    assert set(library.visible_videos()) == videos
    assert stranger not in library.visible_videos()
    assert library.roots() == (Root(folder, True, 3),)


def test_what_lies_in_another_root_as_well_stays_when_one_is_removed(library: Library) -> None:
    inner, outer = below("videos", "holiday"), below("videos")
    path = below("videos", "holiday", "a.mp4")
    video_id = add_video(library, path, root=inner)
    library.add_root(outer)
    library.put_failure(Failure(below("videos", "holiday", "bad.mp4"), "probe", "no video"))
    remove_root(library, inner)
    assert library.visible_videos() == [video_id]
    assert library.video_paths(video_id) == [(path, True)]
    assert len(library.failures()) == 1
    remove_root(library, outer)
    assert library.visible_videos() == []
    assert library.failures() == ()


def test_a_removed_root_takes_its_failures_along(library: Library) -> None:
    for folder in ("videos", "videos2"):
        library.add_root(below(folder))
        library.put_failure(Failure(below(folder, "bad.mp4"), "probe", "no video"))
    remove_root(library, below("videos"))
    assert [failure.path for failure in library.failures()] == [below("videos2", "bad.mp4")]


@pytest.mark.skipif(os.name == "nt", reason="a backslash parts folders there")
def test_a_folder_with_a_backslash_in_its_name_is_a_folder(library: Library) -> None:
    video_id = add_video(library, "/back\\slash/a.mp4", root="/back\\slash")
    remove_root(library, "/back\\slash")
    library.add_root("/back\\slash")
    assert library.visible_videos() == [video_id]


@pytest.mark.skipif(os.name == "nt", reason="drives there")
def test_the_whole_disk_may_be_a_root(library: Library) -> None:
    video_id = add_video(library, "/a.mp4", root="/")
    remove_root(library, "/")
    library.add_root("/")
    assert library.visible_videos() == [video_id]


# --- files and videos ---------------------------------------------------------------------------------


def test_a_known_file_tells_how_it_looked(library: Library) -> None:
    root = library.add_root("/videos")
    video_id = library.put_video("abc", video_info(), "partial", "decode", "stops early")
    library.put_file(
        video_file("/videos/a.mp4", size=5_000_000_000, mtime_ns=1_700_000_000_123_456_789), video_id, root
    )
    assert library.known_files() == {
        "/videos/a.mp4": KnownFile(video_id, 5_000_000_000, 1_700_000_000_123_456_789, False, "partial")
    }


def test_a_video_is_known_by_its_content(library: Library) -> None:
    video_id = library.put_video("abc", video_info(), "complete")
    assert library.find_video("abc") == (video_id, "complete")
    assert library.find_video("abd") is None


def test_what_is_learned_of_a_content_replaces_what_was_known(library: Library) -> None:
    first = library.put_video("abc", video_info(), "failed", "decode", "it broke")
    second = library.put_video(
        "abc", video_info(duration=20.0, width=1920, height=1080, codec="hevc"), "complete"
    )
    assert first == second
    record = library.video(first)
    assert (record.duration, record.width, record.height, record.codec) == (20.0, 1920, 1080, "hevc")
    assert (record.state, record.reason, record.paths) == ("complete", "", ())
    assert library.query("SELECT count(*) FROM videos") == [(1,)]


def test_all_of_a_video_is_stored(library: Library) -> None:
    info = video_info()
    library.put_video("abc", info, "partial", "decode", "stops early")
    for column in ("duration", "fps", "width", "height", "codec", "container", "rotation", "size"):
        assert library.query(f"SELECT {column} FROM videos") == [(getattr(info, column),)]
    assert library.query("SELECT stage, reason FROM videos") == [("decode", "stops early")]


def test_an_unknown_video_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.video(1)


def test_a_moved_file_is_a_new_path_of_the_same_video(library: Library) -> None:
    video_id = add_video(library, "/videos/old.mp4", [[1, 0]])
    library.set_missing(["/videos/old.mp4"])
    library.put_file(video_file("/videos/new.mp4"), video_id, library.add_root("/videos"))
    assert library.video_paths(video_id) == [("/videos/new.mp4", True), ("/videos/old.mp4", False)]
    assert library.video(video_id).paths == ("/videos/new.mp4", "/videos/old.mp4")
    assert library.status().videos == 1
    assert library.status().missing == 1


def test_a_path_whose_content_changed_belongs_to_another_video(library: Library) -> None:
    before = add_video(library, "/videos/a.mp4", content="first")
    after = add_video(library, "/videos/a.mp4", content="second")
    assert before != after
    assert library.known_files()["/videos/a.mp4"].video_id == after
    assert library.visible_videos() == [after]


def test_a_missing_file_keeps_its_row_and_its_video(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4", [[1, 0]])
    library.set_missing(["/videos/a.mp4", "/videos/never seen.mp4"])
    assert library.known_files()["/videos/a.mp4"].missing
    assert list(library.known_files()) == ["/videos/a.mp4"]
    assert library.visible_videos() == [video_id]
    assert library.video_paths(video_id) == [("/videos/a.mp4", False)]


def test_a_file_is_missing_since_it_was_first_missed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_video(library, "/videos/a.mp4")
    for now in (100.0, 200.0):
        monkeypatch.setattr("vop_desktop.library.store.time.time", lambda now=now: now)
        library.set_missing(["/videos/a.mp4"])
    assert library.query("SELECT missing_since FROM files") == [(100.0,)]


def test_a_file_that_is_back_is_not_missing(library: Library) -> None:
    add_video(library, ["/videos/a.mp4", "/videos/b.mp4"])
    library.set_missing(["/videos/a.mp4", "/videos/b.mp4"])
    library.set_present(["/videos/a.mp4"])
    add_video(library, "/videos/b.mp4")
    assert not any(file.missing for file in library.known_files().values())


def test_paths_that_can_be_reached_come_first(library: Library) -> None:
    video_id = add_video(library, "/usb/a.mp4", root="/usb", content="one")
    assert add_video(library, "/home/a.mp4", root="/home", content="one") == video_id
    assert library.video_paths(video_id) == [("/usb/a.mp4", True), ("/home/a.mp4", True)]
    library.set_reachable("/usb", False)
    assert library.video_paths(video_id) == [("/home/a.mp4", True), ("/usb/a.mp4", False)]
    library.set_reachable("/home", False)
    assert [there for _, there in library.video_paths(video_id)] == [False, False]


def test_of_paths_out_of_reach_those_in_a_root_come_first(library: Library) -> None:
    video_id = add_video(library, below("old", "a.mp4"), root=below("old"), content="one")
    add_video(library, below("new", "a.mp4"), root=below("new"), content="one")
    remove_root(library, below("old"))
    library.set_reachable(below("new"), False)
    assert [path for path, _ in library.video_paths(video_id)] == [
        below("new", "a.mp4"),
        below("old", "a.mp4"),
    ]


def test_visible_videos_are_the_newest_first(library: Library) -> None:
    middle = add_video(library, "/videos/middle.mp4", mtime_ns=20)
    newest = add_video(library, "/videos/newest.mp4", mtime_ns=30)
    oldest = add_video(library, "/videos/oldest.mp4", mtime_ns=10)
    assert library.visible_videos() == [newest, middle, oldest]
    root = library.add_root("/videos")
    library.put_file(video_file("/videos/a copy.mp4", mtime_ns=40), oldest, root)
    assert library.visible_videos() == [oldest, newest, middle]


def test_a_name_that_is_no_text_is_kept_byte_by_byte(library: Library) -> None:
    video_id = add_video(library, ODD_NAME)
    library.put_failure(Failure(ODD_NAME + ".avi", "probe", "no video"), 1, 2)
    assert library.query("SELECT typeof(path), path FROM files") == [
        ("blob", ODD_NAME.encode("utf-8", "surrogateescape"))
    ]
    library = reopen(library)
    assert list(library.known_files()) == [ODD_NAME]
    assert library.video(video_id).paths == (ODD_NAME,)
    assert [failure.path for failure in library.failures()] == [ODD_NAME + ".avi"]
    library.set_missing([ODD_NAME])
    assert library.known_files()[ODD_NAME].missing
    library.set_present([ODD_NAME])
    assert not library.known_files()[ODD_NAME].missing
    assert library.start_job(ODD_NAME) == 1
    library.finish_job(ODD_NAME)
    assert library.start_job(ODD_NAME) == 1
    library.clear_failures([ODD_NAME + ".avi"])
    assert library.failures() == ()
    library.close()


@pytest.mark.parametrize(
    "path", ["/a/b.mp4", "/ünïcödé/花🌺.mp4", "/new\nline/100%_'\".mp4", "C:\\Videos\\a.mp4", ODD_NAME]
)
def test_a_path_comes_back_from_the_database_as_it_went_in(path: str) -> None:
    assert path_from_db(path_to_db(path)) == path
    assert isinstance(path_to_db(path), bytes) == (path == ODD_NAME)


def test_an_odd_root_is_found_again(library: Library) -> None:
    root = os.path.dirname(ODD_NAME) + os.fsdecode(b"/\xff")
    assert library.add_root(root) == library.add_root(root)
    library.set_reachable(root, False)
    assert library.roots() == (Root(root, False, 0),)
    remove_root(library, root)
    assert library.roots() == ()


# --- segments -----------------------------------------------------------------------------------------


def test_embeddings_come_back_as_half_floats(library: Library) -> None:
    rows = unit(np.random.default_rng(1).normal(size=(7, 33)))
    video_id = add_video(library, "/videos/a.mp4", rows)
    (new,) = library.embeddings_since(MODEL, 0)
    assert new.video_id == video_id
    assert new.embeddings.dtype == np.float32
    np.testing.assert_array_equal(new.embeddings, rows.astype(np.float16).astype(np.float32))
    np.testing.assert_allclose(np.linalg.norm(new.embeddings, axis=1), 1, atol=2e-3)


def test_embeddings_since_gives_only_what_is_new_oldest_first(library: Library) -> None:
    videos = [add_video(library, f"/videos/{k}.mp4", [[1, k]]) for k in range(4)]
    found = list(library.embeddings_since(MODEL, 0))
    assert [new.video_id for new in found] == videos
    assert [new.seq for new in found] == sorted(new.seq for new in found)
    assert [new.video_id for new in library.embeddings_since(MODEL, found[1].seq)] == videos[2:]
    assert list(library.embeddings_since(MODEL, found[-1].seq)) == []


def test_replaced_embeddings_are_new_again(library: Library) -> None:
    first = add_video(library, "/videos/a.mp4", [[1, 0], [0, 1]])
    add_video(library, "/videos/b.mp4", [[1, 0]])
    last = max(new.seq for new in library.embeddings_since(MODEL, 0))
    library.put_segments(first, MODEL, "fine", segment_arrays([[0, 1]]))
    (new,) = library.embeddings_since(MODEL, last)
    assert (new.video_id, len(new.embeddings)) == (first, 1)
    assert len(list(library.embeddings_since(MODEL, 0))) == 2


def test_a_number_is_never_given_twice(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4", [[1, 0]])
    seen = set()
    for _ in range(3):
        (new,) = library.embeddings_since(MODEL, max(seen, default=0))
        assert new.seq not in seen
        seen.add(new.seq)
        library.put_segments(video_id, MODEL, "normal", segment_arrays([[0, 1]]))


def test_models_lie_side_by_side(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4", [[1, 0]], model="small")
    library.put_segments(video_id, "large", "fine", segment_arrays([[1, 0, 0], [0, 1, 0]]))
    assert [new.embeddings.shape for new in library.embeddings_since("small", 0)] == [(1, 2)]
    assert [new.embeddings.shape for new in library.embeddings_since("large", 0)] == [(2, 3)]
    assert list(library.embeddings_since("unknown", 0)) == []
    assert library.indexed_videos("small", "normal") == {video_id}
    assert library.indexed_videos("small", "fine") == set()
    assert library.indexed_videos("large", "fine") == {video_id}
    assert library.status().packs == ("large", "small")


def test_a_segment_is_read_as_it_was_stored(library: Library) -> None:
    rng = np.random.default_rng(2)
    frames = unit(rng.normal(size=(3, 5, 8)))
    times = np.sort(rng.uniform(0, 1e5, size=(3, 5)), axis=1)
    video_id = add_video(
        library, "/videos/a.mp4", rng.normal(size=(3, 8)), frames=frames, times=times, detail="fine",
        content="abc", duration=30.5,
    )  # fmt: skip
    for number in range(3):
        view = library.segment(video_id, MODEL, number)
        assert (view.start, view.end) == (10.0 * number, 10.0 * number + 10.0)
        np.testing.assert_array_equal(view.times, times[number])  # exact: float64
        np.testing.assert_array_equal(view.frames, frames[number].astype(np.float16).astype(np.float32))
        assert view.frames.dtype == np.float32
        assert (view.duration, view.fingerprint, view.layout) == (30.5, "abc", "fine/5")


def test_a_segment_that_is_not_there_is_an_error(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4", [[1, 0], [0, 1]])
    for wrong in ((video_id, MODEL, 2), (video_id, "unknown", 0), (video_id + 1, MODEL, 0)):
        with pytest.raises(KeyError):
            library.segment(*wrong)


def test_segments_survive_a_restart(library: Library) -> None:
    rng = random.Random(3)
    shapes = {}
    for number in range(5):
        count = rng.randint(1, 9)
        shapes[add_video(library, f"/videos/{number}.mp4", np.eye(9)[:count])] = count
    library = reopen(library)
    assert {new.video_id: len(new.embeddings) for new in library.embeddings_since(MODEL, 0)} == shapes
    assert library.status().segments == sum(shapes.values())
    library.close()


def test_segments_of_a_video_that_is_not_there_are_refused(library: Library) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        library.put_segments(5, MODEL, "normal", segment_arrays([[1, 0]]))
    assert list(library.embeddings_since(MODEL, 0)) == []


def test_a_change_of_another_connection_shows(library: Library) -> None:
    before = library.change_counter()
    library.add_root("/mine")
    assert library.change_counter() == before
    assert library.own_changes > 0
    with Library.open(library.path) as other:
        other.add_root("/videos")
    assert library.change_counter() != before


def test_filmstrips_are_kept_by_content_and_layout(library: Library) -> None:
    strips = [Filmstrip(b"jpeg %d" % k, 12, k) for k in range(3)]
    library.put_filmstrips("abc", "normal/12", 4, strips)
    assert [library.filmstrip("abc", "normal/12", 4 + k) for k in range(3)] == strips
    assert library.filmstrip("abc", "normal/12", 3) is None
    assert library.filmstrip("abc", "fine/12", 4) is None
    assert library.filmstrip("abd", "normal/12", 4) is None


# --- jobs and failures --------------------------------------------------------------------------------


def test_a_job_without_an_end_is_counted(library: Library) -> None:
    assert library.start_job("/videos/a.mp4") == 1
    library = reopen(library)
    assert library.start_job("/videos/a.mp4") == 2
    assert library.start_job("/videos/b.mp4") == 1
    library.finish_job("/videos/a.mp4")
    assert library.start_job("/videos/a.mp4") == 1
    library.close()


def test_a_failure_replaces_an_older_one_of_the_same_file(library: Library) -> None:
    library.put_failure(Failure("/videos/a.mp4", "probe", "no video"), 10, 20)
    library.put_failure(Failure("/videos/a.mp4", "decode", "it broke"), 11, 21)
    failure = Failure("/videos/a.mp4", "decode", "it broke")
    assert library.failures() == (failure,)
    assert library.failed_files() == {"/videos/a.mp4": (11, 21, failure)}
    assert library.query("SELECT tries FROM failures") == [(2,)]


def test_failures_come_in_the_order_in_which_they_happened(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now, name in ((3.0, "c"), (1.0, "a"), (2.0, "b")):
        monkeypatch.setattr("vop_desktop.library.store.time.time", lambda now=now: now)
        library.put_failure(Failure(name, "probe", "no video"))
    assert [failure.path for failure in library.failures()] == ["a", "b", "c"]


def test_a_file_that_was_read_is_no_failure_any_more(library: Library) -> None:
    for name in ("a", "b", "c"):
        library.put_failure(Failure(f"/videos/{name}.mp4", "probe", "no video"))
    add_video(library, "/videos/a.mp4")
    library.clear_failures(["/videos/b.mp4", "/videos/unknown.mp4"])
    assert [failure.path for failure in library.failures()] == ["/videos/c.mp4"]


def test_partial_videos_tell_why(library: Library) -> None:
    library.put_video("whole", video_info(), "complete")
    broken = library.put_video("broken", video_info(), "partial", "decode", "the file ends early")
    assert library.partial_reasons() == {broken: "the file ends early"}


def test_partial_files_are_those_that_are_there(library: Library) -> None:
    for name in ("a", "b", "c"):
        add_video(library, below("videos", f"{name}.mp4"), root=below("videos"), state="partial")
    add_video(library, below("videos", "whole.mp4"), root=below("videos"))
    add_video(library, below("other", "d.mp4"), root=below("other"), state="partial")
    library.put_video(ascii(below("videos", "a.mp4")), video_info(), "partial", "decode", "it ends early")
    library.set_missing([below("videos", "b.mp4")])
    remove_root(library, below("other"))
    assert library.partial_files() == (
        Failure(below("videos", "a.mp4"), "decode", "it ends early"),
        Failure(below("videos", "c.mp4"), "", ""),
    )


# --- status -------------------------------------------------------------------------------------------


def test_an_empty_library_counts_nothing(library: Library) -> None:
    status = library.status()
    counts = (status.videos, status.complete, status.partial, status.failed, status.missing, status.segments)
    assert counts == (0, 0, 0, 0, 0, 0)
    assert (status.roots, status.packs, status.failures) == ((), (), ())


def test_status_counts_contents_paths_and_segments(library: Library) -> None:
    add_video(library, ["/videos/a.mp4", "/videos/copy of a.mp4"], [[1, 0], [0, 1]])
    add_video(library, "/videos/b.mp4", [[1, 0]])
    add_video(library, "/videos/c.mp4", [[1, 0]], state="partial")
    add_video(library, "/videos/d.mp4", state="failed")
    library.put_failure(Failure("/videos/d.mp4", "decode", "it broke"))
    library.set_missing(["/videos/copy of a.mp4", "/videos/b.mp4"])
    status = library.status()
    assert (status.videos, status.complete, status.partial, status.failed) == (4, 2, 1, 1)
    assert (status.missing, status.segments, status.packs) == (2, 4, (MODEL,))
    assert status.roots == (Root("/videos", True, 2),)  # that can be found: neither failed nor missing
    assert status.failures == (Failure("/videos/d.mp4", "decode", "it broke"),)


def test_status_counts_only_what_lies_in_watched_folders(library: Library) -> None:
    for folder in ("kept", "removed"):
        for name in ("a", "b"):
            add_video(library, f"/{folder}/{name}.mp4", [[1, 0]], root=f"/{folder}")
        library.set_missing([f"/{folder}/b.mp4"])
    changes.do(library, SetExcludes("/kept", ["b.mp4"]))
    remove_root(library, "/removed")
    status = library.status()
    assert (status.videos, status.complete, status.missing, status.segments) == (1, 1, 0, 1)


def test_a_library_may_be_opened_by_a_name_below_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    with Library.open("~/sub/library.sqlite") as library:
        assert library.path == tmp_path / "sub" / "library.sqlite"
    assert library.path.exists()


def test_a_relative_name_is_taken_from_where_the_program_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Library.open("library.sqlite") as library:
        assert library.path == tmp_path / "library.sqlite"
