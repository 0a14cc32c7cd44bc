"""Processes that change a library and are killed, or change it together: every change is whole or not there.

`VOP_LONG_TESTS=1` runs the campaign at length; `VOP_SEED` repeats one.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.helpers.snapshot import snapshot
from tests.helpers.stored import add_video, new_library
from vop_desktop import paths
from vop_desktop.library import Library, backups, changes, connection
from vop_desktop.library.excluding import SetExcludes
from vop_desktop.library.forget import Forget, Recall, forgotten_at, videos_at
from vop_desktop.library.health import check
from vop_desktop.library.own_captions import AddCaption, RemoveCaption, captions_of
from vop_desktop.library.posters import ChoosePoster
from vop_desktop.library.restore import restore
from vop_desktop.library.tags import AddTag, RemoveTag, all_tags

LONG = os.environ.get("VOP_LONG_TESTS") == "1"
SEED = int(os.environ.get("VOP_SEED", "7"))
KILLS = 300 if LONG else 10
VIDEOS = 12

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="starts its processes by forking")
fork = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing


# --- steps that are the same in every run ---------------------------------------------------------------


def step(library: Library, number: int, base: Path) -> None:
    """The change with that number: what it does depends on nothing but the number and the library."""
    dice = random.Random(SEED * 100_003 + number)
    video = dice.randrange(1, VIDEOS + 1)
    said = captions_of(library, video) or [("", "")]
    actions: list[tuple[int, Callable[[], object]]] = [
        (20, lambda: changes.undo(library)),
        (10, lambda: changes.redo(library)),
        (15, lambda: changes.do(library, Forget(videos_at(library, f"/videos/{video % 3}")))),
        (5, lambda: changes.do(library, Recall(forgotten_at(library, "/videos")))),
        (15, lambda: changes.do(library, AddTag([video, 1 + video % VIDEOS], f"tag {dice.randrange(6)}"))),
        (5, lambda: changes.do(library, RemoveTag([video], f"tag {dice.randrange(6)}"))),
        (8, lambda: changes.do(library, AddCaption(video, f"caption {dice.randrange(20)}"))),
        (5, lambda: said[0][0] and changes.do(library, RemoveCaption(video, said[0][0]))),
        (5, lambda: changes.do(library, ChoosePoster(video, float(dice.randrange(9))))),
        (4, lambda: changes.do(library, SetExcludes("/videos", [str(dice.randrange(3))][: video % 2]))),
        (5, lambda: backups.make_backup(library.path, "weekly")),
        (3, lambda: restore(library.path, base)),
    ]
    weights = [weight for weight, _ in actions]
    dice.choices([action for _, action in actions], weights)[0]()


def state(library: Library) -> str:
    """What the library holds and what can be undone, without the times at which it came about."""
    held = snapshot(library)
    held.pop("frame_hashes")
    held["segments"] = sorted(library.query("SELECT video_id, embeddings FROM segments"))
    held["forgotten"] = library.query("SELECT video_id, asked FROM forgotten ORDER BY 1")
    held["videos"] = library.query("SELECT id, fingerprint, state FROM videos ORDER BY 1")
    held["roots"] = library.query("SELECT id, path, excludes FROM roots ORDER BY 1")
    held["changes"] = library.query("SELECT id, kind, title, undone FROM changes ORDER BY 1")
    held.pop("caption_sets")
    return repr(held)


def work(path: Path, base: Path, first: int, last: int, told: int) -> None:
    """Runs steps and tells of each that is done; killed somewhere in between."""
    connection._checked.clear()
    with Library.open(path) as library:
        for number in range(first, last):
            step(library, number, base)
            os.write(told, f"{number}\n".encode())


def filled(path: Path) -> Path:
    with new_library(path) as library, library.transaction():
        for number in range(1, VIDEOS + 1):
            add_video(library, f"/videos/{number % 3}/{number}.mp4", [[1, number]], content=f"c{number}")
    return path


def acknowledged(pipe: int) -> int | None:
    with os.fdopen(pipe, "rb") as stream:
        lines = stream.read().splitlines()
    return int(lines[-1]) if lines else None


def test_killed_at_any_moment_every_change_is_whole_or_not_there(tmp_path: Path) -> None:
    base = filled(tmp_path / "base.sqlite")
    path = filled(tmp_path / "library.sqlite")
    last = KILLS * 12
    with Library.open(filled(tmp_path / "undisturbed.sqlite")) as library:
        expected = [state(library)]
        for number in range(last):
            step(library, number, base)
            expected.append(state(library))
    dice = random.Random(SEED)
    at = kills = between = 0
    while at < last:
        reading, writing = os.pipe()
        process = fork.Process(target=work, args=(path, base, at, last, writing))
        process.start()
        os.close(writing)
        if kills < KILLS:
            time.sleep(dice.uniform(0.0, 0.06))
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        process.join(120)
        assert process.exitcode in {0, -signal.SIGKILL}
        kills += process.exitcode != 0
        done = acknowledged(reading)
        known = at if done is None else done + 1
        connection._checked.clear()
        with Library.open(path) as library:
            assert library.notices == ()
            assert check(library) == []
            found = state(library)
        assert found in (expected[known], expected[min(known + 1, last)]), f"seed {SEED}, step {known}"
        between += found != expected[known]
        at = known + (found != expected[known])
    with Library.open(path) as library:
        assert state(library) == expected[-1]
    for backup in backups.list_backups(path):
        assert backups.is_good(backup.path, 99), backup
    assert kills >= min(KILLS, 3)  # a fast machine is done before some of them
    print(f"\n{kills} kills, {last} steps, {between} times done but not yet told")  # noqa: T201


# --- several at once ------------------------------------------------------------------------------------


def tag_and_untag(path: Path, own: int, rounds: int) -> None:
    """What a window and a command line do at the same time: both write, both undo."""
    connection._checked.clear()
    with Library.open(path) as library:
        for number in range(rounds):
            changes.do(library, AddTag([own], f"of {own}, {number}"))
            if number % 5 == 4:
                changes.undo(library)
                changes.redo(library)
            if number % 10 == 9:
                backups.make_backup(path, "manual")


def run_together(jobs: list[tuple[Callable[..., None], tuple[object, ...]]]) -> None:
    processes = [fork.Process(target=job, args=arguments) for job, arguments in jobs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def test_processes_that_write_one_library_together_lose_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.sqlite")
    rounds = 200 if LONG else 20
    with Library.open(path) as library:  # a window that looks on
        run_together([(tag_and_untag, (path, own, rounds)) for own in (1, 2, 3)])
        assert len(all_tags(library)) == 3 * rounds - len(undone(library))
        assert check(library) == []
        while changes.undo(library):
            pass
        assert all_tags(library) == {}


def undone(library: Library) -> list[object]:
    """Changes that one process took back and another one's new change made final."""
    made = library.query("SELECT count(*) FROM changes WHERE undone = 0")[0][0]
    return [None] * (3 * (200 if LONG else 20) - made)


def open_damaged(path: Path) -> None:
    connection._checked.clear()
    with Library.open(path) as library:
        assert len(library.known_files()) == VIDEOS
        changes.do(library, AddTag([1], f"by {os.getpid()}"))


def test_processes_that_find_the_same_damage_recover_once_and_lose_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.sqlite")
    with Library.open(path) as library, library.transaction():
        for number in range(300):
            library.add_root(f"/folders/{number:050}")
    backups.make_backup(path, "weekly")
    data = path.read_bytes()
    path.write_bytes(data[: 4096 * 9] + b"\xaa" * 4096 * 5 + data[4096 * 14 :])
    run_together([(open_damaged, (path,))] * 4)
    assert len([p for p in tmp_path.glob("library.sqlite.old-*") if not p.name.endswith("-wal")]) == 1
    with Library.open(path) as library:
        assert len(all_tags(library)) == 4


def migrate(path: Path) -> None:
    connection._checked.clear()
    Library.open(path).close()


def test_processes_that_meet_an_old_library_migrate_it_once(tmp_path: Path) -> None:
    from tests.unit.library.test_backups import old_library

    path = old_library(tmp_path / "library.sqlite")
    run_together([(migrate, (path,))] * 4)
    assert [backup.occasion for backup in backups.list_backups(path)] == ["migration"]
    with closing(sqlite3.connect(backups.list_backups(path)[0].path)) as copy:
        assert copy.execute("SELECT path FROM roots").fetchall() == [("/videos",)]
    assert [p.name for p in paths.backups_dir().glob("*.part")] == []
