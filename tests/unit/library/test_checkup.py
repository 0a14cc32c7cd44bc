"""A look at a library that changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from vop_desktop.library import Library
from vop_desktop.library.checkup import check_up
from vop_desktop.library.migrations import SCHEMA_VERSION


def test_the_counts_of_a_library(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        library.add_root(str(tmp_path))
        found = check_up(path)  # while it is open
    assert found is not None
    assert (found.schema, found.integrity) == (SCHEMA_VERSION, "ok")
    assert found.counts["folders"] == 1
    assert found.counts["segments"] == 0
    assert found.states == {}
    assert found.size > 0


def test_nothing_is_written_and_none_is_made(tmp_path: Path) -> None:
    assert check_up(tmp_path / "none.sqlite") is None
    assert list(tmp_path.iterdir()) == []
    path = tmp_path / "library.sqlite"
    Library.open(path).close()
    before = path.read_bytes()
    assert check_up(path) is not None
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE own (a)")
    with pytest.raises(ValueError, match="no library of this program"):
        check_up(path)


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Library.open(path).close()
    data = bytearray(path.read_bytes())
    data[4096:20480] = b"\x55" * 16384
    path.write_bytes(data)
    try:
        found = check_up(path)
    except sqlite3.DatabaseError:
        return
    assert found is not None
    assert found.integrity != "ok"
