"""Sizes, parameter counts and the properties that the variants must have."""

from __future__ import annotations

import pytest
import torch

from vop_desktop.model import VoP, VopConfig

SMALL = {
    "embed_dim": 32,
    "image_size": 32,
    "patch_size": 16,
    "vision_width": 64,
    "vision_layers": 3,
    "text_width": 64,
    "text_layers": 2,
    "vocab_size": 128,
    "num_frames": 4,
    "num_intra_layers": 2,
}
VARIANTS = ("clip", "vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc")

# SPEC §1.9, frame positional embedding included
COUNTS = {
    "clip": 0,
    "vop": 122_880,
    "vop_p": 528_384,
    "vop_c": 14_257_152,
    "vop_f": 132_096,
    "vop_fp": 402_432,
    "vop_fc": 14_278_656,
}


def small(variant: str, **changes: object) -> VoP:
    torch.manual_seed(0)
    return VoP(VopConfig(**{**SMALL, "variant": variant, **changes})).eval()  # type: ignore[arg-type]


@pytest.mark.parametrize("variant", VARIANTS)
def test_trainable_parameters_are_those_of_the_paper(variant: str) -> None:
    with torch.device("meta"):
        model = VoP(VopConfig(variant=variant))  # type: ignore[arg-type]
    model.freeze_backbone()
    assert sum(p.numel() for p in model.parameters() if p.requires_grad) == COUNTS[variant]
    assert not model.logit_scale.requires_grad


def test_the_backbone_has_the_size_of_clip() -> None:
    with torch.device("meta"):
        model = VoP(VopConfig(variant="clip"))
    assert sum(p.numel() for p in model.parameters()) == 151_277_313
    assert len(model.state_dict()) == 302


@pytest.mark.parametrize("variant", VARIANTS)
def test_features_have_the_promised_shapes_and_lengths(variant: str) -> None:
    model = small(variant)
    frames, pooled = model.encode_frames(torch.randn(2, 4, 3, 32, 32))
    ids = torch.randint(1, 126, (3, model.config.text_tokens))
    ids[:, 5] = 127
    text = model.encode_text(ids)
    assert frames.shape == (2, 4, 32)
    assert pooled.shape == (2, 32)
    torch.testing.assert_close(frames.norm(dim=-1), torch.ones(2, 4))
    torch.testing.assert_close(text.norm(dim=-1), torch.ones(3))
    assert (pooled.norm(dim=-1) < 1).all()  # a mean of unit vectors, left as it is


@pytest.mark.parametrize("variant", ["vop_p", "vop_f", "vop_fp", "vop_fc"])
def test_other_frame_counts_are_refused(variant: str) -> None:
    with pytest.raises(ValueError, match="4 frames"):
        small(variant).encode_frames(torch.randn(1, 3, 3, 32, 32))


@pytest.mark.parametrize(
    ("variant", "sees"), [("clip", False), ("vop", False), ("vop_c", True), ("vop_p", True)]
)
def test_which_variants_see_the_order_of_frames(variant: str, sees: bool) -> None:
    model = small(variant)
    pixels = torch.randn(1, 4, 3, 32, 32)
    with torch.no_grad():
        _, forward = model.encode_frames(pixels)
        _, backward = model.encode_frames(pixels.flip(1))
    assert torch.allclose(forward, backward, atol=1e-5) is not sees


def test_joint_layers_see_order_once_frames_have_positions() -> None:
    model = small("vop_f")
    torch.nn.init.normal_(model.frame_positional_embedding)
    pixels = torch.randn(1, 4, 3, 32, 32)
    with torch.no_grad():
        _, forward = model.encode_frames(pixels)
        _, backward = model.encode_frames(pixels.flip(1))
    assert not torch.allclose(forward, backward, atol=1e-4)


def test_vop_f_without_joint_layers_is_vop() -> None:
    base = small("vop")
    joint = small("vop_f", num_intra_layers=3)
    joint.load_state_dict(base.state_dict(), strict=False)
    pixels = torch.randn(2, 4, 3, 32, 32)
    with torch.no_grad():
        torch.testing.assert_close(base.encode_frames(pixels), joint.encode_frames(pixels))


def test_text_may_be_cut_after_its_end() -> None:
    model = small("vop")
    ids = torch.zeros(1, model.config.text_tokens, dtype=torch.long)
    ids[0, :4] = torch.tensor([126, 5, 6, 127])
    with torch.no_grad():
        torch.testing.assert_close(model.encode_text(ids), model.encode_text(ids[:, :4]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"variant": "vop_x"},
        {"image_size": 30},
        {"vision_width": 65},
        {"num_video_prompts": 9},
        {"context_length": 8},
        {"num_intra_layers": 4},
    ],
)
def test_configs_that_cannot_be_built_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        VopConfig(**{**SMALL, "variant": "vop_fp", **wrong})  # type: ignore[arg-type]


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown model settings: layers"):
        VopConfig.from_dict({"layers": 3})
