"""A clip from outside the library: dropped on the window or named on the command line."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.indexing.builder import EmbeddingBuilder
from vop_desktop.library.rows import SegmentArrays
from vop_desktop.media.clip_hashes import ClipHashes, ClipHashing
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded, VideoDone, VideoOpened
from vop_desktop.records import DecodedSegment, Encoder, Filmstrip, FloatArray, VideoInfo


@dataclass(frozen=True, slots=True)
class EncodedClip:
    """A clip as the encoder sees it; nothing of it is stored.

    Attributes:
        path: the file.
        info: what it is.
        arrays: embeddings of its segments.
        filmstrip: tiles of the first segment.
        warning: why only a part of it could be read, or nothing.
        hashes: of its frames, to find the same footage; None where not asked for or not to be had.
    """

    path: str
    info: VideoInfo
    arrays: SegmentArrays
    filmstrip: Filmstrip
    warning: str = ""
    hashes: ClipHashes | None = None

    @property
    def segments(self) -> FloatArray:
        """float32 [N, D], unit length."""
        return self.arrays.embeddings


def encode_clip(
    path: str | os.PathLike[str],
    encoder: Encoder,
    *,
    cancel: threading.Event | None = None,
    hashes: bool = False,
) -> EncodedClip:
    """Decodes and encodes one clip in a process of its own. Takes a second or more; any thread.

    Args:
        path: the file.
        encoder: what to encode with.
        cancel: set it to stop.
        hashes: whether its frames are hashed as well.

    Raises:
        MediaError: it is no video, or cannot be read or encoded.
        Cancelled: `cancel` was set.
    """
    name = os.path.abspath(path)
    if not os.path.exists(name):
        raise MediaError("scan", "there is no such file")
    if os.path.isdir(name):
        raise MediaError("scan", "it is a folder, not a video")
    if not hashes:
        return _encode_clip(name, encoder, cancel)
    with ClipHashing(name, cancel) as hashing:  # in a process of its own, while the clip is encoded
        clip = _encode_clip(name, encoder, cancel)
        return dataclasses.replace(clip, hashes=hashing.result())


def _encode_clip(name: str, encoder: Encoder, cancel: threading.Event | None) -> EncodedClip:
    info: VideoInfo | None = None
    strip: Filmstrip | None = None
    warning = ""
    builder = EmbeddingBuilder(encoder)
    with DecodePool(DecodeRequest(encoder.image_size, encoder.num_frames, "normal", 1)) as pool:
        for event in pool.decode([name], cancel=cancel):
            if isinstance(event, VideoOpened):
                info = event.info
            elif isinstance(event, SegmentsDecoded):
                first = event.segments[0]
                strip = strip or Filmstrip(first.filmstrip, len(first.times), first.poster)
                _encode(builder, event.segments)
            elif isinstance(event, VideoDone):
                if event.state == "failed":
                    raise MediaError(event.stage, event.reason)
                warning = event.reason
    if info is None or strip is None:
        raise MediaError("decode", "no frame could be read")
    return EncodedClip(name, info, builder.arrays(), strip, warning)


def _encode(builder: EmbeddingBuilder, segments: Sequence[DecodedSegment]) -> None:
    try:
        for _ in builder.add(segments):
            pass
    except VopDesktopError:
        raise
    except Exception as error:
        raise MediaError("encode", f"the model could not encode its frames: {error}") from error
