"""The frozen CLIP that VoP's prompts live in, from open_clip.

The only place that imports open_clip.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from vop_desktop.model.config import VopConfig

QUICK = 1.702

COMPILER = "torch._dynamo"
FILLERS = ("normal_", "uniform_", "trunc_normal_", "fill_", "zero_", "triu_", "constant_", "kaiming_uniform_")
MAKERS = torch.randn, torch.ones, torch.zeros

_keep_alive: list[Any] = []  # operators vanish with their library object
_importing = threading.Lock()


class Unfilled(TorchFunctionMode):
    """Within it new tensors are not filled: for models on `meta`, where they have no numbers.

    Filling them would do nothing there, but load torch's compiler to find out.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Gives a tensor that is to be filled or scaled by a number back as it is."""
        named = kwargs or {}
        if func in MAKERS:
            return torch.empty(*args, **named)
        name = getattr(func, "__name__", "")
        if name in FILLERS:
            return args[0] if args else named["tensor"]
        if name in ("mul", "__mul__", "__rmul__") and isinstance(args[1], int | float):
            return args[0]
        return func(*args, **named)


@lru_cache(maxsize=1)
def open_clip() -> ModuleType:
    """Imports open_clip, without the compiler of torch and the models of timm that it would load along.

    They take longer than torch itself, and nothing here uses them.
    """
    with _importing:
        try:
            with without_compiler(), _without_timm():
                return _open_clip()
        except (ImportError, AttributeError):  # versions that want more of them
            _forget("torchvision", "open_clip")
            return _open_clip()


@contextmanager
def without_compiler() -> Iterator[None]:
    """Within it torch's compiler is not loaded, which takes longer than torch itself. One thread at a time.

    torchvision wants one function of it, which is looked for when it is called; optimisers want two to keep
    it from what it does not see here anyway. Who wants more gets the real one.
    """
    if COMPILER in sys.modules:
        yield
        return
    package, utils = ModuleType(COMPILER), ModuleType(f"{COMPILER}.utils")
    package.__path__ = []
    package.disable = lambda function, *_, **__: function  # type: ignore[attr-defined]
    package.graph_break = lambda: None  # type: ignore[attr-defined]
    utils.is_compile_supported = _is_compile_supported  # type: ignore[attr-defined]
    stand_ins = {COMPILER: package, f"{COMPILER}.utils": utils}

    def leave() -> None:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]

    def real(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        leave()
        return getattr(import_module(COMPILER), name)

    package.__getattr__ = real  # type: ignore[method-assign]
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        leave()


def _is_compile_supported(device: str) -> Any:
    return import_module(f"{COMPILER}.utils").is_compile_supported(device)


@contextmanager
def _without_timm() -> Iterator[None]:
    """open_clip does without it where it is not installed."""
    if "timm" in sys.modules:
        yield
        return
    sys.modules["timm"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["timm"]


def _forget(*packages: str) -> None:
    """Lets packages be imported anew."""
    for name in [name for name in sys.modules if name.split(".")[0] in packages]:
        del sys.modules[name]


def _open_clip() -> ModuleType:
    """Imports open_clip, repairing a torchvision whose CUDA operators have no library to come from.

    A CUDA build of torchvision beside a CPU build of torch fails at import because the operators `nms`
    and `qnms` are not registered (pytorch/vision #9077). open_clip needs none of them: naming them is enough.
    """
    try:
        import torchvision  # noqa: F401
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        _forget("torchvision")
        library = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
        for operator in ("nms", "qnms"):
            schema = f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
            library.define(schema)  # type: ignore[no-untyped-call]
        _keep_alive.append(library)
    return import_module("open_clip")


def build_clip(config: VopConfig) -> Any:
    """An open_clip `CLIP` of the sizes in `config`, with random weights.

    Where the text encoder is of another kind, this one's is as small as can be, for nobody to use.
    """
    if config.text_encoder != "clip":
        config = replace(
            config, text_encoder="clip", text_width=config.head_width, text_layers=1, vocab_size=1
        )
    clip = open_clip()
    vision = clip.CLIPVisionCfg(
        layers=config.vision_layers,
        width=config.vision_width,
        head_width=config.head_width,
        patch_size=config.patch_size,
        image_size=config.image_size,
    )
    text = clip.CLIPTextCfg(
        context_length=config.context_length,
        vocab_size=config.vocab_size,
        width=config.text_width,
        heads=config.text_width // config.head_width,
        layers=config.text_layers,
    )
    quick_gelu = config.activation == "quick_gelu"
    model = clip.CLIP(config.embed_dim, vision, text, quick_gelu=quick_gelu)
    if quick_gelu:
        for block in (*model.visual.transformer.resblocks, *model.transformer.resblocks):
            block.mlp.gelu = QuickGELU()
    return model


class QuickGELU(nn.Module):
    """OpenAI's `x * sigmoid(1.702 x)`, through torch's SiLU: one pass over memory less."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Any shape."""
        return functional.silu(x * QUICK).mul_(1 / QUICK)
