"""Watching real folders: every kind of change is told once it has come to rest, and indexed alone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.encoders import MeanColourEncoder
from tests.unit.indexing.conftest import Index, write_clip, write_clips
from tests.unit.indexing.test_pipeline import captions, colours, counts
from vop_desktop.indexing import IndexReport, index_paths
from vop_desktop.indexing.watcher import FolderWatcher, is_network_path
from vop_desktop.library import Library

SETTLE = 0.15


class Told:
    """Collects what a watcher tells."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self._news = threading.Condition()

    def __call__(self, paths: list[str]) -> None:
        with self._news:
            self.batches.append(paths)
            self._news.notify_all()

    def wait_for(self, *wanted: Path, seconds: float = 20.0) -> None:
        """Until all of these were told."""
        names = {str(path) for path in wanted}
        with self._news:
            assert self._news.wait_for(lambda: names <= self.all, seconds), (names - self.all, self.batches)

    @property
    def all(self) -> set[str]:
        return {path for batch in self.batches for path in batch}


@pytest.fixture(params=["reported", "polled"])
def told(request: pytest.FixtureRequest, folder: Path) -> Iterator[Told]:
    told = Told()
    polled = request.param == "polled"
    watcher = FolderWatcher([str(folder)], told, settle=SETTLE, look=0.2, poll=0.2, polled=lambda _: polled)
    (folder / "before.mp4").write_bytes(b"1")
    with watcher:
        yield told


def test_what_happens_to_files_and_folders_is_told(told: Told, folder: Path) -> None:
    (folder / "new.mp4").write_bytes(b"1")
    told.wait_for(folder / "new.mp4")
    (folder / "new.mp4").rename(folder / "moved.mp4")
    told.wait_for(folder / "new.mp4", folder / "moved.mp4")
    (folder / "moved.mp4").write_bytes(b"22")
    (folder / "before.mp4").unlink()
    told.wait_for(folder / "before.mp4")
    (folder / "deep").mkdir()
    (folder / "deep" / "in.mkv").write_bytes(b"1")
    (folder / "deep" / "notes.pdf").write_bytes(b"1")
    told.wait_for(folder / "deep" / "in.mkv")
    (folder / "deep").rename(folder / "deeper")
    told.wait_for(folder / "deep", folder / "deeper")
    assert not any(path.endswith(".pdf") for path in told.all)


def test_a_file_is_told_when_it_has_stopped_growing(told: Told, folder: Path) -> None:
    path, chunks = folder / "growing.mp4", 12
    with path.open("wb") as stream:
        for _ in range(chunks):
            stream.write(b"x" * 1000)
            stream.flush()
            time.sleep(SETTLE / 2)
            assert str(path) not in told.all
    told.wait_for(path)
    assert sum(str(path) in batch for batch in told.batches) == 1
    assert path.stat().st_size == chunks * 1000


def test_a_folder_that_goes_and_comes_back_is_told_and_watched_again(told: Told, folder: Path) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    told.wait_for(folder)
    told.batches.clear()
    away.rename(folder)
    told.wait_for(folder)
    (folder / "new.mp4").write_bytes(b"1")
    told.wait_for(folder / "new.mp4")


def test_a_folder_that_cannot_be_watched_is_polled_and_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchdog.observers

    class Full(watchdog.observers.Observer):  # type: ignore[misc,valid-type]
        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watchdog.observers, "Observer", Full)
    told, said = Told(), []
    with FolderWatcher([str(folder)], told, trouble=said.append, settle=SETTLE, poll=0.2):
        (folder / "new.mp4").write_bytes(b"1")
        told.wait_for(folder / "new.mp4")
    assert len(said) == 1
    assert "cannot be watched (inotify watch limit reached)" in said[0]


def test_it_ends_within_a_second_and_tells_nothing_after_that(folder: Path) -> None:
    told = Told()
    watcher = FolderWatcher([str(folder), str(folder / "nowhere")], told, settle=5)
    watcher.start()
    (folder / "new.mp4").write_bytes(b"1")
    begin = time.monotonic()
    watcher.stop()
    assert time.monotonic() - begin < 1.5
    assert told.batches == []
    assert not is_network_path(str(folder))


# --- indexing what was told -------------------------------------------------------------------------

Change = Callable[..., IndexReport]


@pytest.fixture
def change(library: Library, encoder: MeanColourEncoder) -> Change:
    """Indexes some paths."""

    def run(*paths: Path, **options: object) -> IndexReport:
        return index_paths(library, encoder, list(paths), workers=1, **options)  # type: ignore[arg-type]

    return run


def test_changed_paths_are_brought_up_to_date_and_nothing_else_is(
    index: Index, change: Change, library: Library, folder: Path
) -> None:
    red, green = write_clips(folder, "red", "green")
    write_clips(folder / "deep", "blue", "cyan")
    index()

    write_clip(red, "yellow")
    assert counts(change(red)) == (0, 0, 0, 12)
    green.rename(folder / "deep" / "moved.mp4")
    assert counts(change(green, folder / "deep" / "moved.mp4")) == (0, 1, 0, 0)
    (folder / "deep").rename(folder / "deeper")
    assert counts(change(folder / "deep", folder / "deeper")) == (0, 3, 0, 0)
    (folder / "deeper" / "blue.mp4").unlink()
    assert counts(change(folder / "deeper" / "blue.mp4"))[2] == 1
    write_clip(folder / "a" / "b" / "white.mp4", "white")
    assert counts(change(folder / "a")) == (0, 0, 0, 12)

    assert colours(library) == {
        "red.mp4": "yellow", "moved.mp4": "green", "cyan.mp4": "cyan", "white.mp4": "white",
    }  # fmt: skip
    assert counts(index()) == (4, 0, 1, 0)


def test_captions_beside_a_changed_file_are_read_and_those_of_others_stay(
    index: Index, change: Change, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")
    (folder / "captions.csv").write_text("file,caption\nred.mp4,all red\ngreen.mp4,a lawn\n")
    (folder / "red.txt").write_text("a wall")
    index()

    (folder / "red.txt").write_text("a door")
    change(folder / "red.txt")
    assert {name: sorted(texts) for name, texts in captions(library).items()} == {
        "red.mp4": ["a door", "all red"], "green.mp4": ["a lawn"],
    }  # fmt: skip
    (folder / "captions.csv").write_text("file,caption\nred.mp4,redder\ngreen.mp4,a lawn\n")
    change(folder / "captions.csv")
    assert sorted(captions(library)["red.mp4"]) == ["a door", "redder"]


def test_paths_outside_hidden_or_in_a_root_that_is_gone_change_nothing(
    index: Index, change: Change, library: Library, folder: Path, tmp_path: Path
) -> None:
    red = write_clip(folder / "red.mp4", "red")
    stranger = write_clip(tmp_path / "else" / "green.mp4", "green")
    hidden = write_clip(folder / ".cache" / "blue.mp4", "blue")
    index()
    assert change(stranger, hidden).files == ()
    folder.rename(folder.with_name("unplugged"))
    gone = change(red, folder)
    assert (counts(gone), gone.files) == ((0, 0, 0, 0), ())
    assert [known.missing for known in library.known_files().values()] == [False]
    assert [root.reachable for root in library.roots()] == [False]
    folder.with_name("unplugged").rename(folder)
    assert counts(change(folder)) == (1, 0, 0, 0)
    assert [root.reachable for root in library.roots()] == [True]


def test_a_changed_file_costs_no_look_at_the_others(
    index: Index, change: Change, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red, *_ = write_clips(folder, "red", "green", "blue")
    index()
    listed: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (listed.append(str(path)), scandir(path))[1])
    assert len(change(red).files) == 1
    assert set(listed) <= {str(folder)}  # to see whether the root is there
