"""Tuning: only the prompts move, it can be stopped and taken up, and several processes are as one."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.unit.tuning.made import coloured_clips, run_in_process, tiny_model
from vop_desktop.errors import Cancelled, TuneError
from vop_desktop.model import VoP
from vop_desktop.tuning.options import TuneOptions, TuneProgress
from vop_desktop.tuning.pairs import Clips
from vop_desktop.tuning.trainer import Trainer

QUICK = {"epochs": 3, "batch": 12, "rate": 1e-2, "patience": 99}


def options(**changes: object) -> TuneOptions:
    return TuneOptions(**{**QUICK, **changes})  # type: ignore[arg-type]


def changed(before: dict[str, torch.Tensor], model: VoP) -> set[str]:
    return {name for name, tensor in model.state_dict().items() if not torch.equal(tensor, before[name])}


def copied(model: VoP) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


@pytest.mark.parametrize(
    ("method", "moved"), [("words", {"text_prompts"}), ("vop", {"text_prompts", "visual_prompts"})]
)
def test_only_the_prompts_of_the_method_move(tmp_path: Path, method: str, moved: set[str]) -> None:
    model = tiny_model()
    before = copied(model)
    history = Trainer(model, coloured_clips(), options(method=method), tmp_path).run()
    assert changed(before, model) == moved
    assert np.mean(history["loss"][-3:]) < np.mean(history["loss"][:3])


def test_words_encode_each_clip_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, seen = tiny_model(), []
    original = VoP.encode_frames

    def counting(self: VoP, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        seen.append(len(pixels))
        return original(self, pixels)

    monkeypatch.setattr(VoP, "encode_frames", counting)
    clips = coloured_clips()
    Trainer(model, clips, options(method="words"), tmp_path).run()
    used = len(clips.part("train", 24)) + len(clips.part("validation", 24))
    assert sum(seen) == used


def test_neither_training_nor_its_best_state_sees_the_test_split(tmp_path: Path) -> None:
    clips = coloured_clips()
    hidden = set(clips.part("test", 24))

    class Watched(list):  # type: ignore[type-arg]
        def __getitem__(self, row):  # type: ignore[no-untyped-def]
            assert row not in hidden
            return super().__getitem__(row)

    watched = Clips(clips.videos, Watched(clips.frames))
    Trainer(tiny_model(), watched, options(method="vop", rate=0.0), tmp_path).run()
    assert hidden


def test_stopped_and_taken_up_it_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    whole = tiny_model()
    undisturbed = Trainer(whole, coloured_clips(), options(method="vop"), tmp_path / "a").run()
    cancel = threading.Event()

    def stop(progress: TuneProgress) -> None:
        if progress.phase == "training" and progress.step == 4:
            cancel.set()

    with pytest.raises(Cancelled):
        Trainer(
            tiny_model(), coloured_clips(), options(method="vop"), tmp_path / "b", report=stop, cancel=cancel
        ).run()
    again = tiny_model()
    steps: list[int] = []
    history = Trainer(
        again, coloured_clips(), options(method="vop"), tmp_path / "b",
        report=lambda progress: steps.append(progress.step) if progress.phase == "training" else None,
    ).run()  # fmt: skip
    assert steps[0] == 5
    assert history["loss"] == pytest.approx(undisturbed["loss"], abs=1e-6)
    assert history["validation"] == undisturbed["validation"]
    for name, tensor in whole.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], tensor, atol=1e-6, rtol=1e-5)


def test_a_state_of_other_captions_is_not_taken_up(tmp_path: Path) -> None:
    trainer = Trainer(tiny_model(), coloured_clips(), options(), tmp_path)
    state, optimiser = trainer._begin()
    trainer._keep(state, optimiser, force=True)
    assert Trainer(tiny_model(), coloured_clips(), options(), tmp_path)._restore() is not None
    assert Trainer(tiny_model(), coloured_clips(39), options(), tmp_path)._restore() is None
    assert Trainer(tiny_model(), coloured_clips(), options(seed=5), tmp_path)._restore() is None


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nonsense", b"\x80\x04}q\x00."])
def test_a_damaged_state_is_no_reason_to_fail(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "training.pt").write_bytes(damage)
    assert Trainer(tiny_model(), coloured_clips(), options(), tmp_path)._restore() is None


def test_a_loss_that_is_no_number_is_named_and_the_good_prompts_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny_model()
    before = copied(model)
    original = Trainer._step
    rates: list[float] = []

    def overflowing(
        self: Trainer, optimiser: torch.optim.Optimizer, batch: list[tuple[int, str]], rate: float
    ):  # type: ignore[no-untyped-def]
        rates.append(rate)
        with torch.no_grad():  # as a step that is far too long leaves them
            self._trained["visual_prompts"].fill_(float("inf"))
        return original(self, optimiser, batch, rate)

    monkeypatch.setattr(Trainer, "_step", overflowing)
    with pytest.raises(TuneError, match=r"learning rate 0\.01 is too high"):
        Trainer(model, coloured_clips(), options(method="vop"), tmp_path).run()
    assert len(rates) == 3
    assert changed(before, model) == set()


def test_one_bad_step_costs_no_more_than_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, count = Trainer._step, 0

    def once(self: Trainer, optimiser: Any, batch: list[tuple[int, str]], rate: float) -> float:
        nonlocal count
        count += 1
        if count == 4:
            with torch.no_grad():
                self._trained["visual_prompts"].fill_(float("nan"))
        return original(self, optimiser, batch, rate)

    monkeypatch.setattr(Trainer, "_step", once)
    model = tiny_model()
    history = Trainer(model, coloured_clips(), options(method="vop"), tmp_path).run()
    assert len(history["loss"]) == count - 1
    assert all(bool(torch.isfinite(tensor).all()) for tensor in model.state_dict().values())


@pytest.mark.parametrize("rate", [-1.0, 2.0, float("nan"), float("inf")])
def test_a_senseless_rate_is_refused(tmp_path: Path, rate: float) -> None:
    with pytest.raises(TuneError, match="between 0 and 1"):
        Trainer(tiny_model(), coloured_clips(), options(rate=rate), tmp_path)


def test_without_a_rate_the_best_of_a_few_is_taken(tmp_path: Path) -> None:
    told: list[TuneProgress] = []
    Trainer(tiny_model(), coloured_clips(), options(rate=0.0), tmp_path, report=told.append).run()
    tried = [progress.rate for progress in told if progress.phase == "searching"]
    peak = max(progress.rate for progress in told if progress.phase == "training")
    assert len(tried) == 5
    assert peak == pytest.approx(min(tried, key=lambda rate: abs(rate - peak)))


def test_it_stops_early_when_nothing_gets_better(tmp_path: Path) -> None:
    told: list[TuneProgress] = []
    Trainer(
        tiny_model(),
        coloured_clips(),
        options(rate=1e-9, epochs=50, patience=3),
        tmp_path,
        report=told.append,
    ).run()
    assert max(progress.step for progress in told if progress.phase == "training") < 50


def test_too_few_videos_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(TuneError, match="Too few captioned videos"):
        Trainer(tiny_model(), coloured_clips(6), options(), tmp_path)


def test_a_model_without_prompts_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(TuneError, match="no prompts"):
        Trainer(tiny_model(variant="clip"), coloured_clips(), options(), tmp_path)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    trainer = Trainer(tiny_model(), coloured_clips(), options(), tmp_path / "state")
    with pytest.raises(TuneError, match="cannot be kept"):
        trainer.run()


def test_two_processes_give_the_losses_of_one(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run_in_process(0, 1, 0, str(tmp_path / "one"))
    (tmp_path / "two").mkdir(exist_ok=True)
    torch.multiprocessing.spawn(run_in_process, (2, port, str(tmp_path / "two")), nprocs=2)
    one, two = np.load(tmp_path / "one" / "losses1.npy"), np.load(tmp_path / "two" / "losses2.npy")
    assert len(one) == len(two) == 20
    np.testing.assert_allclose(one, two, atol=1e-4)
