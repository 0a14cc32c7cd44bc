"""Whether a folder is there: asked by several at once, and when it does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vop_desktop.library import reach
from vop_desktop.library.reach import has_entries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clip.mp4").touch()
    return tmp_path


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that answers when the gate opens."""
    look, gate = reach._look, threading.Event()

    def slowly(folder: str) -> bool:
        gate.wait(10)
        return look(folder)

    monkeypatch.setattr(reach, "_look", slowly)
    yield gate
    gate.set()


def test_all_who_ask_at_once_get_the_answer(folder: Path, gate: threading.Event) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(has_entries, str(folder)) for _ in range(4)]
        time.sleep(0.05)
        gate.set()
        assert [answer.result() for answer in answers] == [True] * 4
    assert not reach._asked


def test_a_folder_that_does_not_answer_is_waited_for_once(folder: Path, gate: threading.Event) -> None:
    assert not has_entries(str(folder), 0.1)
    begin = time.monotonic()
    assert not has_entries(str(folder), 0.1)
    assert time.monotonic() - begin < 0.05
    gate.set()
    deadline = time.monotonic() + 5
    while not has_entries(str(folder), 1.0):
        assert time.monotonic() < deadline


def test_an_empty_folder_and_none_hold_nothing(tmp_path: Path) -> None:
    assert not has_entries(str(tmp_path))
    assert not has_entries(str(tmp_path / "gone"))
