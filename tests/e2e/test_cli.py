"""`vop` as a person or a script runs it: one JSON document, exit codes, one sentence when it fails."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.conftest import Answer, Vop
from tests.helpers.encoders import NAMED_COLOURS
from tests.helpers.packs import write_tiny_pack
from tests.helpers.videos import fast, solid, write_colours, write_video
from vop_desktop.records import display_path

ODD_NAME = "\udcff" if sys.platform == "linux" else "ä"  # a byte that is no text, where that is possible
HIT = {"path", "start", "end", "moment", "score", "confidence", "offline", "why", "others"}


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def clip(path: Path, colour: str = "red") -> Path:
    return write_video(path, [solid(NAMED_COLOURS[colour])] * 20, fps=10, options=fast("libx264"))


@dataclass(frozen=True)
class World:
    """Sample clips, indexed twice."""

    vop: Vop
    pack: Path
    samples: Path
    first: Answer
    second: Answer


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, tiny_pack: Path) -> World:
    place = tmp_path_factory.mktemp("world")
    vop, samples = Vop(place / "home"), place / "my samples – ü"
    drawn = vop("samples", samples, "--count", "4", "--seed", "3", "--json")
    assert (drawn.code, drawn.document) == (0, {"folder": str(samples), "clips": 4})
    assert drawn.err == ""
    run = ("index", samples, "--pack", tiny_pack, "--json", "--files")
    return World(vop, tiny_pack, samples, vop(*run), vop(*run))


@pytest.fixture
def copy(world: World, tmp_path: Path) -> Vop:
    """A copy of the library, to be harmed."""
    shutil.copytree(world.vop.home, tmp_path / "home")
    return Vop(tmp_path / "home")


def refused(answer: Answer, *words: str) -> None:
    """One sentence on stderr, nothing on stdout, exit code 1."""
    assert answer.code == 1, answer
    assert answer.out == ""
    assert answer.err.startswith("vop: ")
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err


# --- index ------------------------------------------------------------------------------------------


def test_index_says_what_it_did(world: World) -> None:
    report = world.first.document

    assert (world.first.code, world.first.err) == (0, "")
    assert list(report) == [
        "videos", "complete", "partial", "failed", "unchanged", "moved", "missing", "segments", "frames",
        "seconds", "failures", "files",
    ]  # fmt: skip
    counts = [report[name] for name in list(report)[:9]]
    assert counts == [4, 4, 0, 0, 0, 0, 0, 4, 48]
    assert report["seconds"] > 0
    assert report["failures"] == []
    assert sorted(report["files"], key=str) == [
        {"path": str(world.samples / f"clip_00{n}.mp4"), "state": "complete", "stage": "", "reason": ""}
        for n in range(1, 5)
    ]


def test_a_second_index_finds_everything_unchanged(world: World) -> None:
    report = world.second.document

    assert world.second.code == 0
    assert (report["videos"], report["complete"], report["unchanged"]) == (4, 4, 4)
    assert (report["segments"], report["frames"]) == (0, 0)


def test_index_lists_failures_and_ends_with_3(vop: Vop, tiny_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / ODD_NAME
    folder.mkdir()
    clip(folder / "red.mp4")
    (folder / "text.mp4").write_text("no video\n")

    first = vop("index", folder, "--pack", tiny_pack, "--json")
    words = vop("index", folder, "--pack", tiny_pack)

    failure = {
        "path": display_path(str(folder / "text.mp4")),
        "stage": "probe",
        "reason": "a text file, not a video",
    }
    assert (first.code, first.document["failures"]) == (3, [failure])
    assert "files" not in first.document
    assert (words.code, words.err) == (3, "")
    assert "2 videos: 1 complete, 1 failed; nothing new" in words.out
    assert "text.mp4: a text file, not a video (probe)" in words.out
    assert "Traceback" not in first.err + words.err
    assert vop("status", "--json").document["failures"] == [failure]


# --- search, similar, caption, status, packs --------------------------------------------------------


def test_search_gives_every_video_best_first(world: World) -> None:
    answer = world.vop("search", "a red car – été", "--pack", world.pack, "--json")

    found = answer.document
    assert answer.code == 0
    assert list(found) == ["query", "pack", "hits", "seconds"]
    assert (found["query"], found["pack"]) == ("a red car – été", str(world.pack))
    assert {Path(hit["path"]).parent for hit in found["hits"]} == {world.samples}
    assert len(found["hits"]) == 4
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in found["hits"]:
        assert set(hit) == HIT
        assert hit["start"] <= hit["moment"] <= hit["end"]
        assert hit["confidence"] in {"likely", "maybe", "weak"}
        assert hit["offline"] is False


def test_a_search_waits_for_no_torch(world: World) -> None:
    code = (
        "import sys\n"
        "sys.modules['torch'] = None\n"  # importing it is an error
        "from vop_desktop.__main__ import cli_main\n"
        "sys.argv = ['vop', *sys.argv[1:]]\n"
        "cli_main()\n"
    )
    words = "a red car", "dog + snow -night is:landscape", "at night"
    for arguments in (words[:1], words[1:2], (words[2], "--moments")):
        command = [sys.executable, "-c", code, "search", *arguments, "--pack", str(world.pack)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60, env=world.vop.env())
        assert done.returncode == 0, done.stderr.decode()
        assert len(done.stdout.splitlines()) == 4


def test_words_may_begin_with_a_dash_and_rules_narrow_the_search(world: World) -> None:
    answer = world.vop("search", "-night", "is:landscape", "-folder:nowhere", "--pack", world.pack)
    nothing = world.vop("search", "car", "folder:Nowhere", "--pack", world.pack, "--json", "--moments")
    wrong = world.vop("search", "car", "--nigth")

    assert (answer.code, len(answer.out.splitlines())) == (0, 4)
    assert "Only what is not wanted was named" in answer.err
    assert (nothing.code, nothing.document["hits"]) == (0, [])
    assert "No folder called “Nowhere”" in nothing.err
    assert (wrong.code, "--nigth" in wrong.err) == (2, True)


def test_a_picture_or_clip_is_a_query(world: World, tmp_path: Path) -> None:
    clip = world.samples / "clip_002.mp4"
    (tmp_path / "broken.png").write_bytes(b"no picture")

    found = world.vop("search", "--like", clip, "--pack", world.pack, "--json", "--limit", "2")
    broken = world.vop("search", "snow", "--like", tmp_path / "broken.png", "--pack", world.pack)

    assert found.document["hits"][0]["path"] == str(clip)
    refused(broken, "broken.png cannot be used as a picture", "no picture that this program can read")


def test_searches_are_saved_listed_and_removed(copy: Vop) -> None:
    saved = copy("searches", "save", "dog -night folder:trips", "--title", "Dogs", "--json")
    listed = copy("searches", "list")
    removed = copy("searches", "remove", "Dogs")

    assert saved.document == {"title": "Dogs", "text": "dog -night folder:trips"}
    assert listed.out == "Dogs: dog -night folder:trips\n"
    assert (removed.code, removed.out) == (0, "Removed “Dogs”.\n")
    refused(copy("searches", "remove", "Dogs"), "no saved search called “Dogs”")


def test_a_library_indexed_with_another_pack_says_so(world: World, tmp_path: Path) -> None:
    other = write_tiny_pack(tmp_path / "other", name="other", seed=1)

    answer = world.vop("search", "car", "--pack", other)

    assert (answer.code, answer.out) == (0, "")
    assert "nothing here was indexed with the pack" in answer.err
    assert f"vop index FOLDER --pack {other}" in answer.err


def test_videos_of_a_folder_that_is_gone_are_offline_hits(copy: Vop, world: World) -> None:
    moved = world.samples.with_name("unplugged")
    world.samples.rename(moved)
    try:
        answer = copy("search", "car", "--pack", world.pack, "--limit", "3")
        status = copy("status", "--json").document
    finally:
        moved.rename(world.samples)

    lines = answer.out.splitlines()
    assert (answer.code, len(lines)) == (0, 3)
    assert all(line.endswith(".mp4  (offline)") and str(world.samples) in line for line in lines)
    assert (status["videos"], status["complete"], status["missing"]) == (4, 4, 0)
    assert status["roots"] == [{"path": str(world.samples), "reachable": False, "videos": 4}]


def test_a_folder_that_was_renamed_is_located_and_nothing_is_read_anew(copy: Vop, world: World) -> None:
    moved = world.samples.with_name("renamed")
    world.samples.rename(moved)
    try:
        located = copy("library", "locate", world.samples, moved)
        again = copy("index", moved, "--pack", world.pack, "--json").document
        wrong = copy("library", "locate", moved, moved.parent / "home")
    finally:
        moved.rename(world.samples)

    assert (located.code, located.out) == (0, f"4 files of {world.samples} pointed to {moved}.\n")
    assert (again["unchanged"], again["frames"], again["videos"]) == (4, 0, 4)
    refused(wrong, "holds none of the videos", "nothing was changed")


def test_similar_puts_the_clip_itself_first_and_keeps_nothing_of_it(copy: Vop, world: World) -> None:
    clip = world.samples / "clip_004.mp4"
    before = copy("status", "--json").document

    answer = copy("similar", clip, "--pack", world.pack, "--limit", "3", "--json")

    found = answer.document
    assert (answer.code, found["clip"], len(found["hits"])) == (0, str(clip), 3)
    assert set(found["hits"][0]) == HIT | {"duplicate"}
    assert found["hits"][0]["path"] == str(clip)
    assert found["hits"][0]["duplicate"]["kind"] == "same file"
    assert set(found["hits"][-1]) == HIT
    assert found["hits"][0]["score"] == pytest.approx(1, abs=0.01)
    assert copy("status", "--json").document == before


def test_caption_ranks_the_captions_beside_the_videos(copy: Vop, world: World, tmp_path: Path) -> None:
    with (world.samples / "captions.csv").open(newline="", encoding="utf-8") as table:
        texts = {row["caption"] for row in csv.DictReader(table)}
    stranger = clip(tmp_path / "stranger.mp4")
    before = copy("status", "--json").document

    answer = copy("caption", stranger, "--pack", world.pack, "--set", "library", "--limit", "99", "--json")

    found = answer.document
    assert (answer.code, list(found), found["clip"]) == (0, ["clip", "captions"], str(stranger))
    assert {entry["text"] for entry in found["captions"]} == texts
    assert {entry["set"] for entry in found["captions"]} == {"library"}
    scores = [entry["score"] for entry in found["captions"]]
    assert scores == sorted(scores, reverse=True)
    assert copy("status", "--json").document == before


def test_caption_needs_no_library(vop: Vop, tiny_pack: Path, tmp_path: Path) -> None:
    answer = vop("caption", clip(tmp_path / "a.mp4"), "--pack", tiny_pack, "--limit", "3", "--json")

    assert answer.code == 0
    assert [entry["set"] for entry in answer.document["captions"]] == ["everyday"] * 3


def test_status_counts_the_library(world: World) -> None:
    status = world.vop("status", "--json")

    assert status.code == 0
    assert list(status.document)[:6] == ["videos", "complete", "partial", "failed", "missing", "segments"]
    assert [status.document[name] for name in list(status.document)[:6]] == [4, 4, 0, 0, 0, 4]
    assert status.document["roots"] == [{"path": str(world.samples), "reachable": True, "videos": 4}]
    assert len(status.document["packs"]) == 1
    assert "4 videos, 4 complete" in world.vop("status").out


def test_packs_are_listed_and_shown(vop: Vop, tiny_pack: Path) -> None:
    shutil.copytree(tiny_pack, vop.home / "data" / "packs" / "tiny")

    listed, shown = vop("packs", "list", "--json"), vop("packs", "show", "tiny", "--json")

    assert (listed.code, shown.code) == (0, 0)
    assert {
        "name": "tiny",
        "title": "Tiny (random weights)",
        "languages": ["en"],
        "licence": "Apache-2.0",
    } in (listed.document)
    assert (shown.document["name"], shown.document["config"]["num_frames"]) == ("tiny", 12)
    assert shown.document["model_id"].startswith("tiny-")
    assert "Weights checked: intact" in vop("packs", "show", "tiny").out


# --- exit code 1: one sentence, nothing changed -----------------------------------------------------


def test_an_expected_fault_is_one_sentence_and_changes_nothing(
    vop: Vop, tiny_pack: Path, tmp_path: Path
) -> None:
    good = clip(tmp_path / "good.mp4")
    (tmp_path / "text.mp4").write_text("no video\n")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    pack = ("--pack", tiny_pack)
    before = tree(tmp_path)

    refused(vop("index", tmp_path / "none", *pack), "There is no folder", "none", "Nothing was changed")
    refused(vop("index", good, *pack), "is a file", "good.mp4")
    refused(vop("index", "", *pack), "There is no folder")
    refused(vop("index", tmp_path, tmp_path / "none", *pack), "There is no folder", "none")
    refused(vop("index", tmp_path, "--pack", "nonesuch"), "no model pack called “nonesuch”")
    refused(vop("index", tmp_path, *pack, "--device", "mps"), "There is no working mps device")
    refused(vop("caption", tmp_path / "gone.mp4", *pack), "There is no file", "gone.mp4")
    refused(vop("caption", good, *pack, "--set", "nonesuch"), "no caption set called “nonesuch”", "everyday")
    refused(vop("caption", tmp_path / "text.mp4", *pack), "text.mp4", "a text file, not a video")
    for command in (("search", "a"), ("similar", good), ("status",)):
        refused(vop(*command), "There is no library", "vop index FOLDER")
    refused(vop("packs", "show", "nonesuch"), "no model pack called “nonesuch”")
    refused(vop("samples", tmp_path / "full"), "is not empty")
    refused(vop("samples", tmp_path / "new", "--count", "100000"), "choose a number from 1 to")

    assert tree(tmp_path) == before


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A database of another program."""
    path = tmp_path / "foreign.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    return path


@pytest.fixture(params=["foreign", "text", "damaged", "newer", "folder"])
def bad_library(request: pytest.FixtureRequest, copy: Vop, foreign: Path, tmp_path: Path) -> Path:
    ours = copy.home / "data" / "library.sqlite"
    if request.param == "foreign":
        return foreign
    if request.param == "folder":
        (tmp_path / "folder").mkdir()
        return tmp_path / "folder"
    path = tmp_path / "bad.sqlite"
    if request.param == "text":
        path.write_text("My notes\n" * 100)
    elif request.param == "damaged":
        data = bytearray(ours.read_bytes())
        data[4096:] = b"\xaa" * (len(data) - 4096)
        path.write_bytes(data)
    else:
        data = bytearray(ours.read_bytes())
        data[60:64] = (999).to_bytes(4, "big")
        path.write_bytes(data)
    return path


def test_a_file_that_is_no_library_of_ours_is_refused_and_left_as_it_is(
    bad_library: Path, world: World, copy: Vop
) -> None:
    before = tree(bad_library.parent)
    options = ("--library", bad_library, "--pack", world.pack)

    refused(copy("status", "--library", bad_library), bad_library.name)
    refused(copy("search", "car", *options), bad_library.name)
    if bad_library.name == "foreign.sqlite":  # each run loads the model
        refused(copy("index", world.samples, *options), bad_library.name)

    after = tree(bad_library.parent)
    beside = {name for name in after if name.startswith(bad_library.name + "-")}  # of SQLite itself
    assert {name: after[name] for name in after.keys() - beside} == before


def test_a_damaged_pack_is_refused(vop: Vop, tiny_pack: Path, tmp_path: Path) -> None:
    pack = shutil.copytree(tiny_pack, tmp_path / "pack")
    weights = pack / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])

    refused(vop("packs", "show", pack), "damaged", "weights.safetensors")
    refused(vop("index", tmp_path, "--pack", pack), "damaged", "weights.safetensors")
    assert not vop.home.exists()


# --- exit code 2: misuse ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["index"],
        ["fetch"],
        ["index", ".", "--detail", "finest"],
        ["search"],
        ["search", "a", "--limit", "0"],
        ["samples", "x", "--count", "-1"],
        ["status", "--nonesuch"],
    ],
    ids=" ".join,
)
def test_misuse_ends_with_2_and_says_how_it_goes(arguments: list[str], vop: Vop) -> None:
    answer = vop(*arguments)

    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("Usage: ")
    assert not vop.home.exists()


def test_help_and_version_load_no_model(vop: Vop) -> None:
    slim = {"PYTHONPROFILEIMPORTTIME": "1"}
    for arguments in (["--help"], ["index", "--help"], ["--version"]):
        answer = vop(*arguments, env=slim)
        assert answer.code == 0
        assert answer.out
        assert "torch" not in answer.err
        assert "PySide6" not in answer.err


# --- names, encodings, signals ----------------------------------------------------------------------


def test_json_is_valid_where_the_output_is_no_unicode(vop: Vop, tmp_path: Path) -> None:
    folder = tmp_path / "été 🌺"

    answer = vop("samples", folder, "--count", "1", "--json", env={"PYTHONIOENCODING": "cp1252"})
    words = vop("samples", folder, "--count", "1", env={"PYTHONIOENCODING": "cp1252"})

    assert (answer.code, answer.document["folder"]) == (0, str(folder))
    assert words.code == 1
    assert "is not empty" in words.err
    assert "Traceback" not in words.err


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of twenty videos of two minutes."""
    folder = tmp_path_factory.mktemp("twenty")
    first = write_colours(folder / "00.mp4", seconds=120, fps=5)
    for number in range(1, 20):  # what follows the last box of an MP4 is passed over
        (folder / f"{number:02}.mp4").write_bytes(first.read_bytes() + number * b"\0\0\0\x08free")
    return folder


@pytest.fixture
def long_run(
    vop: Vop, tiny_pack: Path, twenty: Path
) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], Answer]]]:
    """`vop index` in the middle of its work, and the same command to run again."""
    command = ("index", twenty, "--pack", tiny_pack, "--json")
    process = vop.start(*command)
    library = vop.home / "data" / "library.sqlite"
    try:
        while process.poll() is None and _stored(library) < 2:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        yield process, lambda: vop(*command)
    finally:
        process.kill()
        process.communicate()


def _stored(library: Path) -> int:
    if not library.exists():
        return 0
    connection = sqlite3.connect(f"file:{library}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM videos").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL], ids=lambda sign: sign.name)
def test_a_stopped_index_keeps_what_it_has_and_goes_on_from_there(
    sign: signal.Signals, long_run: tuple[subprocess.Popen[bytes], Callable[[], Answer]], vop: Vop
) -> None:
    process, again = long_run
    process.send_signal(sign)
    out, err = process.communicate(timeout=10)
    kept = _stored(vop.home / "data" / "library.sqlite")

    assert process.returncode == (1 if sign != signal.SIGKILL else -signal.SIGKILL)
    assert (out, b"Traceback" in err) == (b"", False)
    assert 2 <= kept < 20
    report = again()
    assert report.code == 0
    assert (report.document["complete"], report.document["unchanged"]) == (20, kept)
