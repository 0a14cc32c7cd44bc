import os
from fractions import Fraction

import pytest

from tests.helpers.videos import (
    COLOURS,
    solid,
    truncate,
    write_audio_only,
    write_colours,
    write_moving,
    write_video,
)
from vop_desktop.errors import MediaError
from vop_desktop.media.probe import packets_of, probe

posix_only = pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="needs a user with limits"
)


def reason(path):
    with pytest.raises(MediaError) as caught:
        probe(str(path))
    assert caught.value.stage == "probe"
    return caught.value.reason


def test_a_video_is_described(tmp_path):
    path = write_colours(tmp_path / "a.mp4", seconds=2, fps=Fraction(30000, 1001), width=96, height=48)
    info = probe(str(path))
    assert info.duration == pytest.approx(60 * 1001 / 30000, abs=0.001)
    assert info.fps == "30000/1001"
    assert (info.width, info.height, info.rotation) == (96, 48, 0)
    assert (info.codec, info.container.split(",")[0]) == ("h264", "mov")
    assert info.size == path.stat().st_size


@pytest.mark.parametrize(
    ("name", "encoder", "codec", "container"),
    [
        ("a.webm", "libvpx-vp9", "vp9", "matroska"),
        ("a.mkv", "mpeg4", "mpeg4", "matroska"),
        ("a.avi", "mpeg4", "mpeg4", "avi"),
        ("a.ts", "libx264", "h264", "mpegts"),
        ("a.mpg", "mpeg1video", "mpeg1video", "mpeg"),
    ],
)
def test_codec_and_container_are_named(tmp_path, name, encoder, codec, container):
    info = probe(str(write_colours(tmp_path / name, seconds=1, codec=encoder)))
    assert (info.codec, info.container.split(",")[0]) == (codec, container)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotation_turns_the_displayed_size(tmp_path, rotation):
    path = write_video(tmp_path / "a.mp4", [solid(COLOURS[0], 96, 48)] * 5, rotation=rotation)
    info = probe(str(path))
    assert info.rotation == rotation
    assert (info.width, info.height) == ((96, 48) if rotation == 180 else (48, 96))


def test_oblong_pixels_widen_the_displayed_size(tmp_path):
    path = write_video(tmp_path / "a.mp4", [solid(COLOURS[0], 96, 48)] * 5, pixel_aspect=Fraction(4, 3))
    assert (probe(str(path)).width, probe(str(path)).height) == (128, 48)


def test_a_colon_in_the_name_is_no_protocol(tmp_path, monkeypatch):
    write_colours(tmp_path / "a.mp4", seconds=1).rename(tmp_path / "http:a.mp4")
    monkeypatch.chdir(tmp_path)
    assert probe("http:a.mp4").width == 64


def test_a_sound_track_alone_is_named(tmp_path):
    assert reason(write_audio_only(tmp_path / "a.mp4")) == "no video stream (audio only)"


def test_a_missing_index_is_named(tmp_path):
    assert reason(truncate(write_moving(tmp_path / "a.mp4", seconds=1), 0.5)) == (
        "damaged: the index (moov atom) is missing"
    )


def test_a_broken_matroska_file_is_named(tmp_path):
    path = write_colours(tmp_path / "a.mkv", seconds=1)
    path.write_bytes(path.read_bytes()[:60])
    assert reason(path).startswith("damaged")


def test_noise_is_named(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(bytes((k * 7919 + k // 3) % 251 + 1 for k in range(20000)))
    assert reason(path) == "damaged, or not a video: no known video format"


def test_a_file_that_is_gone_is_named(tmp_path):
    assert reason(tmp_path / "gone.mp4") == "the file is no longer there"


def test_a_stream_that_turns_up_late_does_not_end_the_reading():
    class Container:
        """As PyAV: raises at the first packet of a stream that was not there on opening."""

        def __init__(self):
            self.packets = iter([1, 2, None, 3])

        def demux(self, stream):
            for packet in self.packets:
                if packet is None:
                    raise IndexError("list index out of range")
                yield packet

    assert list(packets_of(Container(), None)) == [1, 2, 3]


@posix_only
def test_a_file_without_permission_is_named(tmp_path):
    path = write_colours(tmp_path / "a.mp4", seconds=1)
    path.chmod(0)
    assert reason(path) == "no permission to read the file"


def test_pictures_that_cannot_be_decoded_are_named(tmp_path):
    path = write_colours(tmp_path / "a.mp4", seconds=1)
    data = path.read_bytes()
    begin, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    path.write_bytes(data[:begin] + b"\x55" * (end - begin) + data[end:])
    assert reason(path) == "no picture of the h264 stream could be decoded: it is damaged"
