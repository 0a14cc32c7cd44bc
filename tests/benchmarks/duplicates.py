"""How surely footage is found again after it was changed, and how well it is placed.

    python -m tests.benchmarks.duplicates FOLDER [--videos 100] [--keep DIR]

Every video of FOLDER goes into a library. Then each is re-encoded, scaled to half, cropped by a tenth,
mirrored and trimmed to 5 s, and looked for. Goals: found first ≥ 0.95 and placed right to 2 s. A false alarm
is another video among those that were found.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.variants import CHANGES, PIECES, write_variant
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.media.clip_hashes import hash_clip
from vop_desktop.search.similar import DuplicateFinder

PIECE_SECONDS = 5.0
PLACE_SECONDS = 2.0


def variants(source: Path, duration: float, folder: Path) -> list[tuple[str, Path, float]]:
    """Kind, file and beginning in the source of every variant; made where they are not there yet."""
    start = random.Random(source.name).uniform(0, max(0.0, duration - PIECE_SECONDS - 0.2))
    made = []
    for kind in CHANGES:
        begin = start if kind in PIECES else 0.0
        target = folder / f"{source.stem}__{kind.replace(' ', '-')}__{begin:.2f}.mp4"
        if not target.exists():
            length = PIECE_SECONDS if kind in PIECES else duration + 1
            write_variant(source, target, kind, start=begin, length=length)
        made.append((kind, target, begin))
    return made


def run(folder: Path, limit: int, keep: Path, home: Path) -> None:
    figures: dict[str, list[tuple[bool, bool, bool, bool]]] = defaultdict(list)
    seconds: list[float] = []
    with Library.open(home / "library.sqlite") as library:
        report = index_folders(library, MeanColourEncoder(), [folder])
        print(f"{report.complete + report.partial} videos, {report.seconds:.1f} s", flush=True)
        finder = DuplicateFinder(library)
        known = list(map(library.video, library.visible_videos()))[:limit]
        for record in known:
            for kind, file, begin in variants(Path(record.paths[0]), record.duration, keep):
                clip = hash_clip(str(file), 60.0)
                started = time.perf_counter()
                hits = finder.find(clip, str(file))
                seconds.append(time.perf_counter() - started)
                first = bool(hits) and hits[0].video_id == record.video_id
                placed = first and abs((hits[0].start - hits[0].clip_start) - begin) <= PLACE_SECONDS
                alarm = any(hit.video_id != record.video_id for hit in hits)
                told = first and _told(kind, hits[0].traits, record.duration)
                figures[kind].append((first, placed, told, alarm))
                if not (first and placed) or alarm:
                    said = [(Path(hit.path).name, hit.kind, round(hit.start, 1)) for hit in hits]
                    print(f"  {kind}: {file.name}: {said}", flush=True)
    for kind, rows in figures.items():
        first, placed, told, alarm = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(
            f"{kind:20} {len(rows):3} clips   found first {first:.3f}   placed {placed:.3f}   "
            f"told as such {told:.3f}   false alarms {alarm:.3f}"
        )
    print(f"search alone: {1000 * sum(seconds) / len(seconds):.0f} ms a clip")


def _told(kind: str, traits: tuple[str, ...], duration: float) -> bool:
    mirrored, piece = "mirrored" in kind, kind in PIECES and duration > 1.05 * PIECE_SECONDS + 2
    cropped = "cropped" in kind
    return (("mirrored" in traits) == mirrored) and (not piece or "piece of it" in traits) and (
        not cropped or "cropped" in traits
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--videos", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="where the variants are made and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        os.environ["VOP_DESKTOP_HOME"] = str(home)
        keep = options.keep or home / "variants"
        keep.mkdir(parents=True, exist_ok=True)
        run(options.folder, options.videos, keep, home)


if __name__ == "__main__":
    main()
