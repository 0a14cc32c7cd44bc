"""Sizes and choices of a VoP model: everything `pack.json` has to say to rebuild it. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Variant = Literal["clip", "vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc"]
TextReadout = Literal["eot", "modelscope"]
Activation = Literal["quick_gelu", "gelu"]
TextEncoder = Literal["clip", "xlm_roberta"]

# Of the colours that CLIP was trained with, 0 to 1, red green blue.
CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)

XLM_LONGEST = 512  # its position table has two more rows

# Far above any model that runs on a person's machine; a pack from elsewhere could say anything.
LIMITS = {
    "embed_dim": 1 << 14,
    "image_size": 1 << 12,
    "vision_width": 1 << 14,
    "vision_layers": 100,
    "text_width": 1 << 14,
    "text_layers": 100,
    "context_length": 1 << 12,
    "vocab_size": 1 << 21,
    "num_frames": 1 << 12,
    "num_visual_prompts": 1 << 10,
}


@dataclass(frozen=True, slots=True)
class VopConfig:
    """One VoP model (SPEC §1). Defaults: VoP^{F+C} on CLIP ViT-B/32.

    Attributes:
        variant: `clip` (no prompts), `vop`, or `vop_` with video prompts by position (`p`), context (`c`),
            function (`f`).
        embed_dim: D, size of the joint space.
        image_size, patch_size: pixels.
        vision_width, vision_layers: of the video encoder.
        text_width, text_layers: of the text encoder.
        context_length: text positions, prompts included.
        vocab_size: rows of the token table; the last id is the end of text.
        num_frames: F, frames a segment.
        num_text_prefix, num_text_suffix: text prompts a layer, after the start and before the last slot.
        text_readout: `eot` reads the end of text; `modelscope` reads prefix + suffix slots after its id
            (SPEC §1.2).
        num_visual_prompts: visual prompts a layer, video-specific ones included.
        num_video_prompts: of these, how many depend on position or context (ignored by `vop` and `vop_f`).
        num_intra_layers: K_s, layers that see one frame at a time (F variants).
        activation: of the blocks; OpenAI's weights need `quick_gelu`.
        head_width: of the attention heads of both encoders.
        text_encoder: CLIP's own, or XLM-RoBERTa (`xlm_roberta`), which knows many languages and takes no
            prompts; then `vocab_size` are the pieces of its `tokenizer.json`.
    """

    variant: Variant = "vop_fc"
    embed_dim: int = 512
    image_size: int = 224
    patch_size: int = 32
    vision_width: int = 768
    vision_layers: int = 12
    text_width: int = 512
    text_layers: int = 12
    context_length: int = 77
    vocab_size: int = 49408
    num_frames: int = 12
    num_text_prefix: int = 8
    num_text_suffix: int = 0
    text_readout: TextReadout = "eot"
    num_visual_prompts: int = 8
    num_video_prompts: int = 4
    num_intra_layers: int = 8
    activation: Activation = "quick_gelu"
    head_width: int = 64
    text_encoder: TextEncoder = "clip"

    def __post_init__(self) -> None:
        if self.variant == "clip":  # plain CLIP is VoP with zero prompts
            for name in ("num_text_prefix", "num_text_suffix", "num_visual_prompts", "num_video_prompts"):
                object.__setattr__(self, name, 0)
        if self.variant in ("vop", "vop_f"):
            object.__setattr__(self, "num_video_prompts", 0)
        self._check()

    def _check(self) -> None:
        for name, allowed in (
            ("variant", get_args(Variant)),
            ("text_readout", get_args(TextReadout)),
            ("activation", get_args(Activation)),
            ("text_encoder", get_args(TextEncoder)),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is {getattr(self, name)!r}; known: {', '.join(allowed)}")
        for name in ("embed_dim", "image_size", "patch_size", "vision_width", "vision_layers", "text_width"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1")
        for name, most in LIMITS.items():
            if getattr(self, name) > most:
                raise ValueError(f"{name} must be at most {most}")
        if self.image_size % self.patch_size:
            raise ValueError("image_size must be a multiple of patch_size")
        if self.vision_width % self.head_width or self.text_width % self.head_width:
            raise ValueError("the widths must be multiples of head_width")
        self._check_text()
        if not 0 <= self.num_video_prompts <= self.num_visual_prompts:
            raise ValueError("num_video_prompts must lie between 0 and num_visual_prompts")
        if self.joint and not 0 <= self.num_intra_layers <= self.vision_layers:
            raise ValueError("num_intra_layers must lie between 0 and vision_layers")

    def _check_text(self) -> None:
        if self.text_encoder == "xlm_roberta":
            if self.num_text_prefix or self.num_text_suffix:
                raise ValueError("XLM-RoBERTa takes no text prompts")
            if self.context_length > XLM_LONGEST:
                raise ValueError(f"XLM-RoBERTa reads at most {XLM_LONGEST} pieces of a text")
        if self.text_tokens < 2:
            raise ValueError("context_length leaves no room for the text beside the prompts")

    @property
    def joint(self) -> bool:
        """Whether the last layers attend over all frames of a video (VoP^F)."""
        return self.variant in ("vop_f", "vop_fp", "vop_fc")

    @property
    def intra_layers(self) -> int:
        """Layers that see one frame at a time."""
        return self.num_intra_layers if self.joint else self.vision_layers

    @property
    def text_tokens(self) -> int:
        """L, ids that the text encoder takes: start and end included, prompts not."""
        return self.context_length - self.num_text_prefix - self.num_text_suffix

    @property
    def num_patches(self) -> int:
        """M, patches of one frame."""
        return (self.image_size // self.patch_size) ** 2

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> VopConfig:
        """Builds a config from JSON. ValueError for unknown names or values that do not fit together."""
        unknown = set(values) - set(cls.__slots__)
        if unknown:
            raise ValueError(f"unknown model settings: {', '.join(sorted(unknown))}")
        return cls(**values)
