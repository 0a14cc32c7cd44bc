"""Checkpoints as others write them: names and shapes of the real ones, weights by the fill rule."""

from __future__ import annotations

import json
import shutil
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import nn

from tests.unit.model.golden import fill_rule

TAG = "golden_a"
CAPTIONS = ["a man is cooking", "two dogs play in the snow", "cartoons of a sponge a squid and a starfish"]

FULL: dict[str, Any] = fill_rule.CONFIGS["full"]  # ViT-B/32
SMALL: dict[str, Any] = {  # CLIP's real vocabulary, all else as small as can be
    **fill_rule.CONFIGS["small"],
    "embed_dim": 32, "image_size": 32, "v_width": 64, "v_layers": 2, "vocab": 49408, "t_width": 64,
    "t_layers": 2, "frames": 12,
}  # fmt: skip

State = dict[str, torch.Tensor]


def weights(sizes: dict[str, Any], shapes: dict[str, tuple[int, ...]]) -> State:
    return {name: torch.from_numpy(value) for name, value in fill_rule.weights(TAG, shapes).items()}


@lru_cache(maxsize=1)
def small_clip() -> State:
    return weights(SMALL, fill_rule.clip_shapes(SMALL))


def clip_state(sizes: dict[str, Any] = SMALL) -> State:
    """OpenAI's and open_clip's names; a fresh dict each time."""
    return dict(small_clip() if sizes is SMALL else weights(sizes, fill_rule.clip_shapes(sizes)))


def modelscope_state(
    sizes: dict[str, Any] = SMALL, *, clip: State | None = None, prompts: bool = True
) -> State:
    """ModelScope's 605 tensors at full size, `module.` and aliases included; 302 without prompts (VoP-SE)."""
    clip = clip_state(sizes) if clip is None else clip
    state = {f"clip.{name}": tensor for name, tensor in clip.items()}
    if prompts:
        for name, tensor in clip.items():
            if name.startswith("visual."):
                state[f"image_encoder.{name.removeprefix('visual.')}"] = tensor
            elif name != "logit_scale":
                state[f"text_encoder.{name}"] = tensor
        trained = weights(sizes, fill_rule.prompt_shapes(sizes))
        state["visual_prompt_learner.visual_prompts"] = trained["visual_prompts"]
        state["text_prompt_learner.text_prompts"] = trained["text_prompts"]
    return {f"module.{name}": tensor for name, tensor in state.items()}


def write_modelscope(
    folder: Path,
    sizes: dict[str, Any] = SMALL,
    *,
    state: State | None = None,
    split: tuple[int, int] = (4, 4),
    base: State | None = None,
) -> Path:
    """A ModelScope folder: configuration, checkpoint, vocabulary, gallery and, if given, CLIP itself."""
    from vop_desktop.model.clip_tokenizer import vocabulary_file

    folder.mkdir(parents=True)
    configuration = {
        "framework": "pytorch",
        "task": "video-text-retrieval",
        "model": {"type": "vop-retrieval-model"},
        "pipeline": {"type": "vop-video-text-retrieval"},
        "hyperparam": {
            "seed": 24, "input_res": sizes["image_size"], "num_frames": sizes["frames"],
            "pooling_type": "avg", "vp_token_num": 8,
            "tp_prefix_token_num": split[0], "tp_suffix_token_num": split[1],
            "video_sample_type": "uniform", "topk": 1,
        },
    }  # fmt: skip
    (folder / "configuration.json").write_text(json.dumps(configuration), "utf-8")
    state = modelscope_state(sizes) if state is None else state
    torch.save({"epoch": 5, "state_dict": state}, folder / "VoP_msrvtt9k.pth")
    features = torch.zeros(len(CAPTIONS), sizes["embed_dim"])
    gallery = {"text_embeds": features, "vid_embeds": features, "texts": [*CAPTIONS, CAPTIONS[0]],
               "vid_ids": ["video1", "video2", "video3", "video4"]}  # fmt: skip
    torch.save(gallery, folder / "VoP_msrvtt9k_features.pkl")
    shutil.copy(vocabulary_file(), folder / "bpe_simple_vocab_16e6.txt.gz")
    if base is not None:
        write_torchscript(folder / "ViT-B-32.pt", base)
    return folder


class _Part(nn.Module):
    """A module that does nothing but hold parts under their names."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


def write_torchscript(path: Path, state: State, *, half: bool = False) -> Path:
    """OpenAI's form: a TorchScript archive whose modules carry these names, and three plain numbers."""
    top = _Part()
    for name, tensor in state.items():
        *parents, leaf = name.split(".")
        module: nn.Module = top
        for parent in parents:
            if parent not in dict(module.named_children()):
                module.add_module(parent, _Part())
            module = module.get_submodule(parent)
        module.register_parameter(leaf, nn.Parameter(tensor.half() if half else tensor, requires_grad=False))
    for name, value in (("input_resolution", 32), ("context_length", 77), ("vocab_size", 49408)):
        top.register_buffer(name, torch.tensor(value))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # OpenAI's files stay what they are
        torch.jit.save(torch.jit.trace(top, torch.zeros(1)), path)
    return path
