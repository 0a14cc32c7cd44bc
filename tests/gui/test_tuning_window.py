"""Tuning in the window: a real process, killed half way, taken up again, and what came of it."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.helpers.packs import write_tiny_pack
from tests.helpers.videos import write_video
from vop_desktop import paths
from vop_desktop.model.packs import is_installed
from vop_desktop.settings import Settings
from vop_desktop.ui.chart import Chart, Curve
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.tuning_messages import TuneOutcome, TuneRequest, TuneRow
from vop_desktop.ui.tuning_texts import methods
from vop_desktop.ui.tuning_window import TuningWindow

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
LONG_WAIT = 120_000  # ms; a process loads torch meanwhile
WORDS = "red green blue pale dark big small round tall wide slow quick near far old new".split()


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips of four noisy pictures each, with captions of their own."""
    folder = tmp_path_factory.mktemp("pairs")
    rng = np.random.default_rng(5)
    rows = [("file", "caption")]
    for number in range(24):
        pictures = rng.integers(0, 256, (4, 48, 64, 3), np.uint8)
        write_video(folder / f"{number}.mp4", list(pictures), fps=4, codec="mpeg4")
        rows.append((f"{number}.mp4", " ".join(rng.choice(WORDS, 3, replace=False))))
    with (folder / "captions.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / "captions.csv"


@pytest.fixture
def tiny() -> Path:
    return write_tiny_pack(paths.data_dir() / "packs" / "tiny")


def opened(qtbot: QtBot, window: MainWindow) -> TuningWindow:
    window._actions["tune"].trigger()
    settle(qtbot, window)
    page = window._tuning.window
    assert page is not None
    assert page.isVisible()
    return page


def child() -> psutil.Process | None:
    found = [each for each in psutil.Process().children() if "tune" in each.cmdline()]
    return found[0] if found else None


def export_discard_and_import(qtbot: QtBot, again: MainWindow, page: TuningWindow) -> None:
    """What can be done with the result, one after the other."""
    target = paths.data_dir() / "mine.zip"
    page.outcome.export_wanted.emit(str(target))
    settle(qtbot, again)
    assert target.exists()
    again._packs.show()
    settle(qtbot, again)
    assert again._packs.window is not None
    again._packs.window.cards["tiny"].press("remove")
    settle(qtbot, again)
    assert is_installed("tiny")
    assert "was tuned from this pack" in again._packs.window.cards["tiny"].fault

    page.outcome._discard.click()
    assert is_installed("my-words")
    page.outcome._discard.click()
    settle(qtbot, again)
    assert not is_installed("my-words")
    assert page.outcome.isHidden()
    again._packs.import_from(str(target))
    settle(qtbot, again)
    assert is_installed("my-words")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_run_is_killed_taken_up_again_and_decided_on(
    qtbot: QtBot, make_window: WindowFactory, pairs: Path, tiny: Path
) -> None:
    window = make_window()
    page = opened(qtbot, window)
    page.use_table(str(pairs))
    page._base.setCurrentIndex(page._base.findData("tiny"))
    page._epochs.setValue(40)
    assert page._start.isEnabled()
    page._start.click()
    qtbot.waitUntil(lambda: child() is not None, timeout=LONG_WAIT)
    if LONG:
        qtbot.waitUntil(lambda: len(page.loss.curves) == 1, timeout=LONG_WAIT)  # it learns
    process = child()
    assert process is not None
    assert window._workers.training.busy
    assert not page._start.isEnabled()
    os.kill(process.pid, signal.SIGKILL)
    settle(qtbot, window)
    assert page._start.text() == "Go on"
    assert "was interrupted" in page.state_text
    assert page.fault.startswith("The tuning ended without a word")
    window.close()

    again = make_window()
    assert "Tuning “my-words” was interrupted." in again._message.text
    again._message._take_offer()
    page = again._tuning.window
    assert page is not None
    qtbot.waitUntil(lambda: not page.outcome.isHidden(), timeout=LONG_WAIT)
    settle(qtbot, again)
    assert page.outcome.verdict == "There are not enough captions to tell whether it helped."
    cells = page.outcome.cells()
    assert [row[0] for row in cells] == ["Before", "Before", "After", "After"]
    assert all(cell for row in cells for cell in row)
    assert page.loss.curves[0].points[-1][0] >= 6
    assert len(page.recall.curves) == 2
    report = json.loads((paths.data_dir() / "packs" / "my-words" / "report.json").read_text("utf-8"))
    assert cells[2][2] == f"{100 * report['report']['after']['t2v']['r1']:.1f} %"

    export_discard_and_import(qtbot, again, page)


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended without a word there")
def test_stop_and_closing_the_window_end_the_run_and_it_is_offered_again(
    qtbot: QtBot, make_window: WindowFactory, pairs: Path, tiny: Path
) -> None:
    window = make_window()
    window._tuning.run(TuneRequest("mine", "tiny", "vop", str(pairs), 90))
    qtbot.waitUntil(lambda: child() is not None, timeout=LONG_WAIT)
    stopped = child()
    window._actions["tune"].trigger()
    page = window._tuning.window
    assert page is not None
    page._stop.click()
    assert page.state_text == "Stopping…"
    assert not page._stop.isEnabled()
    settle(qtbot, window)
    assert stopped is not None
    assert not stopped.is_running()
    assert "was interrupted" in page.state_text
    page._start.click()
    qtbot.waitUntil(lambda: child() is not None, timeout=LONG_WAIT)
    process = child()
    window.close()
    assert process is not None
    assert not process.is_running()
    again = make_window()
    page = opened(qtbot, again)
    assert page._start.text() == "Go on"
    assert page._method.currentData() == "vop"
    assert page._epochs.value() == 90
    assert "was interrupted" in again._message.text
    page._drop.click()
    settle(qtbot, again)
    assert not again._message.text
    assert page._start.text() == "Start"
    assert not (paths.data_dir() / "tuning" / "window.json").exists()


def test_too_few_captions_and_a_name_that_is_taken_are_said(
    qtbot: QtBot, window: MainWindow, clips: Path, pairs: Path
) -> None:
    window.add_folders([str(clips)])
    settle(qtbot, window)
    page = opened(qtbot, window)
    assert "2 captions of 2 videos: too few" in page._counted.text()
    assert "Typed or accepted: 0; from files beside the videos: 2" in page._counted.text()
    assert not page._start.isEnabled()
    page.use_table(str(pairs))
    page._name.setText("starter")
    page._start.click()
    settle(qtbot, window)
    assert page.fault == "There is a pack called “starter” already. Choose another name."
    assert page._start.isEnabled()
    page._name.setText("../up")
    assert not page._start.isEnabled()


def test_the_next_free_name_is_proposed(qtbot: QtBot) -> None:
    page = TuningWindow(LastFolders(Settings()))
    qtbot.addWidget(page)
    page.show_taken(["starter"])
    assert page.request().name == "my-words"
    page.show_taken(["starter", "My-Words", "my-words-2"])
    assert page.request().name == "my-words-3"
    page.show_taken(["starter", "my-words"])
    assert page.request().name == "my-words-2"
    page._name.setText("boats-2024")
    page.show_taken(["starter", "my-words"])
    assert page.request().name == "boats-2024"  # typed, and free
    page.show_taken(["boats-2024"])
    assert page.request().name == "boats-2024-2"
    page.offer_again(TuneRequest("boats-2024", "starter", "words"))
    page.show_taken(["boats-2024"])
    assert page._name.text() == "boats-2024"  # of the run that goes on


def outcome(*, before: float, verdict: str) -> TuneOutcome:
    rows = tuple(
        TuneRow(when, way, r1, 1.0, 1.0, 1.0, 1.0)
        for when, r1 in (("before", before), ("after", 1.0))
        for way in ("t2v", "v2t")
    )
    return TuneOutcome(TuneRequest("tiny", "starter", "words"), 20, 20, rows, 0.0, 0.0, 0.0, verdict, 7)


@pytest.mark.parametrize(
    ("before", "verdict", "says", "default"),
    [
        (1.0, "no clear difference", "Nothing to gain on these captions", "Keep for later"),
        (0.5, "no clear difference", "There is no clear difference", "Keep for later"),
        (0.5, "worse", "It finds less than before", "Keep for later"),
        (0.5, "better", "It finds more than before", "Use it"),
    ],
)
def test_use_it_is_the_button_to_press_only_where_it_helped(
    qtbot: QtBot, before: float, verdict: str, says: str, default: str
) -> None:
    page = TuningWindow(LastFolders(Settings()))
    qtbot.addWidget(page)
    page.show_outcome(outcome(before=before, verdict=verdict), in_use=False)
    page.show()
    assert page.outcome.verdict.startswith(says)
    buttons = page.outcome.buttons.findChildren(QPushButton)
    assert [each.text() for each in buttons if each.isDefault()] == [default]
    assert [each.text() for each in buttons if each.property("primary")] == [default]


def test_after_use_it_the_page_says_so_and_offers_to_be_closed(
    qtbot: QtBot, window: MainWindow, tiny: Path
) -> None:
    page = opened(qtbot, window)
    window._tuning._ended(outcome(before=0.5, verdict="better"))
    page.outcome._use.click()
    assert "“tiny” is being taken into use" in page.state_text
    settle(qtbot, window)
    assert window._packs.in_use == "tiny"
    assert page.state_text == "“tiny” is in use now. Search with your own words."
    assert page._close.isVisible()
    assert page._close.isDefault()
    assert not page._start.isVisible()
    page._close.click()
    assert not page.isVisible()
    opened(qtbot, window)
    assert page._start.isVisible()
    assert page._left.isVisible()


def test_every_method_has_a_sentence(qtbot: QtBot) -> None:
    from vop_desktop.tuning.options import METHODS

    assert tuple(methods()) == METHODS
    assert all(about.endswith(".") for _, about in methods().values())


def test_a_chart_draws_what_it_is_given(qtbot: QtBot) -> None:
    chart = Chart("Loss")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    empty = chart.grab().toImage()
    chart.show_curves([Curve("loss", tuple((step, 5.0 / (step + 1)) for step in range(5000)))])
    assert chart.grab().toImage() != empty
    assert chart.accessibleDescription() == "loss: 0.001"
