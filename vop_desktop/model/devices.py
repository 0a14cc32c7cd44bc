"""Where to compute: the first of CUDA, MPS, XPU and CPU that is there and computes rightly."""

from __future__ import annotations

import copy
import logging
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from vop_desktop.errors import DeviceError
from vop_desktop.model.config import VopConfig
from vop_desktop.model.precision import Precision, check_pixels, cpu_name, recall, remember
from vop_desktop.model.xlm_roberta import END, START

if TYPE_CHECKING:
    from vop_desktop.model.vop import VoP

log = logging.getLogger(__name__)

AGREES = 0.999  # cosine to the CPU's fp32 below which a device is not trusted
MOST_SEGMENTS = 8  # of a batch; more bring nothing
SHARE_OF_MEMORY = 0.5  # of what is free, for one batch
LAYER_COPIES = 16  # tensors [tokens, width] alive within one layer: its MLP, queries, keys, values, sums
JOINT_COPIES = 4  # as many again where all frames of a segment attend to each other

DTYPES: dict[Precision, torch.dtype] = {
    "fp32": torch.float32,
    "bf16": torch.bfloat16,
    "fp16": torch.float16,
    "int8": torch.float32,  # between its products
}
_PRECISIONS: dict[str, tuple[Precision, ...]] = {
    "cuda": ("fp16", "fp32"),
    "mps": ("fp32",),  # its half precision is known to give wrong results silently
    "xpu": ("fp32",),
}


def present_devices() -> tuple[str, ...]:
    """The kinds of device that torch sees, best first; the CPU is always one."""
    present = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "xpu": hasattr(torch, "xpu") and torch.xpu.is_available(),
        "cpu": True,
    }
    return tuple(name for name, there in present.items() if there)


def pick_devices(wanted: str = "auto") -> tuple[str, ...]:
    """The kinds of device to try, in this order. DeviceError when the one asked for is not there."""
    present = present_devices()
    if wanted == "auto":
        return present
    if wanted not in present:
        raise DeviceError(f"There is no working {wanted} device on this machine; use --device auto or cpu.")
    return (wanted,)


def precisions_of(device: str) -> tuple[Precision, ...]:
    """What to try on a graphics device, fastest first."""
    return _PRECISIONS.get(device, ("fp32",))


def device_name(device: str) -> str:
    """What a device calls itself."""
    if device == "cpu":
        return cpu_name()
    try:
        if device == "cuda":
            return torch.cuda.get_device_name()
        if device == "xpu":
            return str(torch.xpu.get_device_name())
    except (RuntimeError, AssertionError):
        pass
    return device


class SelfCheck:
    """Compares devices with the CPU: the same frames and the same text, encoded by both.

    Args:
        model: fp32, on the CPU; it stays as it is.
        model_id: what passed once is not checked again for this model, device and version of torch.
    """

    def __init__(self, model: VoP, model_id: str) -> None:
        self._model = model
        self._model_id = model_id
        self._pixels = check_pixels(model, 1 if model.frames_apart else 0)
        self._ids = _check_ids(model.config)
        self._wanted: tuple[torch.Tensor, torch.Tensor] | None = None

    def place(self, device: str, precision: Precision) -> tuple[VoP | None, str]:
        """A copy of the model on a device, or None and why that cannot be trusted, in words."""
        key = f"{self._model_id} | {device_name(device)} | {precision} | torch {torch.__version__}"
        try:
            moved = copy.deepcopy(self._model).to(device, DTYPES[precision])
            if recall(key) == "passed":
                return moved, ""
            lowest = self._lowest_cosine(moved, device, precision)
        except (RuntimeError, NotImplementedError) as error:  # out of memory is one of them
            log.warning("%s in %s failed: %s", device, precision, error)
            return None, "is out of memory" if is_out_of_memory(error) else "does not work"
        log.info("%s in %s: cosine %.5f to the CPU", device, precision, lowest)
        if not lowest >= AGREES:  # also where it is no number
            return None, "gives other results than the CPU"
        remember(key, "passed")
        return moved, ""

    def _lowest_cosine(self, moved: VoP, device: str, precision: Precision) -> float:
        with torch.inference_mode():
            if self._wanted is None:
                self._wanted = self._encode(self._model, "cpu", torch.float32)
            got = self._encode(moved, device, DTYPES[precision])
            cosines = [
                functional.cosine_similarity(mine, theirs.cpu().float(), dim=-1).min()
                for mine, theirs in zip(self._wanted, got, strict=True)
            ]
        return float(torch.stack(cosines).min())

    def _encode(self, model: VoP, device: str, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
        frames, _ = model.encode_frames(self._pixels.to(device, dtype))
        return frames, model.encode_text(self._ids.to(device))


def _check_ids(config: VopConfig) -> torch.Tensor:
    """Ids [1, L] of a text that is always the same."""
    count = min(6, config.text_tokens)
    if config.text_encoder == "xlm_roberta":
        return torch.tensor([[START, *range(END + 1, END + count - 1), END]])
    ids = torch.arange(count)[None]
    ids[0, -1] = config.vocab_size - 1  # the end of text
    return ids


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out; on some devices only its text tells."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text)


def free_memory(device: str) -> int | None:
    """Bytes that are free on a graphics device; None where it does not say."""
    try:
        if device == "cuda":
            return int(torch.cuda.mem_get_info()[0])
        if device == "xpu":
            return int(torch.xpu.mem_get_info()[0])
        if device == "mps":
            limit = torch.mps.recommended_max_memory()
            return max(0, int(limit) - int(torch.mps.driver_allocated_memory()))
    except (RuntimeError, AttributeError):
        pass
    return None


def fitting_segments(model: VoP, device: str, precision: Precision) -> int:
    """How many segments fit well into the free memory of a graphics device, 1 to 8."""
    free = free_memory(device)
    if free is None:
        return MOST_SEGMENTS
    config = model.config
    tokens = 1 + config.num_patches + config.num_visual_prompts
    copies = LAYER_COPIES + (JOINT_COPIES if config.joint else 0)
    size = torch.empty((), dtype=DTYPES[precision]).element_size()
    segment = config.num_frames * tokens * config.vision_width * copies * size
    return int(max(1, min(MOST_SEGMENTS, SHARE_OF_MEMORY * free // segment)))
