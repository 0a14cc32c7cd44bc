"""Weights on disk: safetensors only, checked before they are used."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from vop_desktop.errors import PackError
from vop_desktop.model.backbone import Unfilled
from vop_desktop.model.config import VopConfig
from vop_desktop.model.vop import VoP


def load_vop(config: VopConfig, weights: Path, pack: str) -> VoP:
    """Builds the model of a pack with its weights, fp32, in evaluation mode.

    Names and shapes are compared before a tensor is read. PackError names what does not fit.
    """
    try:
        with torch.device("meta"), Unfilled():
            model = VoP(config)
    except (RuntimeError, ValueError) as error:
        raise PackError(f"The pack “{pack}” describes a model that cannot be built: {error}.") from error
    wanted = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    _check_names(_stored_shapes(weights, pack), wanted, pack)
    tensors = {name: tensor.float() for name, tensor in load_file(weights).items()}
    for name, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            raise PackError(f"The weights of the pack “{pack}” are damaged: {name} is not all numbers.")
    model.load_state_dict(tensors, assign=True)
    if config.text_encoder == "clip":
        model.attn_mask = _causal_mask(config.context_length)
    return model.requires_grad_(False).eval()


def save_vop(model: VoP, weights: Path, dtype: torch.dtype = torch.float16) -> None:
    """Writes the whole state of a model as safetensors."""
    tensors = {name: t.detach().to("cpu", dtype).contiguous() for name, t in model.state_dict().items()}
    save_file(tensors, weights)


def _stored_shapes(weights: Path, pack: str) -> dict[str, tuple[int, ...]]:
    try:
        with safe_open(weights, framework="pt") as stored:
            return {name: tuple(stored.get_slice(name).get_shape()) for name in stored.keys()}  # noqa: SIM118
    except FileNotFoundError as error:
        raise PackError(f"The weights of the pack “{pack}” are missing: {weights.name}.") from error
    except (OSError, SafetensorError) as error:
        raise PackError(
            f"The weights of the pack “{pack}” are damaged: {weights.name} is no complete safetensors file."
        ) from error


def _check_names(stored: dict[str, tuple[int, ...]], wanted: dict[str, tuple[int, ...]], pack: str) -> None:
    missing = sorted(wanted.keys() - stored.keys())
    foreign = sorted(stored.keys() - wanted.keys())
    if missing or foreign:
        what = f"{missing[0]} is missing" if missing else f"{foreign[0]} does not belong to this model"
        raise PackError(f"The weights of the pack “{pack}” do not fit its model: {what}.")
    for name, shape in wanted.items():
        if stored[name] != shape:
            raise PackError(
                f"The weights of the pack “{pack}” do not fit its model: {name} is {stored[name]}, "
                f"not {shape}."
            )


def _causal_mask(length: int) -> torch.Tensor:
    return torch.full((length, length), float("-inf")).triu_(1)
