"""A million captions: imported, encoded with a kill in between, and ranked for a clip.

    python -m tests.benchmarks.million_captions [--count 1000000] [--dim 512] [--folder DIR]

A file of made-up captions is imported by the real command. They are "encoded" by a stand-in whose
embeddings are random and cost next to nothing, so what is measured is the program's own part; the process
is killed with SIGKILL once a third is done, and another one goes on. Then a clip of 12 segments is ranked:
in a process that has nothing but torch in memory, which segments are made with, and finds the embeddings in
the cache that encoding left; in another one without this cache, which reads them from the library; and again
within one process. Each step's memory is the peak of its process. A plain product of as many float32 rows
with the segments, the least that ranking has to do, is the baseline.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np

from vop_desktop.library import Library
from vop_desktop.records import FloatArray, Knowledge, VideoEmbeddings
from vop_desktop.search.captions import CaptionRanker

SET = "million"
CLI = "from vop_desktop.__main__ import cli_main; cli_main()"
WORDS = (
    "a an the old young red blue small big dog cat man woman child car boat train bird tree house runs walks "
    "jumps sits swims flies sings eats plays in on under behind beside near street park garden beach forest "
    "river lake snow rain night morning evening slowly quickly quietly"
).split()


class RandomEncoder:
    """Embeddings that follow from the text's checksum, all of unit length."""

    num_frames, image_size = 12, 224
    knowledge = Knowledge()

    def __init__(self, dim: int) -> None:
        self.embed_dim = dim
        self.model_id = f"random-{dim}"
        self._table = _unit(np.random.default_rng(1).standard_normal((4096, dim), np.float32))

    def encode_text(self, texts: list[str]) -> FloatArray:
        marks = np.array([zlib.crc32(text.encode()) for text in texts])
        return _unit(self._table[marks % 4096] + self._table[marks // 4096 % 4096])

    def encode_frames(self, frames: object) -> VideoEmbeddings:
        raise NotImplementedError


def _unit(rows: FloatArray) -> FloatArray:
    lengths: FloatArray = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / lengths


def write_file(file: Path, count: int) -> None:
    """A caption a line, each once."""
    rng = np.random.default_rng(0)
    with file.open("w", encoding="utf-8") as stream:
        for start in range(0, count, 10_000):
            chosen = rng.integers(0, len(WORDS), (min(10_000, count - start), 9))
            stream.writelines(
                f"{' '.join(WORDS[i] for i in row)} number {start + n}\n" for n, row in enumerate(chosen)
            )


def segments(dim: int) -> FloatArray:
    """float32 [12, D]."""
    return _unit(np.random.default_rng(2).standard_normal((12, dim), np.float32))


def encode(library: Path, dim: int) -> None:
    """In a process of its own: encodes what waits, says how much is done now and then."""
    began = time.monotonic()
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > 0.5 or done == total:
            told = time.monotonic()
            print(f"{done} {total}", flush=True)

    with Library.open(library) as opened:
        ranker = CaptionRanker(opened, RandomEncoder(dim))
        ranker.prepare([SET], progress=tell)
        ranker.finish()
    print(f"ended after {time.monotonic() - began:.1f} s, {_peak():.0f} MB", flush=True)


def rank(library: Path, dim: int) -> None:
    """In a process of its own: the first clip, and the next ones."""
    import torch  # noqa: F401  what a clip is encoded with

    with Library.open(library) as opened:
        ranker = CaptionRanker(opened, RandomEncoder(dim))
        times, worked = [], []
        for _ in range(4):
            began, before = time.monotonic(), time.process_time()
            hits = ranker.rank(segments(dim), sets=[SET], limit=10, diverse=True)
            times.append(time.monotonic() - began)
            worked.append(time.process_time() - before)
        assert len(hits) == 10
        print(
            f"first {times[0]:.2f} s ({worked[0]:.2f} of the processor), then {min(times[1:]):.2f} s "
            f"({min(worked[1:]):.2f}), {_peak():.0f} MB",
            flush=True,
        )
        ranker.finish()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _child(step: str, library: Path, dim: int) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        __spec__.name,
        "--step",
        step,
        "--folder",
        str(library),
        "--dim",
        str(dim),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _kill_at_a_third(library: Path, dim: int, count: int) -> int:
    child = _child("encode", library, dim)
    assert child.stdout is not None
    for line in child.stdout:
        if line.split()[0].isdigit() and int(line.split()[0]) >= count / 3:
            os.kill(child.pid, signal.SIGKILL)
            break
    child.communicate()
    with Library.open(library) as opened:
        return int(opened.query("SELECT count(*) FROM caption_embeddings")[0][0])


def run(folder: Path, count: int, dim: int) -> None:
    """All steps, each told as it ends."""
    library = folder / "library.sqlite"
    file = folder / f"{SET}.txt"
    write_file(file, count)
    print(f"{count:,} captions of {dim} dimensions, a file of {file.stat().st_size / 1e6:.0f} MB")
    env = {**os.environ, "VOP_DESKTOP_HOME": str(folder / "home")}
    began = time.monotonic()
    importing = [sys.executable, "-c", CLI, "captions", "import", str(file), "--library", str(library)]
    subprocess.run(importing, env=env, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"import: {time.monotonic() - began:.1f} s, {peak:.0f} MB")
    kept = _kill_at_a_third(library, dim, count)
    print(f"encoding, killed: {kept:,} are kept")
    again = _child("encode", library, dim).communicate()[0].splitlines()
    print(f"encoding, the other {again[0].split()[1]}: {again[-1]}")
    print(f"ranking from the cache: {_child('rank', library, dim).communicate()[0].strip()}")
    (cache,) = folder.glob("*.captions.rows")
    cache.unlink()
    print(f"ranking from the library: {_child('rank', library, dim).communicate()[0].strip()}")
    rows = np.zeros((count, dim), np.float32)
    rows += 0.01
    began = time.monotonic()
    for start in range(0, count, 4096):
        (rows[start : start + 4096] @ segments(dim).T).max(axis=1)
    print(f"baseline, plain products: {time.monotonic() - began:.2f} s")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder if not given")
    parser.add_argument("--step", choices=("encode", "rank"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        {"encode": encode, "rank": rank}[options.step](options.folder, options.dim)
        return
    with tempfile.TemporaryDirectory() as temporary:
        run(options.folder or Path(temporary), options.count, options.dim)


if __name__ == "__main__":
    main()
