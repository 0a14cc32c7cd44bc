"""The precision of the CPU: the fastest that says the same, measured once and remembered."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.unit.model.small import tiny
from vop_desktop import paths
from vop_desktop.model import precision
from vop_desktop.model.precision import Measured, choose_for_cpu, measure

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize(
    ("bf16", "int8", "video", "text"),
    [
        ((0.5, 1.0), (0.3, 1.0), "int8", "bf16"),
        ((0.3, 1.0), (0.5, 1.0), "bf16", "bf16"),
        ((0.5, 1.0), (0.3, 0.99), "bf16", "bf16"),  # faster still, but wrong
        ((3.0, 1.0), (0.3, 0.996), "int8", "fp32"),  # bf16 without instructions for it
        ((0.9, 1.0), (0.95, 1.0), "fp32", "fp32"),  # not worth the rounding
        ((0.5, 0.5), (0.0, 0.0), "fp32", "fp32"),  # wrong, and not there
        ((0.5, float("nan")), (0.5, float("nan")), "fp32", "fp32"),
    ],
)
def test_the_fastest_right_one_is_chosen(
    bf16: tuple[float, float], int8: tuple[float, float], video: str, text: str
) -> None:
    choice = precision._best({"fp32": Measured(1.0, 1.0), "bf16": Measured(*bf16), "int8": Measured(*int8)})
    assert (choice.video, choice.text) == (video, text)
    assert "fp32 1.00 s" in choice.why
    if int8[0] == 0:
        assert "int8 does not run" in choice.why
    if int8[1] == 0.99:
        assert "int8 0.30 s (not like fp32)" in choice.why


@pytest.mark.parametrize("variant", ["vop", "vop_fc"])
def test_every_precision_is_measured_against_fp32(variant: str) -> None:
    found = measure(tiny(variant=variant))
    assert found["fp32"].cosine == pytest.approx(1, abs=1e-5)
    for name in ("bf16", "int8"):
        assert found[name].seconds > 0
        assert 0.995 < found[name].cosine < 1 + 1e-5


def test_a_precision_that_computes_wrongly_is_seen() -> None:
    model = tiny()
    noise = torch.linspace(-1, 1, 64)

    def spoil(module: Any, given: Any, out: torch.Tensor) -> torch.Tensor:
        return out + noise.to(out.dtype) if out.dtype == torch.bfloat16 else out

    model.visual.ln_post.register_forward_hook(spoil)
    found = measure(model)
    assert found["bf16"].cosine < 0.995 < found["int8"].cosine


def test_a_precision_that_does_not_run_is_passed_over() -> None:
    model = tiny()

    def refuse(module: Any, given: tuple[torch.Tensor]) -> None:
        if given[0].dtype == torch.bfloat16:
            raise RuntimeError("not implemented for BFloat16")

    model.visual.ln_post.register_forward_pre_hook(refuse)
    assert measure(model)["bf16"] == Measured(0.0, 0.0)


def test_it_is_measured_once_for_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model, calls = tiny(), []

    def counted(model: Any) -> Any:
        calls.append(model)
        return measure(model)

    monkeypatch.setattr(precision, "measure", counted)
    first = choose_for_cpu(model, "a")
    assert choose_for_cpu(model, "a") == first
    assert len(calls) == 1
    choose_for_cpu(model, "b")
    assert len(calls) == 2
    (paths.cache_dir() / precision.MEMORY_FILE).write_text('{"a": ', "utf-8")
    choose_for_cpu(model, "a")
    assert len(calls) == 3
    monkeypatch.setattr(precision, "cpu_name", lambda: "another processor")
    choose_for_cpu(model, "a")
    assert len(calls) == 4


def test_what_was_kept_in_another_form_is_measured_again() -> None:
    model = tiny()
    choose_for_cpu(model, "a")
    (key,) = precision._read()
    precision.remember(key, {"fp32": 1})
    assert choose_for_cpu(model, "a").measured[0][1].seconds > 0


def test_a_cache_that_cannot_be_written_costs_no_start() -> None:
    paths.cache_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.cache_dir().write_text("a file where the folder should be", "utf-8")
    assert choose_for_cpu(tiny(), "a").measured
