"""A model pack with small random weights: it tells nothing of what it sees, but runs like any other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

TINY_CONFIG = {
    "variant": "vop",
    "embed_dim": 32,
    "image_size": 64,
    "patch_size": 32,
    "vision_width": 64,
    "vision_layers": 2,
    "text_width": 64,
    "text_layers": 2,
    "context_length": 32,
    "num_frames": 12,
    "num_text_prefix": 2,
    "num_visual_prompts": 2,
    "head_width": 32,
}


def write_tiny_pack(
    folder: Path, *, name: str = "tiny", seed: int = 0, changes: Mapping[str, object] | None = None
) -> Path:
    """Writes `pack.json` and weights into a new folder; another seed, another model.

    With `changes`, those settings beside the defaults of VoP: none make a ViT-B/32, which is not tiny.
    """
    import torch

    from vop_desktop.model import VoP, VopConfig
    from vop_desktop.model.checkpoint import save_vop

    config = VopConfig.from_dict(dict(TINY_CONFIG if changes is None else changes))
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = VoP(config)
    folder.mkdir(parents=True)
    weights = folder / "weights.safetensors"
    save_vop(model, weights)
    entry = {
        "format": 1,
        "name": name,
        "title": "Tiny (random weights)",
        "description": "For tests.",
        "config": asdict(config),
        "weights": weights.name,
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "languages": ["en"],
        "licence": "Apache-2.0",
        "understands": "nothing",
        "sources": [],
    }
    (folder / "pack.json").write_text(json.dumps(entry), "utf-8")
    return folder
