"""What a tuning run is asked for and what it tells: plain values that a page can show and draw. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Method = Literal["words", "vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc"]
METHODS: tuple[Method, ...] = get_args(Method)
RATES = (1e-4, 1e-3, 3e-3, 1e-2, 3e-2)  # tried in turn where none is given; the paper searched 1e-6 to 1e-2


@dataclass(frozen=True, slots=True)
class TuneOptions:
    """How to tune (SPEC §1.8, §1.10).

    Attributes:
        method: which prompts are trained: `words` the text prompts alone, so that no video is encoded again;
            else one of VoP's variants.
        epochs: passes over the training captions at most.
        batch: pairs a step, over all processes.
        rate: initial learning rate; 0 tries a few and takes the one with the lowest validation loss.
        weight_decay: of AdamW.
        warm_up: share of the steps in which the rate rises.
        clip_norm: gradients longer than this are shortened.
        patience: examinations without a better result after which it stops.
        examinations: looks at the validation split an epoch.
        seed: of the split, the order and new prompts.
    """

    method: Method = "words"
    epochs: int = 5
    batch: int = 32
    rate: float = 0.0
    weight_decay: float = 0.2
    warm_up: float = 0.1
    clip_norm: float = 1.0
    patience: int = 6
    examinations: int = 2
    seed: int = 24


@dataclass(frozen=True, slots=True)
class TuneProgress:
    """How far a run is; sent after each step, each phase and each examination.

    Attributes:
        phase: `reading` (videos), `encoding` (them, once, where texts alone are tuned), `searching` (for a
            learning rate), `training`, `examining`, `done`.
        step, steps: done, and in all, of this phase.
        loss: of the last step; NaN where there is none yet.
        rate: learning rate now.
        validation: t2v and v2t R@1 on the validation split at the last examination, else None.
        best: whether that was the best so far.
        seconds_left: of this phase, or None.
    """

    phase: Literal["reading", "encoding", "searching", "training", "examining", "done"]
    step: int
    steps: int
    loss: float = float("nan")
    rate: float = 0.0
    validation: tuple[float, float] | None = None
    best: bool = False
    seconds_left: float | None = None
