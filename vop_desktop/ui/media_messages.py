"""What the workers that read and write single videos tell the players."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class PlayerHabits(NamedTuple):
    """How the person left the player: volume in per cent, and two switches."""

    volume: int = 100
    muted: bool = False
    loop: bool = False


class PieceProgress(NamedTuple):
    """How far the export of a piece is: `share` from 0 to 1."""

    source: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameRead:
    """A frame of a video, to be an example or, in its own size, a copy.

    Attributes:
        path: the video.
        time: when the frame begins, seconds.
        data: the bytes of a picture file.
        copied: whether it is to be copied.
    """

    path: str
    time: float
    data: bytes
    copied: bool


class OutsideStart(NamedTuple):
    """Another player was looked for.

    Attributes:
        path: the video.
        seconds: where it was to begin.
        player: what was started; empty where the system has to choose.
    """

    path: str
    seconds: float
    player: str
