"""The presentation times of all frames, from the packets alone: nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vop_desktop.media.probe import Probed, frame_rate, open_container, packets_of

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class FrameTable:
    """What the packets of the video stream say.

    Attributes:
        starts: float64 [N], ascending, seconds from the start of the container; packets without a time
            stamp, or outside the edit list, are left out.
        end: where the last frame ends, seconds; counted where there are no time stamps.
    """

    starts: Seconds
    end: float


def read_frame_table(path: str, probed: Probed) -> FrameTable:
    """Reads all packets of the video stream, that is, the whole file.

    Raises:
        MediaError: stage `probe`: the file cannot be opened any more.
    """
    import av

    pts: list[int] = []
    packets, last, length = 0, None, 0
    with open_container(path) as container:
        stream = next(each for each in container.streams.video if each.index == probed.stream)
        base = float(stream.time_base or 0)
        rate = frame_rate(stream) or 25
        try:
            for packet in packets_of(container, stream):
                packets += packet.size > 0
                if not packet.size or packet.is_discard or packet.pts is None:
                    continue
                pts.append(packet.pts)
                if last is None or packet.pts > last:
                    last, length = packet.pts, packet.duration or 0
        except av.error.FFmpegError:
            pass  # what came so far counts
    starts = np.sort(np.asarray(pts, dtype=np.float64)) * base - probed.start
    if last is None or not probed.timed:
        return FrameTable(starts, float(packets / rate))
    return FrameTable(starts, last * base - probed.start + (length * base or float(1 / rate)))
