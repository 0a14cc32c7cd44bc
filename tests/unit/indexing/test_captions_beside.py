"""Captions that lie beside and inside videos reach the library's own set when they are indexed."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.encoders import MeanColourEncoder
from tests.unit.media.test_titles import write_titled
from vop_desktop.indexing import index_folders, index_paths
from vop_desktop.library import Library
from vop_desktop.library.caption_sets import video_captions
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.changes import do, undo
from vop_desktop.library.keywords import find_words
from vop_desktop.library.own_captions import AddCaption, RemoveCaption, captions_of
from vop_desktop.tuning.library_pairs import CaptionCounts, count_captions, library_pairs

SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"


def kinds(library: Library, word: str) -> list[tuple[str, float]]:
    return [(hit.kind, hit.start) for hit in find_words(library, [word])]


def stored(library: Library) -> dict[str, str]:
    return dict(library.query("SELECT text, source FROM captions"))


def test_each_kind_of_text_finds_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    write_titled(folder / "harbour.mp4", "Evening at the quay")
    (folder / "harbour.txt").write_text("boats coming in", "utf-8")
    (folder / "harbour.json").write_text('{"caption": "gulls above the water"}', "utf-8")
    (folder / "harbour.srt").write_text(SRT.format("look at that anchor"), "utf-8")
    with Library.open(tmp_path / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [folder])
        assert stored(library) == {
            "boats coming in": "file", "gulls above the water": "file", "Evening at the quay": "title",
            "look at that anchor": "subtitle",
        }  # fmt: skip
        for word in ("boats", "gulls", "evening"):
            assert kinds(library, word) == [("caption", 0.0)]
        assert kinds(library, "anchor") == [("subtitle", 1.0)]  # at its time, and no caption
        (video_id,) = library.visible_videos()
        own = {"boats coming in", "gulls above the water", "Evening at the quay"}
        assert {text for text, _ in captions_of(library, video_id)} == own
        assert {caption.text for caption in video_captions(library)} == own
        assert set(library_pairs(library).videos[0].captions) == own  # speech is nothing to tune on

        (folder / "harbour.srt").write_text(SRT.format("down with the sail"), "utf-8")
        (folder / "harbour.json").write_text('["a red sky"]', "utf-8")
        index_paths(library, MeanColourEncoder(), [folder / "harbour.srt", folder / "harbour.json"])
        assert set(stored(library)) == {
            "boats coming in", "a red sky", "Evening at the quay", "down with the sail",
        }  # fmt: skip
        assert (kinds(library, "anchor"), kinds(library, "sail")) == ([], [("subtitle", 1.0)])


def test_a_title_that_was_taken_off_stays_off(tmp_path: Path) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    write_titled(folder / "a.mp4", "Evening at the quay")
    with Library.open(tmp_path / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [folder])
        (video_id,) = library.visible_videos()
        do(library, RemoveCaption(video_id, "Evening at the quay"))
        (folder / "a.srt").write_text(SRT.format("x"), "utf-8")
        index_folders(library, MeanColourEncoder(), [folder])
        assert captions_of(library, video_id) == []
        undo(library)
        assert captions_of(library, video_id) == [("Evening at the quay", "title")]


def test_the_name_of_a_file_is_nothing_to_tune_on(tmp_path: Path) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    write_titled(folder / "a.mp4", "Cups_Crop")
    write_titled(folder / "b.mp4", "Evening at the quay")
    (folder / "a.txt").write_text("cups on a table", "utf-8")
    with Library.open(tmp_path / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [folder])
        assert set(stored(library)) == {"cups on a table", "Evening at the quay"}
        set_file_captions(library, {str(folder / "a.mp4"): ["Cups_Crop"]}, "title")  # as was done once
        assert [video.captions for video in library_pairs(library).videos] == [
            ("cups on a table",), ("Evening at the quay",),
        ]  # fmt: skip
        do(library, AddCaption(min(library.visible_videos()), "two cups"))
        assert count_captions(library) == CaptionCounts(videos=2, typed=1, beside=1, titles=1)
        index_folders(library, MeanColourEncoder(), [folder])
        assert "Cups_Crop" not in stored(library)
