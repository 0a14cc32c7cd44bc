"""One stream of packets on its way into another container: cut at both ends, times counted from zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vop_desktop.media.probe import frame_rate

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet
    from av.stream import Stream

_MOST_HELD = 64  # packets; more are out of order in no codec


class Track:
    """Picks the packets of one stream that belong to a piece. Belongs to one thread.

    Attributes:
        out: the stream of the new container.
        ended: no packet of the piece will come any more.
        reach: where the last packet that was kept ends, seconds as in the source; 0 where there is none.
    """

    def __init__(self, stream: Stream, writing: OutputContainer, start: float, end: float) -> None:
        self.out: Any = writing.add_stream_from_template(stream, opaque=True)
        if language := stream.metadata.get("language"):
            self.out.metadata["language"] = language
        self.ended = False
        self.reach = 0.0
        base = float(stream.time_base or 1)
        self._base = base
        self._zero = round(start / base)
        self._end = end
        rate = frame_rate(stream) if stream.type == "video" else 0  # type: ignore[arg-type]
        self._interval = max(1, round(1 / float(rate) / base)) if rate else 1
        self._beyond: list[Packet[Any]] = []  # of the end, but what comes after may depend on them
        self._undated: list[Packet[Any]] = []  # without a decoding time, before the first that has one
        self._written: int | None = None

    def take(self, packet: Packet[Any]) -> Iterator[Packet[Any]]:
        """Takes the next packet of the stream, in the order of decoding; gives those to be written now."""
        assert packet.pts is not None
        if packet.pts < self._zero:
            return  # pictures that lean on what lies before the key frame; sound from before
        if packet.dts is not None and packet.dts * self._base >= self._end:
            self.ended = True
        elif packet.pts * self._base >= self._end:
            self._beyond.append(packet)
            self.ended = len(self._beyond) > _MOST_HELD
        else:
            held, self._beyond = self._beyond, []
            for each in (*held, packet):
                yield from self._dated(each)

    def rest(self) -> Iterator[Packet[Any]]:
        """The packets that still wait when the source has ended."""
        waiting, self._undated = self._undated, []
        times = sorted(packet.pts for packet in waiting if packet.pts is not None)
        delay = max((at - (packet.pts or 0) for at, packet in zip(times, waiting, strict=True)), default=0)
        for at, packet in zip(times, waiting, strict=True):
            packet.dts = at - delay
            yield self._stamped(packet)

    def _dated(self, packet: Packet[Any]) -> Iterator[Packet[Any]]:
        if packet.dts is None:
            self._undated.append(packet)
            return
        waiting, self._undated = self._undated, []
        for number, each in enumerate(waiting):
            each.dts = packet.dts - (len(waiting) - number) * self._interval
            yield self._stamped(each)
        yield self._stamped(packet)

    def _stamped(self, packet: Packet[Any]) -> Packet[Any]:
        """The packet with times that are counted from the start of the piece, each later than the last."""
        assert packet.pts is not None
        assert packet.dts is not None
        room = max(1, round(self._end / self._base) - packet.pts)
        length = min(packet.duration or self._interval, room)
        if packet.duration:
            packet.duration = length
        self.reach = max(self.reach, (packet.pts + length) * self._base)
        dts = packet.dts - self._zero
        if self._written is not None and dts <= self._written:
            dts = self._written + 1
        self._written = dts
        packet.pts = max(packet.pts - self._zero, dts)
        packet.dts = dts
        packet.stream = self.out
        return packet
