"""Devices: one that is not there, does not work or computes wrongly gives way to the next."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from tests.unit.model.small import tiny
from vop_desktop.errors import DeviceError
from vop_desktop.model import devices
from vop_desktop.model.devices import SelfCheck, fitting_segments, is_out_of_memory, pick_devices
from vop_desktop.model.encoder import VopEncoder

pytestmark = pytest.mark.usefixtures("one_thread")

FRAMES = np.random.default_rng(0).integers(0, 255, (2, 12, 64, 64, 3), dtype=np.uint8)
# Torch's own device without memory takes every order and gives no result: it is there, and does not work.
BROKEN = "meta"


def test_the_cpu_is_always_there_and_the_last_choice() -> None:
    assert pick_devices()[-1] == "cpu"
    assert pick_devices("cpu") == ("cpu",)
    with pytest.raises(DeviceError, match="no working nonsense device"):
        pick_devices("nonsense")


def test_a_device_that_does_not_work_gives_way_to_the_next() -> None:
    encoder = VopEncoder(tiny(), "tiny", device=(BROKEN, "cpu"))
    assert encoder.device.type == "cpu"
    assert encoder.take_notices() == ("The device meta (meta) does not work, so it is not used.",)
    assert encoder.take_notices() == ()
    plain = VopEncoder(tiny(), "tiny")
    np.testing.assert_array_equal(
        encoder.encode_frames(FRAMES).segments, plain.encode_frames(FRAMES).segments
    )


def test_a_device_that_was_asked_for_and_does_not_work_is_refused() -> None:
    with pytest.raises(DeviceError, match=r"meta \(meta\) does not work; use --device auto or cpu"):
        VopEncoder(tiny(), "tiny", device=BROKEN)


def test_wrong_results_of_one_precision_lead_to_the_next() -> None:
    model = tiny()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}

    def spoil(module: Any, given: Any, out: torch.Tensor) -> torch.Tensor:
        return out.roll(1, dims=-1) if out.dtype == torch.float16 else out

    model.visual.ln_post.register_forward_hook(spoil)
    check = SelfCheck(model, "tiny")
    assert check.place("cpu", "fp16") == (None, "gives other results than the CPU")
    moved, trouble = check.place("cpu", "fp32")
    assert moved is not None
    assert trouble == ""
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())


@pytest.mark.parametrize("part", ["visual", "transformer"])
def test_no_numbers_at_all_are_wrong_results(part: str) -> None:
    model = tiny()

    def spoil(module: Any, given: Any, out: torch.Tensor) -> torch.Tensor:
        return out * float("nan") if out.dtype == torch.float16 else out

    place = model.visual.ln_post if part == "visual" else model.ln_final
    place.register_forward_hook(spoil)
    assert SelfCheck(model, "tiny").place("cpu", "fp16")[1] == "gives other results than the CPU"


def test_what_passed_is_not_checked_again() -> None:
    assert SelfCheck(tiny(), "tiny").place("cpu", "fp32")[1] == ""
    model = tiny()
    model.visual.ln_post.register_forward_hook(lambda *_: (_ for _ in ()).throw(RuntimeError("encoded")))
    assert SelfCheck(model, "tiny").place("cpu", "fp32")[1] == ""
    assert SelfCheck(model, "another").place("cpu", "fp32")[1] == "does not work"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB"), True),
        (MemoryError(), True),
        (RuntimeError("MPS backend out of memory (MPS allocated: 17 GB)"), True),
        (RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("shapes cannot be multiplied"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_the_errors_that_mean_memory(error: Exception, expected: bool) -> None:
    assert is_out_of_memory(error) is expected


@pytest.mark.parametrize(("free", "expected"), [(None, 8), (10**12, 8), (6_000_000, 4), (0, 1)])
def test_batches_follow_the_free_memory(
    monkeypatch: pytest.MonkeyPatch, free: int | None, expected: int
) -> None:
    monkeypatch.setattr(devices, "free_memory", lambda device: free)
    model = tiny(vision_width=128)  # 12 frames of 7 tokens: 0.7 MB a segment
    assert fitting_segments(model, "cuda", "fp32") == expected
