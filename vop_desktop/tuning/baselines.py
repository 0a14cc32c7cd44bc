"""What the paper compares VoP with: other choices of the parameters of a CLIP that are tuned (SPEC §1.9)."""

from __future__ import annotations

from typing import Literal, get_args

from torch import nn

from vop_desktop.model.vop import VoP

Baseline = Literal["full", "projection", "bias"]
BASELINES: tuple[Baseline, ...] = get_args(Baseline)

PROJECTIONS = ("visual.proj", "text_projection")
OWNERS = (nn.Linear, nn.Conv2d, nn.LayerNorm, nn.Embedding)


def baseline_names(model: VoP, baseline: Baseline) -> list[str]:
    """Names of the parameters that a baseline trains.

    `full` is all there is, the temperature included; `projection` the two matrices into the joint space;
    `bias` the biases of linear layers and layer norms. As in the paper's counts, those of the projections
    inside attention are none of these.
    """
    if baseline == "full":
        return [name for name, _ in model.named_parameters()]
    if baseline == "projection":
        return list(PROJECTIONS)
    return [name for name in _owned(model) if name.endswith(".bias")]


def paper_total(model: VoP) -> int:
    """The number of parameters of which the paper takes shares: those of whole layers, raw ones apart."""
    parameters = dict(model.named_parameters())
    return sum(parameters[name].numel() for name in _owned(model) if name in parameters)


def _owned(model: VoP) -> list[str]:
    return [
        f"{owner}.{name}" if owner else name
        for owner, module in model.named_modules()
        if isinstance(module, OWNERS)
        for name, _ in module.named_parameters(recurse=False)
    ]
