"""The background of a pack, and the file it is kept in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.unit.search.fakes import WORDS, WordEncoder
from vop_desktop import paths
from vop_desktop.search.background import BACKGROUND_SIZE, background_of, background_sample


@pytest.fixture(autouse=True)
def many_everyday_captions(monkeypatch: pytest.MonkeyPatch) -> None:
    captions = [f"{word} {number}" for number in range(200) for word in WORDS]
    monkeypatch.setattr("vop_desktop.library.captions.everyday_captions", lambda: captions)


class Counting(WordEncoder):
    """Tells how many texts it was given."""

    asked = 0

    def encode_text(self, texts: list[str]) -> np.ndarray:
        self.asked += len(texts)
        return super().encode_text(texts)


def kept() -> list[Path]:
    return list(paths.cache_dir().glob("background-*"))


def test_it_is_encoded_once_for_each_pack() -> None:
    first = Counting("one")
    found = background_of(first)
    assert found.shape == (first.asked, first.embed_dim) == (BACKGROUND_SIZE, first.embed_dim)
    again = Counting("one")
    np.testing.assert_array_equal(background_of(again), found)
    assert again.asked == 0
    other = Counting("another")
    background_of(other)
    assert other.asked == BACKGROUND_SIZE
    assert len(kept()) == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"\x93NUMPY\x01\x00", b"\x00" * 4000])
def test_a_damaged_file_is_written_anew(content: bytes) -> None:
    found = background_of(Counting("one"))
    (file,) = kept()
    good = file.read_bytes()
    file.write_bytes(content)
    again = Counting("one")
    np.testing.assert_array_equal(background_of(again), found)
    assert again.asked == BACKGROUND_SIZE
    assert [file.read_bytes() for file in kept()] == [good]


def test_where_nothing_can_be_written_it_is_encoded_each_time() -> None:
    paths.cache_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.cache_dir().write_text("in the way")
    for _ in range(2):
        encoder = Counting("one")
        background_of(encoder)
        assert encoder.asked == BACKGROUND_SIZE


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 300, 1000, 100_000])
def test_the_sample_is_evenly_spread_and_bounded(count: int) -> None:
    rows = background_sample(count)
    assert len(rows) == min(count, BACKGROUND_SIZE)
    assert rows == sorted(set(rows))
    if rows:
        assert (rows[0], rows[-1]) == (0, count - 1)
        assert len(rows) == 1 or max(np.diff(rows)) - min(np.diff(rows)) <= 1
