"""Filmstrips made again: pictures that have left the cache, of videos that are known."""

from __future__ import annotations

from collections.abc import Sequence

from vop_desktop.errors import MediaError
from vop_desktop.media.one_process import OneProcess
from vop_desktop.records import Filmstrip

_SLACK = 1.0  # seconds by which the last picture may be asked for beyond the end


class StripMaker(OneProcess):
    """Reads single segments in one decode process, started on first use. Belongs to one thread."""

    def make(self, path: str, times: Sequence[float], image_size: int) -> Filmstrip:
        """The filmstrip of the frames that are shown at some times.

        Args:
            path: the video.
            times: ascending, seconds.
            image_size: of the encoder, pixels; the same pictures come out as when the video was read.

        Raises:
            MediaError: the file is gone or cannot be read.
            Cancelled: it was given up.
        """
        strip: Filmstrip = self.run(read_strip, path, tuple(times), image_size)
        return strip


def read_strip(path: str, times: Sequence[float], image_size: int, budget: float) -> Filmstrip:
    """See `StripMaker.make`. Runs in a decode process, for at most `budget` seconds.

    Raises:
        MediaError: there is no video, or none of the frames.
    """
    from vop_desktop.media.frames_av import AvReader
    from vop_desktop.media.probe import probe_stream
    from vop_desktop.media.thumbnails import make_filmstrip

    reader = AvReader(path, probe_stream(path), image_size, budget)
    pictures = [shown.picture for shown in reader.read(times, _SLACK)]
    if not pictures:
        raise MediaError("decode", "no frame could be read")
    jpeg, poster = make_filmstrip(pictures)
    return Filmstrip(jpeg, len(pictures), poster)
