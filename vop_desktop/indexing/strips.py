"""Brings back the filmstrips that the thumbnail cache had no room for."""

from __future__ import annotations

import os

import numpy as np

from vop_desktop.errors import MediaError
from vop_desktop.library.rows import SegmentView
from vop_desktop.library.store import Library
from vop_desktop.media.strips import StripMaker
from vop_desktop.records import Encoder, Filmstrip


def remake_filmstrip(
    library: Library, encoder: Encoder, maker: StripMaker, video_id: int, number: int
) -> Filmstrip | None:
    """Reads the pictures of one segment once more and stores them; no frame is encoded again.

    Takes as long as decoding the segment takes. Belongs to the thread of `library` and `maker`.

    Args:
        library: where the segment is; may be read-only, then nothing is stored.
        encoder: whose segments are meant.
        maker: reads the file.
        video_id, number: which segment.

    Returns:
        The filmstrip; None where no file of the video can be read now, or there is no such segment.

    Raises:
        Cancelled: it was given up.
    """
    try:
        view = library.segment(video_id, encoder.model_id, number)
    except KeyError:  # forgotten or read anew in the meantime
        return None
    for path, there in library.video_paths(video_id):
        if not there or not os.path.exists(path):
            continue
        try:
            strip = maker.make(path, _times(view), encoder.image_size)
        except MediaError:
            continue
        library.put_filmstrips(view.fingerprint, view.layout, number, [strip])
        return strip
    return None


def _times(view: SegmentView) -> list[float]:
    """Of the frames that were read: a short segment repeats its last one."""
    return [float(moment) for moment in np.unique(view.times)]
