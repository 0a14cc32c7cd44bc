"""The real thing: ModelScope's folder at ViT-B/32 size gives the numbers of ModelScope's own code."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.helpers import checkpoints
from tests.unit.model.golden import fill_rule
from tests.unit.model.test_golden import GOLDEN, TAG, backbone_weights
from vop_desktop.model.checkpoint import load_vop
from vop_desktop.model.importing import import_pack
from vop_desktop.model.packs import find_pack

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
SPLITS = {"modelscope_vop_p4s4": (4, 4), "modelscope_vop_p8s0": (8, 0)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clip = {name: torch.from_numpy(value) for name, value in backbone_weights("full").items()}
    state = checkpoints.modelscope_state(checkpoints.FULL, clip=clip)
    assert len(state) == 605
    place = tmp_path_factory.mktemp("modelscope") / "cv_vit-b32_retrieval_vop"
    return checkpoints.write_modelscope(place, checkpoints.FULL, state=state)


@pytest.mark.slow
def test_an_imported_modelscope_folder_gives_the_golden_vectors(folder: Path) -> None:
    pack = import_pack(folder)
    assert (pack.name, pack.config.variant) == ("cv_vit-b32_retrieval_vop", "vop")
    assert (pack.config.num_text_prefix, pack.config.num_text_suffix) == (4, 4)
    assert pack.knowledge.captions == tuple(checkpoints.CAPTIONS)
    for name, (prefix, suffix) in SPLITS.items():  # where the text prompts stand concerns the texts alone
        config = replace(pack.config, num_text_prefix=prefix, num_text_suffix=suffix)
        model = load_vop(config, pack.weights, pack.name)
        tokens = torch.from_numpy(fill_rule.tokens(TAG, checkpoints.FULL, config.text_tokens))
        with np.load(GOLDEN / f"{TAG}_{name}_full.npz") as golden, torch.no_grad():
            text = model.encode_text(tokens).numpy()
            np.testing.assert_allclose(text, golden["text_features"], atol=1e-5, rtol=0)
            if suffix or LONG:
                pixels = fill_rule.frames(TAG, checkpoints.FULL)[:1]  # one of two: the rest is test_golden's
                frames, pooled = model.encode_frames(torch.from_numpy(pixels))
                np.testing.assert_allclose(frames.numpy(), golden["frame_features"][:1], atol=1e-5, rtol=0)
                np.testing.assert_allclose(pooled.numpy(), golden["video_features"][:1], atol=1e-5, rtol=0)

    find_pack(pack.name).check()
    original = {
        **backbone_weights("full"),
        **fill_rule.weights(TAG, fill_rule.prompt_shapes(checkpoints.FULL)),
    }
    stored = model.state_dict()
    assert stored.keys() == original.keys()
    for name, value in original.items():  # bit for bit, not only close
        assert stored[name].numpy().tobytes() == value.tobytes(), name
