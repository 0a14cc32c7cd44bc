"""The progress meter: what it counts, what it estimates, how often it speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vop_desktop.indexing import progress as module
from vop_desktop.indexing.progress import ProgressMeter
from vop_desktop.records import IndexProgress


class Clock:
    """Stands in for `time`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def seen() -> list[IndexProgress]:
    return []


@pytest.fixture
def meter(seen: list[IndexProgress], clock: Clock) -> Iterator[ProgressMeter]:
    return ProgressMeter(seen.append)


def test_no_second_holds_more_than_ten_reports(
    meter: ProgressMeter, clock: Clock, seen: list[IndexProgress]
) -> None:
    times: list[float] = []

    def tick(seconds: float) -> None:
        clock.now += seconds
        times.extend([clock.now] * (len(seen) - len(times)))

    for number in range(2000):
        meter.scanned(number)
        tick(0.001)
    meter.start(1500)
    tick(0.001)
    for _ in range(1500):
        meter.finished()
        tick(0.001)
    meter.end()
    tick(0.001)
    assert len(seen) > 25
    assert max(sum(1 for time in times if start <= time < start + 1) for start in times) <= 10


def test_start_and_end_are_always_told(meter: ProgressMeter, seen: list[IndexProgress]) -> None:
    meter.scanned(1)
    meter.start(1)
    meter.working("a.mp4")
    meter.finished()
    meter.end()

    assert [(p.phase, p.done, p.total) for p in seen] == [
        ("scanning", 0, 1),
        ("indexing", 0, 1),
        ("done", 1, 1),
    ]


def test_new_videos_and_failures_reach_the_listener_once(
    meter: ProgressMeter, clock: Clock, seen: list[IndexProgress]
) -> None:
    meter.start(6)
    for video_id in range(1, 6):
        meter.finished(video_id=video_id)
        clock.now += 0.06
    meter.finished(failed=True)
    meter.end()

    assert [video for p in seen for video in p.new_videos] == [1, 2, 3, 4, 5]
    assert [p.failed for p in seen][-1] == 1


def test_rate_and_time_left_follow_the_last_while(
    meter: ProgressMeter, clock: Clock, seen: list[IndexProgress]
) -> None:
    meter.start(300)
    assert (seen[-1].rate, seen[-1].seconds_left) == (0, None)
    for _ in range(100):  # ten a second
        clock.now += 0.1
        meter.finished()
    meter.working("a.mp4")
    assert seen[-1].rate == pytest.approx(10, rel=0.05)
    assert seen[-1].seconds_left == pytest.approx((300 - seen[-1].done) / 10, rel=0.05)
    for _ in range(50):  # one a second
        clock.now += 1
        meter.finished()
    assert seen[-1].rate == pytest.approx(1, rel=0.05)
    assert seen[-1].path == "a.mp4"


def test_the_speed_is_seconds_of_video_in_a_second_also_within_a_long_film(
    meter: ProgressMeter, clock: Clock, seen: list[IndexProgress]
) -> None:
    meter.underway = lambda: ("film.mp4", "clip.mp4")
    meter.start(2)
    clock.now += 10
    meter.working("film.mp4", within=0.5, seconds=600)
    assert seen[-1].speed == pytest.approx(60)
    assert seen[-1].underway == ("film.mp4", "clip.mp4")
    clock.now += 10
    meter.finished(seconds=1200)
    assert seen[-1].speed == pytest.approx(60)
    meter.end()
    assert (seen[-1].speed, seen[-1].underway) == (0, ())


def test_without_a_listener_it_only_counts() -> None:
    meter = ProgressMeter(None)
    meter.start(2)
    meter.finished(failed=True)
    meter.end()

    assert (meter.done, meter.total, meter.failed) == (1, 2, 1)
