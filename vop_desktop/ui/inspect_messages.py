"""What is told of the one video that the person looks at: frozen values that cross threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vop_desktop.records import Hit

if TYPE_CHECKING:
    from vop_desktop.library.details import VideoDetails


class DetailsAnswer(NamedTuple):
    """What the library keeps of a video.

    Attributes:
        number: of the question; only the newest one counts.
        details: None where the video is not in the library any more.
        captions: each with where it comes from: `person`, `file` or `title`.
        tags, known_tags: its own, and all that the library knows.
        pack: title of the model pack that answers; empty for a model of another kind.
    """

    number: int
    video_id: int
    details: VideoDetails | None
    captions: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    known_tags: tuple[str, ...] = ()
    pack: str = ""


class HeatAnswer(NamedTuple):
    """How well the frames of a video fit a query.

    Attributes:
        times: seconds, rising; none where the query asks for nothing that is seen.
        similarities: of each; cosines.
        peaks: times of the matches, seconds, rising.
    """

    number: int
    times: tuple[float, ...] = ()
    similarities: tuple[float, ...] = ()
    peaks: tuple[float, ...] = ()


class AlikeAnswer(NamedTuple):
    """The videos that look like one of the library, best first; itself is not among them."""

    number: int
    hits: tuple[Hit, ...]
