"""`vop library` and `vop tag` in processes of their own: what they say, what they keep, what they refuse."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Answer, Vop
from tests.helpers.odd_names import ODD_NAMES
from tests.helpers.stored import add_video
from vop_desktop.library import Library, changes
from vop_desktop.library.forget import videos_at
from vop_desktop.library.migrations import SCHEMA_VERSION
from vop_desktop.library.tags import AddTag
from vop_desktop.records import display_path, one_line

PAGE = 4096


@pytest.fixture
def path(vop: Vop) -> Path:
    """The default library with a few videos."""
    path = vop.home / "data" / "library.sqlite"
    with Library.open(path) as library, library.transaction():
        for name in ("a", "b", "c"):
            add_video(library, f"/videos/{name}.mp4", [[1, 0]] * 50, content=name)
        for number in range(200):
            library.add_root(f"/folders/{number:04}")
    return path


def fine(answer: Answer) -> Answer:
    assert answer.code == 0, answer
    assert answer.err == "", answer
    return answer


def refused(answer: Answer, *words: str) -> None:
    assert (answer.code, answer.out) == (1, ""), answer
    assert answer.err.startswith("vop: ")
    assert answer.err.count("\n") == 1, answer
    for word in words:
        assert word in answer.err


def test_a_person_tags_forgets_undoes_and_does_again(vop: Vop, path: Path) -> None:
    done = fine(vop("tag", "add", "holiday", "/videos/a.mp4", "/videos/b.mp4"))
    assert done.out == "Done: Tag 2 videos “holiday”.\n"
    assert fine(vop("library", "forget", "/videos/a.mp4")).out == "Done: Forget 1 video.\n"
    assert fine(vop("tag", "list")).out == "     1  holiday\n"
    refused(vop("library", "forget", "/videos/a.mp4"), "There is no video /videos/a.mp4 in the library")
    assert fine(vop("library", "undo", "--json")).document["done"]["title"] == "Forget 1 video"
    assert fine(vop("library", "redo")).out == "Done again: Forget 1 video.\n"
    assert fine(vop("library", "recall", "/videos")).out == "Done: Bring back 1 video.\n"
    assert fine(vop("tag", "remove", "HOLIDAY", "/videos")).out == "Done: Take tag “holiday” off 2 videos.\n"
    assert fine(vop("library", "redo", "--json")).document == {"done": None}


def test_a_library_is_backed_up_checked_and_restored(vop: Vop, path: Path, tmp_path: Path) -> None:
    assert fine(vop("library", "check", "--json")).document == {"sound": True, "findings": []}
    copy = tmp_path / "copy of it.sqlite"
    fine(vop("library", "backup", copy))
    kept = Path(fine(vop("library", "backup", "--json")).document["backup"])
    assert fine(vop("library", "backup", "--list", "--json")).document["backups"][0]["path"] == str(kept)
    fine(vop("tag", "add", "later", "/videos"))
    restored = fine(vop("library", "restore", copy, "--json")).document
    assert Path(restored["kept"]).exists()
    assert fine(vop("tag", "list", "--json")).document == {"tags": []}


def test_a_damaged_library_is_recovered_and_that_is_said(vop: Vop, path: Path) -> None:
    fine(vop("library", "backup"))
    data = path.read_bytes()
    path.write_bytes(data[: 8 * PAGE] + b"\xaa" * PAGE * 6 + data[14 * PAGE :])
    answer = vop("library", "check")
    assert (answer.code, answer.out) == (0, "The library is sound.\n")
    assert answer.err.count("\n") == 1
    assert "was damaged" in answer.err
    assert "Index your folders again" in answer.err


def test_a_damaged_library_without_a_backup_is_repaired_by_what_can_be_read(vop: Vop, path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: 8 * PAGE] + b"\xaa" * PAGE * 6 + data[14 * PAGE :])
    refused(vop("library", "check"), "is damaged", "vop library repair")
    answer = fine(vop("library", "repair", "--json"))
    assert "rows could be saved" in answer.document["done"][0]
    assert answer.document["left"] == []
    assert fine(vop("library", "repair")).out == "Nothing had to be repaired.\n"


def test_what_is_no_copy_of_ours_is_refused(vop: Vop, path: Path, tmp_path: Path) -> None:
    newer, foreign = tmp_path / "newer.sqlite", tmp_path / "foreign"
    fine(vop("library", "backup", newer))
    with closing(sqlite3.connect(newer)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    foreign.write_text("Dear diary")
    before = path.read_bytes()
    refused(vop("library", "restore", newer), "newer version")
    refused(vop("library", "restore", foreign), "not a library")
    refused(vop("library", "backup", foreign), "exists already")
    refused(vop("library", "check", "--library", tmp_path / "none"), "There is no library")
    assert path.read_bytes() == before


def test_odd_names_go_in_and_come_out(vop: Vop, tmp_path: Path) -> None:
    names = list(ODD_NAMES.values())
    library = tmp_path / f"library {names[0][:90]} {names[2]}"
    videos = [f"/videos/{name}" for name in names]
    with Library.open(library) as opened:
        for video in videos:
            add_video(opened, video, [[1, 0]])
            changes.do(opened, AddTag(videos_at(opened, video), os.path.basename(video)[:90]))
    at = ("--library", library)
    fine(vop("tag", "add", names[-1], *videos, *at))
    fine(vop("library", "backup", *at))
    assert len(fine(vop("library", "backup", "--list", *at)).out.splitlines()) == 1
    lines = fine(vop("library", "export", *at)).out.splitlines()
    paths = [json.loads(line)["video"]["files"][0]["path"] for line in lines[2:]]
    assert paths == [display_path(video) for video in videos]
    assert len(fine(vop("tag", "list", *at)).out.splitlines()) >= len(names)
    assert fine(vop("library", "forget", *videos, *at)).out == "Done: Forget 8 videos.\n"
    refused(vop("tag", "list", videos[2], *at), one_line(videos[2]))
    refused(vop("tag", "list", videos[-1], *at), one_line(videos[-1]))


@pytest.mark.skipif(sys.platform != "linux", reason="needs limits on the size of files")
def test_a_disk_that_is_full_is_told_and_nothing_is_lost(vop: Vop, path: Path) -> None:
    fine(vop("tag", "add", "before", "/videos"))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "from vop_desktop.__main__ import cli_main; sys.argv[0] = 'vop'; cli_main()"
    )
    commands = (
        ("tag", "add", "x" * 90, "/videos"), ("library", "undo"), ("library", "backup"),
        ("library", "backup", str(path.parent / "copy")),
    )  # fmt: skip
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-c", code, *command], capture_output=True, check=False, env=vop.env(), text=True
        )
        refused(Answer(done.returncode, done.stdout, done.stderr), "the disk may be full")
    assert not list(path.parent.glob("*copy*"))
    assert not list((vop.home / "data" / "backups").glob("*.sqlite*"))
    assert fine(vop("tag", "list", "--json")).document == {"tags": [{"tag": "before", "videos": 3}]}
    assert fine(vop("library", "check")).out == "The library is sound.\n"


def test_a_lock_that_stays_is_told(vop: Vop, path: Path) -> None:
    code = (
        "from vop_desktop.library import connection, backups; connection.BUSY_TIMEOUT = 0.3;"
        "from vop_desktop.__main__ import cli_main; cli_main()"
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = subprocess.run(
            [sys.executable, "-c", code, "tag", "add", "x", "/videos"],
            capture_output=True, check=False, env=vop.env(), text=True,
        )  # fmt: skip
        refused(Answer(done.returncode, done.stdout, done.stderr), "in use by another program")
        other.execute("ROLLBACK")
    fine(vop("tag", "add", "x", "/videos"))
