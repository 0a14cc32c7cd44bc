"""The decode processes: order of events, faults, time limits, cancellation, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import psutil
import pytest

from tests.helpers.videos import truncate, write_audio_only, write_colours, write_moving
from tests.unit.media.faults import die_at_once, faulty_open_video
from vop_desktop.errors import Cancelled
from vop_desktop.media import decode_job, worker_pool
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded, VideoDone, VideoOpened

REQUEST = DecodeRequest(image_size=64, num_frames=12, workers=2)


@pytest.fixture(scope="module")
def pool():
    with DecodePool(REQUEST) as pool:
        yield pool


@pytest.fixture
def own_pool():
    with DecodePool(REQUEST) as pool:
        yield pool


@pytest.fixture
def faulty(monkeypatch):
    """Files misbehave by their names, and the time limit is short."""
    monkeypatch.setattr(decode_job, "open_video", faulty_open_video)
    monkeypatch.setattr(decode_job, "DEADLINE_SECONDS", 2.0)
    monkeypatch.setattr(decode_job, "DEADLINE_SECONDS_A_GIGABYTE", 0.0)


def workers(parent=None):
    """The decode processes below a process."""
    found = []
    for child in (parent or psutil.Process()).children(recursive=True):
        try:
            if "spawn_main" in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.NoSuchProcess:
            pass
    return found


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def clips(folder, *names):
    source = write_colours(folder / "source.mp4", seconds=2)
    for name in names:
        (folder / name).write_bytes(source.read_bytes())
    return [str(folder / name) for name in names]


def done(events):
    return {os.path.basename(e.path): e for e in events if isinstance(e, VideoDone)}


def test_events_of_each_file_come_in_a_row(pool, tmp_path):
    paths = clips(tmp_path, *(f"{k}.mp4" for k in range(12)))
    paths.insert(3, str(write_audio_only(tmp_path / "sound.mp4")))
    events = list(pool.decode(paths))
    rows = [(path, [type(event) for event in row]) for path, row in groupby(events, lambda e: e.path)]
    expected = {
        path: [VideoDone] if "sound" in path else [VideoOpened, SegmentsDecoded, VideoDone] for path in paths
    }
    assert len(rows) == len(paths)
    assert dict(rows) == expected
    assert done(events)["0.mp4"] == VideoDone(paths[0], "complete", "", "")
    assert done(events)["sound.mp4"].state == "failed"
    assert done(events)["sound.mp4"].stage == "probe"
    assert "audio only" in done(events)["sound.mp4"].reason


def test_a_slow_file_is_overtaken(own_pool, tmp_path, faulty):
    paths = clips(tmp_path, "hang.mp4", *(f"{k}.mp4" for k in range(4)))
    order = [os.path.basename(e.path) for e in own_pool.decode(paths) if isinstance(e, VideoDone)]
    assert sorted(order[:4]) == ["0.mp4", "1.mp4", "2.mp4", "3.mp4"]
    assert order[4:] == ["hang.mp4"]


def test_a_pool_may_be_used_again(pool, tmp_path):
    paths = clips(tmp_path, "a.mp4")
    first = list(pool.decode(paths))
    before = {worker.pid for worker in workers()}
    second = list(pool.decode(paths))
    assert [type(event) for event in first] == [type(event) for event in second]
    assert {worker.pid for worker in workers()} & before
    assert list(pool.decode([])) == []


def test_a_long_video_comes_in_stretches_in_order(pool, tmp_path):
    path = str(write_colours(tmp_path / "long.mp4", seconds=900, fps=Fraction(30000, 1001), gop=250))
    after = clips(tmp_path, "after.mp4")
    events = list(pool.decode([path, *after]))
    opened = next(event for event in events if isinstance(event, VideoOpened) and event.path == path)
    stretches = [event for event in events if isinstance(event, SegmentsDecoded) and event.path == path]
    assert opened.segments_planned == 38
    assert len(stretches) >= 5
    number = 0
    for stretch in stretches:
        assert stretch.first == number
        assert len(stretch.segments) <= 8
        assert [segment.start for segment in stretch.segments] == [
            24.0 * (number + k) for k in range(len(stretch.segments))
        ]
        number += len(stretch.segments)
    assert number == 38
    assert [event.state for event in events if isinstance(event, VideoDone)] == ["complete", "complete"]


def test_a_partial_file_says_how_much_could_be_read(pool, tmp_path):
    path = truncate(write_moving(tmp_path / "cut.mkv", seconds=10), 0.5)
    result = done(pool.decode([str(path)]))["cut.mkv"]
    assert (result.state, result.stage) == ("partial", "decode")
    assert "of 12 frames could be read; the file is damaged or cut off" in result.reason


def test_a_long_file_that_is_cut_off_says_where(pool, tmp_path):
    path = truncate(write_moving(tmp_path / "cut.mkv", seconds=400, fps=5), 0.02)
    events = list(pool.decode([str(path)]))
    assert events[-1].state == "partial"
    assert "of 400.0 s; the file is damaged or cut off" in events[-1].reason
    assert sum(len(e.segments) for e in events if isinstance(e, SegmentsDecoded)) == 1


def test_a_file_that_is_gone_fails_alone(pool, tmp_path):
    (good,) = clips(tmp_path, "good.mp4")
    result = done(pool.decode([str(tmp_path / "gone.mp4"), good]))
    assert result["gone.mp4"] == VideoDone(
        str(tmp_path / "gone.mp4"), "failed", "scan", "the file is no longer there"
    )
    assert result["good.mp4"].state == "complete"


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names")
def test_what_is_no_file_fails_alone_and_at_once(pool, tmp_path, monkeypatch):
    (good,) = clips(tmp_path, "good.mp4")
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "folder.mp4").mkdir()
    monkeypatch.chdir(tmp_path)  # socket paths are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.mp4")
        names = ("pipe.mp4", "folder.mp4", "socket.mp4")
        began = time.monotonic()
        result = done(pool.decode([*(str(tmp_path / name) for name in names), good]))
        assert time.monotonic() - began < 15
    assert {(result[name].state, result[name].stage) for name in names} == {("failed", "scan")}
    assert "a pipe or a socket" in result["pipe.mp4"].reason
    assert result["folder.mp4"].reason == "a folder, not a file"
    assert result["good.mp4"].state == "complete"


@pytest.mark.parametrize("fault", ["vanishes", "shrinks", "grows", "becomes another"])
def test_a_file_that_changes_while_it_is_read(own_pool, tmp_path, fault):
    path = write_colours(tmp_path / "long.mp4", seconds=2400, fps=2, gop=20)
    (after,) = clips(tmp_path, "after.mp4")
    events = []
    for event in own_pool.decode([str(path), after]):
        events.append(event)
        if isinstance(event, VideoOpened) and event.path == str(path):
            if fault == "vanishes":
                path.unlink()
            elif fault == "shrinks":
                truncate(path, 0.3)
            elif fault == "grows":
                with path.open("ab") as file:
                    file.write(b"\0" * 100_000)
            else:
                path.write_text("no longer a video")
    result = done(events)
    assert result["after.mp4"].state == "complete"
    if fault == "grows":
        assert result["long.mp4"].state == "complete"
    else:
        assert (result["long.mp4"].state, result["long.mp4"].stage) == ("partial", "decode")
        assert "frames could be read" in result["long.mp4"].reason


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_decoder_that_eats_memory_is_stopped(own_pool, tmp_path, monkeypatch):
    monkeypatch.setattr(decode_job, "open_video", faulty_open_video)
    result = done(own_pool.decode(clips(tmp_path, "eat.mp4", "a.mp4")))
    assert result["eat.mp4"].reason == "decoding needs more memory than allowed"
    assert result["a.mp4"].state == "complete"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid such names")
def test_undecodable_names_are_read(pool, tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.mp4")
    write_colours(tmp_path / "a.mp4", seconds=1).rename(path)
    assert [event.state for event in pool.decode([path]) if isinstance(event, VideoDone)] == ["complete"]


def test_crashes_and_hangs_harm_no_other_file(own_pool, tmp_path, faulty):
    names = [
        "0.mp4",
        "crash1.mp4",
        "1.mp4",
        "hang.mp4",
        "2.mp4",
        "crash2.mp4",
        "leak.mp4",
        "bug.mp4",
        "3.mp4",
    ]
    result = done(own_pool.decode(clips(tmp_path, *names)))
    assert sorted(result) == sorted(names)
    states = {name: (event.state, event.stage, event.reason) for name, event in result.items()}
    for name in ("0.mp4", "1.mp4", "2.mp4", "3.mp4"):
        assert states[name] == ("complete", "", "")
    for name in ("crash1.mp4", "crash2.mp4"):
        assert states[name] == ("failed", "decode", "the decoder crashed on this file")
    assert states["hang.mp4"] == ("failed", "decode", "decoding took longer than 2 s and was stopped")
    assert states["leak.mp4"] == ("failed", "decode", "decoding needs more memory than allowed")
    assert "ZeroDivisionError" in states["bug.mp4"][2]


def test_what_only_decord_dies_of_is_read_without_it(own_pool, tmp_path, faulty):
    result = done(own_pool.decode(clips(tmp_path, "decord.mp4", "other.mp4")))
    assert [event.state for event in result.values()] == ["complete", "complete"]


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_worker_killed_from_outside_costs_no_file(own_pool, tmp_path, faulty, monkeypatch):
    monkeypatch.setattr(worker_pool, "_IDLE_SECONDS", 5.0)  # one may die with the pool's lock
    monkeypatch.setattr(worker_pool, "_OVERDUE_SECONDS", 3.0)
    names = [f"slow{k}.mp4" for k in range(6)]
    events = []
    for event in own_pool.decode(clips(tmp_path, *names)):
        events.append(event)
        if len(events) == 1:
            for worker in workers():
                os.kill(worker.pid, signal.SIGKILL)
    assert [event.state for event in done(events).values()] == ["complete"] * 6


def test_processes_that_cannot_start_end_the_run(own_pool, tmp_path, monkeypatch):
    monkeypatch.setattr(worker_pool, "start_worker", die_at_once)
    paths = clips(tmp_path, "a.mp4", "b.mp4")
    with pytest.raises(worker_pool.ProcessesUnavailable, match="cannot be started"):
        list(own_pool.decode(paths))


def test_cancelling_stops_within_a_second_and_leaves_nothing(own_pool, tmp_path, faulty):
    cancel = threading.Event()
    events = own_pool.decode(clips(tmp_path, "a.mp4", "hang.mp4"), cancel=cancel)
    for event in events:
        if isinstance(event, VideoDone):
            break
    timer = threading.Timer(0.3, cancel.set)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        next(events)
    assert time.monotonic() - began < 1.3
    assert wait_until(lambda: not workers(), 1.0)
    timer.join()


def test_closing_kills_at_once_and_the_pool_starts_anew(own_pool, tmp_path, faulty):
    paths = clips(tmp_path, "hang.mp4", "a.mp4")
    errors = []

    def run():
        try:
            list(own_pool.decode(paths))
        except Cancelled as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert wait_until(workers, 10)
    began = time.monotonic()
    own_pool.close()
    assert time.monotonic() - began < 1.0
    thread.join(2)
    assert not thread.is_alive()
    assert len(errors) == 1
    assert wait_until(lambda: not workers(), 1.0)
    assert done(own_pool.decode(paths[1:]))["a.mp4"].state == "complete"


def test_leaving_the_events_early_stops_the_work(own_pool, tmp_path, faulty):
    events = own_pool.decode(clips(tmp_path, "a.mp4", "hang.mp4"))
    next(events)
    events.close()
    assert wait_until(lambda: not workers(), 1.0)


def test_paths_are_taken_only_as_far_ahead_as_needed(own_pool, tmp_path):
    taken = []

    def paths():
        for path in clips(tmp_path, *(f"{k}.mp4" for k in range(30))):
            taken.append(path)
            yield path

    events = own_pool.decode(paths())
    next(events)
    time.sleep(0.5)
    assert len(taken) <= 10
    events.close()


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("idle", [False, True], ids=["busy", "idle"])
def test_workers_die_with_their_parent(tmp_path, idle):
    name = "hang.mp4" if not idle else "a.mp4"
    (path,) = clips(tmp_path, name)
    script = tmp_path / "script.py"  # without a main guard: the processes must not run it again
    script.write_text(
        textwrap.dedent(
            f"""
            from tests.unit.media.faults import faulty_open_video
            from vop_desktop.media import decode_job
            from vop_desktop.media.decode import DecodePool, DecodeRequest

            decode_job.open_video = faulty_open_video
            pool = DecodePool(DecodeRequest(64, 12, workers=2))
            for event in pool.decode([{path!r}]):
                pass
            print("ready", flush=True)
            input()
            """
        )
    )
    root = Path(__file__).parents[3]
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    try:
        if idle:
            assert parent.stdout.readline() == b"ready\n"
        children = []

        def started():
            children[:] = workers(psutil.Process(parent.pid))
            return len(children) == 2

        assert wait_until(started, 20)
        time.sleep(1.0 if not idle else 0)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
        parent.stdin.close()
    assert wait_until(lambda: not any(child.is_running() for child in children), 3.0)
