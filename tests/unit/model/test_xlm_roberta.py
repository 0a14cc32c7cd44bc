"""The multilingual text encoder, against numbers of transformers' own (see `golden/make_xlm_roberta.py`)."""

from __future__ import annotations

import copy
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.helpers import multilingual
from vop_desktop.errors import PackError
from vop_desktop.model.config import VopConfig
from vop_desktop.model.packs import Pack, find_pack
from vop_desktop.model.vop import VoP
from vop_desktop.model.xlm_roberta import XlmRobertaText

GOLDEN = Path(__file__).parent / "golden"


def config(sizes: dict[str, Any] = multilingual.SMALL, **changes: Any) -> VopConfig:
    return VopConfig(
        variant="clip", text_encoder="xlm_roberta", activation="gelu", vocab_size=sizes["vocab"],
        text_width=sizes["t_width"], text_layers=sizes["t_layers"], embed_dim=sizes["embed_dim"],
        image_size=sizes["image_size"], patch_size=sizes["patch"], vision_width=sizes["v_width"],
        vision_layers=sizes["v_layers"], **changes,
    )  # fmt: skip


def text_encoder(sizes: dict[str, Any] = multilingual.SMALL) -> XlmRobertaText:
    with torch.device("meta"):
        encoder = XlmRobertaText(config(sizes))
    state = {name.removeprefix("text."): t for name, t in multilingual.text_state(sizes).items()}
    encoder.load_state_dict(state, assign=True)  # every name, and no other
    return encoder.requires_grad_(False).eval()


def test_hidden_states_mean_and_features_are_those_of_transformers() -> None:
    golden = np.load(GOLDEN / "xlm_roberta_small.npz")
    encoder, ids = text_encoder(), torch.from_numpy(golden["ids"])
    assert torch.equal(ids, multilingual.sample_ids(multilingual.SMALL["vocab"]))
    there = ids != 1
    hidden = encoder.transformer(ids, there)
    np.testing.assert_allclose(hidden[there], golden["hidden"][there], atol=1e-5, rtol=0)
    features = encoder(ids)
    np.testing.assert_allclose(features, golden["projected"], atol=1e-5, rtol=0)
    pooled = [states[seen].mean(dim=0) for states, seen in zip(hidden, there, strict=True)]
    np.testing.assert_allclose(torch.stack(pooled), golden["pooled"], atol=1e-5, rtol=0)
    assert np.abs(golden["projected"]).max() > 0.5  # they say something


@pytest.mark.skipif(not os.environ.get("VOP_LONG_TESTS"), reason="a table of 192 million numbers")
def test_the_full_size_gives_the_numbers_of_transformers() -> None:
    golden = np.load(GOLDEN / "xlm_roberta_full.npz")
    features = text_encoder(multilingual.FULL)(torch.from_numpy(golden["ids"]))
    np.testing.assert_allclose(features, golden["projected"], atol=1e-5, rtol=0)


def test_padding_changes_nothing() -> None:
    encoder, ids = text_encoder(), multilingual.sample_ids(multilingual.SMALL["vocab"])
    together = encoder(ids)
    for row, features in zip(ids, together, strict=True):
        torch.testing.assert_close(encoder(row[row != 1][None])[0], features, atol=1e-5, rtol=0)


def test_bf16_and_fp16_stay_near() -> None:
    encoder, ids = text_encoder(), multilingual.sample_ids(multilingual.SMALL["vocab"])
    exact = encoder(ids)
    for dtype in (torch.bfloat16, torch.float16):
        rounded = copy.deepcopy(encoder).to(dtype)(ids)
        assert rounded.dtype == dtype
        assert torch.cosine_similarity(exact, rounded.float()).min() > 0.999


# --- as a part of the model ---------------------------------------------------------------------------


def test_the_model_has_the_tensors_of_open_clips_file() -> None:
    with torch.device("meta"):
        model = VoP(config())
    shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    state = multilingual.state()
    del state["text.transformer.embeddings.position_ids"]
    assert shapes == {name: tuple(tensor.shape) for name, tensor in state.items()}


def test_text_to_converts_the_text_encoder_alone() -> None:
    model = VoP(config())
    model.text_to(torch.bfloat16)
    assert {p.dtype for p in model.text.parameters()} == {torch.bfloat16}
    assert {p.dtype for p in model.visual.parameters()} == {torch.float32}
    assert model.encode_text(torch.tensor([[0, 5, 2]])).dtype == torch.bfloat16


def test_without_its_tokenizer_it_says_so() -> None:
    with pytest.raises(PackError, match=r"without its tokenizer\.json"):
        VoP(config()).tokenize(["a red car"])


def test_video_prompts_go_beside_it_and_text_prompts_do_not() -> None:
    videos = VopConfig(**{**_values(config()), "variant": "vop", "num_visual_prompts": 2})
    assert sorted(VoP(videos).prompt_parameters()) == ["visual_prompts"]
    with pytest.raises(ValueError, match="takes no text prompts"):
        VopConfig(**{**_values(config()), "variant": "vop", "num_text_prefix": 4})
    with pytest.raises(ValueError, match="at most 512 pieces"):
        config(context_length=513)
    with pytest.raises(ValueError, match="text_encoder is 'mt5'; known: clip, xlm_roberta"):
        VopConfig(text_encoder="mt5")  # type: ignore[arg-type]


def _values(of: VopConfig) -> dict[str, Any]:
    values = {name: getattr(of, name) for name in VopConfig.__slots__}
    return {**values, "num_text_prefix": 0}


# --- what was embedded stays valid --------------------------------------------------------------------


def pack(of: VopConfig, **changes: Any) -> Pack:
    return Pack(
        name="p", title="", description="", understands="", languages=("en",), licence="", config=of,
        folder=Path(), weights=Path("w"), sha256="ab" * 32, known_words=frozenset(), **changes,
    )  # fmt: skip


def test_ids_from_before_there_was_another_text_encoder_stay() -> None:
    assert pack(VopConfig()).model_id == "p-b902187eeb0d"
    assert pack(VopConfig(variant="clip", activation="gelu")).model_id == "p-90f6f0f99916"
    starter = find_pack("starter")
    settings = {n: getattr(starter.config, n) for n in VopConfig.__slots__ if n != "text_encoder"}
    text = json.dumps(settings, sort_keys=True) + starter.sha256 + "mean-renormalised"
    assert starter.model_id == f"starter-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def test_the_pieces_of_words_are_a_part_of_the_id() -> None:
    ids = {pack(config(), tokenizer_sha256=digest).model_id for digest in ("", "a", "b")}
    assert len(ids | {pack(VopConfig(**{**_values(config()), "text_encoder": "clip"})).model_id}) == 4
