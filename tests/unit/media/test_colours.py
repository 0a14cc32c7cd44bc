"""Planted colours come out as a player would show them, whatever way a file codes them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from tests.helpers.videos import COLOURS, Picture, colour_at, write_video
from vop_desktop.media.decode_worker import Order, open_video
from vop_desktop.media.frames_av import AvReader
from vop_desktop.media.frames_decord import suits_decord
from vop_desktop.media.hdr import tone_map
from vop_desktop.media.probe import probe_stream

KR_KB = {"601": (0.299, 0.114), "709": (0.2126, 0.0722), "2020": (0.2627, 0.0593)}
MATRICES = {"601": Colorspace.ITU601, "709": Colorspace.ITU709, "2020": Colorspace.BT2020}
TO_BT2020 = np.linalg.inv(
    np.asarray([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
)


def coded(rgb: Any, matrix: str, *, full: bool, bits: int = 8) -> list[int]:
    """R'G'B' from 0 to 1 as Y'CbCr code values."""
    red, green, blue = rgb
    kr, kb = KR_KB[matrix]
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    chroma = [(blue - luma) / (2 - 2 * kb), (red - luma) / (2 - 2 * kr)]
    unit = 2 ** (bits - 8)
    if full:
        top = 2**bits - 1
        values = [luma * top, *(top * c + 128 * unit for c in chroma)]
    else:
        values = [(16 + 219 * luma) * unit, *((128 + 224 * c) * unit for c in chroma)]
    return [round(float(value)) for value in values]


def write_codes(path: Path, codes: list[int], *, bits: int, size: tuple[int, int], **flags: Any) -> Path:
    """A lossless video of one colour, given in code values, with the flags given."""
    width, height = size
    dtype = np.uint8 if bits == 8 else np.uint16
    layout = "yuv420p" if bits == 8 else "yuv420p10le"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=Fraction(5))
        stream.width, stream.height, stream.pix_fmt = width, height, layout
        for name, value in flags.items():
            setattr(stream.codec_context, name, value)
        for number in range(5):
            frame = av.VideoFrame(width, height, layout)
            for plane, code in zip(frame.planes, codes, strict=True):
                plane.update(np.full(plane.buffer_size // dtype().itemsize, code, dtype))
            for name, value in flags.items():
                setattr(frame, name, value)
            frame.pts, frame.time_base = number, Fraction(1, 5)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def middle(path: Path) -> Any:
    (segment,) = open_video(str(path), Order(64, 4, "normal")).chunk.segments
    return segment.frames[0][32, 32].astype(int)


@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", ["601", "709"])
@pytest.mark.parametrize("size", [(320, 240), (1280, 720)], ids=["SD", "HD"])
def test_the_named_matrix_and_range_are_heeded(
    tmp_path: Path, full: bool, matrix: str, size: tuple[int, int]
) -> None:
    colour = COLOURS[1]
    path = write_codes(
        tmp_path / "a.mkv",
        coded(np.asarray(colour) / 255, matrix, full=full),
        bits=8,
        size=size,
        colorspace=MATRICES[matrix],
        color_range=ColorRange.JPEG if full else ColorRange.MPEG,
    )
    assert np.abs(middle(path) - colour).max() <= 5


@pytest.mark.parametrize(("size", "matrix"), [((320, 240), "601"), ((1280, 720), "709")], ids=["SD", "HD"])
def test_without_a_name_the_size_decides(tmp_path: Path, size: tuple[int, int], matrix: str) -> None:
    codes = coded(np.asarray(COLOURS[1]) / 255, matrix, full=False)
    path = write_codes(tmp_path / "a.mkv", codes, bits=8, size=size)
    assert np.abs(middle(path) - COLOURS[1]).max() <= 5


def test_ten_bits_are_read(tmp_path: Path) -> None:
    codes = coded(np.asarray(COLOURS[3]) / 255, "709", full=False, bits=10)
    path = write_codes(
        tmp_path / "a.mkv", codes, bits=10, size=(320, 240), colorspace=Colorspace.ITU709,
        color_range=ColorRange.MPEG,
    )  # fmt: skip
    assert np.abs(middle(path) - COLOURS[3]).max() <= 5


def pq(light: Any) -> Any:
    """Code values of light in cd/m2."""
    power = (np.asarray(light) / 10_000) ** (1305 / 8192)
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** (2523 / 32)


def hlg(light: Any) -> Any:
    scene = (np.asarray(light) / 1000) ** (1 / 1.2)
    return np.where(
        scene <= 1 / 12,
        np.sqrt(3 * scene),
        0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073,
    )


@pytest.mark.parametrize(
    ("curve", "transfer"), [(pq, ColorTrc.SMPTE2084), (hlg, ColorTrc.ARIB_STD_B67)], ids=["PQ", "HLG"]
)
@pytest.mark.parametrize("colour", [(190, 60, 60), (60, 170, 60), (60, 60, 200), (128, 128, 128)], ids=str)
def test_hdr_looks_like_the_same_scene_in_standard_range(
    tmp_path: Path, curve: Any, transfer: ColorTrc, colour: tuple[int, int, int]
) -> None:
    light = 203 * (TO_BT2020 @ (np.asarray(colour) / 255) ** 2.4)  # reference white at 203 cd/m2
    path = write_codes(
        tmp_path / "a.mkv",
        coded(curve(np.maximum(light, 0)), "2020", full=False, bits=10),
        bits=10,
        size=(320, 240),
        colorspace=Colorspace.BT2020,
        color_trc=transfer,
        color_primaries=ColorPrimaries.BT2020,
        color_range=ColorRange.MPEG,
    )
    probed = probe_stream(str(path))
    assert not suits_decord(str(path), probed)
    assert np.abs(middle(path) - colour).max() <= 8


def test_highlights_keep_their_order_and_hue() -> None:
    lights = np.asarray(
        [[[a * 203.0, b * 203.0, b * 203.0] for a, b in ((1, 0.5), (2, 1), (4, 2), (20, 10))]]
    )
    shown = tone_map(np.round(pq(lights) * 65535).astype(np.uint16), ColorTrc.SMPTE2084)[0].astype(int)
    red = shown[:, 0]
    assert all(np.diff(red) >= 0)
    assert red[0] < red[2] <= 255
    assert (shown[:, 0] > shown[:, 1] + 20).all()  # none is burnt to white


def test_one_field_of_an_interlaced_picture(tmp_path: Path) -> None:
    """A bar that jumps between the two fields is seen once, and whole."""

    def pictures() -> Iterator[Picture]:
        for _ in range(6):
            image = np.full((240, 320, 3), COLOURS[7], np.uint8)
            image[0::2, 40:100] = COLOURS[0]
            image[1::2, 220:280] = COLOURS[2]
            yield image

    options = {"preset": "ultrafast", "x264-params": "tff=1", "qp": "10"}
    path = write_video(tmp_path / "a.mp4", pictures(), options=options)
    probed = probe_stream(str(path))
    assert not probed.plain
    (frame,) = AvReader(str(path), probed, 64, 10.0).read([0.05], 0.5)
    height, width = frame.picture.shape[:2]
    places = [frame.picture[height // 3 : 2 * height // 3, int(x * width / 320)] for x in (70, 250)]
    shown = [{colour_at(np.broadcast_to(row, (1, 1, 3))) for row in place} for place in places]
    assert shown in ([{0}, {7}], [{7}, {2}])


def test_what_is_transparent_stands_on_black(tmp_path: Path) -> None:
    picture = np.zeros((96, 160, 4), np.uint8)
    picture[..., :3] = COLOURS[1]
    picture[:, :80, 3] = 255
    with av.open(str(tmp_path / "a.mov"), "w") as container:
        stream = container.add_stream("png", rate=5)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "rgba"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgba")))
        container.mux(stream.encode(None))
    path = str(tmp_path / "a.mov")
    (frame,) = AvReader(path, probe_stream(path), 64, 10.0).read([0.0], 0.5)
    assert np.abs(frame.picture[90, 60].astype(int) - COLOURS[1]).max() <= 5
    assert frame.picture[90, 260].max() <= 5
