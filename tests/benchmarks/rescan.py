"""What looking through an unchanged library costs, against a bare walk with `os.scandir` and `stat`.

100,000 files that the library knows, once in a tree of 100 folders and once in a single folder. Beside that:
one changed file among them, taken in by `index_paths`. Run it with

    python -m tests.benchmarks.rescan [FILES]
"""

from __future__ import annotations

import gc
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.stored import add_video, video_info
from vop_desktop.__main__ import COLLECT_AFTER
from vop_desktop.indexing import index_folders, index_paths
from vop_desktop.library import Library

GOAL = 3.0
ROUNDS = 5


def make_files(root: Path, count: int, folders: int) -> list[str]:
    """Writes files with a byte each; gives their paths."""
    found = []
    for number in range(count):
        place = root if folders == 1 else root / f"folder {number % folders:03}"
        if number < folders:
            place.mkdir(parents=True, exist_ok=True)
        path = place / f"holiday video number {number:06}.mp4"
        path.write_bytes(b"x")
        found.append(str(path))
    return found


def fill(library: Library, root: Path, paths: list[str], model: str) -> None:
    """Makes the library know the files, each with a content of its own."""
    add_video(library, str(root / "none.mp4"), root=str(root))
    (root_id,) = library.query("SELECT id FROM roots")[0]
    info = video_info()
    with library.transaction():
        library.execute("DELETE FROM files")
        library.execute("DELETE FROM videos")
        library.execute_many(
            "INSERT INTO videos (id, fingerprint, size, duration, fps, width, height, codec, container, "
            "rotation, state, added) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, 0, 'complete', 0)",
            (
                (n, f"{n:040x}", info.duration, info.fps, info.width, info.height, info.codec, info.container)
                for n in range(1, len(paths) + 1)
            ),
        )
        library.execute_many(
            "INSERT INTO encodings (video_id, model_id, detail, state, at) "
            "VALUES (?, ?, 'normal', 'complete', 0)",
            ((n, model) for n in range(1, len(paths) + 1)),
        )
        library.execute_many(
            "INSERT INTO files (path, video_id, root_id, size, mtime_ns) VALUES (?, ?, ?, 1, ?)",
            (
                (path, number, root_id, Path(path).stat().st_mtime_ns)
                for number, path in enumerate(paths, start=1)
            ),
        )


def bare_walk(root: str) -> int:
    """Lists and stats everything, and does nothing with it."""
    count, pending = 0, [root]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    pending.append(entry.path)
                else:
                    count += stat.S_ISREG(entry.stat().st_mode)
    return count


def timed(job: Callable[[], int]) -> float:
    begin = time.perf_counter()
    job()
    return time.perf_counter() - begin


def measure(count: int, folders: int) -> float:
    """Prints one comparison; gives the ratio."""
    encoder = MeanColourEncoder()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place).resolve() / "videos"
        paths = make_files(root, count, folders)
        with Library.open(Path(place) / "library.sqlite") as library:
            fill(library, root, paths, encoder.model_id)

            def rescan() -> int:
                report = index_folders(library, encoder, [root])
                assert (report.unchanged, report.complete, report.frames) == (count, count, 0)
                return report.unchanged

            rescan(), bare_walk(str(root))
            times = [(timed(lambda: bare_walk(str(root))), timed(rescan)) for _ in range(ROUNDS)]
            bare, ours = min(walk for walk, _ in times), min(scan for _, scan in times)
            one = min(
                timed(lambda: index_paths(library, encoder, [paths[7]]).unchanged) for _ in range(ROUNDS)
            )
    print(
        f"{count} files in {folders} folder(s): bare walk {bare:.2f} s, rescan {ours:.2f} s, ratio "
        f"{ours / bare:.2f} (goal {GOAL:.0f}); one changed path {1000 * one:.1f} ms"
    )
    return ours / bare


if __name__ == "__main__":
    gc.set_threshold(*COLLECT_AFTER)  # as the programs themselves do
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    ratios = [measure(files, folders) for folders in (100, 1)]
    sys.exit(0 if max(ratios) <= GOAL else 1)
