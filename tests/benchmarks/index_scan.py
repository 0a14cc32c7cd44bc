"""How fast the resident index answers, how exactly, how much memory it takes and how soon it is open.

    python -m tests.benchmarks.index_scan [--rows 10000 100000 1000000] [--dim 512] [--repeats 15]

The baseline is a float32 matrix in numpy: `M @ q`, a piece of it on each core, and `argpartition`, on the
same data in the same run. Goals: at a million rows a ratio of at most 0.5, recall@100 of at least 0.995, at
most 1.1 kB a segment, and the first answer of an opened library within 2 s.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from tests.helpers.large import clustered_embeddings, fill_library, random_embeddings
from vop_desktop.library import Library
from vop_desktop.records import FloatArray
from vop_desktop.search.gallery import Gallery
from vop_desktop.search.index import EmbeddingIndex

TOP = 200
MODEL = "benchmark"
CORES = ThreadPoolExecutor(os.cpu_count())


def baseline(matrix: FloatArray, query: FloatArray, k: int) -> FloatArray:
    # As numpy's own threads would do it; the program has them off.
    scores = np.concatenate(list(CORES.map(query.__rmatmul__, np.array_split(matrix, os.cpu_count() or 1))))
    best = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    return np.asarray(best[np.argsort(-scores[best])])


def measure(matrix: FloatArray, queries: FloatArray, repeats: int) -> str:
    """One line: the time of both, their ratio, with half of the rows masked, recall@100, memory."""
    index = EmbeddingIndex(matrix.shape[1])
    for start in range(0, len(matrix), 65_536):
        part = matrix[start : start + 65_536]
        index.add(np.arange(start, start + len(part)), part)
    half = np.random.default_rng(1).random(len(matrix)) < 0.5
    index.top_k(queries[0], TOP)  # starts what has to be started
    ways: dict[str, Callable[[FloatArray], object]] = {
        "numpy": lambda query: baseline(matrix, query, TOP),
        "index": lambda query: index.top_k(query, TOP),
        "masked": lambda query: index.top_k(query, TOP, half),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(repeats):  # in turns: what else runs here meets all of them
        for name, search in ways.items():
            begin = time.perf_counter()
            search(queries[number % len(queries)])
            times[name].append(1000 * (time.perf_counter() - begin))
    recall = np.mean(
        [len(np.intersect1d(baseline(matrix, q, 100), index.top_k(q, 100)[0])) / 100 for q in queries]
    )
    numpy, ours, masked = (float(np.median(times[name])) for name in ways)
    return (
        f"numpy {numpy:7.1f} ms   index {ours:7.1f} ms   ratio {ours / numpy:5.2f}   "
        f"(half masked {masked / numpy:4.2f})   best {min(times['index']) / min(times['numpy']):4.2f}   "
        f"recall@100 {recall:.4f}"
    )


OPEN = """
import sys, time
begin = time.perf_counter()
from pathlib import Path
from vop_desktop.library import Library
from vop_desktop.search.gallery import Gallery
import numpy as np

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS"))

empty = resident()
library = Library.open(Path(sys.argv[1]))
gallery = Gallery(library, sys.argv[2], int(sys.argv[3]))
added = gallery.refresh()
opened = time.perf_counter() - begin
gallery.index.top_k(np.ones(int(sys.argv[3]), np.float32), 200)
first = time.perf_counter() - begin
for query in np.random.default_rng(0).standard_normal((20, int(sys.argv[3])), np.float32):
    gallery.index.top_k(query, 200)
print(f"{added} rows: open after {opened:.2f} s, first search after {first:.2f} s; "
      f"{(resident() - empty) / added:.0f} bytes a segment in memory after 20 searches more")
gallery.finish()
"""


def open_times(matrix: FloatArray, folder: Path) -> None:
    """Prints how long a fresh process takes to open a library, without and with the cache."""
    path = folder / "library.sqlite"
    begin = time.perf_counter()
    with Library.open(path) as library:
        fill_library(library, matrix, MODEL)
        library.query("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"library of {len(matrix)} segments written in {time.perf_counter() - begin:.0f} s", flush=True)
    command = [sys.executable, "-c", OPEN, str(path), MODEL, str(matrix.shape[1])]
    for name in ("without the cache", "with the cache", "once more"):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"  {name:18} {done.stdout.strip()}", flush=True)
    with Library.open(path) as library:  # what indexing costs a window that is open
        gallery = Gallery(library, MODEL, matrix.shape[1])
        gallery.refresh()
        fill = matrix[:20].astype("<f2").tobytes()
        library.execute("UPDATE segments SET seq = seq + 10000000, embeddings = ? WHERE video_id = 7", fill)
        begin = time.perf_counter()
        added = gallery.refresh()
        print(f"  {added} new rows taken in after {1000 * (time.perf_counter() - begin):.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    for count in options.rows:
        for name, make in (("random", random_embeddings), ("clustered", clustered_embeddings)):
            matrix = make(count, options.dim)
            queries = make(20, options.dim, 9) if name == "random" else matrix[:: count // 20][:20] * 0.7
            if name == "clustered":
                queries = queries + 0.3 * random_embeddings(len(queries), options.dim, 9)
            print(f"{count:8} {name:9} {measure(matrix, queries, options.repeats)}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["VOP_DESKTOP_HOME"] = folder
            open_times(matrix, Path(folder))


if __name__ == "__main__":
    main()
