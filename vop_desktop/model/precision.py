"""How exactly to compute: on the CPU the fastest of fp32, bf16 and int8 that says the same as fp32.

That differs from CPU to CPU by factors of four both ways, so it is measured: once for a model, a CPU and
a version of torch. The outcome is kept in the cache place.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import torch
from torch.nn import functional

from vop_desktop import paths
from vop_desktop.model.int8 import int8_model, twin

if TYPE_CHECKING:
    from vop_desktop.model.vop import VoP

log = logging.getLogger(__name__)

Precision = Literal["fp32", "fp16", "bf16", "int8"]

FAST_ENOUGH = 1.2  # a precision has to beat fp32 by this factor to be worth its rounding
SAME_ENOUGH = 0.995  # cosine to fp32 below which a precision is refused
ROUNDS = 2  # timed passes of each precision; the fastest counts
HOPELESS = 3.0  # times as slow as fp32 at the first pass: not tried again
MEMORY_FILE = "measured.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """One precision on this machine.

    Attributes:
        seconds: for one segment of frames; 0.0 where it does not run.
        cosine: the lowest of any frame to fp32.
    """

    seconds: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A precision, and why.

    Attributes:
        video: of the video encoder.
        text: of the text encoder.
        why: in words, for a person.
        measured: what it was chosen by; empty where nothing was measured.
    """

    video: Precision
    text: Precision
    why: str
    measured: tuple[tuple[Precision, Measured], ...] = ()


def choose_for_cpu(model: VoP, model_id: str) -> Choice:
    """The best precision for a model on this CPU: remembered, or measured now, which takes seconds."""
    key = f"{model_id} | {cpu_name()} | {torch.get_num_threads()} threads | torch {torch.__version__}"
    known = _as_measurements(recall(key))
    if known is None:
        known = measure(model)
        remember(key, {name: asdict(entry) for name, entry in known.items()})
    return _best(known)


def measure(model: VoP) -> dict[Precision, Measured]:
    """Times one segment of frames in each precision, turn and turn about with fp32; compares the results."""
    pixels = check_pixels(model)
    video = _video_part(model)
    makers: dict[Precision, Callable[[], VoP]] = {
        "bf16": lambda: _in_bf16(video),
        "int8": lambda: int8_model(video),
    }
    slow, wanted = _timed(video, pixels)  # this pass also pays for memory and kernels
    found: dict[Precision, Measured] = {"fp32": Measured(slow, 1.0)}
    for name, make in makers.items():
        try:
            ready, own_pixels = make(), pixels.bfloat16() if name == "bf16" else pixels
            first, frames = _timed(ready, own_pixels)
        except (RuntimeError, NotImplementedError) as error:
            log.info("%s does not run here: %s", name, error)
            found[name] = Measured(0.0, 0.0)
            continue
        times, slow_times = [first], [found["fp32"].seconds]
        if first < HOPELESS * slow:
            for _ in range(ROUNDS):
                slow_times.append(_timed(video, pixels)[0])
                times.append(_timed(ready, own_pixels)[0])
        del ready  # one at a time: a large model leaves no room for three
        cosine = float(functional.cosine_similarity(wanted, frames.float(), dim=-1).min())
        found[name] = Measured(min(times), cosine)
        found["fp32"] = Measured(min(slow_times), 1.0)
    log.info("One segment: %s", found)
    return found


def _best(found: dict[Precision, Measured]) -> Choice:
    limit = found["fp32"].seconds / FAST_ENOUGH
    good: list[Precision] = [
        name
        for name, entry in found.items()
        if name != "fp32" and 0 < entry.seconds <= limit and entry.cosine >= SAME_ENOUGH
    ]
    video: Precision = min(good, key=lambda name: found[name].seconds) if good else "fp32"
    told = []
    for name, entry in found.items():
        if not entry.seconds:
            told.append(f"{name} does not run")
        else:
            refused = "" if entry.cosine >= SAME_ENOUGH else " (not like fp32)"
            told.append(f"{name} {entry.seconds:.2f} s{refused}")
    why = f"measured on this machine, for one segment: {', '.join(told)}"
    return Choice(video, "bf16" if "bf16" in good else "fp32", why, tuple(found.items()))


def check_pixels(model: VoP, frames: int = 0) -> torch.Tensor:
    """Normalised pixels [1, F, 3, S, S] that are always the same: soft colours, hard edges, some grain."""
    config = model.config
    frames = frames or config.num_frames
    generator = torch.Generator().manual_seed(0)
    colours = torch.rand((frames, 3, 5, 5), generator=generator)
    pictures = functional.interpolate(colours, size=config.image_size, mode="bicubic", align_corners=False)
    edge = config.image_size // 3
    pictures[:, :, edge : 2 * edge, edge : 2 * edge] = torch.rand((frames, 3, 1, 1), generator=generator)
    pictures += 0.05 * torch.randn(pictures.shape, generator=generator)
    return ((pictures - 0.45) / 0.27)[None]


def _video_part(model: VoP) -> VoP:
    """The model without its text encoder, which need not be copied to time the other."""
    part: VoP = twin(model)
    for name in ("transformer", "token_embedding", "ln_final", "text"):
        part._modules.pop(name, None)
    return part


def _in_bf16(model: VoP) -> VoP:
    """A copy in bf16; no tensor is copied in fp32 on the way."""
    tensors = [tensor for tensor in (*model.parameters(), *model.buffers()) if tensor.is_floating_point()]
    halves = {
        id(tensor): torch.nn.Parameter(tensor.bfloat16(), requires_grad=False)
        if isinstance(tensor, torch.nn.Parameter)
        else tensor.bfloat16()
        for tensor in tensors
    }
    return copy.deepcopy(model, halves)


def _timed(model: VoP, pixels: torch.Tensor) -> tuple[float, torch.Tensor]:
    with torch.inference_mode():
        start = time.perf_counter()
        frames, _ = model.encode_frames(pixels)
        return time.perf_counter() - start, frames


def cpu_name() -> str:
    """What the processor calls itself, with its instruction sets as torch sees them."""
    import platform

    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
        name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass  # not Linux
    return f"{name} ({torch.backends.cpu.get_cpu_capability()}, {os.cpu_count()} cores)"


# --- what was measured before -------------------------------------------------------------------------


def recall(key: str) -> Any:
    """What was kept under a name, or None."""
    return _read().get(key)


def remember(key: str, value: Any) -> None:
    """Keeps a value for later starts. A place that cannot be written costs the memory, not the start."""
    path = paths.cache_dir() / MEMORY_FILE
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps({**_read(), key: value}, indent=2), "utf-8")
        temporary.replace(path)
    except OSError as error:
        log.info("What was measured cannot be kept: %s", error)


def _read() -> dict[str, Any]:
    try:
        kept = json.loads((paths.cache_dir() / MEMORY_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _as_measurements(kept: Any) -> dict[Precision, Measured] | None:
    """What was kept, if it is whole."""
    names: tuple[Precision, ...] = ("fp32", "bf16", "int8")
    try:
        return {name: Measured(float(kept[name]["seconds"]), float(kept[name]["cosine"])) for name in names}
    except (TypeError, KeyError, ValueError):
        return None
