"""How much memory indexing a long 1080p video takes: each decode process, and the whole program.

    python -m tests.benchmarks.memory [--minutes 60] [--cache DIR] [--decode-only]

A 1080p H.264 file of that length is made (x264's defaults). First the decode processes alone, two of them,
each at its peak; then `vop index` with a ViT-B/32 pack of random weights: its peak, and the peak of the sum
over all its processes, in which what they share is counted once (PSS) and in full (RSS).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.helpers.long_videos import KINDS, write_long
from tests.helpers.packs import write_tiny_pack

MB = 1_000_000
CLI = "from vop_desktop.__main__ import cli_main; cli_main()"
GOAL_DECODE, GOAL_ALL = 400, 1500
FORKING = 0.3  # seconds


class Peaks:
    """Watches a process and all below it, ten times a second, until it is closed."""

    def __init__(self, pid: int) -> None:
        self.each: dict[int, int] = {}
        self.rss = self.pss = 0
        self._root = psutil.Process(pid)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def close(self) -> None:
        """Ends the watch."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            rss = pss = 0
            try:
                young = time.time() - FORKING  # until its own program runs, a child is its parent's copy
                below = self._root.children(recursive=True)
                family = [self._root, *(each for each in below if each.create_time() < young)]
            except psutil.NoSuchProcess:
                return
            for process in family:
                try:
                    memory = process.memory_full_info()
                except psutil.Error:
                    continue
                self.each[process.pid] = max(self.each.get(process.pid, 0), memory.rss)
                rss, pss = rss + memory.rss, pss + getattr(memory, "pss", memory.rss)
            self.rss, self.pss = max(self.rss, rss), max(self.pss, pss)


def decode_alone(path: Path) -> None:
    """The peaks of two decode processes on the file."""
    from vop_desktop.media.decode import DecodePool, DecodeRequest, VideoDone

    peaks = Peaks(os.getpid())
    with DecodePool(DecodeRequest(224, 12, workers=2)) as pool:
        done = [event for event in pool.decode([str(path)]) if isinstance(event, VideoDone)]
    peaks.close()
    each = sorted((size // MB for pid, size in peaks.each.items() if pid != os.getpid()), reverse=True)
    print(
        f"decode processes, {done[0].state} {done[0].reason}: "
        f"at most {each[0]} MB (goal {GOAL_DECODE}); each {each}",
        flush=True,
    )


def whole_program(path: Path, place: Path) -> None:
    """The peak of `vop index`."""
    pack = write_tiny_pack(place / "pack", name="random", changes={"variant": "vop"})
    (place / "videos").mkdir()
    (place / "videos" / path.name).symlink_to(path.absolute())
    command = [sys.executable, "-c", CLI, "index", str(place / "videos"), "--pack", str(pack)]
    environment = {**os.environ, "VOP_DESKTOP_HOME": str(place / "home")}
    with subprocess.Popen(command, env=environment) as process:
        peaks = Peaks(process.pid)
        code = process.wait()
        peaks.close()
    main_process = peaks.each[process.pid] // MB
    print(f"vop index, exit code {code}: {peaks.pss // MB} MB, shared memory counted once (goal {GOAL_ALL});")
    print(f"{peaks.rss // MB} MB with it counted in each process; the main process {main_process} MB")


def _cached(path: Path, make: Callable[[Path], Path]) -> Path:
    if not path.is_file():
        make(path.with_name(f"part-{path.name}")).rename(path)
    return path


def main() -> None:
    """Makes the file if it is missing, then measures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "vop-benchmark-videos")
    parser.add_argument("--decode-only", action="store_true")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    path = _cached(
        options.cache / f"1080p-{options.minutes:g}.mp4",
        lambda part: write_long(part, KINDS[0], minutes=options.minutes, width=1920, height=1080, seconds=10),
    )
    decode_alone(path)
    if not options.decode_only:
        with tempfile.TemporaryDirectory() as place:
            whole_program(path, Path(place))


if __name__ == "__main__":
    main()
