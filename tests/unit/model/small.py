"""Models of a few thousand numbers that take real texts."""

from __future__ import annotations

from typing import Any

import torch

from tests.helpers.packs import TINY_CONFIG
from vop_desktop.model import VoP, VopConfig


def tiny_config(**changes: object) -> VopConfig:
    """The sizes of the tiny pack; variants with video prompts and joint layers have one of each."""
    return VopConfig.from_dict({**TINY_CONFIG, "num_video_prompts": 1, "num_intra_layers": 1, **changes})


def tiny(kind: type[VoP] = VoP, **changes: object) -> Any:
    """A model with random weights, always the same."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return kind(tiny_config(**changes)).requires_grad_(False).eval()
