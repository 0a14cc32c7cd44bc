"""The trained part of VoP: prompt tokens for every layer of both encoders (SPEC §1.2 to §1.7)."""

from __future__ import annotations

import torch
from torch import nn

from vop_desktop.model.config import VopConfig

PROMPT_STD = 0.02


def prompt_table(*shape: int) -> nn.Parameter:
    """A table of prompt tokens, drawn from N(0, 0.02²) as in ModelScope's code."""
    return nn.Parameter(torch.randn(*shape) * PROMPT_STD)


class ContextModule(nn.Module):
    """VoP^C's context modelling: the CLS tokens of one video make prompts for each of its frames (§1.5).

    A bidirectional LSTM of one layer and a linear layer, shared by all layers of the encoder.
    """

    def __init__(self, width: int, num_prompts: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(width, width, 1, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * width, num_prompts * width)
        self.num_prompts = num_prompts

    def forward(self, cls_tokens: torch.Tensor) -> torch.Tensor:
        """[B, F, d] CLS tokens to [B, F, S, d] prompts."""
        mixed, _ = self.lstm(cls_tokens)  # [B, F, 2d]
        prompts: torch.Tensor = self.fc(mixed)
        return prompts.view(*cls_tokens.shape[:2], self.num_prompts, -1)


def register_prompts(module: nn.Module, config: VopConfig) -> None:
    """Registers the prompt parameters of a variant on `module`; none where the config asks for zero.

    Names and shapes: `text_prompts` [K, a+b, d_t]; `visual_prompts` [layers, 1, shared, d_v];
    `position_prompts` [intra, F, S, d_v]; `deep_visual_prompts` [K - intra, 1, P, d_v];
    `context.*`; `frame_positional_embedding` [F, d_v].
    """
    c = config
    text_prompts = c.num_text_prefix + c.num_text_suffix
    if text_prompts:
        module.text_prompts = prompt_table(c.text_layers, text_prompts, c.text_width)
    split = c.variant in ("vop_fp", "vop_fc")  # intra and joint layers own separate tables
    layers = c.intra_layers if split else c.vision_layers
    shared = c.num_visual_prompts - c.num_video_prompts
    if shared and layers:
        module.visual_prompts = prompt_table(layers, 1, shared, c.vision_width)
    if c.variant in ("vop_p", "vop_fp") and c.num_video_prompts:
        module.position_prompts = prompt_table(layers, c.num_frames, c.num_video_prompts, c.vision_width)
    if c.variant in ("vop_c", "vop_fc") and c.num_video_prompts:
        module.context = ContextModule(c.vision_width, c.num_video_prompts)
    if split and c.num_visual_prompts and c.vision_layers > layers:
        deep = c.vision_layers - layers
        module.deep_visual_prompts = prompt_table(deep, 1, c.num_visual_prompts, c.vision_width)
    if c.joint:  # zeros: training starts from plain joint attention (§1.6)
        module.frame_positional_embedding = nn.Parameter(torch.zeros(c.num_frames, c.vision_width))


PROMPT_NAMES = (
    "text_prompts",
    "visual_prompts",
    "position_prompts",
    "deep_visual_prompts",
    "context.",
    "frame_positional_embedding",
)
