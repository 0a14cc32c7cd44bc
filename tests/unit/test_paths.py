"""Where the program keeps its things."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vop_desktop import paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the program, set in the environment."""
    monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_everything_lies_below_the_home_where_it_is_set(home: Path) -> None:
    assert paths.data_dir() == home / "data"
    assert paths.cache_dir() == home / "cache"
    assert paths.log_dir() == home / "log"
    assert paths.default_library() == home / "data" / "library.sqlite"
    assert paths.settings_path() == home / "data" / "settings.json"


def test_naming_a_place_makes_nothing(home: Path) -> None:
    for place in (paths.data_dir, paths.cache_dir, paths.log_dir, paths.default_library, paths.settings_path):
        place()
    paths.thumbnails_path(paths.default_library())
    assert not home.exists()


def test_the_home_is_looked_up_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path / name))
        assert paths.data_dir() == tmp_path / name / "data"


def test_a_relative_home_is_made_absolute_and_a_tilde_is_the_persons_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOP_DESKTOP_HOME", "sub/home")
    assert paths.data_dir() == tmp_path / "sub" / "home" / "data"
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setenv("VOP_DESKTOP_HOME", "~/vop")
    assert paths.data_dir() == tmp_path / "vop" / "data"


@pytest.mark.parametrize("value", [None, ""])
def test_else_the_places_of_the_system_are_used_each_apart(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv("VOP_DESKTOP_HOME", raising=False)
    else:
        monkeypatch.setenv("VOP_DESKTOP_HOME", value)
    places = [paths.data_dir(), paths.cache_dir(), paths.log_dir()]
    assert len(set(places)) == 3
    for place in places:
        assert place.is_absolute()
        assert paths.APP_NAME in place.parts


def test_the_pictures_of_the_default_library_lie_in_the_cache(home: Path) -> None:
    assert paths.thumbnails_path(paths.default_library()) == home / "cache" / "thumbnails.sqlite"


@pytest.mark.parametrize("name", ["library.sqlite", "my videos.db", "no suffix", "a.b.c"])
def test_the_pictures_of_another_library_lie_beside_it(home: Path, tmp_path: Path, name: str) -> None:
    library = tmp_path / "elsewhere" / name
    beside = paths.thumbnails_path(library)
    assert beside.parent == library.parent
    assert os.path.basename(beside) == f"{name}.thumbnails"
