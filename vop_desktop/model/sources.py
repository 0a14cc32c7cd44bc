"""What a person points at when importing: which file holds the weights, and what lies beside it.

No torch here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vop_desktop.errors import PackError
from vop_desktop.model.config import CLIP_MEAN, CLIP_STD, Activation
from vop_desktop.model.packs import TOKENIZER
from vop_desktop.records import display_path

CONFIGURATION = "configuration.json"  # of ModelScope
OPEN_CLIP_CONFIG = "open_clip_config.json"
VOCABULARY = "bpe_simple_vocab_16e6.txt.gz"
BASE = "ViT-B-32.pt"
FIRST_CHOICE = ("VoP_msrvtt9k.pth", "open_clip_model.safetensors", "open_clip_pytorch_model.bin")
SUFFIXES = (".safetensors", ".bin", ".pt", ".pth")
MAX_JSON = 1 << 20

QUICK_NAMES = re.compile(r"openai|quickgelu|quick-gelu|metaclip|dfn", re.IGNORECASE)
PLAIN_NAMES = re.compile(r"laion|datacomp|commonpool", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A checkpoint and its companions.

    Attributes:
        weights: the checkpoint.
        gallery: ModelScope's file of captions and their features.
        base: the CLIP that VoP's prompts were trained in, to compare with.
        vocabulary: the byte-pair vocabulary that came with it.
        tokenizer: pieces of words of a text encoder that is not CLIP's own.
        hyper: ModelScope's `hyperparam`; empty where there is no configuration.
        activation: what the files beside it say of it; None where they say nothing.
    """

    weights: Path
    gallery: Path | None = None
    base: Path | None = None
    vocabulary: Path | None = None
    tokenizer: Path | None = None
    hyper: dict[str, Any] = field(default_factory=dict)
    activation: Activation | None = None

    def number(self, name: str) -> int | None:
        """A whole number of ModelScope's configuration. PackError if it is none."""
        value = self.hyper.get(name)
        if value is not None and (not isinstance(value, int) or not 0 <= value < 1 << 20):
            raise PackError(f"{CONFIGURATION} is damaged: {name} is {value!r}, no number that fits.")
        return value


def find_source(path: Path) -> Source:
    """Finds the checkpoint in a folder, or takes the file itself, and what its neighbours tell.

    Raises:
        PackError: nothing there, no model in the folder or several, or a configuration of another model.
    """
    if not path.exists():
        raise PackError(f"There is no file or folder {display_path(str(path))}.")
    folder = path if path.is_dir() else path.parent
    whole = path.is_dir()  # a bare file says nothing of its neighbours, but for three
    hyper = _modelscope(folder / CONFIGURATION) if whole and (folder / CONFIGURATION).is_file() else {}
    weights = _weights(path) if whole else path
    galleries = sorted(folder.glob("*_features.pkl")) if whole else []
    base, vocabulary, tokenizer = folder / BASE, folder / VOCABULARY, folder / TOKENIZER
    return Source(
        weights=weights,
        gallery=galleries[0] if galleries else None,
        base=base if whole and base.is_file() and base != weights else None,
        vocabulary=vocabulary if whole and vocabulary.is_file() else None,
        tokenizer=tokenizer if tokenizer.is_file() else None,
        hyper=hyper,
        activation=_activation(folder / OPEN_CLIP_CONFIG, weights),
    )


def _weights(folder: Path) -> Path:
    files = sorted(each for each in folder.iterdir() if each.suffix in SUFFIXES and each.is_file())
    for name in FIRST_CHOICE:
        if folder / name in files:
            return folder / name
    files = [each for each in files if each.name != BASE] or files
    if not files:
        raise PackError(
            f"The folder {display_path(str(folder))} holds no model: no pack.json, and no file that ends in "
            f"{', '.join(SUFFIXES)}."
        )
    if len(files) > 1:
        named = ", ".join(display_path(each.name) for each in files[:4])
        raise PackError(
            f"The folder {display_path(str(folder))} holds several models; name one file: {named}."
        )
    return files[0]


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_JSON:
            raise ValueError("too large")
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PackError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise PackError(f"{path.name} is damaged: it is not valid JSON.") from error
    if not isinstance(found, dict):
        raise PackError(f"{path.name} is damaged: it holds no table.")
    return found


def _modelscope(path: Path) -> dict[str, Any]:
    """The `hyperparam` of ModelScope's configuration; PackError if it is that of another model."""
    told = _json(path)
    kinds = [
        str(part.get("type")) for part in (told.get("model"), told.get("pipeline")) if isinstance(part, dict)
    ]
    if any(kind.endswith("-se") for kind in kinds):
        raise PackError(
            "The folder holds a VoP-SE model, a CLIP with its biases, last block or projections tuned, and "
            "not VoP. The VoP model is damo/cv_vit-b32_retrieval_vop."
        )
    if not any("vop" in kind for kind in kinds):
        raise PackError(
            f"The folder holds another model of ModelScope ({', '.join(kinds) or 'of no type'}), not VoP."
        )
    hyper = told.get("hyperparam")
    if not isinstance(hyper, dict):
        raise PackError(f"{CONFIGURATION} is damaged: it has no hyperparam.")
    if hyper.get("pooling_type", "avg") != "avg":
        raise PackError(
            f"{CONFIGURATION} asks for the pooling “{hyper['pooling_type']}”; VoP averages frames (avg)."
        )
    return hyper


def _activation(config: Path, weights: Path) -> Activation | None:
    if config.is_file():
        told = _json(config)
        prepared, model = told.get("preprocess_cfg"), told.get("model_cfg")
        if isinstance(prepared, dict):
            _check_colours(prepared)
        if isinstance(model, dict):
            return "quick_gelu" if model.get("quick_gelu") else "gelu"
    names = f"{weights.parent.name}/{weights.name}"
    quick, plain = QUICK_NAMES.search(names), PLAIN_NAMES.search(names)
    if bool(quick) != bool(plain):
        return "quick_gelu" if quick else "gelu"
    return None


def _check_colours(prepared: dict[str, Any]) -> None:
    for name, ours in (("mean", CLIP_MEAN), ("std", CLIP_STD)):
        theirs = prepared.get(name, ours)
        same = (
            isinstance(theirs, list | tuple)
            and len(theirs) == 3
            and all(
                isinstance(a, int | float) and abs(a - b) < 1e-4 for a, b in zip(theirs, ours, strict=True)
            )
        )
        if not same:
            raise PackError(
                f"{OPEN_CLIP_CONFIG} says that this model takes colours scaled otherwise than CLIP's "
                f"({name} {theirs}); it cannot be used."
            )
