"""Makes `xlm_roberta_*.npz`: what transformers' network gives inside open_clip's `HFTextEncoder`.

Needs the package `transformers` (5.24.0 was used), which nothing else here does:

    PYTHONPATH=.:FOLDER_WITH_TRANSFORMERS python -m tests.unit.model.golden.make_xlm_roberta

Weights and ids come from `tests.helpers.multilingual`: by their names, without a seed to pass on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch

from tests.helpers import multilingual
from vop_desktop.model.backbone import open_clip

HERE = Path(__file__).parent


def reference(sizes: dict[str, Any]) -> dict[str, Any]:
    """Ids, last hidden states, their mean and its projection, as float32."""
    open_clip()  # which mends torchvision where it has to
    from open_clip.hf_model import HFTextEncoder
    from transformers import XLMRobertaConfig  # type: ignore[import-not-found,unused-ignore]

    config = XLMRobertaConfig(
        vocab_size=sizes["vocab"], hidden_size=sizes["t_width"], num_hidden_layers=sizes["t_layers"],
        num_attention_heads=sizes["t_width"] // 64, intermediate_size=4 * sizes["t_width"],
        max_position_embeddings=multilingual.POSITIONS, type_vocab_size=1, layer_norm_eps=1e-5,
        bos_token_id=0, pad_token_id=1, eos_token_id=2,
    )  # fmt: skip
    model = HFTextEncoder("", sizes["embed_dim"], config, "mean_pooler", "mlp", pretrained=False).eval()
    state = {n.removeprefix("text."): t for n, t in multilingual.text_state(sizes).items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and all("pooler" in name for name in missing), (missing, unexpected)
    ids = multilingual.sample_ids(sizes["vocab"])
    with torch.inference_mode():
        out = model.transformer(input_ids=ids, attention_mask=(ids != 1).long())
        pooled = model.pooler(out, (ids != 1).long())
        projected = model(ids)
    tensors = {"hidden": out.last_hidden_state, "pooled": pooled, "projected": projected}
    return {"ids": ids.numpy(), **{name: tensor.numpy() for name, tensor in tensors.items()}}


def main() -> None:
    """Writes both files; of the full size only the last two."""
    small = reference(multilingual.SMALL)
    np.savez_compressed(HERE / "xlm_roberta_small.npz", **small)
    full = reference(multilingual.FULL)
    del full["hidden"]
    np.savez_compressed(HERE / "xlm_roberta_full.npz", **full)


if __name__ == "__main__":
    main()
