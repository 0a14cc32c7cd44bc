"""VoP: the model, its packs and the encoder that the rest of the program sees.

Names load on first use, so that importing this package costs no torch.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from vop_desktop.records import Encoder, VideoEmbeddings

# Before torch is loaded: its idle threads sleep instead of spinning, since decode processes need the cores.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Before huggingface_hub is loaded, which open_clip does: it tells no server what is installed here.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from vop_desktop.model.config import VopConfig
    from vop_desktop.model.encoder import load_encoder
    from vop_desktop.model.vop import VoP

__all__ = ["Encoder", "VideoEmbeddings", "VoP", "VopConfig", "load_encoder"]

_HOME = {
    "VopConfig": "vop_desktop.model.config",
    "VoP": "vop_desktop.model.vop",
    "load_encoder": "vop_desktop.model.encoder",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
