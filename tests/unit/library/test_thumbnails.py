"""The thumbnail cache: it keeps pictures, and its loss or damage costs nothing else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vop_desktop.library import Library, thumbnails
from vop_desktop.library.thumbnails import ThumbnailCache
from vop_desktop.records import Filmstrip

STRIP = Filmstrip(b"\xff\xd8 some jpeg \x00", 12, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "thumbnails.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[ThumbnailCache]:
    with closing(ThumbnailCache(path)) as opened:
        yield opened


def test_filmstrips_come_back_also_after_a_restart(path: Path) -> None:
    strips = [Filmstrip(bytes([k]) * 1000, k + 1, k) for k in range(5)]
    with closing(ThumbnailCache(path)) as cache:
        cache.put("abc", "normal/12", 10, strips)
    with closing(ThumbnailCache(path)) as cache:
        assert [cache.get("abc", "normal/12", 10 + k) for k in range(5)] == strips


def test_each_content_layout_and_segment_has_its_own(cache: ThumbnailCache) -> None:
    cache.put("abc", "normal/12", 0, [STRIP])
    assert cache.get("abc", "normal/12", 0) == STRIP
    assert cache.get("abc", "normal/12", 1) is None
    assert cache.get("abc", "fine/12", 0) is None
    assert cache.get("xyz", "normal/12", 0) is None


def test_a_new_filmstrip_replaces_the_old_one(cache: ThumbnailCache) -> None:
    cache.put("abc", "normal/12", 0, [STRIP])
    newer = Filmstrip(b"newer", 4, 0)
    cache.put("abc", "normal/12", 0, [newer])
    assert cache.get("abc", "normal/12", 0) == newer


@pytest.mark.parametrize("content", [b"this is no database", b"SQLite format 3\x00" + b"\xaa" * 5000])
def test_a_damaged_cache_is_made_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with closing(ThumbnailCache(path)) as cache:
        assert cache.get("abc", "normal/12", 0) is None
        cache.put("abc", "normal/12", 0, [STRIP])
        assert cache.get("abc", "normal/12", 0) == STRIP
    with closing(ThumbnailCache(path)) as cache:
        assert cache.get("abc", "normal/12", 0) == STRIP


def test_a_cache_that_was_cut_off_is_made_anew_or_done_without(path: Path) -> None:
    with closing(ThumbnailCache(path)) as cache:
        cache.put("abc", "normal/12", 0, [Filmstrip(os.urandom(100_000), 12, 0)])
    path.write_bytes(path.read_bytes()[:20_000])
    with closing(ThumbnailCache(path)) as cache:
        assert cache.get("abc", "normal/12", 0) is None
        cache.put("abc", "normal/12", 0, [STRIP])


def test_a_deleted_cache_is_made_anew(path: Path) -> None:
    with closing(ThumbnailCache(path)) as cache:
        cache.put("abc", "normal/12", 0, [STRIP])
    path.unlink()
    with closing(ThumbnailCache(path)) as cache:
        assert cache.get("abc", "normal/12", 0) is None
        cache.put("abc", "normal/12", 0, [STRIP])
        assert cache.get("abc", "normal/12", 0) == STRIP


def test_a_place_that_cannot_be_used_costs_only_the_pictures(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.sqlite").mkdir()
    for path in (tmp_path / "file" / "thumbnails.sqlite", tmp_path / "folder.sqlite"):
        with closing(ThumbnailCache(path)) as cache:
            cache.put("abc", "normal/12", 0, [STRIP])
            assert cache.get("abc", "normal/12", 0) is None


def test_a_full_disk_costs_only_the_pictures(cache: ThumbnailCache, path: Path) -> None:
    cache.put("abc", "normal/12", 0, [STRIP])
    assert cache._connection is not None
    pages = cache._connection.execute("PRAGMA page_count").fetchone()[0]
    cache._connection.execute(f"PRAGMA max_page_count = {pages}")
    big = Filmstrip(b"x" * 100_000, 1, 0)
    cache.put("abc", "normal/12", 0, [Filmstrip(b"changed", 1, 0), big])
    assert cache.get("abc", "normal/12", 0) == STRIP  # all of a put or nothing
    cache._connection.execute(f"PRAGMA max_page_count = {pages + 100}")
    cache.put("abc", "normal/12", 1, [big])
    assert cache.get("abc", "normal/12", 1) == big
    with closing(ThumbnailCache(path)) as other:
        assert other.get("abc", "normal/12", 1) == big


def test_a_put_that_fails_does_not_hinder_the_next(cache: ThumbnailCache) -> None:
    cache.put("abc", "normal/12", 0, [STRIP, Filmstrip(None, 1, 0)])  # type: ignore[arg-type]
    assert cache.get("abc", "normal/12", 0) is None
    cache.put("abc", "normal/12", 0, [STRIP])
    assert cache.get("abc", "normal/12", 0) == STRIP


def test_two_connections_share_a_cache(cache: ThumbnailCache, path: Path) -> None:
    with closing(ThumbnailCache(path)) as other:
        other.put("abc", "normal/12", 0, [STRIP])
        assert cache.get("abc", "normal/12", 0) == STRIP


def test_a_closed_cache_is_silent(cache: ThumbnailCache) -> None:
    cache.close()
    cache.put("abc", "normal/12", 0, [STRIP])
    assert cache.get("abc", "normal/12", 0) is None
    cache.close()


def test_a_cache_that_cannot_be_used_does_not_hinder_the_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite.thumbnails").mkdir()
    with Library.open(tmp_path / "library.sqlite") as library:
        library.put_filmstrips("abc", "normal/12", 0, [STRIP])
        assert library.filmstrip("abc", "normal/12", 0) is None
        library.add_root("/videos")
        assert len(library.roots()) == 1


def test_a_library_and_its_pictures_lie_in_two_files(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        library.put_filmstrips("abc", "normal/12", 0, [STRIP])
    with closing(sqlite3.connect(tmp_path / "library.sqlite.thumbnails")) as other:
        assert other.execute("SELECT jpeg FROM filmstrips").fetchall() == [(STRIP.jpeg,)]


# --- damage within, and room ----------------------------------------------------------------------------


def fill(path: Path, count: int = 200) -> None:
    with closing(ThumbnailCache(path)) as cache:
        cache.put("abc", "normal/12", 0, [Filmstrip(os.urandom(9000), 12, 0) for _ in range(count)])


@pytest.mark.parametrize("page", [1, 2, 3, 50, 300])
def test_damage_within_the_file_is_mended_by_making_it_anew(path: Path, page: int) -> None:
    fill(path)
    data = path.read_bytes()
    assert len(data) > 400 * 4096
    path.write_bytes(data[: 4096 * page] + b"\xaa" * 4096 * 60 + data[4096 * (page + 60) :])
    with closing(ThumbnailCache(path)) as cache:
        for number in range(200):
            cache.get("abc", "normal/12", number)
        cache.put("new", "normal/12", 0, [STRIP])
        assert cache.get("new", "normal/12", 0) == STRIP
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def test_a_cache_of_an_earlier_version_keeps_its_pictures(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "CREATE TABLE filmstrips "
            "(fingerprint TEXT NOT NULL, layout TEXT NOT NULL, segment INTEGER NOT NULL, "
            "tiles INTEGER NOT NULL, poster INTEGER NOT NULL, jpeg BLOB NOT NULL, "
            "PRIMARY KEY (fingerprint, layout, segment))"
        )
        old.execute("INSERT INTO filmstrips VALUES ('abc', 'normal/12', 0, 12, 3, ?)", (STRIP.jpeg,))
    with closing(ThumbnailCache(path)) as cache:
        assert cache.get("abc", "normal/12", 0) == STRIP


def test_what_was_not_shown_for_longest_makes_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(thumbnails.time, "time", lambda: now)
    with closing(ThumbnailCache(path)) as cache:
        cache.limit(1)
        for number in range(8):
            now += 10
            cache.put("abc", "normal/12", number, [Filmstrip(os.urandom(100_000), 12, 0)])
        now += 10
        assert cache.get("abc", "normal/12", 0) is not None
        for number in range(8, 16):
            now += 10
            cache.put("abc", "normal/12", number, [Filmstrip(os.urandom(100_000), 12, 0)])
            assert cache.size() <= 1.05 * 2**20
        stored = cache.stored("abc", "normal/12")
        assert 0 in stored  # shown
        assert 1 not in stored
        assert {13, 14, 15} <= stored
    assert path.stat().st_size < 2 * 2**20


def test_a_smaller_limit_makes_the_file_smaller(path: Path) -> None:
    fill(path, 400)
    with closing(ThumbnailCache(path)) as cache:
        cache.limit(1)
        assert 0 < len(cache.stored("abc", "normal/12")) < 100
    assert path.stat().st_size < 1.2 * 2**20


def test_the_filmstrips_of_one_content_can_be_dropped(cache: ThumbnailCache) -> None:
    cache.put("abc", "normal/12", 0, [STRIP, STRIP])
    cache.put("xyz", "normal/12", 0, [STRIP])
    cache.drop("abc")
    assert cache.stored("abc", "normal/12") == set()
    assert cache.stored("xyz", "normal/12") == {0}
