"""Opening a library file: ours, not ours, newer, damaged, locked, unwritable, and shared."""

from __future__ import annotations

import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.stored import add_video
from vop_desktop.errors import LibraryError
from vop_desktop.library import Library, changes, connection
from vop_desktop.library.captions import everyday_captions, install_everyday
from vop_desktop.library.connection import translated_errors
from vop_desktop.library.export import export_lines
from vop_desktop.library.health import check
from vop_desktop.library.migrations import APPLICATION_ID, SCHEMA_VERSION
from vop_desktop.library.tags import AddTag, tags_of
from vop_desktop.library.upkeep import look_after
from vop_desktop.records import Filmstrip

PAGE = 4096
NOBODY = 65534

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")


def refusal(path: Path) -> str:
    """What is said when `path` is opened; it must be one line that names the file."""
    with pytest.raises(LibraryError) as caught:
        Library.open(path)
    text = str(caught.value)
    assert "\n" not in text
    assert str(path) in text
    assert text.endswith(".")
    return text


def header(path: Path) -> tuple[int, int]:
    """Schema version and application id as they lie in the file."""
    data = path.read_bytes()
    return struct.unpack(">i", data[60:64])[0], struct.unpack(">I", data[68:72])[0]


def filled(path: Path) -> bytes:
    """Makes a library of some dozens of pages and gives its bytes."""
    with Library.open(path) as library, library.transaction():
        for number in range(400):
            library.add_root(f"/folder/number/{number:05}")
    return path.read_bytes()


def give_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {version}")
        other.commit()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock that a test holds on purpose."""
    monkeypatch.setattr(connection, "BUSY_TIMEOUT", 0.05)


# --- a new library ------------------------------------------------------------------------------------


def test_a_new_library_says_in_its_header_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "library.sqlite"
    with Library.open(path):
        assert header(path) == (SCHEMA_VERSION, APPLICATION_ID)  # readable while it is open, too
    assert header(path) == (SCHEMA_VERSION, APPLICATION_ID)


def test_a_connection_logs_ahead_and_keeps_references_whole(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        assert library.query("PRAGMA journal_mode") == [("wal",)]
        assert library.query("PRAGMA foreign_keys") == [(1,)]
        with pytest.raises(sqlite3.IntegrityError):
            library.execute("INSERT INTO tags (video_id, tag) VALUES (77, 'x')")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    before = filled(path)
    with Library.open(path) as library:
        assert len(library.roots()) == 400
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    path.touch()
    with Library.open(path) as library:
        library.add_root("/videos")
    assert header(path) == (SCHEMA_VERSION, APPLICATION_ID)


def test_a_library_whose_making_was_cut_off_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with Library.open(path) as library:
        assert library.roots() == ()
    assert header(path) == (SCHEMA_VERSION, APPLICATION_ID)


@pytest.mark.parametrize("name", ["100% sure?.sqlite", "bücher & ﬁlme.db", "no suffix", "a#b;c'd.sqlite"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with Library.open(tmp_path / name) as library:
        library.add_root("/videos")
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid such names")
def test_a_file_name_that_is_no_text_will_do(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"library_\xff.sqlite")
    with Library.open(path) as library:
        library.add_root("/videos")
    assert path.exists()


# --- not a library ------------------------------------------------------------------------------------


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id = 12345")
        other.execute("CREATE TABLE roots (id INTEGER PRIMARY KEY, path)")
    before = path.read_bytes()
    assert "database of another program" in refusal(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["bookmarks.sqlite"]


@pytest.mark.parametrize(
    "content", [b"Dear diary\n", b"x", b"SQLite format 3\x00", b"\x00" * 4096, b"SQLite format 4\x00" * 10]
)
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(content)
    assert "is not a VoP Desktop library" in refusal(path)
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["diary.txt"]


@posix_only
def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@posix_only
def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be opened" in refusal(tmp_path / "file" / "library.sqlite")


# --- newer, damaged -----------------------------------------------------------------------------------


def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    filled(path)
    give_version(path, SCHEMA_VERSION + 1)
    before = path.read_bytes()
    assert "newer version of this program" in refusal(path)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("library.sqlite-*"))


def test_what_is_not_ours_to_open_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer, foreign = tmp_path / "newer.sqlite", tmp_path / "foreign.sqlite"
    filled(newer)
    give_version(newer, SCHEMA_VERSION + 1)
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("PRAGMA application_id = 12345")

    def connect(name: Path, **options: object) -> sqlite3.Connection:
        raise AssertionError(f"{name} was opened")

    monkeypatch.setattr(connection.sqlite3, "connect", connect)
    for path in (newer, foreign):
        refusal(path)


def test_a_newer_library_is_refused_also_where_only_the_log_says_so(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    filled(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        assert header(path)[0] == SCHEMA_VERSION
        assert "newer version of this program" in refusal(path)


def _halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _cut_within_a_page(data: bytes) -> bytes:
    return data[: len(data) // 2 + 77]


def _only_a_header(data: bytes) -> bytes:
    return data[:100]


def _overwritten_schema(data: bytes) -> bytes:
    return data[:100] + b"\xaa" * (PAGE - 100) + data[PAGE:]


def _overwritten_page(data: bytes) -> bytes:
    return data[: 10 * PAGE] + b"\xaa" * PAGE + data[11 * PAGE :]


def _blank_pages(data: bytes) -> bytes:
    return data[: 4 * PAGE] + bytes(6 * PAGE) + data[10 * PAGE :]


def _senseless_page_size(data: bytes) -> bytes:
    return data[:16] + b"\x00\x07" + data[18:]


@pytest.mark.parametrize(
    "damage",
    [
        _halved,
        _cut_within_a_page,
        _only_a_header,
        _overwritten_schema,
        _overwritten_page,
        _blank_pages,
        _senseless_page_size,
    ],
)
def test_a_damaged_library_is_told_in_one_sentence_and_left_alone(tmp_path: Path, damage: object) -> None:
    whole = filled(tmp_path / "whole.sqlite")
    assert len(whole) > 20 * PAGE
    path = tmp_path / "library.sqlite"
    path.write_bytes(damage(whole))  # type: ignore[operator]
    before = path.read_bytes()
    assert "is damaged" in refusal(path)
    assert path.read_bytes() == before


def test_damage_that_shows_only_while_reading_is_told_too(tmp_path: Path) -> None:
    with (
        pytest.raises(LibraryError, match=r"is damaged .*malformed"),
        translated_errors(tmp_path / "library.sqlite"),
    ):
        raise sqlite3.DatabaseError("database disk image is malformed")


# --- locked, unwritable -------------------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
def test_a_lock_that_stays_is_told_when_opening(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = exclusive")
        other.execute("UPDATE roots SET reachable = 0")
        assert "in use by another program" in refusal(path)


@pytest.mark.usefixtures("impatient")
def test_a_lock_that_stays_is_told_when_writing_and_does_not_hinder_reading(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    filled(path)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        Library.open(path) as library,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert len(library.roots()) == 400
        with pytest.raises(LibraryError, match="in use by another program"):
            library.add_root("/more")
        other.execute("ROLLBACK")
        library.add_root("/more")
        assert len(library.roots()) == 401


def test_a_library_that_is_just_being_made_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        other.execute("BEGIN IMMEDIATE")  # SQLite's own time-out does not help against this one
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            other.execute("COMMIT")

        monkeypatch.setattr(connection, "time", SimpleNamespace(monotonic=time.monotonic, sleep=wait))
        with Library.open(path) as library:
            assert library.roots() == ()
        assert len(waits) == 1


@contextmanager
def as_nobody() -> Iterator[None]:
    """Gives up the right of root to write everywhere, for a while."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.setresuid(NOBODY, NOBODY, 0)
    except (AttributeError, OSError):
        pytest.skip("root may write everywhere here")
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other users can reach: pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@posix_only
def test_a_folder_that_cannot_be_written_to_is_told(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    with as_nobody():
        text = refusal(public_folder / "library.sqlite")
    assert f"The folder {public_folder} cannot be written to" in text
    assert os.listdir(public_folder) == []


@posix_only
def test_a_new_folder_in_a_place_that_cannot_be_written_to_is_told(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    with as_nobody():
        assert "cannot be opened: Permission denied" in refusal(public_folder / "new" / "library.sqlite")


@posix_only
def test_a_library_that_may_not_be_read_is_told(public_folder: Path) -> None:
    path = public_folder / "library.sqlite"
    filled(path)
    path.chmod(0)
    with as_nobody():
        assert "cannot be opened: Permission denied" in refusal(path)


@posix_only
@pytest.mark.parametrize("left_open", [False, True])
def test_a_library_in_a_folder_that_cannot_be_written_to_can_be_searched_and_browsed(
    public_folder: Path, left_open: bool
) -> None:
    path = public_folder / "library.sqlite"
    with Library.open(path) as library:
        add_video(library, "/videos/a.mp4", [[1, 0]])
        changes.do(library, AddTag([1], "mine"))
        library.put_filmstrips("'/videos/a.mp4'", "normal/2", 0, [Filmstrip(b"jpeg", 2, 0)])
    if left_open:  # a program that writes elsewhere: its log has to be read as well
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("INSERT INTO tags VALUES (1, 'newer')")
    for file in public_folder.iterdir():
        file.chmod(0o444)
    before = {file.name: file.read_bytes() for file in public_folder.iterdir()}
    everyday_captions()  # loads modules that others cannot read
    public_folder.chmod(0o555)
    connection._checked.clear()
    with as_nobody(), Library.open(path) as library:
        assert library.read_only
        assert [notice.kind for notice in library.notices] == ["read-only"]
        assert library.visible_videos() == [1]
        assert tags_of(library, 1) == (["mine", "newer"] if left_open else ["mine"])
        assert library.filmstrip("'/videos/a.mp4'", "normal/2", 0) == Filmstrip(b"jpeg", 2, 0)
        library.check_roots()
        install_everyday(library)
        assert look_after(library) == []
        assert check(library) == []
        assert len(list(export_lines(library))) == 3
        for write in (
            lambda: library.add_root("/more"),
            lambda: changes.undo(library),
            lambda: changes.do(library, AddTag([1], "x")),
        ):
            with pytest.raises(LibraryError, match=r"cannot be written to\.$"):
                write()
    if left_open:
        writer.close()
    else:
        assert {file.name: file.read_bytes() for file in public_folder.iterdir()} == before


def test_a_library_on_a_read_only_disk_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.sqlite"
    filled(path)
    real = sqlite3.connect

    def connect(name: Path, **options: object) -> sqlite3.Connection:
        if Path(name) == path:
            return real(f"{Path(name).as_uri()}?mode=ro", uri=True, **options)  # type: ignore[call-overload, no-any-return]
        return real(name, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(connection.sqlite3, "connect", connect)
    with Library.open(path) as library:
        assert len(library.roots()) == 400
        with pytest.raises(LibraryError, match=r"on a disk or in a folder that cannot be written to\.$"):
            library.add_root("/more")


def test_a_full_disk_is_told_and_undoes_the_transaction(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        pages = library.query("PRAGMA page_count")[0][0]
        library.query(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match=r"disk .* is full"), library.transaction():
            for number in range(1000):
                library.add_root(f"/a folder with a long name to fill pages/{number:0200}")
        assert library.roots() == ()
        library.query(f"PRAGMA max_page_count = {100 * pages}")
        library.add_root("/videos")
        assert len(library.roots()) == 1


# --- transactions -------------------------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        with pytest.raises(KeyError), library.transaction():
            library.add_root("/one")
            raise KeyError("something")
        assert library.roots() == ()


def test_an_inner_transaction_that_fails_leaves_the_outer_one(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        with library.transaction():
            library.add_root("/one")
            with pytest.raises(KeyError), library.transaction():
                library.add_root("/two")
                raise KeyError("something")
        assert [root.path for root in library.roots()] == ["/one"]


def test_a_commit_that_fails_does_not_swallow_what_is_written_later(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library, Library.open(path) as other:
        with pytest.raises(sqlite3.IntegrityError), library.transaction():
            library.query("PRAGMA defer_foreign_keys = on")  # found at the end, as a full disk may be
            library.execute("INSERT INTO tags (video_id, tag) VALUES (77, 'x')")
        library.add_root("/videos")
        assert [root.path for root in other.roots()] == ["/videos"]


def test_a_fault_of_the_program_is_not_called_damage(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.sqlite")
    caught: list[BaseException] = []

    def use_elsewhere() -> None:
        try:
            library.roots()
        except Exception as error:
            caught.append(error)

    thread = threading.Thread(target=use_elsewhere)
    thread.start()
    thread.join()
    library.close()
    assert [type(error) for error in caught] == [sqlite3.ProgrammingError]
    with pytest.raises(sqlite3.ProgrammingError):
        library.roots()


# --- several at once ----------------------------------------------------------------------------------


def test_threads_with_connections_of_their_own_write_one_library(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    start = threading.Barrier(4)
    faults: list[BaseException] = []

    def write(number: int) -> None:
        try:
            start.wait(10)
            with Library.open(path) as library:
                for k in range(10):
                    library.add_root(f"/thread {number}/{k}")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with Library.open(path) as library:
        assert len(library.roots()) == 40


WRITER = """
import sys
from vop_desktop.library import Library
sys.stdin.readline()
with Library.open(sys.argv[1]) as library:
    for k in range(10):
        library.add_root(f"/process {sys.argv[2]}/{k}")
"""


def test_processes_make_and_write_one_library(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[1] for process in processes] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]
    with Library.open(path) as library:
        assert len(library.roots()) == 20


def test_a_failed_opening_leaves_no_connection_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(_halved(filled(tmp_path / "whole.sqlite")))
    opened: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def connect(name: Path, **options: object) -> sqlite3.Connection:
        opened.append(real(name, **options))  # type: ignore[call-overload]
        return opened[-1]

    monkeypatch.setattr(connection.sqlite3, "connect", connect)
    refusal(path)
    assert len(opened) == 1
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
