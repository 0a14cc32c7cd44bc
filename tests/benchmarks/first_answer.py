"""How soon a large library answers: from the first painting of the window to the first painted results.

    python -m tests.benchmarks.first_answer [--rows 1000000] [--rounds 3]

Once nobody types, and the answer is the list of the library; once somebody types a query as soon as the
window is there. Nothing is loaded by then: not torch, not the pack (the starter), not the embeddings. The
first round, before the library has a cache of its rows, is told apart. The baseline is a process that does no
more than `import torch`. Goal: 2 s.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.search_latency import gallery, queries
from tests.helpers.large import fill_library
from vop_desktop import paths
from vop_desktop.library import Library
from vop_desktop.model import load_encoder

GOAL = 2.0

WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from vop_desktop import paths
from vop_desktop.app import SWITCH_SECONDS, end_process, leave, make_window
from vop_desktop.settings import Settings

class Painted(QObject):
    def __init__(self, widget):
        super().__init__(widget)
        self.moment = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.moment = self.moment or time.perf_counter()
        return False

def run(condition):
    while not condition():
        application.processEvents()
        time.sleep(0.0005)

sys.setswitchinterval(SWITCH_SECONDS)
application = QApplication([])
window = make_window(Settings(), paths.default_library(), keep_geometry=False)
window.resize(1280, 800)
first = Painted(window)
answers = []
window._workers.search.found.connect(lambda answer: answers.append(answer.text))
window.show()
window.start()
run(lambda: first.moment)
assert "torch" not in sys.modules
if sys.argv[1]:
    QTest.keyClicks(window._results.header.focusProxy(), sys.argv[1])
run(lambda: sys.argv[1] in answers)
results = Painted(window._results.page.grid.viewport())
run(lambda: results.moment)
print(results.moment - first.moment, len(window.hits), flush=True)
rows = paths.index_cache_path(paths.default_library(), "").parent
run(lambda: len(sys.argv) < 3 or any(rows.glob("*.rows")))
window.close()
end_process(leave(window, 0))
"""


def seconds_to_answer(query: str, *, write: bool = False) -> float:
    """In a fresh process; with `write`, it stays until the cache of the rows is written."""
    command = [sys.executable, "-c", WINDOW, query, *(["write"] if write else [])]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    seconds, hits = run.stdout.split()[-2:]
    assert int(hits), f"nothing was found for {query!r}"
    return float(seconds)


def seconds_to_import() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["VOP_DESKTOP_HOME"] = str(Path(temporary) / "home")
        encoder = load_encoder("starter")
        with Library.open(paths.default_library()) as library:
            fill_library(library, gallery(options.rows, encoder), encoder.model_id)
            library.query("PRAGMA wal_checkpoint(TRUNCATE)")
        texts = queries()
        print(f"without a cache of the rows: {seconds_to_answer(texts[0], write=True):.2f} s", flush=True)
        lists, answers, imports = [], [], []
        for query in texts[1 : 1 + options.rounds]:
            imports.append(seconds_to_import())
            lists.append(seconds_to_answer(""))
            answers.append(seconds_to_answer(query))
        bare = median(imports)
        for name, times in (("list of the library", lists), ("answer to a query", answers)):
            seconds = median(times)
            verdict = "reached" if seconds <= GOAL else "not reached"
            ratio = seconds / bare
            print(f"{name}: {seconds:.2f} s, {ratio:.2f} times `import torch` (goal {GOAL:.0f} s: {verdict})")
        print(f"`import torch` {bare:.2f} s")


if __name__ == "__main__":
    main()
