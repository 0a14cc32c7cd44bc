"""What the decode process makes of a file, without the process around it."""

import io
import sys
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from tests.helpers.videos import (
    COLOURS,
    colour_at,
    fast,
    frame_times,
    solid,
    truncate,
    write_audio_only,
    write_colours,
    write_moving,
    write_video,
)
from vop_desktop.errors import MediaError
from vop_desktop.media.decode_worker import Order, open_video, read_chunk
from vop_desktop.media.frames_av import AvReader
from vop_desktop.media.frames_decord import has_decord, suits_decord
from vop_desktop.media.pictures import crop_square, scaled_size
from vop_desktop.media.probe import probe_stream
from vop_desktop.media.thumbnails import choose_poster, make_filmstrip
from vop_desktop.records import VideoInfo

ORDER = Order(image_size=64, num_frames=12, detail="normal", decord=True, budget=60.0)
NO_DECORD = Order(image_size=64, num_frames=12, detail="normal", decord=False, budget=60.0)
BOTH = pytest.mark.parametrize("order", [ORDER, NO_DECORD], ids=["decord", "pyav"])


def shown_at(times, wanted):
    return max(t for t in times if t <= wanted + 0.0005)


def check_times(path, opened):
    """Every time is that of the frame which the container shows at the planned time."""
    truth = frame_times(path)
    planned = [t for plan in opened.plans for t in plan.times]
    read = [t for segment in opened.chunk.segments for t in segment.times]
    assert len(read) == len(planned)
    for wanted, got in zip(planned, read, strict=True):
        assert got == pytest.approx(shown_at(truth, wanted), abs=0.001)


@BOTH
@pytest.mark.parametrize("fps", [Fraction(24000, 1001), Fraction(30000, 1001), 25, 10], ids=str)
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_times_and_pictures_are_those_of_the_container(tmp_path, order, fps, name):
    path = write_colours(tmp_path / name, seconds=20, fps=fps, gop=50)
    opened = open_video(str(path), order)
    check_times(path, opened)
    (segment,) = opened.chunk.segments
    assert segment.frames.shape == (12, 64, 64, 3)
    assert segment.frames.dtype == np.uint8
    for moment, picture in zip(segment.times, segment.frames, strict=True):
        assert colour_at(picture) == int((moment + 1e-6) / 1.0) % len(COLOURS)


@BOTH
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_frames_of_a_variable_rate_are_chosen_by_time(tmp_path, order, name):
    steps = [40, 20, 400, 30, 30, 800, 20, 1500, 25, 25, 600, 300] * 3
    pts = [sum(steps[:k]) for k in range(len(steps))]
    pictures = [solid(COLOURS[k % len(COLOURS)]) for k in range(len(pts))]
    path = write_video(
        tmp_path / name, pictures, pts=pts, time_base=Fraction(1, 1000), options=fast("libx264")
    )
    opened = open_video(str(path), order)
    check_times(path, opened)
    (segment,) = opened.chunk.segments
    for moment, picture in zip(segment.times, segment.frames, strict=True):
        assert colour_at(picture) == min(range(len(pts)), key=lambda k: abs(pts[k] / 1000 - moment)) % len(
            COLOURS
        )


@BOTH
@pytest.mark.parametrize("count", [1, 2, 5, 11])
def test_a_video_of_few_frames_gives_each_once(tmp_path, order, count):
    path = write_video(tmp_path / "a.mp4", [solid(colour) for colour in (COLOURS * 2)[:count]])
    (segment,) = open_video(str(path), order).chunk.segments
    assert segment.times == pytest.approx([k / 25 for k in range(count)], abs=0.001)
    assert [colour_at(picture) for picture in segment.frames] == [k % len(COLOURS) for k in range(count)]


@BOTH
def test_few_frames_at_odd_times_are_all_taken(tmp_path, order):
    pts = [0, 10, 500, 510, 1200, 3000, 3001, 5000]
    path = write_video(tmp_path / "a.mp4", [solid(c) for c in COLOURS], pts=pts, time_base=Fraction(1, 1000))
    opened = open_video(str(path), order)
    (segment,) = opened.chunk.segments
    assert segment.times == pytest.approx([t / 1000 for t in pts], abs=0.001)
    assert opened.probed.info.duration >= 5.0


@BOTH
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pictures_stand_upright(tmp_path, order, rotation):
    upright = np.zeros((96, 160, 3), np.uint8)
    upright[:48, :80], upright[:48, 80:], upright[48:, :80], upright[48:, 80:] = COLOURS[:4]
    stored = np.ascontiguousarray(np.rot90(upright, -(rotation // 90)))
    path = write_video(tmp_path / "a.mp4", [stored] * 20, rotation=rotation)
    opened = open_video(str(path), order)
    strip, tiles = filmstrip_of(opened.chunk.segments[0])
    height, width = strip.shape[0] // tiles, strip.shape[1]
    assert (width, height) == (300, 180)
    corners = [strip[y : y + 20, x : x + 20] for y, x in ((20, 20), (20, 260), (140, 20), (140, 260))]
    assert [colour_at(corner) for corner in corners] == [0, 1, 2, 3]


def filmstrip_of(segment):
    return np.asarray(Image.open(io.BytesIO(segment.filmstrip))), len(segment.times)


@BOTH
def test_oblong_pixels_are_shown_at_the_true_ratio(tmp_path, order):
    path = write_video(tmp_path / "a.mp4", [solid(COLOURS[0], 96, 96)] * 20, pixel_aspect=Fraction(2))
    strip, tiles = filmstrip_of(open_video(str(path), order).chunk.segments[0])
    assert strip.shape == (tiles * 180, 360, 3)


@pytest.mark.parametrize("size", [32, 63, 224, 336])
def test_frames_have_the_size_asked_for(tmp_path, size):
    path = write_colours(tmp_path / "a.mp4", seconds=1, width=130, height=50)
    (segment,) = open_video(str(path), Order(size, 4, "normal")).chunk.segments
    assert segment.frames.shape == (4, size, size, 3)


@pytest.mark.parametrize(("width", "height"), [(2, 2), (16, 16), (4000, 4), (18, 1000)])
def test_odd_shapes_are_read(tmp_path, width, height):
    path = write_video(tmp_path / "a.avi", [solid(COLOURS[0], width, height)] * 3, codec="ffv1")
    (segment,) = open_video(str(path), ORDER).chunk.segments
    assert segment.frames.shape == (3, 64, 64, 3)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.webm", "libvpx-vp9"),
        ("a.avi", "mpeg4"),
        ("a.ts", "libx264"),
        ("a.mpg", "mpeg1video"),
        ("a.gif", "gif"),
        ("a.flv", "flv"),
    ],
)
def test_other_formats_are_read_in_full(tmp_path, name, codec):
    if codec == "gif":
        Image.fromarray(solid(COLOURS[0])).save(
            tmp_path / name,
            save_all=True,
            append_images=[Image.fromarray(solid(colour)) for colour in COLOURS[1:]] * 3,
            duration=100,
        )
    else:
        write_colours(tmp_path / name, seconds=3, codec=codec)
    opened = open_video(str(tmp_path / name), ORDER)
    assert (opened.chunk.read, opened.chunk.planned, opened.chunk.errors) == (12, 12, 0)
    assert len(opened.chunk.segments[0].times) == 12


def test_a_raw_stream_without_times_is_counted(tmp_path):
    path = write_colours(tmp_path / "a.h264", seconds=4)
    opened = open_video(str(path), ORDER)
    (segment,) = opened.chunk.segments
    assert opened.probed.info.duration == pytest.approx(4.0, abs=0.1)
    assert segment.times == pytest.approx([(k + 0.5) / 3 for k in range(12)], abs=0.05)
    assert [colour_at(picture) for picture in segment.frames] == [int(t) for t in segment.times]


def test_an_unknown_duration_is_measured(tmp_path):
    path = write_colours(tmp_path / "a.mkv", seconds=60, fps=10)
    data = path.read_bytes()
    mark = data.index(b"\x44\x89\x88")  # the Duration element, made void
    path.write_bytes(data[:mark] + b"\xec\x89" + data[mark + 2 :])
    assert probe_stream(str(path)).info.duration == 0.0
    opened = open_video(str(path), ORDER)
    assert opened.probed.info.duration == pytest.approx(60.0, abs=0.2)
    assert [len(segment.times) for segment in opened.chunk.segments] == [12, 12, 6]


def test_a_truncated_video_gives_what_there_is(tmp_path):
    path = truncate(write_moving(tmp_path / "a.mkv", seconds=10), 0.5)
    opened = open_video(str(path), ORDER)
    assert 4 <= opened.chunk.read < 12
    assert opened.chunk.planned == 12
    assert len(opened.chunk.segments[0].times) == opened.chunk.read


def test_a_long_video_that_ends_early_is_looked_at_evenly(tmp_path):
    path = truncate(write_moving(tmp_path / "a.mkv", seconds=400, fps=5), 0.02)
    opened = open_video(str(path), ORDER)
    assert opened.claimed == pytest.approx(400, abs=1)
    assert opened.chunk.end is not None
    assert opened.chunk.end < 20
    assert len(opened.chunk.segments[0].times) == 12


def test_a_long_video_is_read_in_stretches(tmp_path):
    path = write_colours(tmp_path / "a.mp4", seconds=400, fps=Fraction(30000, 1001), span=50, gop=250)
    opened = open_video(str(path), ORDER)
    assert len(opened.plans) == 17
    assert len(opened.chunk.segments) == ORDER.chunk_segments == 8
    later = read_chunk(str(path), opened.probed, opened.plans[8:16], ORDER)
    truth = frame_times(path)
    for plan, segment in zip(opened.plans, opened.chunk.segments + later.segments, strict=False):
        for wanted, got, picture in zip(plan.times, segment.times, segment.frames, strict=True):
            assert abs(got - wanted) <= 0.5  # a quarter of the step
            assert min(abs(got - moment) for moment in truth) < 0.001
            assert colour_at(picture) == int(got / 50) % len(COLOURS)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi", "a.ts"])
def test_far_apart_times_are_exact_after_seeks(tmp_path, name):
    codec = "mpeg4" if name == "a.avi" else "libx264"
    path = write_colours(tmp_path / name, seconds=200, fps=10, span=10, gop=30, codec=codec)
    probed = probe_stream(str(path))
    wanted = [0.04, 3.33, 55.51, 56.0, 120.27, 199.6]
    reader = AvReader(str(path), probed, 64, 60.0, thin=True)
    read = list(reader.read(wanted, 0.5))
    truth = [t - probed.start for t in frame_times(path)]
    assert [frame.time for frame in read] == pytest.approx([shown_at(truth, t) for t in wanted], abs=0.001)
    assert [colour_at(f.picture) for f in read] == [int((f.time + 0.01) / 10) % len(COLOURS) for f in read]
    assert reader.frames < 1500  # of 2000: the seeks pay


def test_thinning_changes_no_picture(tmp_path):
    pts = (
        [k * 40 for k in range(250)]
        + [14000 + k * 900 for k in range(12)]
        + [26000 + k * 40 for k in range(250)]
    )
    noise = np.random.default_rng(3).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    path = write_video(
        tmp_path / "a.mp4",
        (np.roll(noise, 3 * k, axis=1) for k in range(len(pts))),
        pts=pts,
        time_base=Fraction(1, 1000),
        gop=250,
        options={"preset": "veryfast", "bf": "3"},
    )
    wanted = [0.7 + 2 * k for k in range(18)]
    probed = probe_stream(str(path))
    plain = AvReader(str(path), probed, 64, 60.0)
    thinned = AvReader(str(path), probed, 64, 60.0, thin=True)
    frames = list(zip(plain.read(wanted, 0.5), thinned.read(wanted, 0.5), strict=True))
    assert len(frames) == 18
    for one, other in frames:
        assert one.time == other.time
        assert np.array_equal(one.picture, other.picture)


def test_time_that_runs_out_leaves_whole_segments(tmp_path, monkeypatch):
    path = write_colours(tmp_path / "a.mp4", seconds=200, fps=10)
    opened = open_video(str(path), ORDER)
    ticks = iter(range(10**6))
    monkeypatch.setattr("vop_desktop.media.frames_av.time.monotonic", lambda: float(next(ticks)))
    chunk = read_chunk(str(path), opened.probed, opened.plans[:8], Order(64, 12, "normal", budget=150.0))
    assert chunk.out_of_time
    assert 1 <= chunk.finished < 8
    assert len(chunk.segments) == chunk.finished
    assert all(len(segment.times) == 12 for segment in chunk.segments)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"just a note", "a text file, not a video"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture, not a video"),
    ],
)
def test_what_is_no_video_is_rejected_with_the_cause(tmp_path, content, reason):
    path = tmp_path / "IMG_0001.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=reason) as caught:
        open_video(str(path), ORDER)
    assert caught.value.stage == "probe"


def test_a_sound_track_is_rejected(tmp_path):
    with pytest.raises(MediaError, match="audio only"):
        open_video(str(write_audio_only(tmp_path / "a.mp4")), ORDER)


def test_decord_is_kept_from_what_it_gets_wrong(tmp_path):
    def suits(name, **options):
        path = str(write_colours(tmp_path / name, seconds=options.pop("seconds", 2), **options))
        return suits_decord(path, probe_stream(path))

    assert suits("a.mp4")
    assert suits("a.mkv")
    assert not suits("a.ts")
    assert not suits("a.mpg", codec="mpeg1video")
    assert not suits("long.mp4", seconds=100, fps=5)


def test_without_decord_everything_is_read_with_pyav(tmp_path, monkeypatch):
    path = str(write_colours(tmp_path / "a.mp4", seconds=2))
    expected = open_video(path, ORDER).chunk
    monkeypatch.setitem(sys.modules, "decord", None)
    has_decord.cache_clear()
    try:
        assert not suits_decord(path, probe_stream(path))
        chunk = open_video(path, ORDER).chunk
    finally:
        has_decord.cache_clear()
    assert [segment.frames.shape for segment in chunk.segments] == [s.frames.shape for s in expected.segments]
    assert chunk.read == expected.read


def test_the_scaled_size_is_even_and_keeps_the_ratio():
    def size(width, height, image_size=224):
        return scaled_size(VideoInfo(1.0, "25/1", width, height, "h264", "mov", 0, 1), image_size)

    assert size(1920, 1080) == (398, 224)
    assert size(1080, 1920) == (224, 398)
    assert size(640, 480, 64) == (240, 180)
    assert size(1, 1, 225) == (226, 226)
    assert size(10000, 10) == (1792, 224)


def test_the_crop_is_the_middle():
    picture = np.zeros((64, 128, 3), np.uint8)
    picture[:, 32:96] = 255
    assert crop_square(picture, 64).min() == 255
    assert crop_square(picture, 32).shape == (32, 32, 3)


def test_the_poster_is_never_black_where_another_exists():
    noise = np.random.default_rng(1).integers(0, 255, (40, 40, 3), dtype=np.uint8)
    dark = (noise // 20).astype(np.uint8)
    flat = np.full_like(noise, 128)
    black = np.zeros_like(noise)
    assert choose_poster([black, dark, flat, noise]) == 3
    assert choose_poster([black, dark, flat]) == 2
    assert choose_poster([black, black]) == 0


def test_a_filmstrip_holds_all_pictures_one_below_the_other():
    jpeg, poster = make_filmstrip([solid(colour, 400, 200) for colour in COLOURS[:3]])
    strip = np.asarray(Image.open(io.BytesIO(jpeg)))
    assert strip.shape == (3 * 180, 360, 3)
    assert [colour_at(strip[k * 180 : (k + 1) * 180]) for k in range(3)] == [0, 1, 2]
    assert 0 <= poster < 3
