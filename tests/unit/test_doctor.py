"""The page for reports of faults: every line stands for itself, and none tells a private place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.packs import write_tiny_pack
from vop_desktop import doctor, paths
from vop_desktop.doctor import Section, as_text, examine


def lines_of(page: tuple[Section, ...], title: str) -> dict[str, str]:
    return next(dict(section.lines) for section in page if section.title == title)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


def test_a_part_that_fails_keeps_what_it_found_and_no_other_part(
    monkeypatch: pytest.MonkeyPatch, pack: Path
) -> None:
    def broken() -> Iterator[tuple[str, str]]:
        yield "first", "found"
        raise KeyError("what")

    monkeypatch.setattr(doctor, "_system", broken)
    page = examine(pack=str(pack), device="cpu")
    assert lines_of(page, "System") == {"first": "found", "not found out": "KeyError: 'what'"}
    assert lines_of(page, "Versions")["SQLite"]
    assert lines_of(page, "Settings that differ") == {}
    assert as_text(page).endswith("Settings that differ\n  none")


def test_what_is_missing_is_said_line_by_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("numpy", "no-such-package"))
    monkeypatch.setitem(doctor.SYSTEM_LIBRARIES, "libnothing.so.7", "libnothing7")
    page = examine(tmp_path / "none.sqlite", pack="no-such-pack")
    assert lines_of(page, "Versions")["no-such-package"] == "not installed"
    assert "no model pack called “no-such-pack”" in lines_of(page, "Computing")["in use"]
    assert lines_of(page, "Library")["state"] == "there is none yet"
    assert not (tmp_path / "none.sqlite").exists()
    if doctor.sys.platform == "linux":
        libraries = lines_of(page, "System libraries")
        assert "libnothing.so.7" in libraries["missing"]
        assert "libnothing7" in libraries["Debian, Ubuntu"]


def test_a_damaged_pack_is_named_with_its_fault(pack: Path) -> None:
    home = paths.data_dir() / "packs"
    home.mkdir(parents=True)
    (write_tiny_pack(home / "bent") / "weights.safetensors").write_bytes(b"nothing")
    (write_tiny_pack(home / "torn") / "pack.json").write_text("{", "utf-8")
    found = lines_of(examine(pack=str(pack), device="cpu"), "Model packs")
    assert "damaged" in found["bent"]
    assert "not valid JSON" in found["torn"]
    assert str(home) not in "".join(found.values())


def test_settings_are_told_apart_from_places(pack: Path) -> None:
    path = paths.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"detail": "fine", "window": "secret", "tile_size": 300, "pack": "starter"}))
    page = examine(pack=str(pack), device="cpu")
    assert lines_of(page, "Settings that differ") == {
        "detail": "fine",
        "window": "changed",
        "tile_size": "300",
    }


def test_a_damaged_settings_file_is_told_and_stays(pack: Path) -> None:
    path = paths.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text("{damaged", "utf-8")
    page = examine(pack=str(pack), device="cpu")
    assert lines_of(page, "Settings that differ")["settings file"].startswith("cannot be read: ")
    assert path.read_text("utf-8") == "{damaged"


def test_a_home_is_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "bob"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "bob"))
    monkeypatch.delenv("VOP_DESKTOP_HOME")
    library = tmp_path / "bob" / "films" / "mine.sqlite"
    text = doctor._private(f"{library} and\n{tmp_path / 'bob' / 'x'} \udcff", library)
    assert text.startswith("the library and ~")
    assert "bob" not in text
    text.encode()
