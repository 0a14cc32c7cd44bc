"""Small models and clips for tuning: each clip of one colour, with captions of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from tests.helpers.packs import TINY_CONFIG
from vop_desktop.model import VoP, VopConfig
from vop_desktop.tuning.pairs import CaptionedVideo, Clips

WORDS = "red green blue pale dark big small round tall wide slow quick near far old new".split()


def tiny_model(seed: int = 0, **changes: object) -> VoP:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return VoP(VopConfig.from_dict({**TINY_CONFIG, "num_frames": 2, **changes})).eval()


def coloured_clips(count: int = 40) -> Clips:
    generator = np.random.default_rng(3)
    colours = generator.integers(0, 256, (count, 1, 1, 1, 3), np.uint8)
    frames = np.broadcast_to(colours, (count, 2, 64, 64, 3))
    videos = []
    for number in range(count):
        first, second = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) * 3 % len(WORDS)]
        captions = (f"a {first} thing beside a {second} one", f"{second} and {first}, number {number}")
        videos.append(CaptionedVideo(f"{number}.mp4", f"key{number}", captions))
    return Clips(tuple(videos), list(frames))


def run_in_process(rank: int, world: int, port: int, out: str) -> None:
    """One process of several: 20 steps of tuning, its losses written to a file."""
    from torch import distributed

    from vop_desktop.tuning.options import TuneOptions
    from vop_desktop.tuning.trainer import Trainer

    torch.set_num_threads(1)
    if world > 1:
        address = f"tcp://127.0.0.1:{port}"
        distributed.init_process_group("gloo", init_method=address, rank=rank, world_size=world)
    options = TuneOptions(method="vop", epochs=4, batch=10, rate=3e-3, patience=99)
    Path(out).mkdir(exist_ok=True)
    history = Trainer(tiny_model(), coloured_clips(), options, Path(out) / "state").run()
    if rank == 0:
        np.save(Path(out) / f"losses{world}.npy", history["loss"][:20])
    if world > 1:
        distributed.destroy_process_group()
