"""Settings: declared once, kept in a file that may be damaged, never senseless."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

from vop_desktop.settings import OPTIONS, Option, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


# --- options ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS)
def test_every_option_is_declared_soundly(option: Option) -> None:
    assert OPTIONS[option.name] is option
    assert option.accepts(option.default)
    assert option.title.strip() == option.title != ""
    assert all(option.accepts(choice) for choice in option.choices)
    assert not option.accepts(None)
    assert not option.accepts([option.default])


def test_words_are_free_or_one_of_the_choices() -> None:
    free, chosen = Option("a", "x", "A"), Option("b", "x", "B", choices=("x", "y"))
    assert free.accepts("anything")
    assert chosen.accepts("y")
    assert not chosen.accepts("z")
    for option in (free, chosen):
        for value in (1, True, 0.5, None, ["x"]):
            assert not option.accepts(value)


def test_whole_numbers_stay_whole_and_within_bounds() -> None:
    option = Option("a", 5, "A", low=1, high=10)
    assert [value for value in range(-2, 15) if option.accepts(value)] == list(range(1, 11))
    for value in (2.5, 5.0, True, "5", float("nan"), None):
        assert not option.accepts(value)


def test_other_numbers_may_be_whole_but_not_endless() -> None:
    option = Option("a", 0.5, "A", low=0, high=10)
    for value in (0, 0.25, 10, 10.0):
        assert option.accepts(value)
    for value in (-0.1, 10.1, float("nan"), float("inf"), True, "0.5"):
        assert not option.accepts(value)


def test_a_switch_is_no_number_and_no_number_is_a_switch() -> None:
    switch = Option("a", True, "A")
    assert switch.accepts(False)
    for value in (0, 1, "true", None):
        assert not switch.accepts(value)


# --- the file -----------------------------------------------------------------------------------------


def test_without_a_file_the_defaults_hold_and_nothing_is_written(path: Path) -> None:
    settings = Settings(path)
    assert {name: settings.get(name) for name in OPTIONS} == {
        name: option.default for name, option in OPTIONS.items()
    }
    assert not path.parent.exists()


def test_what_is_set_is_there_after_a_restart(path: Path) -> None:
    settings = Settings(path)
    settings.set("detail", "fine")
    settings.set("decode_workers", 3)
    settings.set("pack", "Ünïcödé 花")
    for again in (settings, Settings(path)):
        assert (again.get("detail"), again.get("decode_workers")) == ("fine", 3)
        assert again.get("pack") == "Ünïcödé 花"
        assert again.get("device") == OPTIONS["device"].default
    assert os.listdir(path.parent) == ["settings.json"]


def test_the_file_lies_in_the_home_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path))
    Settings().set("detail", "whole")
    assert json.loads((tmp_path / "data" / "settings.json").read_text("utf-8")) == {"detail": "whole"}


@pytest.mark.parametrize(
    ("name", "value"), [("detail", "huge"), ("decode_workers", -1), ("decode_workers", 2.5), ("pack", 7)]
)
def test_a_senseless_value_is_refused_and_changes_nothing(path: Path, name: str, value: str | float) -> None:
    settings = Settings(path)
    with pytest.raises(ValueError, match=OPTIONS[name].title.split(" (", maxsplit=1)[0]):
        settings.set(name, value)
    assert settings.get(name) == OPTIONS[name].default
    assert not path.exists()


def test_an_undeclared_setting_is_an_error(path: Path) -> None:
    settings = Settings(path)
    with pytest.raises(KeyError):
        settings.get("colour")
    with pytest.raises(KeyError):
        settings.set("colour", "red")


def test_a_senseless_stored_value_counts_as_the_default(path: Path) -> None:
    write(path, '{"detail": "huge", "decode_workers": "three", "result_limit": 2.5, "search_delay": 100}')
    settings = Settings(path)
    assert settings.get("detail") == "normal"
    assert settings.get("decode_workers") == 0
    assert settings.get("result_limit") == OPTIONS["result_limit"].default
    assert settings.get("search_delay") == 100


def test_settings_of_another_version_are_kept(path: Path) -> None:
    write(path, '{"future": [1, 2], "detail": "fine"}')
    Settings(path).set("detail", "whole")
    assert json.loads(path.read_text("utf-8")) == {"future": [1, 2], "detail": "whole"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1, 2]",
        b'"text"',
        b"null",
        b"\xff\xfe\x00",
        b"not json at all",
        '{"detail": "f'.encode("utf-16"),
    ],
)
def test_a_damaged_file_costs_the_settings_and_is_set_aside(
    path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    write(path, content)
    with caplog.at_level(logging.WARNING):
        settings = Settings(path)
    assert "could not be read" in caplog.text
    assert settings.get("detail") == "normal"
    assert not path.exists()
    assert (path.parent / "settings.damaged.json").read_bytes() == content
    settings.set("detail", "fine")
    assert Settings(path).get("detail") == "fine"


def test_a_damaged_file_that_cannot_be_moved_does_not_hinder_the_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, b"{")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert Settings(path).get("detail") == "normal"


def test_a_write_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)
    settings.set("detail", "fine")
    before = path.read_bytes()

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        settings.set("detail", "whole")
    assert path.read_bytes() == before
