from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.stored import new_library
from vop_desktop.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in a file of its own."""
    with new_library(tmp_path / "library.sqlite") as opened:
        yield opened
