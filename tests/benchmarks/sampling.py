"""How fast a long video is sampled, one frame per 2 s: ours against decord and OpenCV.

    python -m tests.benchmarks.sampling [--minutes 10] [--rounds 1] [--cache DIR] [--only WORD]

Per file, turn and turn about, each in a process of its own with whatever cores there are:

- ours: what indexing does: two decode processes, pictures for the model and thumbnails included;
- decord: one `get_batch` on the exact indices, at the size our pictures have, with its own threads;
- OpenCV: `grab` up to the wanted frame, then `retrieve`, and a resize to the same size.

What decord or OpenCV cannot read is marked, and left out of the totals on both sides; PyAV reading every
frame with frame threads stands beside it for orientation. Wall time is what counts on a quiet machine; CPU
time (user and system, all processes) is what stays true on a busy one.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.long_videos import KINDS, Kind, write_long

GOAL = 3.0
STEP = 2.0
SIZE = 224
WIDTH, HEIGHT = 398, 224
WAYS = ("ours", "decord", "opencv", "pyav")
BASELINES = ("decord", "opencv")


@dataclass(frozen=True)
class Cost:
    """Seconds, and how many frames came."""

    wall: float
    cpu: float
    frames: int


def ours(path: str) -> int:
    """Through the decode processes, as indexing does."""
    from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded

    with DecodePool(DecodeRequest(SIZE, 12, workers=2)) as pool:
        events = [event for event in pool.decode([path]) if isinstance(event, SegmentsDecoded)]
    return sum(len(segment.times) for event in events for segment in event.segments)


def decord(path: str) -> int:
    """All wanted indices in one call."""
    import decord as library

    reader = library.VideoReader(path, width=WIDTH, height=HEIGHT)
    rate, count = reader.get_avg_fps(), len(reader)
    wanted = [round(moment * rate) for moment in _moments(count / rate)]
    return len(reader.get_batch([index for index in wanted if index < count]).asnumpy())


def opencv(path: str) -> int:
    """From start to end; only what is wanted becomes a picture."""
    import cv2

    capture = cv2.VideoCapture(path)
    rate = capture.get(cv2.CAP_PROP_FPS)
    wanted = {round(m * rate) for m in _moments(capture.get(cv2.CAP_PROP_FRAME_COUNT) / rate)}
    number = frames = 0
    while capture.grab():
        if number in wanted:
            there, picture = capture.retrieve()
            if there:
                cv2.cvtColor(
                    cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), cv2.COLOR_BGR2RGB
                )
                frames += 1
        number += 1
    return frames


def pyav(path: str) -> int:
    """As OpenCV, for the codecs that it lacks."""
    import av

    frames, wanted = 0, STEP / 2
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "FRAME"
        for frame in container.decode(stream):
            if frame.time is not None and frame.time >= wanted:
                frame.to_ndarray(format="rgb24", width=WIDTH, height=HEIGHT, interpolation="BICUBIC")
                frames, wanted = frames + 1, wanted + STEP
    return frames


def _moments(duration: float) -> list[float]:
    return [(k + 0.5) * STEP for k in range(int(duration / STEP))]


def measure(way: str, path: Path, expected: int) -> Cost | None:
    """One way in a fresh process; None where it gives far fewer frames than there are."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.sampling", "--way", way, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    last = done.stdout.split()[-1:] or ["0"]
    frames = int(last[0]) if last[0].isdigit() else 0
    if frames < 0.95 * expected:
        return None
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, frames)


def best(costs: list[Cost | None]) -> Cost | None:
    """The quickest of several rounds, by wall and by CPU time apart."""
    known = [cost for cost in costs if cost is not None]
    if not known:
        return None
    return Cost(min(c.wall for c in known), min(c.cpu for c in known), known[0].frames)


def run(kind: Kind, path: Path, minutes: float, rounds: int) -> dict[str, Cost | None]:
    """All ways over one file, turn and turn about."""
    costs: dict[str, list[Cost | None]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            costs[way].append(measure(way, path, int(60 * minutes / STEP)))
    result = {way: best(found) for way, found in costs.items()}
    cells = [f"{c.wall:7.1f} {c.cpu:7.1f}" if c else "      -       -" for c in result.values()]
    print(f"{kind.name:24}" + " | ".join(cells), flush=True)
    return result


def report(results: list[dict[str, Cost | None]]) -> None:
    """Ratios over the set: of the sums, and as the geometric mean of the files' own."""
    for measure_name in ("wall", "cpu"):
        sums, ratios = dict.fromkeys(("ours", *BASELINES), 0.0), []
        for result in results:
            mine, others = result["ours"], [result[way] for way in BASELINES]
            if mine is None or None in others:
                continue
            for way in sums:
                sums[way] += getattr(result[way], measure_name)
            ratios.append(min(getattr(o, measure_name) for o in others) / getattr(mine, measure_name))
        if ratios:
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
            total = min(sums[way] for way in BASELINES) / sums["ours"]
            print(f"{measure_name}: {total:.2f}x by sums, {mean:.2f}x as geometric mean (goal {GOAL})")


def main() -> None:
    """Makes what files are missing, then measures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "vop-benchmark-videos")
    parser.add_argument("--only", default="")
    parser.add_argument("--way", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        if options.way[0] != "ours":
            os.nice(10)  # as our decode processes are, so that a busy machine holds up all alike
        print(globals()[options.way[0]](options.way[1]))
        return
    options.cache.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.minutes} min each")
    print(f"{'seconds: wall, CPU':24}" + " | ".join(f"{way:>15}" for way in WAYS))
    results = []
    for number, kind in enumerate(KINDS):
        if options.only.lower() not in kind.name.lower():
            continue
        path = options.cache / f"{number}-{options.minutes:g}{kind.suffix}"
        if not path.is_file():
            part = path.with_name(f"part-{path.name}")
            write_long(part, kind, minutes=options.minutes).rename(path)
        results.append(run(kind, path, options.minutes, options.rounds))
    report(results)


if __name__ == "__main__":
    main()
