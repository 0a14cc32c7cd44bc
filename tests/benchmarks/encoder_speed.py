"""How fast decoded frames become embeddings: each precision against a plain open_clip loop in fp32.

    python -m tests.benchmarks.encoder_speed [--rounds 5] [--variant clip]

ViT-B/32 with random weights (the speed is that of trained ones), twelve frames at a time, in one process,
turn and turn about. The baseline is `encode_image` of open_clip under `inference_mode`; ours starts at the
uint8 frames of the decoder and ends at unit vectors. Each ratio is of two neighbours in time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, get_args

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the program sets it before it loads torch

import numpy as np
import torch
from torch.nn import functional

from vop_desktop.model import VoP, VopConfig
from vop_desktop.model.backbone import open_clip
from vop_desktop.model.config import Variant
from vop_desktop.model.encoder import VopEncoder
from vop_desktop.model.precision import Precision, cpu_name

GOAL = 2.0
PRECISIONS: tuple[Precision, ...] = ("fp32", "bf16", "int8")


def make_model(variant: Variant) -> VoP:
    """The same random weights each time."""
    torch.manual_seed(0)
    return VoP(VopConfig(variant=variant)).requires_grad_(False).eval()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; exit code 0 whatever it shows."""
    parser: Any = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--variant", choices=get_args(Variant), default="clip")
    options = parser.parse_args(arguments)
    plain = open_clip().create_model("ViT-B-32-quickgelu").eval()
    pixels = torch.randn(12, 3, 224, 224)
    frames = np.random.default_rng(0).integers(0, 255, (1, 12, 224, 224, 3), dtype=np.uint8)
    encoders = {
        name: VopEncoder(make_model(options.variant), "benchmark", precision=name) for name in PRECISIONS
    }
    ways: dict[str, Callable[[], object]] = {"open_clip fp32": lambda: plain.encode_image(pixels)}
    for name, encoder in encoders.items():
        ways[name] = lambda encoder=encoder: encoder.encode_frames(frames)  # type: ignore[misc]
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with torch.inference_mode():
        for way in ways.values():
            way()
        for _ in range(options.rounds):
            for name, way in ways.items():
                begin = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - begin)
    print(f"{cpu_name()}, {torch.get_num_threads()} threads, VoP variant {options.variant}")
    print("way             frames/s   ratio: median  lowest  highest   cosine to fp32, lowest frame")
    wanted = torch.from_numpy(encoders["fp32"].encode_frames(frames).frames)
    base = seconds["open_clip fp32"]
    for name, own in seconds.items():
        ratios = [theirs / mine for theirs, mine in zip(base, own, strict=True)]
        line = f"{name:15} {12 / statistics.median(own):8.1f}   "
        line += f"{statistics.median(ratios):13.2f} {min(ratios):7.2f} {max(ratios):8.2f}"
        if name in encoders:
            got = torch.from_numpy(encoders[name].encode_frames(frames).frames)
            line += f"   {float(functional.cosine_similarity(wanted, got, dim=-1).min()):.5f}"
        print(line)
    print(f"goal {GOAL}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
