"""What a tuning run is asked for, and what it tells."""

from __future__ import annotations

from typing import NamedTuple


class TuneRequest(NamedTuple):
    """A tuning run as the person asked for it.

    Attributes:
        name: of the pack that is to be made.
        base: name of the pack that is tuned.
        method: see `tuning.options.METHODS`.
        pairs: a table of captions; empty for those of the library.
        epochs: passes over the captions at most.
        device: where to compute.
    """

    name: str
    base: str
    method: str
    pairs: str = ""
    epochs: int = 5
    device: str = "auto"


class TuneStep(NamedTuple):
    """How far a tuning run is; see `tuning.options.TuneProgress`."""

    phase: str
    step: int
    steps: int
    loss: float | None = None
    validation: tuple[float, float] | None = None
    seconds_left: float | None = None


class TuneRow(NamedTuple):
    """Figures of one model in one direction: recall in shares of 1, ranks from 1."""

    when: str
    direction: str
    r1: float
    r5: float
    r10: float
    median_rank: float
    mean_rank: float


class TuneOutcome(NamedTuple):
    """What a tuning run came to, on captions that were held out.

    Attributes:
        rows: before and after, captions finding videos (`t2v`) and the other way.
        gain, low, high: of t2v R@1, in shares of 1, with the bounds of the 95 % interval.
        verdict: `better`, `worse`, `no clear difference` or `not enough captions to tell`.
        loss: of each step.
        validation: step, t2v and v2t R@1 of each look at the validation split.
    """

    request: TuneRequest
    videos: int
    captions: int
    rows: tuple[TuneRow, ...]
    gain: float
    low: float
    high: float
    verdict: str
    parameters: int
    loss: tuple[float, ...] = ()
    validation: tuple[tuple[float, float, float], ...] = ()
