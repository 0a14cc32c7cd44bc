"""VoP's text encoder in numpy: a query is encoded before torch could even be loaded (SPEC §1.2).

The same numbers as `VoP.encode_text` gives in fp32. For a few texts it is as quick; for many, and for all
that is seen, torch is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from vop_desktop.model.clip_tokenizer import tokenize
from vop_desktop.model.config import VopConfig
from vop_desktop.model.packs import Pack, base_of
from vop_desktop.records import FloatArray, IdArray

QUICK = 1.702
SMALL = 1_000_000  # numbers of a square matrix in each layer, together
EPSILON = 1e-5  # of the layer norms
PREFIXES = "transformer.", "token_embedding.", "ln_final.", "positional_embedding", "text_p"

Tensors = Mapping[str, npt.NDArray[np.floating]]


class TextEncoder:
    """The text encoder of a pack. Any thread.

    Args:
        config: of a model with CLIP's own text encoder.
        tensors: what `read_tensors` gives. KeyError where one is missing.

    Attributes:
        small: whether it is quick enough for hundreds of texts.
    """

    def __init__(self, config: VopConfig, tensors: Tensors) -> None:
        self._config = config
        self._table = tensors["token_embedding.weight"]
        self._positions = _float(tensors["positional_embedding"])
        self._prompts = _float(tensors["text_prompts"]) if "text_prompts" in tensors else None
        self._blocks = [_Block(config, tensors, i) for i in range(config.text_layers)]
        self.small = config.text_layers * config.text_width**2 < SMALL
        self._final = _Norm(tensors, "ln_final")
        self._projection = _float(tensors["text_projection"])

    def encode_text(self, texts: Sequence[str]) -> FloatArray:
        """Encodes N texts to float32 [N, D], unit length."""
        ids = tokenize(texts, self._config.text_tokens)
        found = np.zeros((len(texts), self._config.embed_dim), np.float32)
        for row, text in zip(found, ids, strict=True):
            features = self._encode(text)
            row[:] = features / np.linalg.norm(features)
        return found

    def _encode(self, ids: IdArray) -> FloatArray:
        """Features [D] of one text, int64 [L]."""
        config = self._config
        prefix, suffix = config.num_text_prefix, config.num_text_suffix
        end = int(ids.argmax())  # the end of text has the largest id
        if not suffix:
            ids = ids[: end + 1]  # what follows the end is never seen
        x = _float(self._table[ids])
        for i, block in enumerate(self._blocks):
            if self._prompts is not None:
                if i:
                    x = np.concatenate([x[:1], x[1 + prefix : len(x) - 1 - suffix], x[-1:]])
                own = self._prompts[i]
                x = np.concatenate([x[:1], own[:prefix], x[1:-1], own[prefix:], x[-1:]])
            if i == 0:
                x = x + self._positions[: len(x)]
            x = block(x)
        shift = prefix + suffix if config.text_readout == "modelscope" else prefix
        if config.text_readout == "eot" and suffix and end == len(ids) - 1:
            shift += suffix  # an end in the last slot lies behind the suffix
        features: FloatArray = self._final(x[end + shift]) @ self._projection
        return features


class _Norm:
    def __init__(self, tensors: Tensors, name: str) -> None:
        self._weight = _float(tensors[f"{name}.weight"])
        self._bias = _float(tensors[f"{name}.bias"])

    def __call__(self, x: FloatArray) -> FloatArray:
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        unit: FloatArray = centred / np.sqrt(variance + np.float32(EPSILON))
        return unit * self._weight + self._bias


class _Linear:
    def __init__(self, weight: npt.NDArray[np.floating], bias: npt.NDArray[np.floating]) -> None:
        self._weight = _float(weight).T
        self._bias = _float(bias)

    def __call__(self, x: FloatArray) -> FloatArray:
        out: FloatArray = x @ self._weight + self._bias
        return out


class _Block:
    """One layer: attention to what comes before, and a perceptron."""

    def __init__(self, config: VopConfig, tensors: Tensors, layer: int) -> None:
        name = f"transformer.resblocks.{layer}"
        self._heads = config.text_width // config.head_width
        self._activation = _quick_gelu if config.activation == "quick_gelu" else _gelu
        self._norm_1, self._norm_2 = _Norm(tensors, f"{name}.ln_1"), _Norm(tensors, f"{name}.ln_2")
        attn, mlp = f"{name}.attn", f"{name}.mlp"
        self._in = _Linear(tensors[f"{attn}.in_proj_weight"], tensors[f"{attn}.in_proj_bias"])
        self._out, self._up, self._down = (
            _Linear(tensors[f"{part}.weight"], tensors[f"{part}.bias"])
            for part in (f"{attn}.out_proj", f"{mlp}.c_fc", f"{mlp}.c_proj")
        )

    def __call__(self, x: FloatArray) -> FloatArray:
        """Float32 [L, d] to the same."""
        parts = self._in(self._norm_1(x)).reshape(len(x), 3, self._heads, -1)
        q, k, v = parts.transpose(1, 2, 0, 3)  # [heads, L, d / heads] each
        scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(q.shape[-1]))
        scores += np.triu(np.full((len(x), len(x)), -np.inf, np.float32), 1)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        x = x + self._out((weights @ v).transpose(1, 0, 2).reshape(len(x), -1))
        return x + self._down(self._activation(self._up(self._norm_2(x))))


def _quick_gelu(x: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        out: FloatArray = x / (1 + np.exp(-np.float32(QUICK) * x))
        return out


def _gelu(x: FloatArray) -> FloatArray:
    """With the error function to 1.5e-7 (Abramowitz and Stegun, 7.1.26), which numpy has none of."""
    z = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * z)
    powers = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    erf = np.copysign(1 - powers * np.exp(-z * z), x)
    out: FloatArray = x * (1 + erf) / 2
    return out


def _float(values: npt.NDArray[np.floating]) -> FloatArray:
    return np.asarray(values, np.float32)


def read_tensors(pack: Pack) -> dict[str, npt.NDArray[np.floating]]:
    """What the text encoder of a pack needs, as it is stored; of a tuned one its base's weights as well.

    Raises:
        PackError: the base is missing.
        OSError, SafetensorError, TypeError: the weights cannot be read, or not by numpy.
    """
    own = _read(pack.weights)
    if not pack.base:
        return own
    below = read_tensors(base_of(pack))
    kept = {name: t for name, t in below.items() if name != "text_prompts" or name in pack.base_prompts}
    return kept | own


def _read(path: Path) -> dict[str, npt.NDArray[np.floating]]:
    with safe_open(path, framework="np") as stored:
        return {name: stored.get_tensor(name) for name in stored.keys() if name.startswith(PREFIXES)}  # noqa: SIM118


def load_text_encoder(pack: Pack) -> TextEncoder | None:
    """The text encoder of a pack; None where only torch can run it, or say what is wrong with it.

    Raises:
        PackError: the weights are damaged, or their base is missing.
    """
    if pack.config.text_encoder != "clip":
        return None
    pack.check()
    try:
        return TextEncoder(pack.config, read_tensors(pack))
    except (OSError, ArithmeticError, LookupError, TypeError, ValueError, SafetensorError):
        return None
