"""Decoded frames as upright RGB pictures of the size and the colours that a player would show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vop_desktop.media.colours import SCALER_MATRICES, has_alpha, is_full_range, matrix_of
from vop_desktop.media.hdr import TRANSFERS, tone_map
from vop_desktop.media.pictures import scaled_size
from vop_desktop.media.probe import Probed
from vop_desktop.records import ByteArray

if TYPE_CHECKING:
    from av.filter import Graph
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter

_FULL_RANGE = 2  # as FFmpeg numbers it


class Painter:
    """Turns frames of one video into pictures. Belongs to one thread.

    Scaling and conversion are one step of FFmpeg's scaler; nothing is converted at full size. The matrix is
    the one the frame names; where it names none, BT.709 from 1280x720 on and BT.601 below, as players take
    it. Wide gamuts and HDR are brought to BT.709 after scaling. Of an interlaced frame one field is taken:
    its lines are of one moment, and there are still as many as the picture needs. What is transparent
    stands on black.
    """

    def __init__(self, probed: Probed, image_size: int) -> None:
        self._rotation = probed.info.rotation
        width, height = scaled_size(probed.info, image_size)
        self._size = (height, width) if self._rotation in (90, 270) else (width, height)
        self._scaler: VideoReformatter | None = None
        self._fields: Graph | None = None
        self._field_of: tuple[int, int, str] | None = None

    def paint(self, frame: VideoFrame) -> ByteArray:
        """A frame as uint8 [H, W, 3], RGB.

        Raises:
            av.error.FFmpegError: the frame's format cannot be converted.
        """
        transfer = int(frame.color_trc)
        wide = transfer in TRANSFERS and not frame.format.is_rgb
        transparent = has_alpha(frame)
        if frame.interlaced_frame:
            frame = self._one_field(frame)
        if wide:
            picture = tone_map(self._convert(frame, "rgb48le"), transfer)
        elif transparent:
            colours = self._convert(frame, "rgba")
            picture = (colours[..., :3].astype(np.uint16) * colours[..., 3:] // 255).astype(np.uint8)
        else:
            picture = self._convert(frame, "rgb24").astype(np.uint8, copy=False)
        if self._rotation:
            picture = np.ascontiguousarray(np.rot90(picture, self._rotation // 90))
        return picture

    def _convert(self, frame: VideoFrame, layout: str) -> Any:
        from av.video.reformatter import VideoReformatter

        if self._scaler is None:
            self._scaler = VideoReformatter()  # keeps its tables from frame to frame
        width, height = self._size
        scaled = self._scaler.reformat(
            frame,
            format=layout,
            width=width,
            height=height,
            interpolation="BICUBIC",
            src_colorspace=SCALER_MATRICES.get(matrix_of(frame)),
            src_color_range=_FULL_RANGE if is_full_range(frame) else None,
            threads=1,
        )
        return scaled.to_ndarray()

    def _one_field(self, frame: VideoFrame) -> VideoFrame:
        from av.filter import Graph

        kind = frame.width, frame.height, frame.format.name
        if self._fields is None or self._field_of != kind:
            graph = Graph()
            source = graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
            )
            graph.link_nodes(source, graph.add("field", "top"), graph.add("buffersink")).configure()
            self._fields, self._field_of = graph, kind
        self._fields.push(frame)
        field: VideoFrame = self._fields.pull()  # type: ignore[assignment]
        return field
