"""Whether a checkpoint in ModelScope's form is VoP: a CLIP left as it was, with prompts.

The methods that VoP is compared with in the paper tune CLIP itself, and their checkpoints look the same but
for their numbers (SPEC §2.7, §3).
"""

from __future__ import annotations

import re
from pathlib import Path

import torch

from vop_desktop.errors import PackError
from vop_desktop.model.layouts import Layout, Wanted, recognise
from vop_desktop.model.tensor_files import TensorFile, open_tensors
from vop_desktop.records import display_path

PROMPTS = ("text_prompts", "visual_prompts")


def check_backbone(tensors: TensorFile, layout: Layout, base: Path | None) -> None:
    """Refuses what is not VoP, by the name of the method where the CLIP to compare with is there.

    Args:
        tensors, layout: a recognised checkpoint; only those in ModelScope's form are looked at.
        base: the CLIP that VoP's prompts were trained in; None if it is not at hand.

    Raises:
        PackError: copies that differ, no prompts, or a CLIP that was tuned.
    """
    if not layout.modelscope:
        return
    file = display_path(tensors.path.name)
    for original, copy in layout.aliases:
        if not _same(tensors, original, tensors, copy):
            raise PackError(
                f"{file} contradicts itself: {copy} and {original} should be the same and are not."
            )
    changed = _changed(tensors, layout, base) if base is not None else None
    if layout.config.variant == "clip":
        raise PackError(
            f"{file} holds no prompts: {_method(changed, layout)}. The VoP model is "
            "damo/cv_vit-b32_retrieval_vop."
        )
    if changed:
        raise PackError(
            f"{file} is not VoP, which leaves CLIP as it was: {_method(changed, layout)}, as a comparison "
            f"with {base.name if base else ''} shows."
        )


def _changed(tensors: TensorFile, layout: Layout, base: Path) -> list[str]:
    """The tensors of CLIP that are not those of `base`."""
    with open_tensors(base) as original:
        plain = recognise(original, Wanted(activation="quick_gelu"))
        try:
            return [
                name
                for name, own in layout.names.items()
                if name not in PROMPTS and not _same(tensors, own, original, plain.names[name])
            ]
        except KeyError as error:
            raise PackError(
                f"{display_path(tensors.path.name)} has another backbone than {base.name}: it holds {error}."
            ) from error


def _method(changed: list[str] | None, layout: Layout) -> str:
    """Which method changes these tensors of CLIP and no others."""
    if changed is None:
        return "it is a VoP-SE checkpoint, a CLIP with its biases, last block or projections tuned"
    if not changed:
        return "it is plain CLIP"
    last = rf"(visual\.)?(transformer\.resblocks\.({layout.config.vision_layers - 1})\.|ln_post|ln_final)"
    if all(name in ("visual.proj", "text_projection") for name in changed):
        return "its projections were tuned (the method “Proj”)"
    if all(name.endswith(("bias", "bias_k", "bias_v")) for name in changed):
        return "its biases were tuned (the method “Bias”)"
    if all(re.match(last, name) or name in ("visual.proj", "text_projection") for name in changed):
        return "its last block was tuned (the method “Partial”)"
    return "it was tuned as a whole (the method “Full”)"


def _same(one: TensorFile, name: str, other: TensorFile, other_name: str) -> bool:
    mine, theirs = one.entries[name], other.entries[other_name]
    if one is other and mine.place == theirs.place:
        return True
    if mine.shape != theirs.shape:
        return False
    return bool(torch.equal(one.read(name).float(), other.read(other_name).float()))
