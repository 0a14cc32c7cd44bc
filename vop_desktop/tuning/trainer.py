"""Tunes VoP's prompts on video-text pairs over a frozen CLIP (paper §3, SPEC §1.8 to §1.10).

One process, or several that each take a part of every batch: text and video features are gathered, so that
all pairs of the batch are negatives of one another wherever they were encoded, and gradients are summed. The
numbers are those of one process, to rounding.
"""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import distributed, nn

from vop_desktop.errors import Cancelled, TuneError
from vop_desktop.model.backbone import without_compiler
from vop_desktop.model.vop import VoP, contrastive_loss
from vop_desktop.tuning.features import CHUNK, Features, parts
from vop_desktop.tuning.options import RATES, TuneOptions, TuneProgress
from vop_desktop.tuning.pairs import Clips

log = logging.getLogger(__name__)

STATE_FILE = "training.pt"
SAVE_SECONDS = 20.0  # between two savings at most, and
SAVE_SHARE = 0.05  # of the time is spent on them: a kill costs little, whatever the size of the prompts
SEARCH_STEPS = 24  # steps that each learning rate is tried for, at most
DIVERGED_LIMIT = 3
LEAST_TRAINING = 8  # videos

Report = Callable[[TuneProgress], None]
Pair = tuple[int, str]  # row of the clip, caption


def trained_names(model: VoP, method: str) -> list[str]:
    """Names of the parameters that a method trains."""
    return [name for name in model.prompt_parameters() if method != "words" or name == "text_prompts"]


@dataclass
class _State:
    """Where a run stands: all of it is kept, beside prompts and optimiser."""

    rate: float
    best: dict[str, torch.Tensor]  # prompts
    score: float = -1.0  # of the best, on the validation split
    stale: int = 0  # examinations since
    step: int = 0
    history: dict[str, list[Any]] = field(default_factory=lambda: {"loss": [], "validation": []})


class Trainer:
    """Trains the prompts of one model in place.

    `run` may be stopped and called again, also in another process: the state in `folder` says where to go
    on, and the order of the pairs follows from the seed, so the result is that of a run in one piece.

    Args:
        model: in evaluation mode, on its device; everything but what the method trains gets frozen.
        clips: frames and captions.
        options: how to tune.
        folder: where the state is kept; one folder a run. None keeps none.
        trained: names of the parameters to train; those of the method where empty.
        rates: that are tried where the options give none.
        report: called from this thread.
        cancel: set it to stop after the step in hand; the state is saved first.
    """

    def __init__(
        self,
        model: VoP,
        clips: Clips,
        options: TuneOptions,
        folder: Path | None,
        *,
        trained: Sequence[str] = (),
        rates: Sequence[float] = RATES,
        report: Report | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self.model, self.clips, self.options, self._folder = model, clips, options, folder
        self._report = report or (lambda progress: None)
        self._cancel = cancel or threading.Event()
        self.features = Features(model, clips, fixed_videos=options.method == "words")
        self._rank, self._world = _rank_and_world()
        if not 0 <= options.rate <= 1:  # also false for what is no number
            raise TuneError(f"A learning rate of {options.rate:g} makes no sense; it lies between 0 and 1.")
        self._rates, self.rate = rates, options.rate
        trained = trained or trained_names(model, options.method)
        if not trained:
            raise TuneError(f"This model has no prompts that the method “{options.method}” could train.")
        self._trained = {name: dict(model.named_parameters())[name] for name in trained}
        model.requires_grad_(False)
        for parameter in self._trained.values():
            parameter.requires_grad_(True)
        self._train = clips.part("train", options.seed)
        self.validation = clips.part("validation", options.seed)
        if len(self._train) < LEAST_TRAINING or not self.validation:
            raise TuneError(
                f"Too few captioned videos to tune on: {len(clips.videos)} can be read. Caption at least 20."
            )
        self._next_save = 0.0  # monotonic clock
        self._epoch, self._batches = -1, list[list[Pair]]()

    # --- training -----------------------------------------------------------------------------------

    @property
    def scale(self) -> torch.Tensor:
        """What similarities are multiplied by; frozen, but where all of the model is trained."""
        return self.model.logit_scale.exp().clamp(max=100)

    def pairs(self, epoch: int) -> list[Pair]:
        """The training pairs in the order of an epoch: the same for the same seed."""
        pairs = [(row, caption) for row in self._train for caption in self.clips.videos[row].captions]
        order = np.random.default_rng([self.options.seed, epoch]).permutation(len(pairs))
        return [pairs[place] for place in order]

    def batches(self, epoch: int) -> list[list[Pair]]:
        """The batches of an epoch; a last one of a single pair would teach nothing and is left out."""
        batches = [list(part) for part in parts(self.pairs(epoch), self.options.batch)]
        return [batch for batch in batches if len(batch) > 1]

    def loss(self, batch: Sequence[Pair]) -> torch.Tensor:
        """The symmetric contrastive loss over a whole batch, of which this process encodes its part."""
        mine = range(self._rank, len(batch), self._world)
        text = self.features.texts([batch[place][1] for place in mine])
        video = self.features.videos([batch[place][0] for place in mine])
        if self._world > 1:
            text, video = (_gather(part, len(batch), self._rank, self._world) for part in (text, video))
        return contrastive_loss(text, video, self.scale)

    def run(self) -> dict[str, list[Any]]:
        """Trains until the epochs are over or nothing gets better; the model ends with its best prompts.

        Returns:
            `loss` (each step) and `validation` (step, t2v R@1, v2t R@1 of each examination).

        Raises:
            Cancelled: stopped; the state is saved.
            TuneError: the loss is no number again and again, or the folder cannot be written.
        """
        self._encode_fixed()
        state, optimiser = self._begin()
        count = len(self.batches(0))
        steps = self.options.epochs * count
        looks = max(1, count // self.options.examinations)
        began, first, diverged = time.monotonic(), state.step, 0
        if not state.step:  # what is there before the first step may stay the best
            self._judge(state, steps)
        while state.step < steps and state.stale < self.options.patience:
            rate = state.rate * _schedule(state.step, steps, self.options.warm_up)
            value = self._step(optimiser, self._batch(*divmod(state.step, count)), rate)
            state.step += 1
            if not math.isfinite(value):
                diverged += 1
                self._recover(optimiser, state, diverged)
                continue
            state.history["loss"].append(value)
            left = (time.monotonic() - began) / (state.step - first) * (steps - state.step)
            self._report(TuneProgress("training", state.step, steps, value, rate, seconds_left=left))
            if state.step % looks == 0 or state.step == steps:
                self._judge(state, steps)
            stopped = self._cancel.is_set()
            self._keep(state, optimiser, force=stopped)
            if stopped:
                raise Cancelled("stopped")
        self._load(state.best)
        self._report(TuneProgress("done", state.step, steps))
        return state.history

    def _encode_fixed(self) -> None:
        """Encodes all clips that stay as they are, in an order of their own: the same after every restart."""
        if self.options.method != "words":
            return
        rows = sorted([*self._train, *self.validation])
        for done in range(0, len(rows), CHUNK):
            if self._cancel.is_set():
                raise Cancelled("stopped")
            self.features.videos(rows[done : done + CHUNK])
            self._report(TuneProgress("encoding", min(done + CHUNK, len(rows)), len(rows)))

    def _begin(self) -> tuple[_State, torch.optim.AdamW]:
        stored = self._restore()
        if stored is not None:
            optimiser = self._optimiser(stored["rate"])
            with without_compiler():
                optimiser.load_state_dict(stored["optimiser"])
            log.info("Tuning goes on from step %d", stored["step"])
            self.rate = stored["rate"]
            return _State(**{f.name: stored[f.name] for f in fields(_State)}), optimiser
        self.rate = rate = self.options.rate or self._search_rate()
        return _State(rate=rate, best=self._prompts()), self._optimiser(rate)

    def _batch(self, epoch: int, number: int) -> list[Pair]:
        if epoch != self._epoch:
            self._epoch, self._batches = epoch, self.batches(epoch)
        return self._batches[number]

    def _step(self, optimiser: torch.optim.Optimizer, batch: Sequence[Pair], rate: float) -> float:
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = self.loss(batch)
        with without_compiler():
            optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        for parameter in self._trained.values():
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            if self._world > 1:
                distributed.all_reduce(parameter.grad)
        value = float(loss.detach())
        norm = nn.utils.clip_grad_norm_(self._trained.values(), self.options.clip_norm)
        if math.isfinite(value) and bool(torch.isfinite(norm)):
            with without_compiler():
                optimiser.step()
            return value
        return float("nan")

    def _optimiser(self, rate: float) -> torch.optim.AdamW:
        with without_compiler():
            return torch.optim.AdamW(
                list(self._trained.values()), lr=rate, eps=1e-6, weight_decay=self.options.weight_decay
            )

    def _search_rate(self) -> float:
        """Tries each rate for a few steps from the same start; the lowest validation loss wins."""
        start = self._prompts()
        batches = self.batches(0)[:SEARCH_STEPS]
        held = [(row, self.clips.videos[row].captions[0]) for row in self.validation][
            : 2 * self.options.batch
        ]
        found: dict[float, float] = {}
        for number, rate in enumerate(self._rates):
            self._report(TuneProgress("searching", number, len(self._rates), rate=rate))
            optimiser = self._optimiser(rate)
            for step, batch in enumerate(batches):
                if self._cancel.is_set():
                    raise Cancelled("stopped")
                value = self._step(optimiser, batch, rate * min(1.0, (step + 1) / 5))
                if not math.isfinite(value):
                    break
            with torch.no_grad():
                found[rate] = float(self.loss(held)) if math.isfinite(value) else float("inf")
            self._load(start)
        log.info("Validation loss by learning rate: %s", found)
        finite = {rate: value for rate, value in found.items() if math.isfinite(value)}
        return min(finite, key=lambda rate: finite[rate]) if finite else self._rates[0]

    def _judge(self, state: _State, steps: int) -> None:
        t2v, v2t = self.features.recalls(self.validation)
        score = (t2v.r1 + v2t.r1) / 2 - (t2v.mean_rank + v2t.mean_rank) * 1e-6  # the mean rank breaks ties
        better = score > state.score
        state.stale = 0 if better else state.stale + 1
        if better:
            state.score, state.best = score, self._prompts()
        state.history["validation"].append([state.step, t2v.r1, v2t.r1])
        figures = (t2v.r1, v2t.r1)
        self._report(TuneProgress("examining", state.step, steps, validation=figures, best=better))

    def _recover(self, optimiser: torch.optim.Optimizer, state: _State, diverged: int) -> None:
        """After a loss that is no number: the last good prompts, a fresh optimiser, a third of the rate."""
        self._load(state.best)
        if diverged >= DIVERGED_LIMIT:
            raise TuneError(
                f"The learning rate {self.options.rate or state.rate:g} is too high: the loss is no number "
                "any more. The last good state is kept; try a smaller rate."
            )
        log.warning("The loss is no number at rate %g; going on from the last good prompts", state.rate)
        optimiser.state.clear()
        state.rate /= 3

    # --- state --------------------------------------------------------------------------------------

    def _prompts(self) -> dict[str, torch.Tensor]:
        return {name: parameter.detach().clone() for name, parameter in self._trained.items()}

    def _load(self, prompts: dict[str, torch.Tensor]) -> None:
        with torch.no_grad():
            for name, parameter in self._trained.items():
                parameter.copy_(prompts[name])

    def _signature(self) -> str:
        """What has to be the same for a state to be taken up: options, captions and model size."""
        said = [[video.key, *video.captions] for video in self.clips.videos]
        return json.dumps([asdict(self.options), sorted(said), sorted(self._trained)], sort_keys=True)

    def _keep(self, state: _State, optimiser: torch.optim.Optimizer, *, force: bool) -> None:
        began = time.monotonic()
        if self._folder is None or self._rank or (not force and began < self._next_save):
            return
        with without_compiler():
            moments = optimiser.state_dict()
        stored = {f.name: getattr(state, f.name) for f in fields(_State)} | {
            "signature": self._signature(), "prompts": self._prompts(), "optimiser": moments,
        }  # fmt: skip
        part = self._folder / f"{STATE_FILE}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            torch.save(stored, part)
            part.replace(self._folder / STATE_FILE)
        except (OSError, RuntimeError) as error:
            raise TuneError(
                f"The training cannot be kept in {self._folder}: {error}. What was kept before stays."
            ) from error
        ended = time.monotonic()
        self._next_save = ended + min(SAVE_SECONDS, (ended - began) / SAVE_SHARE)

    def _restore(self) -> dict[str, Any] | None:
        file = self._folder / STATE_FILE if self._folder else None
        if file is None or not file.exists():
            return None
        try:
            state: dict[str, Any] = torch.load(file, map_location=self.features.device, weights_only=True)
            if state["signature"] != self._signature():
                log.info("The state in %s belongs to another run; starting anew", self._folder)
                return None
            self._load(state["prompts"])
        except Exception as error:
            log.warning("The state in %s cannot be used: %s", self._folder, error)
            return None
        return state


def _schedule(step: int, steps: int, warm_up: float) -> float:
    rising = max(1, round(warm_up * steps))
    if step < rising:
        return (step + 1) / rising
    return 0.5 + 0.5 * math.cos(math.pi * (step - rising) / max(1, steps - rising))


def _rank_and_world() -> tuple[int, int]:
    if not (distributed.is_available() and distributed.is_initialized()):
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


def _gather(mine: torch.Tensor, total: int, rank: int, world: int) -> torch.Tensor:
    """The features [N, D] of a whole batch; only this process's rows carry gradients."""
    longest = -(-total // world)
    padded = torch.zeros(longest, mine.shape[1], dtype=mine.dtype, device=mine.device)
    padded[: len(mine)] = mine.detach()
    parts = [torch.empty_like(padded) for _ in range(world)]
    distributed.all_gather(parts, padded)
    whole = torch.stack(parts, dim=1).flatten(0, 1)[:total].clone()  # row i came from process i % world
    places = torch.arange(rank, total, world, device=mine.device)
    return whole.index_copy(0, places, mine)
