"""How soon the window can be used, and what memory it takes with a large library.

    python -m tests.benchmarks.window_start [--rounds 7] [--videos 100000]

From the start of a process to the first painting of its window, with a library of sample clips, beside a
window of PySide6 that holds one line of text, in turns; torch must not have been imported by then. Both find
their modules compiled, as an installed program does. Then the memory of the program's window a few seconds
later (what it shares with others counted once), with an empty library and with a large one whose list was
scrolled through. Goal: 3 times the bare window's time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.helpers.large import fill_browsable, fill_library, random_embeddings
from vop_desktop import paths
from vop_desktop.library import Library
from vop_desktop.model import load_encoder

GOAL = 3.0
MB = 1_000_000

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), "torch" in sys.modules, flush=True)
        application.quit()

application = QApplication([])
window = Window()
window.setCentralWidget(QLabel("Nothing here"))
window.resize(1280, 800)
window.show()
application.exec()
"""

WHOLE = """
import sys, time
from vop_desktop.ui.main_window import MainWindow

def paint(self, event):
    super(MainWindow, self).paintEvent(event)
    print(time.time(), "torch" in sys.modules, flush=True)
    self.close()

MainWindow.paintEvent = paint
from vop_desktop.app import main
main(sys.argv[1:])
"""

MEMORY = """
import json, sys, time
import psutil
from PySide6.QtWidgets import QApplication
from vop_desktop import paths
from vop_desktop.app import make_window
from vop_desktop.settings import Settings

application = QApplication([])
window = make_window(Settings(), paths.default_library(), keep_geometry=False)
window.resize(1280, 800)
window.show()
window.start()
end = time.time() + 1
while time.time() < end or not window.settled:
    application.processEvents()
    time.sleep(0.001)
bar = window._results.page.view.verticalScrollBar()
for step in range(100):
    bar.setValue(bar.maximum() * step // 99)
    end = time.time() + 0.03
    while time.time() < end:
        application.processEvents()
        time.sleep(0.001)
print(json.dumps({"memory": psutil.Process().memory_full_info().uss, "shown": len(window.hits)}), flush=True)
window.close()
"""


COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": ""}  # set to a folder by `main`


def seconds_to_paint(program: str, arguments: list[str]) -> float:
    """From the start of the process to its window's first painting."""
    import time

    begin = time.time()
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True, text=True, check=True, env=os.environ | COMPILED,
    )  # fmt: skip
    painted, torch = run.stdout.split()[:2]
    assert torch == "False", "torch was imported before the window was there"
    return float(painted) - begin


def memory(home: Path) -> dict[str, int]:
    """Bytes that the window's process has to itself, and how many videos it showed."""
    environment = {**os.environ, **COMPILED, "VOP_DESKTOP_HOME": str(home)}
    run = subprocess.run(
        [sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True, env=environment
    )
    found: dict[str, int] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--videos", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    encoder = load_encoder("starter")
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["VOP_DESKTOP_HOME"] = str(Path(temporary) / "start")
        COMPILED["PYTHONPYCACHEPREFIX"] = str(Path(temporary) / "modules")
        with Library.open(paths.default_library()) as library:
            fill_browsable(library, 200, encoder)
        seconds_to_paint(BARE, [])  # files come into the system's cache
        seconds_to_paint(WHOLE, [])
        bare, whole = [], []
        for _ in range(options.rounds):
            bare.append(seconds_to_paint(BARE, []))
            whole.append(seconds_to_paint(WHOLE, []))
        ratio = median(whole) / median(bare)
        print(f"bare window {median(bare):.2f} s, the program's {median(whole):.2f} s: {ratio:.2f} times")
        print(f"{'reached' if ratio <= GOAL else 'not reached'} (goal {GOAL:.0f} times)", flush=True)

        empty = memory(Path(temporary) / "empty")["memory"]
        os.environ["VOP_DESKTOP_HOME"] = str(Path(temporary) / "large")
        with Library.open(paths.default_library()) as library:
            rows = random_embeddings(options.videos, encoder.embed_dim)
            fill_library(library, rows, encoder.model_id, each=1)
        large = memory(Path(temporary) / "large")
        print(
            f"memory: empty library {empty // MB} MB; {options.videos} videos, {large['shown']} of them "
            f"listed and scrolled through: {large['memory'] // MB} MB"
        )


if __name__ == "__main__":
    main()
