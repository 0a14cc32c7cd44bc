"""What the workers tell the window, and what they are asked: frozen values that cross threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from vop_desktop.records import Encoder, Failure, Filmstrip, FloatArray, Hit, VideoInfo

if TYPE_CHECKING:
    from vop_desktop.library.facts import VideoFacts
    from vop_desktop.library.searches import SavedSearch
    from vop_desktop.media.clip_hashes import ClipHashes
    from vop_desktop.search.completing import Completion
    from vop_desktop.search.languages import ForeignQuery
    from vop_desktop.search.results import Explanation
    from vop_desktop.search.similar import SimilarHit


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """What results are to look like, besides the words: a picture, or a place in a video of the library.

    Attributes:
        label: what the person calls it.
        source: path or bytes of a picture file; empty for a place in a video.
        video_id, segment: the place; the whole segment counts where no moment is given.
        moment: time of the frame that counts, seconds.
    """

    label: str
    source: str | bytes = ""
    video_id: int = 0
    segment: int = 0
    moment: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SearchRequest:
    """A query as it was asked.

    Attributes:
        limit: how many hits.
        moments: each good moment by itself, not each video once.
        example: what the hits are to look like besides.
        typing: the person may be within the last word.
    """

    number: int
    text: str
    limit: int
    moments: bool = False
    example: Example | None = None
    typing: bool = False


class QueryChip(NamedTuple):
    """A rule of a query that was understood, and the text that is left without it.

    Attributes:
        kind: `filter`, `phrase`, `without` or `part`.
    """

    kind: str
    label: str
    rest: str


class SearchAnswer(NamedTuple):
    """The hits of one request; `text` is empty when the library is browsed.

    Attributes:
        number: of the request; only the newest one is shown.
        unknown: words of the query that the pack was never taught.
        mostly_known: whether it was taught more of them than it was not.
        seconds: what the search took, encoding included.
        chips: the rules of the query.
        notes: plain sentences for the person.
        nothing_fits: each hit is weak: the closest ones, if the person wants to see them.
        example: what the hits are to look like.
        cut: whether there are more than a list can hold.
        mixed: it counts beside words.
        only_unwanted: nothing was asked for but what is not to be seen.
        facts: what the library knows of the hits' videos, by id.
        foreign: the query is in a language that the pack does not know.
    """

    number: int
    text: str
    hits: tuple[Hit, ...]
    unknown: tuple[str, ...]
    seconds: float
    chips: tuple[QueryChip, ...] = ()
    notes: tuple[str, ...] = ()
    nothing_fits: bool = False
    example: Example | None = None
    cut: bool = False
    mixed: bool = False
    only_unwanted: bool = False
    facts: Mapping[int, VideoFacts] = MappingProxyType({})
    foreign: ForeignQuery | None = None
    mostly_known: bool = False

    @property
    def asks(self) -> bool:
        """Whether something was asked for: else the library is browsed."""
        return bool(self.text or self.example)

    @property
    def ranked(self) -> bool:
        """Whether the hits fit more or less well; those that filters or exclusions leave over do not."""
        return (
            self.asks
            and not self.only_unwanted
            and (self.nothing_fits or any(hit.score or hit.confidence != "weak" for hit in self.hits))
        )


@dataclass(frozen=True, slots=True, eq=False)
class WhyAnswer:
    """Why a video is where it is.

    Attributes:
        hit: what was asked about.
        explanation: None where the query ranks nothing.
        filmstrip: the frames it speaks of; None where the thumbnail cache has lost them.
        only_unwanted: nothing was asked for but what is not to be seen: no word says how well it fits.
    """

    number: int
    hit: Hit
    text: str
    explanation: Explanation | None
    filmstrip: Filmstrip | None
    only_unwanted: bool = False


class LeftOut(NamedTuple):
    """What a watched folder is searched without: an exclude, and how a person reads it."""

    root: str
    pattern: str
    text: str


class SidebarState(NamedTuple):
    """What the person has kept and left out; and what could be undone and redone, in words."""

    saved: tuple[SavedSearch, ...]
    tags: Mapping[str, int]
    recent: tuple[str, ...]
    undo: str
    redo: str
    left_out: tuple[LeftOut, ...] = ()


class EditDone(NamedTuple):
    """A change of the library that was done, undone or redone.

    Attributes:
        kind: of the change, as `library.changes` names it.
        title: "Forget 3 videos"; empty if there was nothing to do.
        step: `do`, `undo` or `redo`.
        folders: the watched ones that it concerns, where it is a change of these.
    """

    kind: str
    title: str
    step: str
    folders: tuple[str, ...] = ()


class Suggestions(NamedTuple):
    """Queries that begin as typed so far, and how the word in hand may go on.

    Attributes:
        typed: the whole text of the field.
    """

    typed: str
    texts: tuple[str, ...]
    completions: tuple[Completion, ...] = ()


class VideoTags(NamedTuple):
    """The tags of some videos: those that all of them have, and all that the library knows."""

    video_ids: tuple[int, ...]
    common: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClipOpened:
    """A dropped clip, decoded and encoded: `segments` float32 [N, D] finds the videos like it.

    Attributes:
        number, row: of the request, and of the clip in it.
    """

    number: int
    path: str
    info: VideoInfo
    filmstrip: Filmstrip
    segments: FloatArray
    warning: str
    hashes: ClipHashes | None = None
    row: int = 0


class SimilarAnswer(NamedTuple):
    """The videos of the library that look like a dropped clip.

    Attributes:
        hits: those that show the same footage first.
        duplicates: in what way each of the first hits is the same footage; as many as there are such.
    """

    number: int
    hits: tuple[Hit, ...]
    duplicates: tuple[SimilarHit, ...] = ()
    row: int = 0


class PackNotice(NamedTuple):
    """What the person has to know of the model in use.

    Attributes:
        limited: whether it knows a few words only.
        languages: codes of those that queries may be in.
        example: a query that it understands; empty where it understands all sorts.
    """

    title: str
    understands: str
    limited: bool
    languages: tuple[str, ...] = ()
    example: str = ""


class Problem(NamedTuple):
    """A file that could not be read, or only in part.

    Attributes:
        kind: `failed`, `partial`, or `parked`: left out because reading it ended the program again and again.
    """

    failure: Failure
    kind: Literal["failed", "partial", "parked"]


class LibraryCounts(NamedTuple):
    """How the library stands between two runs.

    Attributes:
        waiting: files that an earlier run did not get to.
        looked: when the folders were last looked through, seconds since 1970; 0 for not yet.
        copies: files that hold the same as others.
    """

    complete: int
    partial: int
    failed: int
    missing: int
    segments: int
    waiting: int
    looked: float = 0.0
    copies: int = 0


class PackTrouble(NamedTuple):
    """The pack in use cannot be used.

    Attributes:
        why: in words.
        stand_in: what the library is listed by meanwhile; None where the pack itself can do that.
    """

    why: str
    stand_in: Encoder | None = None


class PackCard(NamedTuple):
    """A model pack as the packs window shows it: installed, or to be had.

    Attributes:
        state: `built-in`, `installed`, `damaged`, `available`, or `begun` (a download that was
            stopped).
        download_size, memory, installed_size: bytes; 0 where unknown.
        kept: bytes of a download that was stopped.
        sources: where it can be had from, for people.
        base: the pack that it was tuned from; empty for a pack of its own.
        known: whether it is in the catalogue, and so can be had again.
        videos: how many of the library it has read.
        fault: what is wrong with it, in words.
    """

    name: str
    title: str
    description: str
    understands: str
    languages: tuple[str, ...]
    licence: str
    licence_note: str
    state: Literal["built-in", "installed", "damaged", "available", "begun"]
    download_size: int = 0
    memory: int = 0
    installed_size: int = 0
    kept: int = 0
    embed_dim: int = 0
    unverified: bool = False
    recommended: bool = False
    sources: tuple[str, ...] = ()
    base: str = ""
    known: bool = False
    videos: int = 0
    fault: str = ""


class PackList(NamedTuple):
    """All packs, and whether the program is kept from the network."""

    cards: tuple[PackCard, ...]
    offline: bool


class VideoAmount(NamedTuple):
    """What lies in some folders: videos, and about how many seconds they last."""

    videos: int
    seconds: float
