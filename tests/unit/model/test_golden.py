"""The model against vectors made by ModelScope's code and by an independent implementation (SPEC §6)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.unit.model.golden import fill_rule
from vop_desktop.model import VoP, VopConfig
from vop_desktop.model.vop import contrastive_loss

TAG = "golden_a"
GOLDEN = Path(__file__).parent / "golden"

# name of the file: variant, prefix, suffix, read-out
CASES = {
    "modelscope_clip": ("clip", 0, 0, "eot"),
    "modelscope_vop_p4s4": ("vop", 4, 4, "modelscope"),
    "modelscope_vop_p8s0": ("vop", 8, 0, "modelscope"),
    "spec_text_p4s4_eot": ("vop", 4, 4, "eot"),
    "spec_vop_p": ("vop_p", 4, 4, "modelscope"),
    "spec_vop_c": ("vop_c", 4, 4, "modelscope"),
    "spec_vop_f": ("vop_f", 4, 4, "modelscope"),
    "spec_vop_fp": ("vop_fp", 4, 4, "modelscope"),
    "spec_vop_fc": ("vop_fc", 4, 4, "modelscope"),
}


@lru_cache(maxsize=2)
def backbone_weights(size: str) -> dict[str, np.ndarray]:
    return fill_rule.weights(TAG, fill_rule.clip_shapes(fill_rule.CONFIGS[size]))


def build(name: str, size: str) -> tuple[VoP, dict[str, Any]]:
    c = fill_rule.CONFIGS[size]
    variant, prefix, suffix, readout = CASES[name]
    config = VopConfig(
        variant=variant,
        embed_dim=c["embed_dim"],
        image_size=c["image_size"],
        patch_size=c["patch"],
        vision_width=c["v_width"],
        vision_layers=c["v_layers"],
        text_width=c["t_width"],
        text_layers=c["t_layers"],
        context_length=c["ctx"],
        vocab_size=c["vocab"],
        num_frames=c["frames"],
        num_text_prefix=prefix,
        num_text_suffix=suffix,
        text_readout=readout,
        num_intra_layers=c["k_s"],
    )
    model = VoP(config).eval()
    weights = dict(backbone_weights(size))
    if variant != "clip":
        weights |= fill_rule.weights(TAG, fill_rule.prompt_shapes(c, variant))
    model.load_state_dict({key: torch.from_numpy(np.array(value)) for key, value in weights.items()})
    return model, c


@pytest.fixture(params=[(name, size) for size in ("small", "full") for name in CASES], ids="-".join)
def case(request: pytest.FixtureRequest) -> Iterator[tuple[VoP, dict[str, Any], Any]]:
    name, size = request.param
    model, c = build(name, size)
    with np.load(GOLDEN / f"{TAG}_{name}_{size}.npz") as golden:
        yield model, c, golden


def test_features_equal_the_golden_vectors(
    case: tuple[VoP, dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    model, c, golden = case
    context = model.config.text_tokens
    with torch.no_grad():
        text = model.encode_text(torch.from_numpy(fill_rule.tokens(TAG, c, context))).numpy()
        np.testing.assert_allclose(text, golden["text_features"], atol=1e-5, rtol=0)
        if "frame_features" not in golden:
            return
        pixels = torch.from_numpy(fill_rule.frames(TAG, c))
        raw: list[torch.Tensor] = []
        project = model.project_frames
        monkeypatch.setattr(model, "project_frames", lambda shown: raw.append(project(shown)) or raw[0])
        frames, pooled = model.encode_frames(pixels)  # once: it takes seconds
    np.testing.assert_allclose(raw[0].numpy(), golden["frame_raw"], atol=5e-5, rtol=0)
    np.testing.assert_allclose(frames.numpy(), golden["frame_features"], atol=1e-5, rtol=0)
    np.testing.assert_allclose(pooled.numpy(), golden["video_features"], atol=1e-5, rtol=0)
    np.testing.assert_allclose(text @ pooled.numpy().T, golden["similarity"], atol=1e-5, rtol=0)
    cosine = text @ functional.normalize(pooled, dim=-1).numpy().T
    np.testing.assert_allclose(cosine, golden["similarity_cos"], atol=1e-5, rtol=0)


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"modelscope_clip", "spec_text_p4s4_eot"}))
def test_loss_and_gradients_equal_the_golden_vectors(name: str) -> None:
    model, c = build(name, "small")
    with np.load(GOLDEN / f"{TAG}_{name}_small.npz") as golden:
        wanted = {key[5:]: golden[key] for key in golden if key.startswith("grad_")}
        loss_wanted = float(golden["loss"])
    videos = c["videos"]
    text = model.encode_text(torch.from_numpy(fill_rule.tokens(TAG, c, 69)))[:videos]
    if name.startswith("spec"):  # in these files the text features are constants
        text = text.detach()
    _, pooled = model.encode_frames(torch.from_numpy(fill_rule.frames(TAG, c)))
    loss = contrastive_loss(text, pooled, 100.0)
    loss.backward()
    assert loss.item() == pytest.approx(loss_wanted, abs=1e-4)
    parameters = dict(model.named_parameters())
    assert wanted
    for key, gradient in wanted.items():
        got = parameters[key].grad
        assert got is not None, key
        np.testing.assert_allclose(got.numpy(), gradient, atol=1e-4 * float(np.abs(gradient).max()), rtol=0)
