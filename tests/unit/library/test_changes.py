"""Undo and redo: every change goes back whole, after a restart too, and forward again."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.helpers.odd_names import ODD_NAMES
from tests.helpers.snapshot import snapshot
from tests.helpers.stored import MODEL, add_video, remove_root, video_file
from vop_desktop.errors import LibraryError
from vop_desktop.library import Library, changes
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.edits import Edit, dump_edits, load_edits
from vop_desktop.library.excluding import SetExcludes
from vop_desktop.library.facts import copy_count
from vop_desktop.library.forget import Expire, Forget, Recall, forgotten_at, videos_at
from vop_desktop.library.jobs import queue_files, queue_state
from vop_desktop.library.kept_captions import KeepCaption
from vop_desktop.library.own_captions import AddCaption, EditCaption, RemoveCaption, captions_of
from vop_desktop.library.places import folder_pattern, is_excluded
from vop_desktop.library.posters import ChoosePoster, poster_moment, poster_tile
from vop_desktop.library.removing import RemoveRoot, bring_back
from vop_desktop.library.repair import repair
from vop_desktop.library.roots import set_gentle
from vop_desktop.library.tags import AddTag, RemoveTag, all_tags, tags_of
from vop_desktop.records import Failure

DOG, CAT = "/videos/dog.mp4", "/videos/pets/cat.mp4"


@pytest.fixture
def full(library: Library) -> Library:
    """Two videos with embeddings, captions, tags; the dog has a copy, and one file failed."""
    add_video(library, [DOG, "/videos/copy.mp4"], [[1, 0], [0, 1]], content="dog")
    add_video(library, CAT, [[1, 1]], content="cat")
    library.put_failure(Failure("/videos/pets/bad.mp4", "probe", "broken"))
    set_file_captions(library, {DOG: ["a dog runs", "a brown dog"]})
    changes.do(library, AddTag([1, 2], "pets"))
    changes.do(library, AddCaption(2, "a cat sleeps"))
    library.execute("DELETE FROM changes")
    return library


CHANGES: dict[str, tuple[changes.Change, str]] = {
    "forget": (Forget([1, 2]), "Forget 2 videos"),
    "forget one": (Forget([1]), "Forget 1 video"),
    "expire": (Expire([2], 30), "Forget 1 video missing for 30 days"),
    "tag": (AddTag([1], "walk"), "Tag 1 video “walk”"),
    "untag": (RemoveTag([1, 2], "pets"), "Take tag “pets” off 2 videos"),
    "caption": (AddCaption(1, "it barks"), "Add caption “it barks”"),
    "edit": (EditCaption(2, "a cat sleeps", "a cat naps"), "Edit caption “a cat sleeps”"),
    "edit of a file's": (EditCaption(1, "a dog runs", "it runs"), "Edit caption “a dog runs”"),
    "remove": (RemoveCaption(2, "a cat sleeps"), "Remove caption “a cat sleeps”"),
    "remove a file's": (RemoveCaption(1, "a brown dog"), "Remove caption “a brown dog”"),
    "exclude": (SetExcludes("/videos", ["/videos/pets"]), "Leave out “/videos/pets”"),
    "poster": (ChoosePoster(1, 12.5), "Choose the picture of a video"),
    "remove a folder": (RemoveRoot("/videos"), "Remove folder “videos”"),
}
each_change = pytest.mark.parametrize(("change", "title"), CHANGES.values(), ids=CHANGES)


@each_change
def test_each_change_goes_back_and_forth_also_after_restarts(
    full: Library, change: changes.Change, title: str
) -> None:
    before = snapshot(full)
    done = changes.do(full, change)
    assert done is not None
    assert (done.title, done.kind) == (title, change.kind)
    after = snapshot(full)
    assert after != before
    for _ in range(2):
        with Library.open(full.path) as again:
            offered = changes.undoable(again)
            assert offered is not None
            assert (offered.title, changes.redoable(again)) == (title, None)
            undone = changes.undo(again)
            assert undone is not None
            assert undone.rows == done.rows
        gone = {"failures"} if change.kind in ("exclude", "remove") else set()  # found again by the next scan
        assert {k: v for k, v in snapshot(full).items() if k not in gone} == {
            k: v for k, v in before.items() if k not in gone
        }
        with Library.open(full.path) as again:
            offered = changes.redoable(again)
            assert offered is not None
            assert (offered.title, changes.undoable(again)) == (title, None)
            changes.redo(again)
        assert snapshot(full) == after


def test_changes_go_back_one_by_one_and_forth_in_their_order(full: Library) -> None:
    states = [snapshot(full)]
    for change in (AddTag([1], "a"), Forget([1]), AddTag([2], "b"), ChoosePoster(2, 1.0)):
        changes.do(full, change)
        states.append(snapshot(full))
    for state in reversed(states[:-1]):
        assert changes.undo(full) is not None
        assert snapshot(full) == state
    assert changes.undo(full) is None
    for state in states[1:]:
        assert changes.redo(full) is not None
        assert snapshot(full) == state
    assert changes.redo(full) is None


def test_a_new_change_ends_redoing(full: Library) -> None:
    changes.do(full, AddTag([1], "a"))
    changes.do(full, AddTag([1], "b"))
    changes.undo(full)
    changes.do(full, AddTag([1], "c"))
    assert changes.redoable(full) is None
    assert changes.redo(full) is None
    assert tags_of(full, 1) == ["a", "c", "pets"]
    changes.undo(full)
    changes.undo(full)
    assert tags_of(full, 1) == ["pets"]


@pytest.mark.parametrize(
    "change",
    [Forget([]), Recall([1]), AddTag([1], "PETS"), RemoveTag([1], "none"), ChoosePoster(1, None),
     SetExcludes("/videos", []), EditCaption(1, "a dog runs", " a dog\nruns ")],
)  # fmt: skip
def test_what_changes_nothing_is_no_change(full: Library, change: changes.Change) -> None:
    changes.do(full, AddTag([1], "a"))
    changes.undo(full)
    before = snapshot(full)
    assert changes.do(full, change) is None
    assert snapshot(full) == before
    assert changes.redoable(full) is not None  # and takes nothing away


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Forget([99]), "no longer in the library"), (AddTag([1, 99], "x"), "no longer in the library"),
        (AddTag([1], " \n\x00 "), "at least one letter"), (AddTag([1], "x" * 101), "100 letters"),
        (AddCaption(1, "\t"), "at least one letter"), (AddCaption(1, "x" * 1001), "1000 letters"),
        (RemoveCaption(1, "nothing of it"), "has no caption “nothing of it”"),
        (SetExcludes("/else", ["x"]), "/else is not a watched folder"),
        (RemoveRoot("/else"), "/else is not a watched folder"),
        (ChoosePoster(1, -1.0), "within the video"), (ChoosePoster(1, float("nan")), "within the video"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_and_changes_nothing(
    full: Library, change: changes.Change, words: str
) -> None:
    before = snapshot(full)
    with pytest.raises(LibraryError, match=words):
        changes.do(full, change)
    assert snapshot(full) == before
    assert changes.undoable(full) is None


def test_a_fault_within_a_change_leaves_nothing_of_it(full: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError("the cable was pulled")

    before = snapshot(full)
    monkeypatch.setattr(changes, "settle_forgotten", fail)
    with pytest.raises(LibraryError, match="the cable was pulled"):
        changes.do(full, Forget([1]))
    assert snapshot(full) == before
    monkeypatch.undo()
    changes.do(full, Forget([1]))
    after = snapshot(full)
    monkeypatch.setattr(changes, "settle_forgotten", fail)
    with pytest.raises(LibraryError):
        changes.undo(full)
    assert snapshot(full) == after
    assert changes.undoable(full) is not None


def test_a_change_that_cannot_be_read_is_told_and_repaired(full: Library) -> None:
    changes.do(full, AddTag([1], "a"))
    changes.do(full, AddTag([1], "b"))
    full.execute("UPDATE changes SET data = '[{}]' WHERE title LIKE '%“b”'")
    with pytest.raises(LibraryError, match=r"“Tag 1 video “b”” cannot be taken back.*vop library repair"):
        changes.undo(full)
    repair(full.path)
    changes.undo(full)
    assert tags_of(full, 1) == ["b", "pets"]


# --- forgetting ---------------------------------------------------------------------------------------


def test_a_forgotten_video_is_nowhere_and_loses_nothing(full: Library) -> None:
    changes.do(full, Forget(videos_at(full, "/videos/copy.mp4")))
    assert full.visible_videos() == [2]
    assert set(full.known_files()) == {CAT}
    assert (full.status().videos, full.status().segments) == (1, 1)
    assert all_tags(full) == {"pets": 1}
    assert set(full.forgotten_files()) == {DOG, "/videos/copy.mp4"}
    assert forgotten_at(full, "/videos") == [1]
    assert [there for _, there in full.video_paths(1)] == [False, False]
    assert [len(new.embeddings) for new in full.embeddings_since(MODEL, 0)] == [2, 1]


def test_a_forgotten_video_that_turns_up_elsewhere_stays_forgotten_until_it_is_recalled(
    full: Library,
) -> None:
    changes.do(full, Forget([1]))
    root = full.add_root("/videos")
    full.put_file(video_file("/videos/moved.mp4"), 1, root)
    assert full.visible_videos() == [2]
    changes.do(full, Recall([1]))
    assert set(full.known_files()) == {CAT, DOG, "/videos/copy.mp4", "/videos/moved.mp4"}
    changes.undo(full)
    assert set(full.known_files()) == {CAT}
    changes.undo(full)
    assert len(full.known_files()) == 4


def test_another_content_at_a_forgotten_path_is_a_video_and_stays_one(full: Library) -> None:
    changes.do(full, Forget([1]))
    with full.transaction():
        add_video(full, DOG, [[1, 0]], content="newer")
    assert full.known_files()[DOG].video_id == 3
    changes.undo(full)
    assert full.known_files()[DOG].video_id == 3
    assert full.known_files()["/videos/copy.mp4"].video_id == 1


def test_a_video_that_was_missing_for_too_long_is_back_with_its_file(full: Library) -> None:
    full.set_missing([CAT])
    changes.do(full, Expire([2], 30))
    assert full.visible_videos() == [1]
    full.put_file(video_file("/videos/found.mp4"), 2, full.add_root("/videos"))
    assert set(full.visible_videos()) == {1, 2}
    assert tags_of(full, 2) == ["pets"]
    changes.undo(full)  # there is nothing left to take back
    assert set(full.visible_videos()) == {1, 2}


def test_a_forgotten_video_without_its_root_comes_back_with_the_root(full: Library) -> None:
    changes.do(full, Forget([1]))
    remove_root(full, "/videos")
    full.add_root("/videos")
    for _ in range(2):
        changes.undo(full)
    assert set(full.visible_videos()) == {1, 2}


def test_undoing_is_by_content_when_numbers_have_changed(full: Library) -> None:
    changes.do(full, RemoveTag([2], "pets"))
    with full.transaction():
        full.query("PRAGMA defer_foreign_keys = on")
        for table in ("files", "segments", "captions"):
            full.execute(f"UPDATE {table} SET video_id = 77 WHERE video_id = 2")
        full.execute("UPDATE videos SET id = 77 WHERE id = 2")
    changes.undo(full)
    assert tags_of(full, 77) == ["pets"]


# --- removed folders ----------------------------------------------------------------------------------


def test_a_removed_folder_is_nowhere_and_loses_nothing(full: Library) -> None:
    full.start_job("/videos/waiting.mp4")
    queue_files(full, ["/videos"], ["/videos/new.mp4"])
    full.set_missing([CAT])
    done = changes.do(full, RemoveRoot("/videos"))
    assert done is not None and done.folders == ()
    with Library.open(full.path) as again:
        assert again.roots() == ()
        assert again.visible_videos() == []
        now = again.status()
        assert (now.videos, now.missing, now.segments, now.failures) == (0, 0, 0, ())
        assert (all_tags(again), copy_count(again), again.partial_files()) == ({}, 0, ())
        assert queue_state(again).waiting == 0
        assert set(again.known_files()) == {DOG, "/videos/copy.mp4", CAT}
        undone = changes.undo(again)
        assert undone is not None and undone.folders == ("/videos",)
    assert set(full.visible_videos()) == {1, 2}
    now = full.status()
    assert (now.videos, now.missing, now.segments) == (2, 1, 3)
    assert (all_tags(full), copy_count(full)) == ({"pets": 2}, 1)
    assert [len(new.embeddings) for new in full.embeddings_since(MODEL, 0)] == [2, 1]


def test_a_folder_within_another_gets_back_what_was_its_own(full: Library) -> None:
    add_video(full, "/videos/new/a.mp4", content="a", root="/videos/new")
    changes.do(full, SetExcludes("/videos/new", ["b.mp4"]))
    add_video(full, "/videos/new/b.mp4", content="b")
    set_gentle(full, "/videos/new", True)
    add_video(full, "/else/c.mp4", root="/else")
    before = snapshot(full)
    done = changes.do(full, RemoveRoot("/videos/new"))
    assert done is not None and done.folders == ("/videos",)
    assert len(full.visible_videos()) == 5
    removed = snapshot(full)
    for _ in range(2):
        changes.undo(full)
        assert snapshot(full) == before  # in its place in the list, too
        assert [root.videos for root in full.roots()] == [3, 1, 1]
        changes.redo(full)
        assert snapshot(full) == removed


def test_a_removed_folder_comes_back_beside_one_that_took_its_number(full: Library) -> None:
    changes.do(full, RemoveRoot("/videos"))
    add_video(full, "/else/c.mp4", root="/else")
    changes.undo(full)
    assert [root.path for root in full.roots()] == ["/else", "/videos"]
    assert len(full.visible_videos()) == 3


def test_a_removed_folder_that_is_added_again_is_as_it_was(full: Library) -> None:
    changes.do(full, SetExcludes("/videos", ["pets"]))
    changes.do(full, AddTag([1], "before"))
    before = snapshot(full)
    changes.do(full, RemoveRoot("/videos"))
    changes.do(full, AddTag([2], "after"))
    changes.undo(full)
    assert not bring_back(full, "/else")
    assert bring_back(full, "/videos")
    assert snapshot(full) == before
    assert not bring_back(full, "/videos")
    changes.undo(full)
    assert tags_of(full, 1) == ["pets"]


def test_changes_go_back_through_a_removed_folder(full: Library) -> None:
    states = [snapshot(full)]
    todo = (
        AddCaption(1, "it barks"), RemoveRoot("/videos"), KeepCaption("dog", "it runs"),
        KeepCaption("clip", "a clip"),
    )  # fmt: skip
    for change in todo:
        changes.do(full, change)
        states.append(snapshot(full))
    for state in reversed(states[:-1]):
        with Library.open(full.path) as again:
            changes.undo(again)
        assert {**snapshot(full), "failures": 0} == {**state, "failures": 0}
    for state in states[1:]:
        with Library.open(full.path) as again:
            changes.redo(again)
        assert {**snapshot(full), "failures": 0} == {**state, "failures": 0}
    assert bring_back(full, "/videos")
    assert [text for text, source in captions_of(full, 1) if source == "person"] == ["it barks", "it runs"]


def test_a_file_of_a_folder_that_was_removed_while_it_was_read_is_hidden(full: Library) -> None:
    changes.do(full, RemoveRoot("/videos"))
    full.put_file(video_file("/videos/late.mp4"), 1, 1)
    assert full.visible_videos() == []
    changes.undo(full)
    assert "/videos/late.mp4" in full.video(1).paths


# --- tags, captions, pictures, excludes ---------------------------------------------------------------


def test_a_tag_is_one_line_in_one_spelling(full: Library) -> None:
    changes.do(full, AddTag([1], "  Cafe\u0301\n &  co \udcff"))
    changes.do(full, AddTag([2], "CAFÉ & CO ?"))
    assert all_tags(full) == {"Café & co ?": 2, "pets": 2}


def test_a_caption_of_a_file_stays_removed_when_it_is_scanned_again(full: Library) -> None:
    changes.do(full, RemoveCaption(1, "a dog runs"))
    changes.do(full, EditCaption(1, "a brown dog", "a dark dog"))
    set_file_captions(full, {DOG: ["a dog runs", "a brown dog", "new"]})
    assert captions_of(full, 1) == [("a dark dog", "person"), ("new", "file")]
    changes.do(full, AddCaption(1, "a dog runs"))  # said by the person now
    set_file_captions(full, {DOG: []})
    assert captions_of(full, 1) == [("a dark dog", "person"), ("a dog runs", "person")]


def test_a_chosen_picture_is_the_nearest_tile(full: Library) -> None:
    assert poster_tile(full, 1, MODEL) is None
    changes.do(full, ChoosePoster(1, 17.0))
    assert poster_moment(full, 1) == 17.0
    assert poster_tile(full, 1, MODEL) == (1, 1)
    assert poster_tile(full, 1, "other") is None


def test_excluded_files_are_hidden_and_kept(full: Library) -> None:
    changes.do(full, SetExcludes("/videos", ["CAT.*", "nothing"]))
    assert full.excludes("/videos") == ("CAT.*", "nothing")
    assert full.visible_videos() == [1]
    full.add_root("/videos")  # as each scan does
    assert full.visible_videos() == [1]
    changes.do(full, SetExcludes("/videos", []))
    assert set(full.visible_videos()) == {1, 2}


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("pets", "/videos/pets/cat.mp4", True),
        ("PETS", "/videos/a/Pets/b/cat.mp4", True),
        ("videos", "/videos/cat.mp4", False),  # the root itself is asked for
        ("*.mp4", "/videos/a/cat.MP4", True),
        ("/videos/pets/", "/videos/pets/x/cat.mp4", True),
        ("/videos/pet", "/videos/pets/cat.mp4", False),
        ("/videos/*/tmp", "/videos/a/tmp/cat.mp4", True),
        (folder_pattern("/videos/[x]*"), "/videos/[x]*/cat.mp4", True),
        (folder_pattern("/videos/[x]*"), "/videos/xy/cat.mp4", False),
        ("cat.mp4", "/else/cat.mp4", False),
    ],
)
def test_a_path_is_excluded_as_a_scan_would(pattern: str, path: str, excluded: bool) -> None:
    assert is_excluded(path, "/videos", [pattern]) is excluded


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_odd_names_go_through_every_change(library: Library, name: str) -> None:
    root, path = f"/odd {name}", f"/odd {name}/{name}"
    add_video(library, path, [[1, 0]], root=root, content="x")
    before = snapshot(library)
    text = name[:90]
    todo: list[Callable[[], changes.Change]] = [
        lambda: AddTag([1], text), lambda: AddCaption(1, text),
        lambda: SetExcludes(root, [folder_pattern(path)]), lambda: SetExcludes(root, []),
        lambda: Forget(videos_at(library, path)), lambda: Recall(forgotten_at(library, root)),
    ]  # fmt: skip
    for make in todo:
        done = changes.do(library, make())
        assert done is not None
        assert len(done.title.splitlines()) == 1
    assert list(library.known_files()) == [path]
    for _ in todo:
        changes.undo(library)
    assert {k: v for k, v in snapshot(library).items() if k != "caption_sets"} == {
        k: v for k, v in before.items() if k != "caption_sets"
    }


def test_edits_are_written_and_read_back() -> None:
    edits = [
        Edit("roots", (os.fsdecode(b"/a\xff"),), {"excludes": "[]"}, None),
        Edit("tags", ("x", "é\n"), None, {}),
    ]
    assert dump_edits(edits).isascii()
    assert load_edits(dump_edits(edits)) == edits
