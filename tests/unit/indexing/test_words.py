"""Subtitles and names become words of a library when it is indexed."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.videos import write_colours
from vop_desktop.indexing import index_folders
from vop_desktop.indexing.words import read_words
from vop_desktop.library import Library
from vop_desktop.library.keywords import find_words

SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"


def kinds(library: Library, word: str) -> list[tuple[str, float]]:
    return [(hit.kind, hit.start) for hit in find_words(library, [word])]


def test_indexing_reads_the_words_beside_a_video(tmp_path: Path) -> None:
    folder = tmp_path / "Ausflug"
    folder.mkdir()
    write_colours(folder / "harbour.mp4", seconds=2)
    (folder / "harbour.de.srt").write_text(SRT.format("Die Möwen schreien"), "utf-8")
    (folder / "harbour.txt").write_text("boats at the quay", "utf-8")
    with Library.open(tmp_path / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [folder])
        assert kinds(library, "harbour") == [("name", 0.0)]
        assert kinds(library, "ausflug") == [("folder", 0.0)]
        assert kinds(library, "quay") == [("caption", 0.0)]
        assert kinds(library, "möwen") == [("subtitle", 1.0)]

        before = library.own_changes
        read_words(library, {str(folder / "harbour.mp4"): 1}, [str(folder)], threading.Event())
        assert library.own_changes == before  # nothing has changed

        (folder / "harbour.de.srt").write_text(SRT.format("Ein Schiff kommt an"), "utf-8")
        index_folders(library, MeanColourEncoder(), [folder])
        assert (kinds(library, "möwen"), kinds(library, "schiff")) == ([], [("subtitle", 1.0)])

        (folder / "harbour.de.srt").unlink()
        index_folders(library, MeanColourEncoder(), [folder])
        assert kinds(library, "schiff") == []


def test_a_stop_leaves_the_rest_for_the_next_time(tmp_path: Path) -> None:
    write_colours(tmp_path / "a.mp4", seconds=1)
    with Library.open(tmp_path / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [tmp_path])
        (tmp_path / "a.srt").write_text(SRT.format("hello"), "utf-8")
        stop = threading.Event()
        stop.set()
        read_words(library, {str(tmp_path / "a.mp4"): 1}, [str(tmp_path)], stop)
        assert kinds(library, "hello") == []
        read_words(library, {str(tmp_path / "a.mp4"): 1}, [str(tmp_path)], threading.Event())
        assert kinds(library, "hello") == [("subtitle", 1.0)]
