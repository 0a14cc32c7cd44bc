"""The values that cross layers, threads and processes: frozen, plain, picklable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, runtime_checkable

from vop_desktop.names import clock as clock  # noqa: PLC0414  (given on)
from vop_desktop.names import display_path as display_path  # noqa: PLC0414  (given on)
from vop_desktop.names import is_service_name as is_service_name  # noqa: PLC0414  (given on)
from vop_desktop.names import one_line as one_line  # noqa: PLC0414  (given on)

Detail = Literal["whole", "normal", "fine"]
VideoState = Literal["complete", "partial", "failed"]
Confidence = Literal["likely", "maybe", "weak"]

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float32]
    ByteArray = npt.NDArray[np.uint8]
    IdArray = npt.NDArray[np.int64]
else:  # a window is shown sooner without NumPy
    FloatArray = ByteArray = IdArray = Any


class VideoFile(NamedTuple):
    """A file with a video extension, as the scanner found it; a plain tuple, since a scan makes so many.

    Attributes:
        path: absolute path; undecodable bytes as surrogate escapes.
        size: bytes.
        mtime_ns: modification time, nanoseconds since the epoch.
    """

    path: str
    size: int
    mtime_ns: int


class Failure(NamedTuple):
    """One file that could not be indexed, or only in part.

    Attributes:
        path: the file.
        stage: `scan`, `probe`, `decode`, `encode` or `store`.
        reason: one plain sentence: the cause, and what to do where something can be done.
    """

    path: str
    stage: str
    reason: str


class VideoInfo(NamedTuple):
    """What the container and the first frame say about a video.

    Attributes:
        duration: seconds; 0.0 where it is not known before decoding.
        fps: average frame rate as an exact fraction, `"30000/1001"`; `"0/1"` where unknown.
        width, height: pixels as displayed: after rotation and with the sample aspect ratio applied.
        codec, container: FFmpeg's names.
        rotation: degrees counter-clockwise that have to be applied: 0, 90, 180 or 270.
        size: bytes of the file.
    """

    duration: float
    fps: str
    width: int
    height: int
    codec: str
    container: str
    rotation: int
    size: int


class SegmentPlan(NamedTuple):
    """A span of a video and the times at which its frames are to be taken, all in seconds."""

    start: float
    end: float
    times: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DecodedSegment:
    """The frames of one segment, ready for an encoder.

    Attributes:
        start, end: seconds.
        times: exact presentation times of the frames, seconds from the start of the file; T' <= num_frames.
        frames: uint8 [T', S, S, 3], RGB, short side scaled to S and centre-cropped.
        filmstrip: one JPEG with T' tiles, one below the other, whole pictures at the true aspect ratio.
        poster: index of the most telling tile (never a black one where another exists).
        hashes: uint8 [T', 32], perceptual hashes of the whole pictures (`media.hashes`); None if not taken.
        repeats: nothing has moved since the segment before, whose embeddings are this one's too.
    """

    start: float
    end: float
    times: tuple[float, ...]
    frames: ByteArray
    filmstrip: bytes
    poster: int
    hashes: ByteArray | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class VideoEmbeddings:
    """What an encoder makes of N segments of T frames.

    Attributes:
        segments: float32 [N, D], unit length.
        frames: float32 [N, T, D], unit length.
    """

    segments: FloatArray
    frames: FloatArray


@runtime_checkable
class Encoder(Protocol):
    """A model that puts video segments and texts into one space. Anyone can plug in another one.

    Attributes:
        model_id: fingerprint of backbone, prompts, sampling and pooling; stored with each embedding.
        embed_dim: D.
        num_frames: T, frames a segment.
        image_size: S, height and width of a frame in pixels.
    """

    @property
    def model_id(self) -> str: ...
    @property
    def embed_dim(self) -> int: ...
    @property
    def num_frames(self) -> int: ...
    @property
    def image_size(self) -> int: ...

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """Encodes uint8 [N, T, S, S, 3] RGB, already cropped and padded. Any thread, one at a time."""
        ...

    def encode_text(self, texts: list[str]) -> FloatArray:
        """Encodes N texts to float32 [N, D], unit length. Any thread."""
        ...


class Knowledge(NamedTuple):
    """What a pack says of its own abilities. An encoder may carry it as `knowledge`.

    Attributes:
        words: the words that the model was trained on; empty where it knows the whole language.
        set_name, captions: a caption set that comes with the pack, in the model's own words.
        likely, maybe: standing above the background (`search.confidence`) from which a hit is called so;
            measured for the pack, or what does for CLIP models.
        languages: codes of those that queries may be in; empty where nothing is known of them.
    """

    words: frozenset[str] = frozenset()
    set_name: str = ""
    captions: tuple[str, ...] = ()
    likely: float = 2.6
    maybe: float = 1.6
    languages: tuple[str, ...] = ()


def text_model_id(encoder: Encoder) -> str:
    """What embeddings of captions are kept under: `model_id`, or an id of the text encoder's own."""
    return str(getattr(encoder, "text_model_id", encoder.model_id))


def knowledge_of(encoder: object) -> Knowledge:
    """What an encoder says of itself, or what holds for one that says nothing."""
    found = getattr(encoder, "knowledge", None)
    return found if isinstance(found, Knowledge) else Knowledge()


def share_cores(encoder: object, others: int) -> None:
    """Tells an encoder that wants to know how many processes work beside it on the same machine."""
    tell = getattr(encoder, "share_cores", None)
    if tell is not None:
        tell(others)


@dataclass(frozen=True, slots=True, eq=False)
class StoredSegments:
    """The embeddings of one video as the library keeps them.

    Attributes:
        video_id: the library's key.
        spans: float64 [N, 2], start and end in seconds.
        times: float64 [N, T], exact frame times; padded frames repeat the last time.
        embeddings: float32 [N, D], unit length.
    """

    video_id: int
    spans: npt.NDArray[np.float64]
    times: npt.NDArray[np.float64]
    embeddings: FloatArray


class Hit(NamedTuple):
    """One result: a video at its best moment.

    Attributes:
        path: a path of the video, one that is there now if any is.
        start, end: the best segment, seconds.
        moment: time of the best frame, seconds.
        score: cosine similarity of query and segment.
        confidence: the score in words, calibrated for this query and pack.
        offline: no path of the video can be reached now.
        video_id, segment, frame: where the thumbnail lies: segment number and tile of its filmstrip.
        duration: of the whole video, seconds.
        why: what speaks for it, most telling first: `content`, `name`, `caption`, `tag`, `folder`,
            `subtitle at 1:23`.
        others: how many more moments of the video fit.
    """

    path: str
    start: float
    end: float
    moment: float
    score: float
    confidence: Confidence
    offline: bool
    video_id: int = 0
    segment: int = 0
    frame: int = 0
    duration: float = 0.0
    why: tuple[str, ...] = ("content",)
    others: int = 0


def hit_document(hit: Hit) -> dict[str, object]:
    """A hit as JSON shows it (DESIGN §7)."""
    return {
        "path": display_path(hit.path),
        "start": round(hit.start, 3),
        "end": round(hit.end, 3),
        "moment": round(hit.moment, 3),
        "score": round(hit.score, 4),
        "confidence": hit.confidence,
        "offline": hit.offline,
        "why": list(hit.why),
        "others": hit.others,
    }


OWN_WORDS = "person"  # the set of captions that a person wrote


class CaptionHit(NamedTuple):
    """A caption that fits a clip.

    Attributes:
        text: the caption.
        score: cosine similarity of caption and clip.
        set: `library`, `everyday`, the name of an imported set, or `person` for words that a person wrote.
        margin: how far the score stands above what captions get from this clip, in standard deviations.
        rated: False while the text has not been compared with the clip; then the numbers say nothing.
        word: what the numbers come to by the limits of the pack, whatever else fits the clip.
    """

    text: str
    score: float
    set: str
    margin: float = 0.0
    rated: bool = True
    word: Confidence = "weak"


def caption_document(hit: CaptionHit) -> dict[str, object]:
    """A caption as JSON shows it (DESIGN §7); null is the score of one that was not compared."""
    return {"text": hit.text, "score": round(hit.score, 4) if hit.rated else None, "set": hit.set}


class SubtitleLine(NamedTuple):
    """One line of speech or text in a video; seconds."""

    start: float
    end: float
    text: str


class Filmstrip(NamedTuple):
    """The tiles of one segment: `jpeg` holds `tiles` pictures of equal size, one below the other."""

    jpeg: bytes
    tiles: int
    poster: int


class VideoRecord(NamedTuple):
    """One video (one content) of the library, with all its paths."""

    video_id: int
    paths: tuple[str, ...]
    duration: float
    width: int
    height: int
    codec: str
    state: VideoState
    reason: str


class Root(NamedTuple):
    """A watched folder. `reachable` is what the last look said; a gentle one is read a file at a time."""

    path: str
    reachable: bool
    videos: int
    gentle: bool = False


class LibraryStatus(NamedTuple):
    """Counts of a library, as `vop status` prints them."""

    videos: int
    complete: int
    partial: int
    failed: int
    missing: int
    segments: int
    roots: tuple[Root, ...]
    packs: tuple[str, ...]
    failures: tuple[Failure, ...]


class IndexProgress(NamedTuple):
    """Where an indexing run stands; sent at most ten times a second.

    Attributes:
        phase: `drawing` (of sample clips), `scanning`, `indexing` or `done`.
        done, total: files.
        path: the file in hand.
        rate: files a second over the last while.
        seconds_left: estimate; None while there is nothing to base one on.
        failed: files failed so far in this run.
        new_videos: ids of the videos stored since the last report.
        held: why the run waits: `paused`, `quiet hours`, `on battery`; empty while it goes on.
        speed: seconds of video read in a second, over the last while.
        underway: files that were handed to the decoders and are not stored yet, in order.
    """

    phase: Literal["drawing", "scanning", "indexing", "done"]
    done: int
    total: int
    path: str = ""
    rate: float = 0.0
    seconds_left: float | None = None
    failed: int = 0
    new_videos: tuple[int, ...] = ()
    held: str = ""
    speed: float = 0.0
    underway: tuple[str, ...] = ()


class FileState(NamedTuple):
    """One file of an indexing run, as `vop index --files` lists it; a plain tuple, for each file has one."""

    path: str
    state: VideoState
    stage: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did; the fields of `vop index --json` (DESIGN §7)."""

    videos: int = 0
    complete: int = 0
    partial: int = 0
    failed: int = 0
    unchanged: int = 0
    moved: int = 0
    missing: int = 0
    segments: int = 0
    frames: int = 0
    seconds: float = 0.0
    cancelled: bool = False
    failures: tuple[Failure, ...] = ()
    files: tuple[FileState, ...] = field(default=(), repr=False)


def pad_frames(frames: ByteArray, num_frames: int) -> ByteArray:
    """Repeats the last frame of uint8 [T', S, S, 3] until there are `num_frames`."""
    import numpy as np

    missing = num_frames - len(frames)
    return frames if missing <= 0 else np.concatenate([frames, np.repeat(frames[-1:], missing, axis=0)])


def common_state(states: Sequence[VideoState]) -> VideoState:
    """The worst of several states: failed, then partial, then complete."""
    return "failed" if "failed" in states else "partial" if "partial" in states else "complete"
