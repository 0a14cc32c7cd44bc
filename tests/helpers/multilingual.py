"""A CLIP with XLM-RoBERTa as open_clip keeps it: names and shapes of the real one, weights by a rule."""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tests.helpers import checkpoints

POSITIONS = 514
FULL: dict[str, Any] = {**checkpoints.FULL, "vocab": 250002, "t_width": 768}
PIECES = (
    ("▁", -3.0), ("▁a", -3.5), ("▁red", -4.0), ("▁car", -4.5), ("▁ca", -5.0), ("r", -5.5), ("▁drives", -6.0),
    ("▁A", -6.5), ("s", -6.6), ("红色", -7.0), ("的", -7.1), ("汽车", -7.2), ("红", -8.0), ("色", -8.1),
    ("▁машина", -7.5), ("▁&", -7.6), (",", -7.7),
)  # fmt: skip
VOCAB = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    *(piece for piece, _ in PIECES),
    "<mask>",
)  # a piece's id: its place
SMALL: dict[str, Any] = {**checkpoints.SMALL, "vocab": len(VOCAB)}

State = checkpoints.State


def text_shapes(sizes: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """The text encoder's tensors, as transformers and open_clip name them."""
    width, hidden = sizes["t_width"], (sizes["t_width"] + sizes["embed_dim"]) // 2
    top = "text.transformer.embeddings."
    shapes: dict[str, tuple[int, ...]] = {
        f"{top}word_embeddings.weight": (sizes["vocab"], width),
        f"{top}position_embeddings.weight": (POSITIONS, width),
        f"{top}token_type_embeddings.weight": (1, width),
        f"{top}LayerNorm.weight": (width,),
        f"{top}LayerNorm.bias": (width,),
        "text.proj.0.weight": (hidden, width),
        "text.proj.2.weight": (sizes["embed_dim"], hidden),
    }
    square = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
    products = {**dict.fromkeys(square, (width, width)),
                "intermediate.dense": (4 * width, width), "output.dense": (width, 4 * width)}  # fmt: skip
    for number in range(sizes["t_layers"]):
        layer = f"text.transformer.encoder.layer.{number}."
        for part, shape in products.items():
            shapes |= {f"{layer}{part}.weight": shape, f"{layer}{part}.bias": shape[:1]}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}{part}.weight": (width,), f"{layer}{part}.bias": (width,)}
    return shapes


def fill(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """Numbers that depend on the name alone: norms near one, biases small, products that keep the size."""
    numbers = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(shape, np.float32)
    if len(shape) == 1:
        return torch.from_numpy(0.1 * numbers + ("LayerNorm.weight" in name))
    scale = 0.5 if "embeddings" in name else 1.5 / shape[1] ** 0.5
    return torch.from_numpy(numbers * np.float32(scale))


def text_state(sizes: dict[str, Any] = SMALL) -> State:
    return {name: fill(name, shape) for name, shape in text_shapes(sizes).items()}


def sample_ids(vocab: int) -> torch.Tensor:
    """int64 [5, 24] of texts of several lengths, padded; the first is as long as the table is wide."""
    random = np.random.default_rng(5)
    ids = random.integers(4, vocab, (5, 24))
    for row, length in zip(ids, (24, 17, 9, 3, 2), strict=True):
        row[0], row[length - 1], row[length:] = 0, 2, 1
    return torch.from_numpy(ids)


@lru_cache(maxsize=1)
def _small_state() -> State:
    return state(SMALL)


def state(sizes: dict[str, Any] = SMALL) -> State:
    """All tensors of the checkpoint, and the table of positions that older versions kept with them."""
    clip = checkpoints.clip_state(checkpoints.SMALL if sizes is SMALL else checkpoints.FULL)
    seen = {name: tensor for name, tensor in clip.items() if name.startswith(("visual.", "logit_scale"))}
    positions = {"text.transformer.embeddings.position_ids": torch.arange(POSITIONS)[None]}
    return seen | text_state(sizes) | positions


def tokenizer_text(pieces: tuple[tuple[str, float], ...] = PIECES, *, template: bool = True) -> str:
    """A `tokenizer.json` of the kind of XLM-RoBERTa's, with a few pieces only."""
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    tokenizer = Tokenizer(Unigram([*special, *pieces, ("<mask>", 0.0)], unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    if template:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>",
            pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", 0), ("</s>", 2)],
        )
    tokenizer.add_special_tokens(
        [AddedToken(name, special=True, lstrip=name == "<mask>") for name in (*dict(special), "<mask>")]
    )
    text: str = tokenizer.to_str(pretty=False)
    return text


def write_checkpoint(folder: Path, *, content: State | None = None, tokenizer: str | None = None) -> Path:
    """A folder as the hub gives it: `open_clip_pytorch_model.bin` and `tokenizer.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(_small_state() if content is None else content, folder / "open_clip_pytorch_model.bin")
    (folder / "tokenizer.json").write_text(tokenizer_text() if tokenizer is None else tokenizer, "utf-8")
    return folder
