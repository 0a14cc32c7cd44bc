"""For all tests: no screen is needed, and nothing of the person's own settings is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

TESTS = Path(__file__).parent
LONGEST = (  # files and folders, the longest first; the rest is short
    "e2e/test_shared_media.py", "e2e/test_cli.py", "e2e", "unit/model/test_importing_full.py",
    "unit/model/test_golden.py", "unit/indexing/test_pipeline.py", "unit/media/test_decode.py",
    "gui/test_tuning_window.py", "gui/test_main_window.py", "unit/tuning", "unit/media", "unit/model",
    "unit/test_translations.py", "gui",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Side by side the long files begin first: one that began last would keep a single process busy."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.path))


def _turn(path: Path) -> int:
    for turn, name in enumerate(LONGEST):
        if path == TESTS / name or path.is_relative_to(TESTS / name):
            return turn
    return len(LONGEST)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path / "vop-home"))
