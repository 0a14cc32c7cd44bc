"""How fast videos become embeddings: `index_folders` against ModelScope's steps, end to end.

    python -m tests.benchmarks.encode_throughput [--rounds 3] [--limit N] [--folder DIR] [--precision auto]

Both use the same weights (CLIP ViT-B/32 with VoP's prompts, random: the speed is that of trained ones), the
same files, twelve frames a video and whatever cores there are, in one process, turn and turn about.

The baseline is what ModelScope's VoP does (modelscope/models/cv/vop_retrieval): OpenCV seeks to each of
twelve uniform frames at full size; BGR to RGB; float; bicubic resize of the tensor to a short side of 224,
centre crop, normalise; fp32; one clip at a time. Ours is `index_folders` as `vop index --detail whole` runs
it: start of the decode processes, thumbnails and the library included.
"""

from __future__ import annotations

import argparse
import copy
import csv
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the program sets it before it loads torch

import cv2
import numpy as np
import torch
from torch.nn import functional

from tests.helpers.videos import write_moving
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.model import VoP, VopConfig
from vop_desktop.model.backbone import open_clip
from vop_desktop.model.config import CLIP_MEAN, CLIP_STD
from vop_desktop.model.encoder import VopEncoder
from vop_desktop.records import ByteArray, FloatArray, VideoEmbeddings

GOAL = 5.0  # where the CPU has instructions for bf16 or int8; 3 elsewhere
MEDIA = Path(__file__).parents[3] / "shared" / "media"
RETRIES = 5  # reads that ModelScope tries when a frame cannot be had
GENERATED = 12  # clips, where there are no natural ones

Embeddings = dict[str, FloatArray]  # by file name


@dataclass(frozen=True)
class Round:
    """Seconds that each way took for all files."""

    baseline: float
    ours: float

    @property
    def ratio(self) -> float:
        """How many times as fast ours is."""
        return self.baseline / self.ours


class Baseline:
    """ModelScope's way from a file to its embedding."""

    def __init__(self, model: VoP) -> None:
        open_clip()  # repairs torchvision where it has to be repaired
        from torchvision import transforms

        self._model = model
        self._frames, size = model.config.num_frames, model.config.image_size
        self._transform: Callable[[torch.Tensor], torch.Tensor] = transforms.Compose([
            transforms.Resize(size, interpolation=transforms.InterpolationMode.BICUBIC),
            transforms.CenterCrop(size),
            transforms.Normalize(CLIP_MEAN, CLIP_STD),
        ])  # fmt: skip

    def embed(self, path: Path) -> FloatArray | None:
        """One unit vector, or None where OpenCV does not get the frames."""
        frames = self._read(path)
        if frames is None:
            return None
        with torch.no_grad():
            _, pooled = self._model.encode_frames(self._transform(frames)[None])
        unit: FloatArray = functional.normalize(pooled[0], dim=-1).numpy()
        return unit

    def _read(self, path: Path) -> torch.Tensor | None:
        """Twelve frames at full size, float [12, 3, H, W] from 0 to 1."""
        capture = cv2.VideoCapture(str(path))
        count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        edges = np.linspace(0, count, min(self._frames, count) + 1).astype(int)
        frames = []
        for low, high in pairwise(edges.tolist()):
            capture.set(cv2.CAP_PROP_POS_FRAMES, (low + high - 1) // 2)
            for _ in range(1 + RETRIES):
                there, frame = capture.read()
                if there:
                    break
            else:
                return None
            rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            frames.append(torch.from_numpy(rgb).permute(2, 0, 1))
        capture.release()
        if not frames:
            return None
        frames += [frames[-1].clone()] * (self._frames - len(frames))
        return torch.stack(frames).float() / 255


def baseline_run(baseline: Baseline, files: Sequence[Path]) -> tuple[float, Embeddings]:
    """Seconds and embeddings of all files."""
    begin = time.perf_counter()
    found = {file.name: baseline.embed(file) for file in files}
    seconds = time.perf_counter() - begin
    return seconds, {name: row for name, row in found.items() if row is not None}


class TimedEncoder:
    """An encoder that counts the seconds during which it encodes videos."""

    def __init__(self, encoder: VopEncoder) -> None:
        self._encoder = encoder
        self.busy = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """As the encoder does it."""
        begin = time.perf_counter()
        found = self._encoder.encode_frames(frames)
        self.busy += time.perf_counter() - begin
        return found


def our_run(encoder: TimedEncoder, folder: Path) -> tuple[float, Embeddings]:
    """Seconds and embeddings of all files, into a library of its own."""
    with tempfile.TemporaryDirectory() as place, Library.open(Path(place) / "library.sqlite") as library:
        begin = time.perf_counter()
        index_folders(library, encoder, [folder], detail="whole")
        seconds = time.perf_counter() - begin
        found = {
            os.path.basename(path): new.embeddings[0]
            for new in library.embeddings_since(encoder.model_id, 0)
            for path, _ in library.video_paths(new.video_id)
        }
    return seconds, found


def choose_files(folder: Path | None, limit: int, place: Path) -> list[Path]:
    """The videos to use: those of a folder, the natural ones of the collection, or generated ones."""
    if folder is not None:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    elif (MEDIA / "MANIFEST.csv").is_file():
        with (MEDIA / "MANIFEST.csv").open(newline="", encoding="utf-8") as table:
            files = [
                MEDIA / row["file"]
                for row in csv.DictReader(table)
                if row["tier"] == "natural" and row["opencv500"] == "ok"  # one 4K file takes it over 20 s
            ]
    else:
        files = [
            write_moving(place / f"{number}.mp4", seconds=4 + number, fps=30, width=1280, height=720)
            for number in range(GENERATED)
        ]
    return files[:limit] if limit else files


def compare(rounds: int, files: Sequence[Path], folder: Path, precision: str) -> None:
    """Runs both ways and prints the table."""
    torch.manual_seed(0)
    model = VoP(VopConfig(variant="vop")).requires_grad_(False).eval()
    baseline = Baseline(model)
    encoder = TimedEncoder(VopEncoder(copy.deepcopy(model), "benchmark", precision=precision))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{platform.processor() or platform.machine()}, {cores} cores, {torch.get_num_threads()} threads")
    print(f"{len(files)} files; ours computes in {encoder.precision} ({encoder.why})\n")
    for file in files:
        file.read_bytes()  # both find the files in memory
    baseline.embed(files[0])
    print("round  ModelScope's steps      vop index           ratio   encoder waits")
    results: list[Round] = []
    for number in range(rounds):
        runs: list[Callable[[], tuple[float, Embeddings]]] = [
            lambda: baseline_run(baseline, files),
            lambda: our_run(encoder, folder),
        ]
        order = (0, 1) if number % 2 == 0 else (1, 0)
        encoder.busy = 0.0
        answers: dict[int, tuple[float, Embeddings]] = {which: runs[which]() for which in order}
        (theirs, rows), (ours, own_rows) = answers[0], answers[1]
        results.append(Round(theirs, ours))
        print(
            f"{number + 1:5}  {theirs:7.1f} s {len(rows) / theirs:6.2f}/s"
            f"   {ours:7.1f} s {len(own_rows) / ours:6.2f}/s   {results[-1].ratio:5.2f}"
            f"   {1 - encoder.busy / ours:10.0%}"
        )
    ratios = [result.ratio for result in results]
    print(f"\nratio: median {statistics.median(ratios):.2f}, lowest {min(ratios):.2f}; goal {GOAL}")
    print_likeness(rows, own_rows)


def print_likeness(rows: Embeddings, own_rows: Embeddings) -> None:
    """How alike the embeddings of the two ways are, beside how alike different files are."""
    both = sorted(rows.keys() & own_rows.keys())
    cosines = [float(rows[name] @ own_rows[name]) for name in both]
    print(f"cosine of the two ways, file by file: mean {statistics.mean(cosines):.4f}, ", end="")
    print(f"lowest {min(cosines):.4f} ({both[int(np.argmin(cosines))]})")
    table = np.stack([rows[name] for name in both])
    others = (table @ table.T)[~np.eye(len(both), dtype=bool)]
    print(f"cosine of different files (random weights): mean {others.mean():.4f}" if others.size else "")
    missing = {
        "ModelScope's steps": own_rows.keys() - rows.keys(),
        "vop index": rows.keys() - own_rows.keys(),
    }
    for way, names in missing.items():
        if names:
            print(f"{way} could not read: {', '.join(sorted(names))}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; exit code 0 whatever it shows."""
    parser: Any = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=0, help="files at most; 0 for all")
    parser.add_argument("--folder", type=Path, default=None, help="a folder of other videos")
    parser.add_argument("--precision", choices=["auto", "fp32", "bf16", "int8"], default="auto")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "made").mkdir()
        files = choose_files(options.folder, options.limit, Path(place) / "made")
        folder = Path(place) / "videos"
        folder.mkdir()
        for file in files:
            (folder / file.name).symlink_to(file.absolute())
        compare(options.rounds, files, folder, options.precision)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
