"""Captions accepted for clips that the library does not have: kept, found again, and given to the video."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.snapshot import snapshot
from tests.helpers.stored import add_video
from tests.helpers.videos import solid, write_video
from vop_desktop.errors import LibraryError
from vop_desktop.indexing import index_folders
from vop_desktop.indexing.identity import captions_of_file, content_of_file
from vop_desktop.library import Library, backups, changes, keywords
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.excluding import SetExcludes
from vop_desktop.library.export import export_lines
from vop_desktop.library.forget import Forget
from vop_desktop.library.health import check
from vop_desktop.library.kept_captions import DropKept, KeepCaption, RewordKept, kept_captions
from vop_desktop.library.own_captions import RemoveCaption, captions_of
from vop_desktop.library.repair import repair, salvage

CHANGES = {
    "keep": (KeepCaption("clip", " a  dog\nruns "), "Add caption “a dog runs”"),
    "reword": (RewordKept("clip", "old", "new"), "Edit caption “old”"),
    "drop": (DropKept("clip", "old"), "Remove caption “old”"),
}


def again(library: Library) -> Library:
    """The library as another start of the program sees it."""
    library.close()
    return Library.open(library.path)


@pytest.mark.parametrize(("change", "title"), CHANGES.values(), ids=CHANGES)
def test_each_change_goes_back_and_forth_also_after_restarts(
    library: Library, change: changes.Change, title: str
) -> None:
    changes.do(library, KeepCaption("clip", "old"))
    before = snapshot(library)
    done = changes.do(library, change)
    assert done is not None and done.title == title
    after = snapshot(library)
    assert after != before
    for _ in range(2):
        library = again(library)
        changes.undo(library)
        assert snapshot(library) == before
        library = again(library)
        changes.redo(library)
        assert snapshot(library) == after
    library.close()


def test_what_is_kept_is_the_videos_own_once_a_folder_holds_it(library: Library) -> None:
    for text in ("a dog runs", "it barks"):
        changes.do(library, KeepCaption("clip", text))
    changes.do(library, KeepCaption("other", "a cat"))
    library = again(library)
    assert kept_captions(library, "clip") == ["a dog runs", "it barks"]
    video_id = add_video(library, "/videos/renamed.mp4", [[1, 0]], content="clip")
    assert captions_of(library, video_id) == [("a dog runs", "person"), ("it barks", "person")]
    assert library.query("SELECT fingerprint, text FROM kept_captions") == [("other", "a cat")]
    keywords.sync(library)
    assert [hit.video_id for hit in keywords.find_phrase(library, "it barks")] == [video_id]

    library = again(library)  # the acceptances are the video's now, forward and back
    changes.undo(library)  # of the cat
    changes.undo(library)
    assert captions_of(library, video_id) == [("a dog runs", "person")]
    keywords.sync(library)
    assert keywords.find_phrase(library, "it barks") == []
    library = again(library)
    changes.redo(library)
    changes.redo(library)
    assert captions_of(library, video_id) == [("a dog runs", "person"), ("it barks", "person")]
    assert kept_captions(library, "other") == ["a cat"]
    assert check(library) == []
    library.close()


def test_a_change_asked_for_before_the_video_was_taken_in_is_one_of_the_video(library: Library) -> None:
    changes.do(library, KeepCaption("clip", "a dog"))
    video_id = add_video(library, "/videos/a.mp4", content="clip")
    changes.do(library, RewordKept("clip", "a dog", "a big dog"))
    changes.do(library, KeepCaption("clip", "it barks"))
    changes.do(library, DropKept("clip", "it barks"))
    assert captions_of(library, video_id) == [("a big dog", "person")]
    assert library.query("SELECT 1 FROM kept_captions") == []
    with pytest.raises(LibraryError, match="has no caption “nothing”"):
        changes.do(library, DropKept("clip", "nothing"))


def test_words_that_lie_beside_the_video_or_were_taken_off_it_are_the_persons_now(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4", content="clip")
    set_file_captions(library, {"/videos/a.mp4": ["beside", "off"]})
    changes.do(library, RemoveCaption(video_id, "off"))
    changes.do(library, SetExcludes("/videos", ["a.mp4"]))
    for text in ("beside", "off"):
        changes.do(library, KeepCaption("clip", text))
    changes.do(library, SetExcludes("/videos", []))
    set_file_captions(library, {"/videos/a.mp4": []})
    assert captions_of(library, video_id) == [("beside", "person"), ("off", "person")]


@pytest.mark.parametrize("hide", [SetExcludes("/videos", ["*"]), Forget([1])], ids=["excluded", "forgotten"])
def test_what_was_said_of_a_hidden_video_is_said_of_its_clip(library: Library, hide: changes.Change) -> None:
    add_video(library, "/videos/a.mp4", content="clip")
    changes.do(library, KeepCaption("clip", "own"))
    changes.do(library, hide)
    assert changes.do(library, KeepCaption("clip", "own")) is None
    changes.do(library, KeepCaption("clip", "more"))
    assert kept_captions(library, "clip") == ["own", "more"]
    changes.do(library, DropKept("clip", "own"))
    assert kept_captions(library, "clip") == ["more"]
    for _ in range(3):
        changes.undo(library)
    assert captions_of(library, 1) == [("own", "person")]


def test_what_is_kept_survives_backup_export_and_damage(library: Library) -> None:
    changes.do(library, KeepCaption("clip", "a dog"))
    assert json.loads(list(export_lines(library))[-1]) == {
        "clip": {"fingerprint": "clip", "captions": ["a dog"]}
    }
    copy = library.path.with_name("copy.sqlite")
    backups.copy_database(library.path, copy)
    library.close()
    salvage(library.path)
    for path in (copy, library.path):
        with Library.open(path) as opened:
            assert kept_captions(opened, "clip") == ["a dog"]
            assert check(opened) == []


def test_captions_that_were_not_given_to_their_video_are_found_and_given(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4", content="clip")
    library.execute("INSERT INTO kept_captions (fingerprint, text) VALUES ('clip', 'a dog')")
    assert [finding.kind for finding in check(library)] == ["captions"]
    assert repair(library.path) == ["Gave videos the captions that were accepted for them: 1."]
    assert captions_of(library, video_id) == [("a dog", "person")]
    assert check(library) == []


def test_an_older_library_gets_the_table(library: Library) -> None:
    library.close()
    with closing(sqlite3.connect(library.path)) as old:
        for statement in (
            "DROP TRIGGER kept_file_new", "DROP TRIGGER kept_file_changed", "DROP TABLE kept_captions",
            "DELETE FROM _sqlite_migrations WHERE name = 'm010_kept_captions'", "PRAGMA user_version = 9",
        ):  # fmt: skip
            old.execute(statement)
        old.commit()
    with Library.open(library.path) as opened:
        changes.do(opened, KeepCaption("clip", "a dog"))
        assert kept_captions(opened, "clip") == ["a dog"]


def test_a_real_clip_is_known_again_by_its_content(library: Library, tmp_path: Path) -> None:
    away, folder = tmp_path / "away", tmp_path / "mine"
    away.mkdir()
    clip = write_video(away / "clip.mp4", [solid(NAMED_COLOURS["red"])] * 12)
    content = content_of_file(library, str(clip))
    assert content_of_file(None, str(clip)) == content
    changes.do(library, KeepCaption(content, "a red wall"))
    library = again(library)
    clip = clip.rename(away / "another name.mp4")
    assert captions_of_file(library, str(clip)) == ["a red wall"]
    folder.mkdir()
    moved = Path(shutil.move(clip, folder / "third name.mp4"))
    index_folders(library, MeanColourEncoder(), [str(folder)])
    assert library.query("SELECT 1 FROM kept_captions") == []
    assert captions_of_file(library, str(moved)) == ["a red wall"]
    assert captions_of(library, library.visible_videos()[0]) == [("a red wall", "person")]
    library.close()
