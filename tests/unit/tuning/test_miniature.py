"""What each way of tuning trains: counts at the real size, and nothing else moves at a small one."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.unit.tuning.made import coloured_clips, tiny_model
from vop_desktop.model import VoP, VopConfig
from vop_desktop.tuning import miniature
from vop_desktop.tuning.baselines import BASELINES, baseline_names, paper_total
from vop_desktop.tuning.miniature import METHODS, Outcome, Plan, adapted, run_method, table

# SPEC §1.9; frame positions, which the paper leaves out, are counted with the F variants
COUNTS = {
    "zero-shot": 0,
    "full": 151_277_313,
    "projection": 655_360,
    "bias": 124_928,
    "vop": 122_880,
    "vop_p": 528_384,
    "vop_c": 14_257_152,
    "vop_f": 122_880 + 9_216,
    "vop_fp": 393_216 + 9_216,
    "vop_fc": 14_269_440 + 9_216,
}


@pytest.fixture(scope="module")
def clip() -> VoP:
    """CLIP ViT-B/32 without the numbers."""
    with torch.device("meta"):
        return VoP(VopConfig(variant="clip"))


@pytest.mark.parametrize("method", METHODS)
def test_at_the_size_of_the_paper_each_method_trains_as_many_parameters(clip: VoP, method: str) -> None:
    if method in BASELINES:
        model, trained = clip, baseline_names(clip, method)
    else:
        with torch.device("meta"):
            model, trained = adapted(clip, method, 0)
    sizes = {name: parameter.numel() for name, parameter in model.named_parameters()}
    assert sum(sizes[name] for name in trained) == COUNTS[method]


def test_the_paper_takes_its_shares_of_whole_layers(clip: VoP) -> None:
    assert paper_total(clip) == 119_826_432


@pytest.mark.parametrize("method", METHODS[1:])
def test_a_method_moves_what_it_trains_and_nothing_else(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    base = tiny_model(variant="clip")
    before = {name: tensor.clone() for name, tensor in base.state_dict().items()}
    started: list[tuple[VoP, list[str], dict[str, torch.Tensor]]] = []

    def watched(model: VoP, name: str, seed: int) -> tuple[VoP, list[str]]:
        found, trained = adapted(model, name, seed)
        started.append((found, trained, {n: t.detach().clone() for n, t in found.named_parameters()}))
        return found, trained

    monkeypatch.setattr(miniature, "adapted", watched)
    plan = Plan(epochs=1, batch=8)
    outcome = run_method(base, coloured_clips(), method, plan=plan, seed=24, rate=3e-2)
    model, trained, start = started[0]
    moved = {name for name, tensor in model.named_parameters() if not torch.equal(tensor, start[name])}
    assert moved <= set(trained)  # perhaps none: the start may stay the best
    assert {name for name, tensor in model.named_parameters() if tensor.requires_grad} == set(trained)
    assert outcome.parameters == sum(start[name].numel() for name in trained)
    assert outcome.memory > 0
    assert all(torch.equal(tensor, before[name]) for name, tensor in base.state_dict().items())


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[tuple[str, int, float]] = []

    def counted(base: VoP, clips: object, method: str, *, plan: Plan, seed: int, rate: float) -> Outcome:
        if len(runs) == 3:
            raise KeyboardInterrupt
        runs.append((method, seed, rate))
        return Outcome(1, 0.1, 0.5, 0.25, 0.5, 0.75, 1.0, 10)

    monkeypatch.setattr(miniature, "small_clip", lambda cache, plan: tiny_model())
    monkeypatch.setattr(miniature, "new_domain", lambda cache, plan: coloured_clips())
    monkeypatch.setattr(miniature, "run_method", counted)
    plan = Plan(seeds=(1, 2))
    with pytest.raises(KeyboardInterrupt):
        miniature.compare(tmp_path, plan, ["vop", "bias"])
    assert runs == [("vop", 1, 0.0), ("bias", 1, 0.0), ("vop", 2, 0.5)]
    runs.clear()
    found = miniature.compare(tmp_path, plan, ["vop", "bias"])
    assert runs == [("bias", 2, 0.5)]
    assert "| VoP | 1 | 10 % | 0.250 ± 0.000 |" in table(found)
