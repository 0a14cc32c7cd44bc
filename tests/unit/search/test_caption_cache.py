"""The embeddings of a large set in a mapped file: the same answers, and never old ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.unit.search.fakes import WordEncoder, picture, pictures
from vop_desktop import paths
from vop_desktop.library import Library
from vop_desktop.library import captions as store
from vop_desktop.library.caption_sets import import_captions, remove_set
from vop_desktop.search import caption_cache
from vop_desktop.search.captions import CaptionRanker

SETS = ["mine"]


@pytest.fixture
def filled(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library with a set that is worth a file."""
    monkeypatch.setattr(caption_cache, "WORTH_ROWS", 3)
    file = tmp_path / "mine.txt"
    file.write_text("car\nboat tree\ncat\ndog snow\n", "utf-8")
    import_captions(library, file)
    yield library


def ranked(library: Library, *, sets: list[str] | None = None) -> list[tuple[str, float]]:
    ranker = CaptionRanker(library, WordEncoder())
    hits = ranker.rank(
        pictures("boat tree", "dog"), sets=SETS if sets is None else sets, limit=10, diverse=True
    )
    ranker.finish()
    return [(hit.text, round(hit.score, 4)) for hit in hits]


def cache_of(library: Library) -> Path:
    return paths.caption_cache_path(library.path, WordEncoder().model_id, "mine")


def unread(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The sets that are read from the library from now on."""
    read: list[list[str]] = []
    original = store.caption_matrix

    def watched(library: Library, model_id: str, sets: list[str]):  # type: ignore[no-untyped-def]
        read.append(sets)
        return original(library, model_id, sets)

    monkeypatch.setattr(store, "caption_matrix", watched)
    return read


def test_the_next_opening_reads_no_embedding(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ranked(filled)
    assert cache_of(filled).exists()
    read = unread(monkeypatch)
    assert ranked(filled) == first
    assert read == []
    assert len(ranked(filled, sets=["mine", "everyday"])) > len(first)  # one mapped, one read, one list
    assert read == [["everyday"]]


def test_encoding_leaves_the_file_for_the_next_opening(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding = CaptionRanker(filled, WordEncoder())
    encoding.prepare(SETS)
    encoding.finish()
    read = unread(monkeypatch)
    assert len(ranked(filled)) == 4
    assert read == []


def test_a_set_that_changed_is_read_anew(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked(filled)
    more = tmp_path / "more.txt"
    more.write_text("boat tree tree\n", "utf-8")
    import_captions(filled, more, "mine")
    read = unread(monkeypatch)
    assert "boat tree tree" in dict(ranked(filled))
    assert read == [SETS]
    ranked(filled)
    assert read == [SETS]  # the file is that of the new state


@pytest.mark.parametrize("damage", ["cut", "header", "ids", "rows", "empty"])
def test_a_damaged_file_is_made_again(filled: Library, damage: str) -> None:
    first = ranked(filled)
    file = cache_of(filled)
    data = bytearray(file.read_bytes())
    if damage == "header":
        data[0] ^= 1
    elif damage == "ids":
        data[-1] ^= 1
    elif damage == "rows":
        data[4096:4100] = b"\1\2\3\4"
    file.write_bytes({"cut": data[:-3], "empty": b""}.get(damage, bytes(data)))
    assert ranked(filled) == first
    assert ranked(filled) == first


def test_rows_of_another_library_are_not_taken(filled: Library) -> None:
    first = ranked(filled)
    other = np.stack([picture("snow"), picture("car"), picture("dog"), picture("cat")]).astype(np.float16)
    ids = store.caption_matrix(filled, WordEncoder().model_id, SETS)[0]
    caption_cache.write(cache_of(filled), store.caption_state(filled, SETS), ids, other)
    assert ranked(filled) == first


def test_what_was_left_unfinished_is_cleared_away(filled: Library) -> None:
    file = cache_of(filled)
    old, fresh = (file.with_name(f"{file.name}.{number}.part") for number in (1, 2))
    for part in (old, fresh):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    ranked(filled)
    assert (old.exists(), fresh.exists(), file.exists()) == (False, True, True)


def test_it_goes_with_its_set(filled: Library) -> None:
    ranked(filled)
    remove_set(filled, "mine")
    assert not cache_of(filled).exists()
    assert list(cache_of(filled).parent.glob("*.captions.rows*")) == []
