"""`vop tune`, killed with SIGKILL half way: the same command goes on, and nothing of the result is other."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path
from subprocess import Popen
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from tests.e2e.conftest import Vop
from tests.helpers.videos import write_video

CLIPS = 24
WORDS = "red green blue pale dark big small round tall wide slow quick near far old new".split()
LONG = bool(os.environ.get("VOP_LONG_TESTS"))
KILLS = (6, 20, 40, 50) if LONG else (33,)  # of at least 66 steps: the first epochs find nothing better
TRIES = 5

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips of four noisy pictures each, with captions of their own."""
    folder = tmp_path_factory.mktemp("pairs")
    rng = np.random.default_rng(5)
    rows = [("file", "caption")]
    for number in range(CLIPS):
        pictures = rng.integers(0, 256, (4, 48, 64, 3), np.uint8)
        write_video(folder / f"{number}.mp4", list(pictures), fps=4, codec="mpeg4")
        first, second, third = rng.choice(WORDS, 3, replace=False)
        rows += [(f"{number}.mp4", f"a {first} thing beside a {second} one"), (f"{number}.mp4", f"{third}")]
        rows += [(f"{number}.mp4", f"{second} and {third}, number {number}")]
    with (folder / "captions.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder


def command(pairs: Path, pack: Path, name: str, method: str) -> list[str | Path]:
    return ["--verbose", "tune", pairs, "--pack", pack, "--name", name, "--method", method, "--batch", "2",
            "--epochs", "8", "--rate", "0.01", "--device", "cpu", "--json"]  # fmt: skip


def step_of(state: Path) -> int:
    """The step that a kept state stands at; 0 while there is none."""
    if not state.exists():
        return 0
    step: int = torch.load(state, weights_only=True)["step"]
    return step


def kill_after(process: Popen[bytes], state: Path, step: int) -> int:
    """Kills a run without warning once a state at or after `step` is kept; gives the step of the last one.

    0 where the run was over first: on a busy machine it may go on while nobody looks.
    """
    deadline = time.monotonic() + 120
    while step_of(state) < step:
        if process.poll() is not None:
            assert process.returncode == 0, process.communicate()[1].decode()
            return 0
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return step_of(state)


def cut_short(vop: Vop, tune: list[str | Path], state: Path) -> int:
    """Kills a run at each of `KILLS`; gives the step that it stands at then."""
    packs = vop.home / "data" / "packs"
    for _ in range(TRIES):
        kept = [kill_after(vop.start(*tune), state, step) for step in KILLS]
        if all(kept):
            assert not (packs / "cut").exists()
            return kept[-1]
        shutil.rmtree(packs / "cut", ignore_errors=True)
        shutil.rmtree(state.parent, ignore_errors=True)
    pytest.fail("the run was always over before it could be killed")


def outcome(vop: Vop, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The prompts of a tuned pack, and its report without what is no figure."""
    folder = vop.home / "data" / "packs" / name
    return load_file(folder / "prompts.safetensors"), json.loads((folder / "report.json").read_text("utf-8"))


@pytest.mark.parametrize("method", ["words", *(["vop_fp", "vop_c"] if LONG else [])])
def test_killed_half_way_and_resumed_it_ends_bit_for_bit_as_undisturbed(
    vop: Vop, tiny_pack: Path, pairs: Path, method: str
) -> None:
    undisturbed = vop.start(*command(pairs, tiny_pack, "whole", method))
    state = vop.home / "data" / "tuning" / "cut" / "training.pt"
    kept = cut_short(vop, command(pairs, tiny_pack, "cut", method), state)
    again = vop(*command(pairs, tiny_pack, "cut", method))
    assert again.code == 0, again.err
    found = re.search(r"goes on from step (\d+)", again.err)
    assert found is not None and int(found[1]) == kept

    said = undisturbed.communicate()[1].decode()
    assert undisturbed.returncode == 0, said
    prompts, report = outcome(vop, "whole")
    resumed, resumed_report = outcome(vop, "cut")
    assert kept < len(report["history"]["loss"])
    assert resumed.keys() == prompts.keys()
    assert all(np.array_equal(resumed[key], prompts[key]) for key in prompts)  # no tolerance
    assert resumed_report == report
    assert not state.exists()
