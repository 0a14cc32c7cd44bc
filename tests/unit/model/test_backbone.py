"""What loading a model brings along, and what it leaves out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.helpers.packs import TINY_CONFIG, write_tiny_pack
from vop_desktop.model import VoP, VopConfig
from vop_desktop.model.backbone import Unfilled

SCRIPT = """
import sys
from vop_desktop.model import load_encoder
encoder = load_encoder(sys.argv[1])
encoder.encode_text(["a red car"])
print(sorted({"torch._dynamo", "sympy", "timm"} & sys.modules.keys()))
import torchvision
import torch._dynamo  # the real one, once it is wanted
import torchvision.ops.roi_align
print(torch._dynamo.is_compiling(), sys.modules["torchvision.ops.roi_align"].is_compile_supported("cpu"))
"""


def test_loading_and_searching_loads_no_compiler(tmp_path: Path) -> None:
    pack = write_tiny_pack(tmp_path / "tiny")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(pack)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    left, later = done.stdout.splitlines()
    assert left == "[]"
    assert later.startswith("False ")


STEPS = """
import sys, torch
from vop_desktop.model.backbone import without_compiler
def steps():
    weight = torch.ones(3, requires_grad=True)
    with without_compiler():
        optimiser = torch.optim.AdamW([weight], lr=0.1)
    for _ in range(3):
        with without_compiler():
            optimiser.zero_grad()
        (weight * torch.arange(3)).square().sum().backward()
        with without_compiler():
            optimiser.step()
            state = optimiser.state_dict()
    return weight.tolist(), state["state"][0]["exp_avg"].tolist()
without = steps()
print("torch._dynamo" in sys.modules)
with without_compiler():
    assert torch._dynamo.is_compiling() is False  # more than the stand-in has
print(len(sys.modules["torch._dynamo"].__path__), steps() == without)
"""


def test_training_needs_no_compiler_and_comes_to_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STEPS], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stdout) == (0, "False\n1 True\n"), done.stderr


@pytest.mark.parametrize("variant", ["clip", "vop", "vop_fc"])
def test_a_model_without_numbers_has_the_sizes_of_one_with_them(variant: str) -> None:
    wanted = {**TINY_CONFIG, "variant": variant}
    if variant == "vop_fc":
        wanted |= {"num_video_prompts": 1, "num_intra_layers": 1}
    config = VopConfig.from_dict(wanted)
    with torch.device("meta"), Unfilled():
        empty = VoP(config).state_dict()
    full = VoP(config).state_dict()
    assert {name: (tensor.shape, tensor.dtype) for name, tensor in empty.items()} == {
        name: (tensor.shape, tensor.dtype) for name, tensor in full.items()
    }
    assert all(tensor.is_meta for tensor in empty.values())


FALLBACK = """
import sys
from vop_desktop.model import backbone
def wants_more(*_, **__):
    raise ImportError("cannot import name")
first, backbone._open_clip = backbone._open_clip, lambda: wants_more() if "timm" in sys.modules else first()
print(backbone.open_clip().__name__)
"""


def test_where_open_clip_wants_the_compiler_it_is_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FALLBACK], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.stdout, done.returncode) == ("open_clip\n", 0), done.stderr
