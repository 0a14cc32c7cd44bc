"""The mapped file: as good as reading the library, whatever happened to either since."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.large import fill_library, random_embeddings
from tests.helpers.stored import MODEL, add_video, new_library
from vop_desktop import paths
from vop_desktop.library import Library
from vop_desktop.search import cache_writer, index_cache
from vop_desktop.search.gallery import Gallery

DIM = 16
COUNT = 6000


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with new_library(tmp_path / "library.sqlite") as opened:
        fill_library(opened, random_embeddings(COUNT, DIM), MODEL)
        yield opened


@pytest.fixture
def cache(library: Library) -> Path:
    """The file of the library as it is."""
    made = index_cache.write(library, MODEL, DIM, threading.Event())
    assert made is not None
    return made


def content(gallery: Gallery) -> dict[int, bytes]:
    rows = gallery.index.embeddings
    return {number: row.tobytes() for number, row in zip(gallery.index.ids.tolist(), rows, strict=True)}


def from_library(library: Library) -> dict[int, bytes]:
    """What the index holds when there is no file."""
    for file in index_cache.files(library.path, MODEL):
        file.unlink()
    gallery = Gallery(library, MODEL, DIM)
    gallery.refresh()
    return content(gallery)


def restored(library: Library) -> tuple[dict[int, bytes], bool]:
    """What the index holds, and whether the file was used."""
    gallery = Gallery(library, MODEL, DIM)
    used = index_cache.restore(library, MODEL, DIM) is not None
    gallery.refresh()
    assert sum(gallery.segments.values()) == len(gallery.index)
    return content(gallery), used


def test_the_file_gives_what_the_library_holds(library: Library, cache: Path) -> None:
    assert cache.parent == library.path.parent
    found, used = restored(library)
    assert used
    assert found == from_library(library)
    assert len(found) == COUNT


def test_what_came_went_and_changed_since_is_seen(library: Library, cache: Path) -> None:
    add_video(library, "/videos/new.mp4", random_embeddings(3, DIM, 5))
    library.execute("DELETE FROM segments WHERE video_id = 17")
    fingerprint = library.query("SELECT fingerprint FROM videos WHERE id = 20")[0][0]
    add_video(library, "/large/20.mp4", random_embeddings(2, DIM, 6), content=fingerprint)
    found, used = restored(library)
    assert used
    assert found == from_library(library)
    assert len(found) == COUNT + 3 - 20 - 18


def test_a_gallery_that_is_open_follows_the_library(library: Library, cache: Path) -> None:
    gallery = Gallery(library, MODEL, DIM)
    assert gallery.refresh() == COUNT
    new = add_video(library, "/videos/new.mp4", random_embeddings(3, DIM, 5))
    assert gallery.refresh() == 3
    assert gallery.refresh() == 0
    best = gallery.index.top_k(random_embeddings(3, DIM, 5)[1], 1)[0]
    assert best.tolist() == index_cache.segment_ids(new, 3)[1:2].tolist()


@pytest.mark.parametrize("damage", ["cut", "header", "entries", "rows", "empty", "longer"])
def test_a_damaged_file_is_passed_over_and_taken_away(library: Library, cache: Path, damage: str) -> None:
    data = bytearray(cache.read_bytes())
    if damage == "cut":
        del data[len(data) // 2 :]
    elif damage == "header":
        data[20] ^= 1
    elif damage == "entries":
        data[-10] ^= 1
    elif damage == "rows":
        data[4096:-8000] = bytes(len(data) - 4096 - 8000)
    elif damage == "empty":
        data.clear()
    else:
        data += b"more"
    cache.write_bytes(data)
    found, used = restored(library)
    assert not used
    assert not cache.exists()
    assert len(found) == COUNT


def test_the_file_of_another_library_is_passed_over(library: Library, cache: Path, tmp_path: Path) -> None:
    with new_library(tmp_path / "other.sqlite") as other:
        fill_library(other, random_embeddings(COUNT, DIM, seed=3), MODEL)
        place = paths.index_cache_path(other.path, MODEL)
        cache.rename(place.with_name(f"{place.name}.1.rows"))
        found, used = restored(other)
        assert not used
        assert found == from_library(other)


def test_of_another_model_nothing_is_used(library: Library, cache: Path) -> None:
    assert index_cache.restore(library, "another", DIM) is None
    assert cache.exists()


def test_a_large_library_gets_its_file_by_itself(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_writer, "WORTH_ROWS", COUNT // 2)
    gallery = Gallery(library, MODEL, DIM)
    gallery.refresh()
    gallery.finish()
    assert len(index_cache.files(library.path, MODEL)) == 1
    second = Gallery(library, MODEL, DIM)
    second.refresh()
    second.finish()
    assert content(second) == content(gallery)
    add_video(library, "/videos/new.mp4", random_embeddings(COUNT // 5, DIM, 5))
    second.refresh()
    second.finish()
    assert {index_cache.number(file) for file in index_cache.files(library.path, MODEL)} == {300, 301}
    assert index_cache.restore(library, MODEL, DIM) is not None
    assert {index_cache.number(file) for file in index_cache.files(library.path, MODEL)} == {301}


def grouping(library: Library) -> Gallery:
    """A gallery with its file, the rows of which are being put into groups."""
    gallery = Gallery(library, MODEL, DIM)
    gallery.refresh()
    gallery.wait()
    gallery.group(random_embeddings(20, DIM, 8))
    return gallery


@pytest.fixture
def groups_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_writer, "WORTH_ROWS", COUNT // 2)
    monkeypatch.setattr(cache_writer, "WORTH_GROUPS", COUNT // 2)


@pytest.mark.usefixtures("groups_are_worth_it")
def test_millions_of_rows_are_put_into_groups_meanwhile(library: Library) -> None:
    gallery = grouping(library)
    gallery.wait()
    assert gallery.outdated
    expected = content(gallery)
    again = Gallery(library, MODEL, DIM)
    again.refresh()
    assert content(again) == expected
    assert not again.outdated
    assert [file.suffix for file in index_cache.files(library.path, MODEL)] == [".groups"]
    again.group(random_embeddings(20, DIM, 8))  # not once more
    again.wait()
    assert not again.outdated


@pytest.mark.usefixtures("groups_are_worth_it")
def test_what_came_and_went_since_rows_were_grouped_is_seen(library: Library) -> None:
    grouping(library).wait()
    add_video(library, "/videos/new.mp4", random_embeddings(3, DIM, 5))
    library.execute("DELETE FROM segments WHERE video_id = 17")
    found, used = restored(library)
    assert used
    assert found == from_library(library)
    assert len(found) == COUNT + 3 - 20


@pytest.mark.usefixtures("groups_are_worth_it")
def test_a_damaged_grouped_file_is_made_again(library: Library) -> None:
    grouping(library).wait()
    (file,) = (file for file in index_cache.files(library.path, MODEL) if file.suffix == ".groups")
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(data)
    assert restored(library)[1]  # by the plain one
    assert not file.exists()


@pytest.mark.usefixtures("groups_are_worth_it")
def test_grouping_is_given_up_when_the_program_ends(library: Library) -> None:
    gallery = Gallery(library, MODEL, DIM)
    gallery.refresh()
    gallery.wait()
    gallery._writer._stop_grouping.set()
    gallery.group(random_embeddings(20, DIM, 8))
    gallery.finish()
    assert not gallery.outdated
    assert [file.suffix for file in index_cache.files(library.path, MODEL)] == [".rows"]


def test_a_small_library_gets_none(library: Library) -> None:
    gallery = Gallery(library, MODEL, DIM)
    gallery.refresh()
    gallery.finish()
    assert index_cache.files(library.path, MODEL) == []


def test_a_file_that_was_not_finished_leaves_the_old_one(library: Library, cache: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert index_cache.write(library, MODEL, DIM, stop) is None
    assert index_cache.files(library.path, MODEL) == [cache]
    partial = cache.with_name(cache.name.replace(".300.rows", ".99.part"))
    partial.write_bytes(b"half")
    assert restored(library)[1]
    assert not partial.exists()


def test_where_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path))
    assert paths.index_cache_path(paths.default_library(), "m").parent == tmp_path / "cache"
    beside = paths.index_cache_path(tmp_path / "my.sqlite", "m")
    assert beside.parent == tmp_path
    assert beside.name.startswith("my.sqlite.index-")
    assert paths.index_cache_path(tmp_path / "my.sqlite", "n") != beside
    assert np.all(np.diff(index_cache.segment_ids(5, 4)) == 1)
