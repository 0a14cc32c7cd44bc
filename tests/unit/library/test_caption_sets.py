"""Sets of a person's own: imported, again, stopped, removed; and captions that go out."""

from __future__ import annotations

import csv
import json
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.stored import add_video, remove_root
from vop_desktop.errors import Cancelled, LibraryError
from vop_desktop.library import Library, caption_sets
from vop_desktop.library.caption_sets import (
    export_captions,
    import_captions,
    list_sets,
    remove_set,
    video_captions,
)
from vop_desktop.library.captions import (
    caption_matrix,
    install_everyday,
    put_caption_embeddings,
    set_file_captions,
    unembedded_captions,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.txt"
    path.write_text("a dog\na cat\na dog\n\n" + "x" * 1500 + "\n", "utf-8")
    return path


def test_a_file_becomes_a_set_and_a_second_import_adds_what_is_new(library: Library, file: Path) -> None:
    done = import_captions(library, file)
    assert (done.set, done.added, done.repeated, done.left_out) == ("mine", 2, 1, 1)
    assert done.problems == ("line 5: 1500 letters are no caption",)
    file.write_text("a dog\na bird\n", "utf-8")
    again = import_captions(library, file, "mine")
    assert (again.added, again.repeated) == (1, 1)
    assert [(s.name, s.captions, s.own) for s in list_sets(library)] == [("mine", 3, True)]


@pytest.mark.parametrize("name", ["library", "everyday", "starter", "x" * 61, "two\nlines"])
def test_some_names_are_refused(library: Library, file: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="--set"):
        import_captions(library, file, name, reserved=frozenset({"starter"}))
    assert list_sets(library) == []


def test_an_empty_file_makes_no_set(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(LibraryError, match="holds no caption"):
        import_captions(library, tmp_path / "empty.txt")
    assert list_sets(library) == []


def test_a_stopped_import_keeps_what_it_read(
    library: Library, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caption_sets, "BATCH", 1)
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        import_captions(library, file, progress=lambda read: cancel.set(), cancel=cancel)
    assert [s.captions for s in list_sets(library)] == [1]
    assert import_captions(library, file).added == 1


def test_removing_a_set_takes_its_embeddings_along(library: Library, file: Path) -> None:
    import_captions(library, file)
    install_everyday(library)
    waiting = unembedded_captions(library, "m", ["mine"])
    put_caption_embeddings(library, "m", waiting, np.eye(2, dtype=np.float32))
    assert remove_set(library, "mine") == 2
    assert len(caption_matrix(library, "m", ["mine"])[0]) == 0
    assert library.query("SELECT count(*) FROM caption_embeddings")[0][0] == 0
    with pytest.raises(LibraryError, match="There is no caption set"):
        remove_set(library, "mine")
    with pytest.raises(LibraryError, match="was not imported"):
        remove_set(library, "everyday")


def test_captions_of_videos_go_out_as_csv_json_and_srt(library: Library, tmp_path: Path) -> None:
    add_video(library, "/videos/a.mp4")
    add_video(library, "/videos/b.mp4")
    set_file_captions(library, {"/videos/a.mp4": ['a "dog", running', "rain"], "/videos/b.mp4": ["a cat"]})
    found = video_captions(library)
    assert [(c.path, c.text) for c in found] == [
        ("/videos/a.mp4", 'a "dog", running'), ("/videos/a.mp4", "rain"), ("/videos/b.mp4", "a cat"),
    ]  # fmt: skip
    export_captions(found, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0] == {"file": "/videos/a.mp4", "caption": 'a "dog", running'}
    export_captions(found, tmp_path / "out.json")
    assert [entry["caption"] for entry in json.loads((tmp_path / "out.json").read_text("utf-8"))] == [
        'a "dog", running', "rain", "a cat",
    ]  # fmt: skip
    with pytest.raises(LibraryError, match="belongs to one video"):
        export_captions(found, tmp_path / "out.srt")
    one = video_captions(library, "/videos/b.mp4")
    export_captions(one, tmp_path / "out.srt")
    text = (tmp_path / "out.srt").read_text("utf-8")
    assert text.startswith("1\n00:00:00,000 --> 00:00:") and text.endswith("\na cat\n\n")
    with pytest.raises(LibraryError, match=r"as \.csv, \.json or \.srt"):
        export_captions(found, tmp_path / "out.doc")
    with pytest.raises(LibraryError, match="cannot be written"):
        export_captions(found, tmp_path / "absent" / "out.csv")
    assert sorted(path.name for path in tmp_path.glob("out.*")) == ["out.csv", "out.json", "out.srt"]
    remove_root(library, "/videos")
    assert video_captions(library) == []
