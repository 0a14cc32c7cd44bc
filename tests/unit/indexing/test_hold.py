"""Pausing, quiet hours, battery, order, and what of it a new start of the program still knows."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.videos import write_colours
from tests.unit.indexing.conftest import Index, write_clips
from tests.unit.indexing.test_progress import Clock
from vop_desktop.indexing import Conditions, index_folders, progress
from vop_desktop.indexing.hold import ON_BATTERY, PAUSED, QUIET_HOURS
from vop_desktop.library import Library
from vop_desktop.library.jobs import QueueState, clear_queue, queue_state
from vop_desktop.records import IndexProgress
from vop_desktop.settings import Settings


@pytest.mark.parametrize(
    ("quiet", "hour", "expected"),
    [
        ((0, 0), 3, ""),
        ((8, 18), 7.9, ""),
        ((8, 18), 8, QUIET_HOURS),
        ((8, 18), 18, ""),
        ((22, 6), 23, QUIET_HOURS),
        ((22, 6), 5.5, QUIET_HOURS),
        ((22, 6), 6, ""),
        ((22, 6), 21.9, ""),
        ((5, 5), 5, ""),
    ],
)
def test_quiet_hours_may_lie_past_midnight(quiet: tuple[int, int], hour: float, expected: str) -> None:
    assert Conditions(*quiet).obstacle(hour, discharging=True) == expected
    assert Conditions(*quiet, on_battery=False).obstacle(hour, discharging=True) == (expected or ON_BATTERY)
    assert Conditions(*quiet, on_battery=False).obstacle(hour, discharging=False) == expected


def test_conditions_come_from_the_settings(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    assert Conditions.of(settings) == Conditions()
    settings.set("quiet_from", 22)
    settings.set("quiet_until", 7)
    settings.set("index_on_battery", False)
    settings.set("index_low_priority", True)
    assert Conditions.of(settings) == Conditions(22, 7, on_battery=False, low_priority=True)


def _decoders() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):  # gone meanwhile
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def test_a_pause_holds_within_a_second_leaves_no_process_and_outlives_the_program(
    folder: Path, tmp_path: Path
) -> None:
    write_clips(folder, "red", "green")
    write_colours(folder / "long.mp4", seconds=240, fps=5)
    pause, cancel, encoded, told = threading.Event(), threading.Event(), threading.Event(), []
    encoder = MeanColourEncoder(hook=lambda _: encoded.set())
    reports = []

    def run() -> None:
        with Library.open(tmp_path / "own.sqlite") as own:
            reports.append(
                index_folders(
                    own, encoder, [folder], pause=pause, cancel=cancel, progress=told.append, workers=1
                )
            )

    def held() -> str:
        return told[-1].held if told else ""

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert encoded.wait(60)
        pause.set()
        deadline = time.monotonic() + 10
        while (held() != PAUSED or _decoders()) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (held(), _decoders()) == (PAUSED, [])
        batches = len(encoder.batches)
        with Library.open(tmp_path / "own.sqlite") as other:  # as the next start of the program would
            assert queue_state(other).paused
            assert queue_state(other).waiting >= 1
        time.sleep(0.3)
        assert len(encoder.batches) == batches
        pause.clear()
        thread.join(60)
    finally:
        cancel.set()
        thread.join(10)
    assert [report.complete for report in reports] == [3]
    assert held() == ""
    with Library.open(tmp_path / "own.sqlite") as own:
        assert queue_state(own) == QueueState(0, False)
        assert own.query("SELECT count(*), max(seq) FROM segments") == [(3, 3)]


def test_a_paused_run_that_ends_with_the_program_is_still_paused_at_the_next_start(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")
    pause, cancel = threading.Event(), threading.Event()

    def stop_once_held(told: IndexProgress) -> None:
        if told.phase == "indexing":
            pause.set()
        if told.held:
            cancel.set()

    index(pause=pause, cancel=cancel, progress=stop_once_held)

    assert queue_state(library) == QueueState(2, True)
    clear_queue(library)
    assert queue_state(library) == QueueState(0, False)
    assert index().complete == 2


def test_a_quiet_hour_holds_a_run_until_it_is_over(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clips(folder, "red")
    hour = time.localtime().tm_hour
    cancel, told = threading.Event(), []

    def stop_once_held(progress: IndexProgress) -> None:
        told.append(progress.held)
        if progress.held:
            cancel.set()

    report = index(conditions=Conditions(hour, (hour + 2) % 25), cancel=cancel, progress=stop_once_held)

    assert (report.frames, QUIET_HOURS in told) == (0, True)


def test_what_is_asked_for_comes_first_then_the_newest(index: Index, library: Library, folder: Path) -> None:
    write_clips(folder, "red", "green", "blue")
    (wanted,) = write_clips(folder / "wanted", "cyan")
    old = folder / "blue.mp4"

    index(first=[old, wanted.parent])

    rows = library.query("SELECT f.path FROM segments s JOIN files f USING (video_id) ORDER BY s.seq")
    assert [Path(row[0]).stem for row in rows] == ["blue", "cyan", "red", "green"]


def test_files_can_be_read_in_the_order_in_which_they_are_found(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green", "blue")

    index(newest_first=False)

    rows = library.query("SELECT f.path FROM segments s JOIN files f USING (video_id) ORDER BY s.seq")
    assert [Path(row[0]).stem for row in rows] == ["blue", "green", "red"]


def test_the_time_left_goes_by_weight_and_leaves_pauses_out(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, told = Clock(), []
    monkeypatch.setattr(progress, "time", clock)
    meter = progress.ProgressMeter(told.append)
    meter.start(11, 1000.0)  # ten short ones of 10 and a film of 900
    for _ in range(10):
        clock.now += 1
        meter.finished(weight=10.0)
    meter.held("paused")
    assert told[-1].seconds_left == pytest.approx(90)
    clock.now += 500
    assert told[-1].held == "paused"
    meter.held("")
    assert (told[-1].held, told[-1].seconds_left) == ("", pytest.approx(90))
    clock.now += 10
    meter.working("film.mp4", within=100.0)
    assert told[-1].seconds_left == pytest.approx(80)
