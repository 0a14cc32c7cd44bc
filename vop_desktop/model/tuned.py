"""Packs that tuning makes: the trained prompts alone, over the weights of the pack they were trained on."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.checkpoint import load_vop
from vop_desktop.model.config import Variant, VopConfig
from vop_desktop.model.packs import PACK_FILE, PACK_FORMAT, TOKENIZER, Pack, base_of, find_pack, read_pack
from vop_desktop.model.prompts import PROMPT_NAMES
from vop_desktop.model.vop import VoP
from vop_desktop.model.xlm_tokenizer import read_tokenizer

PROMPTS_FILE = "prompts.safetensors"
DEFAULT_TEXT_PROMPTS, DEFAULT_VISUAL_PROMPTS, DEFAULT_VIDEO_PROMPTS, DEFAULT_INTRA = 8, 8, 4, 8


def config_for(base: VopConfig, method: str) -> VopConfig:
    """The model that a method trains over a base: its own prompts where it has some, else the paper's sizes.

    A base with prompts keeps their numbers; `words` keeps the base's video encoder as it is. Beside a text
    encoder that takes no prompts only those of the videos are trained.

    Raises:
        PackError: there is nothing that the method could train.
    """
    text = base.num_text_prefix + base.num_text_suffix
    prefix = base.num_text_prefix if text else DEFAULT_TEXT_PROMPTS
    if base.text_encoder != "clip":
        prefix = 0
        if method == "words":
            raise PackError(
                "The words of this pack cannot be tuned: its text encoder, XLM-RoBERTa, takes no prompts. "
                "Choose another method, which tunes how it sees videos."
            )
    if method == "words":
        if base.variant != "clip":
            return replace(base, num_text_prefix=prefix)
        return replace(base, variant="vop", num_text_prefix=prefix, num_visual_prompts=0)
    variant: Variant = method  # type: ignore[assignment]
    visual = base.num_visual_prompts or DEFAULT_VISUAL_PROMPTS
    special = base.num_video_prompts or min(DEFAULT_VIDEO_PROMPTS, visual)
    intra = base.num_intra_layers if base.joint else min(DEFAULT_INTRA, base.vision_layers * 2 // 3)
    return replace(
        base, variant=variant, num_text_prefix=prefix, num_visual_prompts=visual, num_video_prompts=special,
        num_intra_layers=intra,
    )  # fmt: skip


def start_model(base: Pack, method: str, seed: int) -> VoP:
    """The base's weights in the model that a method trains; prompts the base does not have are drawn.

    Raises:
        PackError: the base cannot be loaded.
    """
    loaded = load_pack_model(base)
    config = config_for(base.config, method)
    return loaded if config == base.config else with_prompts(loaded, config, seed)


def with_prompts(base: VoP, config: VopConfig, seed: int) -> VoP:
    """The weights of a model in another one, frozen; prompts that the first does not have are drawn."""
    generator_state = torch.get_rng_state()
    torch.manual_seed(seed)
    model = VoP(config)
    torch.set_rng_state(generator_state)
    wanted = model.state_dict()
    taught = {
        name: tensor
        for name, tensor in base.state_dict().items()
        if name in wanted and wanted[name].shape == tensor.shape
    }
    model.load_state_dict(taught, strict=False)
    model.tokenizer = base.tokenizer
    return model.requires_grad_(False).eval()


def load_pack_model(pack: Pack) -> VoP:
    """The model of any pack, also of one that lies over another. PackError says what is missing."""
    if not pack.base:
        return _with_tokenizer(load_vop(pack.config, pack.weights, pack.name), pack)
    base = base_of(pack)
    loaded = load_pack_model(base)
    backbone = loaded.state_dict()
    try:
        prompts = load_file(pack.weights)
        model = VoP(pack.config)
        state = {name: t for name, t in backbone.items() if not name.startswith(PROMPT_NAMES)}
        state |= {name: t for name, t in backbone.items() if name in pack.base_prompts}
        model.load_state_dict({**state, **{name: t.float() for name, t in prompts.items()}})
    except Exception as error:
        raise PackError(
            f"The prompts of the pack “{pack.name}” do not fit the pack “{base.name}”."
        ) from error
    model.tokenizer = loaded.tokenizer
    return model.requires_grad_(False).eval()


def _with_tokenizer(model: VoP, pack: Pack) -> VoP:
    """Gives a model the tokenizer of its pack, if it is of a kind that needs one."""
    if model.config.text_encoder != "clip":
        name = pack.tokenizer or TOKENIZER
        called = f"The {name} of the pack “{pack.name}”"
        model.tokenizer = read_tokenizer(pack.folder / name, model.config, called=called)
    return model


def save_tuned_pack(
    folder: Path, name: str, base: Pack, model: VoP, *, trained: list[str], report: Mapping[str, Any]
) -> Pack:
    """Writes a tuned pack into `folder`, all or nothing.

    Args:
        folder: of the pack; replaced if a tuned pack of the same name lies there.
        name: of the pack.
        base: the pack it was trained on.
        model: with its trained prompts.
        trained: names of the trained tensors; the other prompts are the base's.
        report: figures to keep beside it, as JSON.

    Raises:
        PackError: the folder cannot be written, or another kind of pack has this name.
    """
    words_only = trained == ["text_prompts"]
    state = model.state_dict()
    own = {n: t.detach().cpu().contiguous() for n, t in state.items() if n.startswith(PROMPT_NAMES)}
    kept = sorted(own.keys() - set(trained)) if _same_prompts(base, own, trained) else []
    tensors = {n: t for n, t in own.items() if n not in kept}
    part = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        save_file(tensors, part / PROMPTS_FILE)
        digest = hashlib.sha256((part / PROMPTS_FILE).read_bytes()).hexdigest()
        entry = {
            "format": PACK_FORMAT, "name": name, "title": f"{base.title}, tuned ({name})",
            "description": f"Prompts tuned on captioned videos over the pack “{base.name}”.",
            "understands": base.understands, "languages": list(base.languages), "licence": base.licence,
            "weights": PROMPTS_FILE, "sha256": digest, "base": base.name, "base_sha256": base.sha256,
            "base_prompts": kept,
            "video_model_id": base.model_id if words_only else "",
            "config": {field: getattr(model.config, field) for field in VopConfig.__slots__},
            "known_words": sorted(base.known_words),
            "confidence": {"likely": base.likely, "maybe": base.maybe},
            "captions": base.captions,
        }  # fmt: skip
        (part / PACK_FILE).write_text(json.dumps(entry, indent=2, ensure_ascii=False), "utf-8")
        (part / "report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False), "utf-8")
        if base.captions:
            shutil.copyfile(base.folder / base.captions, part / base.captions)
        _swap(part, folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise PackError(
            f"The tuned pack cannot be written to {folder}: {error.strerror or error}."
        ) from error
    return read_pack(folder)


def _same_prompts(base: Pack, own: Mapping[str, torch.Tensor], trained: list[str]) -> bool:
    """Whether the prompts that were not trained are the base's own."""
    if not own.keys() - set(trained):
        return False
    state = load_pack_model(base).state_dict()
    return all(name in state and torch.equal(state[name], own[name]) for name in own.keys() - set(trained))


def _swap(part: Path, folder: Path) -> None:
    if not folder.exists():
        part.rename(folder)
        return
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    folder.replace(old)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def tuned_folder(name: str) -> Path:
    """Where a tuned pack of that name lies. PackError for a name that is taken or that is no file name."""
    if not name or name != Path(name).name or name.startswith(".") or len(name.encode()) > 80:
        raise PackError(f"“{name}” cannot be the name of a pack; use a short word of letters and digits.")
    folder = paths.data_dir() / "packs" / name
    try:
        holder = find_pack(name)
    except PackError:
        return folder
    if not holder.base or holder.folder != folder:
        raise PackError(f"There is a pack “{name}” already that was not made by tuning. Choose another name.")
    return folder
