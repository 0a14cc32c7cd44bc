"""The picture that a video shows at a time."""

from __future__ import annotations

from dataclasses import dataclass

from vop_desktop.errors import MediaError
from vop_desktop.media.one_process import OneProcess
from vop_desktop.records import ByteArray

SIDE = 360  # pixels of the short side; no model looks closer
_SLACK = 1.0  # seconds by which a time may lie beyond the last picture
_ENDING = 2.0  # seconds before such a time from which the last picture is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a video.

    Attributes:
        time: when it begins to be shown, seconds from the start of the container.
        picture: uint8 [H, W, 3], RGB, upright.
    """

    time: float
    picture: ByteArray


class FrameReader(OneProcess):
    """Reads single pictures in one decode process, started on first use. Belongs to one thread."""

    def read(self, path: str, seconds: float, side: int = SIDE) -> Frame:
        """The picture that is shown at a time; the last one at times beyond the end.

        Args:
            path: the video.
            seconds: from the start of the file.
            side: pixels of the shorter side; 0 for as many as the video has.

        Raises:
            MediaError: the file is gone or cannot be read, or has no picture there.
            Cancelled: it was given up.
        """
        frame: Frame = self.run(read_frame, path, seconds, side)
        return frame


def read_frame(path: str, seconds: float, side: int, budget: float) -> Frame:
    """See `FrameReader.read`. Runs in a decode process, for at most `budget` seconds.

    Raises:
        MediaError: there is no video, or no picture at that time.
    """
    from vop_desktop.media.frames_av import AvReader
    from vop_desktop.media.probe import probe_stream

    probed = probe_stream(path)
    length = probed.info.duration
    side = side or min(probed.info.width, probed.info.height)
    wanted = min(seconds, length) if length else seconds
    for moment in (wanted, max(0.0, wanted - _ENDING)):
        reader = AvReader(path, probed, side, budget)
        for shown in reader.read((max(0.0, moment),), _SLACK):
            return Frame(shown.time, shown.picture)
    raise MediaError("decode", "no picture could be read at that time")
