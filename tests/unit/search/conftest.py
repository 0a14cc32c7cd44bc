from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.stored import new_library
from tests.unit.search.fakes import WordEncoder
from vop_desktop.library import Library

EVERYDAY = ("a dog in the rain", "a cat in a tree", "a boat", "snow on a car", "nothing much")


@pytest.fixture(autouse=True)
def few_everyday_captions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The built-in set is short and known here, whatever is shipped."""
    monkeypatch.setattr(
        "vop_desktop.library.captions.everyday_captions", lambda language="en": list(EVERYDAY)
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in a file of its own."""
    with new_library(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()
