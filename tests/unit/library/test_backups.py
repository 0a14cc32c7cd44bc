"""Copies of a library: whole, kept in rotation, brought back, standing in for a damaged file."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.snapshot import snapshot
from tests.helpers.stored import add_video, new_library, remove_root
from vop_desktop import paths
from vop_desktop.errors import LibraryDamagedError, LibraryError
from vop_desktop.library import Library, backups, changes, connection, recovery, upkeep
from vop_desktop.library.backups import list_backups, make_backup
from vop_desktop.library.health import check
from vop_desktop.library.migrations import SCHEMA_VERSION, migrations
from vop_desktop.library.repair import repair
from vop_desktop.library.restore import restore
from vop_desktop.library.tags import AddTag, tags_of
from vop_desktop.library.upkeep import look_after

PAGE = 4096


def fill(path: Path, videos: int = 60) -> Path:
    with new_library(path) as library, library.transaction():
        for number in range(videos):
            add_video(library, f"/videos/{number}.mp4", [[1, number]], content=f"c{number}")
    return path


def damage_table(path: Path, table: str) -> None:
    """Overwrites the page at which a table begins."""
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data = path.read_bytes()
    path.write_bytes(data[: (page - 1) * PAGE] + b"\xaa" * PAGE + data[page * PAGE :])
    connection._checked.clear()


def damage(path: Path) -> bytes:
    """Overwrites pages in the middle."""
    data = path.read_bytes()
    assert len(data) > 30 * PAGE
    path.write_bytes(data[: 20 * PAGE] + b"\xaa" * PAGE * 4 + data[24 * PAGE :])
    connection._checked.clear()  # another process
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fill(tmp_path / "library.sqlite")


def test_a_backup_is_the_library_in_one_plain_file(path: Path) -> None:
    with Library.open(path) as library:
        library.add_root("/only in the log")
        backup = make_backup(path, "manual")
        before = snapshot(library)
    assert backup.path.parent == paths.backups_dir()
    assert os.listdir(backup.path.parent) == [backup.path.name]
    with closing(sqlite3.connect(backup.path)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with Library.open(backup.path) as copy_:
        assert snapshot(copy_) == before


def test_of_each_occasion_the_newest_are_kept_and_libraries_are_told_apart(
    path: Path, tmp_path: Path
) -> None:
    (tmp_path / "else").mkdir()
    other = make_backup(fill(tmp_path / "else" / "library.sqlite"), "weekly")
    for _ in range(7):
        make_backup(path, "weekly")
    make_backup(path, "manual")
    weekly = [(number, "weekly") for number in (7, 6, 5)]
    assert [(b.number, b.occasion) for b in list_backups(path)] == [(8, "manual"), *weekly]
    assert other.path.exists()


def test_no_copy_is_made_of_a_damaged_library(path: Path) -> None:
    good = make_backup(path, "weekly")
    damage(path)
    with pytest.raises(sqlite3.DatabaseError):
        make_backup(path, "weekly")
    assert os.listdir(paths.backups_dir()) == [good.path.name]


def test_a_backup_that_finds_no_room_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise OSError(28, "No space left")

    monkeypatch.setattr(backups, "make_durable", fail)
    with pytest.raises(OSError, match="No space left"):
        make_backup(path, "weekly")
    assert os.listdir(paths.backups_dir()) == []
    with Library.open(path) as library:
        notices = look_after(library)
        assert [notice.kind for notice in notices] == ["backup"]
        assert "could not be backed up" in notices[0].text


def test_a_disk_that_is_nearly_full_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = path.stat().st_size
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(OSError, match="No space left"):
        make_backup(path, "weekly")
    assert os.listdir(paths.backups_dir()) == []


def test_a_backup_is_made_once_a_week_and_when_the_clock_was_set_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1e9
    monkeypatch.setattr(upkeep.time, "time", lambda: now)
    with Library.open(path) as library:
        for days, expected in ((0, 1), (1, 1), (6.9, 1), (7.1, 2), (8, 2), (-100, 3)):
            now = 1e9 + days * 86400
            assert look_after(library) == []
            assert len(list_backups(path)) == expected


def test_an_empty_library_needs_no_backup(library: Library) -> None:
    assert look_after(library) == []
    assert list_backups(library.path) == []


# --- migrations ---------------------------------------------------------------------------------------


def old_library(path: Path) -> Path:
    """A library as the first version of the program left it."""
    from sqlite_utils import Database

    from vop_desktop.library.migrations import APPLICATION_ID

    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA journal_mode = wal")
        migrations.apply(Database(raw, execute_plugins=False), stop_before="m002_segment_list")
        raw.execute("PRAGMA user_version = 1")
        raw.execute("INSERT INTO roots (path, added) VALUES ('/videos', 1)")
    return path


def test_before_a_migration_a_copy_is_made(tmp_path: Path) -> None:
    path = old_library(tmp_path / "old.sqlite")
    with Library.open(path) as library:
        assert [root.path for root in library.roots()] == ["/videos"]
        assert library.query("PRAGMA user_version") == [(SCHEMA_VERSION,)]
    (backup,) = list_backups(path)
    assert backup.occasion == "migration"
    assert backups.read_header(backup.path)[0] == 1
    Library.open(path).close()
    assert len(list_backups(path)) == 1


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path) -> None:
    path = old_library(tmp_path / "old.sqlite")
    paths.data_dir().mkdir(parents=True)
    paths.backups_dir().touch()  # a file where the folder has to be
    with pytest.raises(LibraryError, match="no copy of it could be put into"):
        Library.open(path)
    assert backups.read_header(path)[0] == 1
    paths.backups_dir().unlink()
    Library.open(path).close()


# --- damage -------------------------------------------------------------------------------------------


def test_a_backup_stands_in_for_a_damaged_library_and_says_so(path: Path) -> None:
    with Library.open(path) as library:
        before = snapshot(library)
    make_backup(path, "weekly")
    spoilt = make_backup(path, "weekly")
    spoilt.path.write_bytes(spoilt.path.read_bytes()[:5000])  # the newest is no good
    broken = damage(path)
    Path(f"{path}-shm").touch()
    caches = [Path(f"{paths.index_cache_path(path, 'fake-1')}.60{suffix}") for suffix in (".rows", ".groups")]
    for cache in caches:
        cache.touch()
    with Library.open(path) as library:
        (notice,) = library.notices
    assert not any(cache.exists() for cache in caches)
    with Library.open(path) as library:
        assert snapshot(library) == before
        library.add_root("/more")
    assert notice.kind == "recovered"
    assert "was damaged" in notice.text
    (aside,) = path.parent.glob("library.sqlite.old-*")
    assert aside.name in notice.text
    assert aside.read_bytes() == broken
    with Library.open(path) as library:
        assert library.notices == ()


def test_a_damaged_library_without_a_backup_is_left_alone_until_it_is_repaired(path: Path) -> None:
    broken = damage(path)
    with pytest.raises(LibraryDamagedError, match="vop library repair"):
        Library.open(path)
    assert path.read_bytes() == broken
    (text,) = repair(path)
    assert "rows could be saved" in text
    with Library.open(path) as library:
        assert len(library.known_files()) > 0
        library.add_root("/more")
    assert len(list(path.parent.glob("library.sqlite.old-*"))) == 1


@pytest.mark.parametrize("backed_up", [True, False])
def test_damage_that_shows_in_use_is_dealt_with_by_the_next_opening_or_a_repair(
    path: Path, monkeypatch: pytest.MonkeyPatch, backed_up: bool
) -> None:
    monkeypatch.setattr(connection, "CHECK_LIMIT", 0)  # too large to be checked each time
    if backed_up:
        make_backup(path, "weekly")
    damage_table(path, "segments")
    with Library.open(path) as library, pytest.raises(LibraryDamagedError):
        library.indexed_videos("fake-1", "normal")
    if backed_up:
        with Library.open(path) as library:
            assert [notice.kind for notice in library.notices] == ["recovered"]
            assert len(library.indexed_videos("fake-1", "normal")) == 60
    else:
        with pytest.raises(LibraryDamagedError):
            Library.open(path)
        assert "rows could be saved" in repair(path)[0]
    with Library.open(path) as library:
        assert library.notices == ()
        assert check(library) == []
        assert len(library.known_files()) == 60
    assert not path.with_name("library.sqlite.suspect").exists()


def test_a_large_damaged_library_that_nobody_has_read_yet_is_repaired_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CHECK_LIMIT", 0)
    damage(path)
    assert "rows could be saved" in repair(path)[0]
    with Library.open(path) as library:
        assert check(library) == []


@pytest.mark.parametrize("step", range(1, 6))
def test_a_swap_that_was_cut_off_anywhere_is_finished_by_the_next_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    with Library.open(path) as library:
        before = snapshot(library)
    backup = make_backup(path, "manual")
    broken = damage(path)
    Path(f"{path}-wal").write_bytes(b"some log")
    Path(f"{path}-shm").touch()
    left = step

    def cut(real):  # type: ignore[no-untyped-def]
        def do(self, *arguments, **options):  # type: ignore[no-untyped-def]
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
            return real(self, *arguments, **options)

        return do

    recovery.prepare_swap(path, backup.path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut(Path.replace))
        patch.setattr(Path, "unlink", cut(Path.unlink))
        if step < 5:
            with pytest.raises(KeyboardInterrupt):
                recovery.finish_swap(path)
        else:
            recovery.finish_swap(path)
    with Library.open(path) as library:
        assert snapshot(library) == before
    (aside,) = [p for p in path.parent.glob("library.sqlite.old-*") if not p.name.endswith("-wal")]
    assert aside.read_bytes() == broken
    assert Path(f"{aside}-wal").read_bytes() == b"some log"


@pytest.mark.skipif(os.name == "nt", reason="files in use cannot be moved there")
def test_nothing_is_written_to_a_file_that_was_set_aside(path: Path) -> None:
    backup = make_backup(path, "manual")
    with Library.open(path) as library:
        recovery.swap_in(path, backup.path)
        with pytest.raises(LibraryError, match="was replaced by a backup of it"):
            library.add_root("/lost")
    with Library.open(path) as library:
        library.add_root("/kept")
        assert "/kept" in [root.path for root in library.roots()]


@pytest.mark.skipif(os.name == "nt", reason="files in use cannot be moved there")
def test_a_library_that_is_swapped_while_it_is_opened_is_opened_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = make_backup(path, "manual")
    look, swaps = backups.require_sound, [recovery.swap_in]

    def met_by_a_swap(opened: sqlite3.Connection) -> None:
        if swaps:
            swaps.pop()(path, backup.path)
            raise sqlite3.OperationalError("disk I/O error")
        look(opened)

    connection._checked.clear()
    monkeypatch.setattr(backups, "require_sound", met_by_a_swap)
    with Library.open(path) as library:
        library.add_root("/kept")
    with Library.open(path) as library:
        assert "/kept" in [root.path for root in library.roots()]

    def met_by_a_failing_disk(opened: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    connection._checked.clear()
    monkeypatch.setattr(backups, "require_sound", met_by_a_failing_disk)
    with pytest.raises(LibraryError, match="disk I/O error"):
        Library.open(path)


def test_a_connection_that_met_damage_is_not_closed_within_a_swap(path: Path) -> None:
    make_backup(path, "manual")
    opened = sqlite3.connect(path, check_same_thread=False)
    with recovery._lock(path):
        closing_it = threading.Thread(target=recovery.close_failed, args=(path, opened))
        closing_it.start()
        closing_it.join(0.3)
        assert opened.execute("SELECT count(*) FROM files").fetchone()[0] > 0
    closing_it.join(20)
    with pytest.raises(sqlite3.ProgrammingError):
        opened.execute("SELECT 1")


# --- restoring ----------------------------------------------------------------------------------------


def test_what_was_restored_shows_at_once_and_the_present_is_kept(path: Path) -> None:
    backup = make_backup(path, "manual")
    with Library.open(path) as library:
        before = snapshot(library)
        last = max(new.seq for new in library.embeddings_since("fake-1", 0))
        counter = library.change_counter()
        changes.do(library, AddTag([1], "later"))
        present = snapshot(library)
        kept = restore(path, backup.path)
        assert library.change_counter() != counter
        assert tags_of(library, 1) == []
        assert library.add_root("/more")
        remove_root(library, "/more")
        assert {k: v for k, v in snapshot(library).items() if k != "segments"} == {
            k: v for k, v in before.items() if k != "segments"
        }
        assert len(list(library.embeddings_since("fake-1", last))) == 60  # a running search takes them in
    with Library.open(kept) as library:
        assert snapshot(library) == present
    for _ in range(3):
        restore(path, backup.path)
    with Library.open(path) as library:
        assert max(new.seq for new in library.embeddings_since("fake-1", 0)) == 5 * 60  # no faster than that


def test_a_missing_or_damaged_library_is_restored_as_well(path: Path) -> None:
    backup = make_backup(path, "manual")
    damage(path)
    kept = restore(path, backup.path)
    assert kept.name.startswith("library.sqlite.old-")
    path.unlink()
    assert restore(path, backup.path) == path
    with Library.open(path) as library:
        assert len(library.known_files()) == 60


def test_an_old_copy_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    old = old_library(tmp_path / "old.sqlite")
    data = old.read_bytes()
    restore(path, old)
    assert old.read_bytes() == data
    with Library.open(path) as library:
        assert [root.path for root in library.roots()] == ["/videos"]
        assert library.query("PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_what_is_no_copy_is_refused_and_nothing_is_changed(path: Path, tmp_path: Path) -> None:
    foreign, newer, broken = (tmp_path / name for name in ("foreign.sqlite", "newer.sqlite", "broken.sqlite"))
    foreign.write_text("Dear diary")
    newer.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(newer)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        other.execute("PRAGMA journal_mode = delete")
    broken.write_bytes(path.read_bytes())
    damage(broken)
    before = path.read_bytes()
    for source, words in (
        (foreign, "not a library of this program"), (newer, "newer version"), (broken, "is damaged"),
        (tmp_path / "none", "No such file"), (tmp_path, "Is a directory"),
    ):  # fmt: skip
        with pytest.raises(LibraryError, match=words):
            restore(path, source)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.ready*"))


def test_a_restore_waits_for_nobody_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vop_desktop.library import restore as module

    backup = make_backup(path, "manual")
    monkeypatch.setattr(module, "BUSY_TIMEOUT", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="in use by another program"):
            restore(path, backup.path)
        other.execute("ROLLBACK")
    restore(path, backup.path)
