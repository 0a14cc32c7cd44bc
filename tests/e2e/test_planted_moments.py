"""A colour planted in a long video is found where it was planted, whatever the frame rate."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import fast, solid
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.library import captions as caption_store
from vop_desktop.records import Hit
from vop_desktop.search import SearchEngine

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
SEEDS = range(1, 6) if LONG else range(1, 2)  # one video of four places each
LASTS = 3600.0 if LONG else 1200.0  # seconds; 30 for 29.97 would be a second off after 1000
SPAN = 12.0  # seconds that a planted colour is shown
TOLERANCE = 0.1
BACKGROUND = "white"
PLANTED = ("red", "green", "blue", "magenta")
MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True)
class Planted:
    """A video, the times of its frames, and of the first and last frame of each colour, in seconds."""

    path: Path
    times: list[float]
    spans: dict[str, tuple[float, float]]


def _even_times(rate: Fraction) -> tuple[Fraction, list[int]]:
    """Every frame: number by number, in units of one frame."""
    return 1 / rate, list(range(int(LASTS * rate)))


def _variable_times(rng: random.Random) -> tuple[Fraction, list[int]]:
    """Every frame stands for another while: 8 ms to a second, in fast and slow stretches."""
    times, now = [], 0
    while now < LASTS * 1000:
        longest = rng.choice((20, 60, 400, 1000))
        for _ in range(rng.randint(5, 200)):
            times.append(now)
            now += rng.randint(8, longest)
    return MILLISECOND, [time for time in times if time < LASTS * 1000]


def _plant(path: Path, unit: Fraction, times: list[int], rng: random.Random) -> Planted:
    """Writes the frames at `times` (in `unit`), each of the background or of the colour planted there."""
    starts = _places(rng)
    cards = {
        name: av.VideoFrame.from_ndarray(solid(NAMED_COLOURS[name]), format="rgb24").reformat(
            format="yuv420p"
        )
        for name in (BACKGROUND, *PLANTED)
    }
    spans: dict[str, tuple[float, float]] = {}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=round(1 / unit), options=fast("libx264"))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.gop_size = 250
        stream.codec_context.time_base = unit
        for number in times:
            now = float(number * unit)
            name = next((c for c, start in starts.items() if start <= now < start + SPAN), BACKGROUND)
            if name != BACKGROUND:
                spans[name] = (spans.get(name, (now,))[0], now)
            frame = cards[name]
            frame.pts, frame.time_base = number, unit
            frame.pict_type = 0
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return Planted(path, [float(number * unit) for number in times], spans)


def _places(rng: random.Random) -> dict[str, float]:
    """Where each colour begins: anywhere in it, no two within a minute of each other."""
    while True:
        places = {name: rng.uniform(0, LASTS - SPAN) for name in PLANTED}
        if all(b - a > 60 for a, b in pairwise(sorted(places.values()))):
            return places


@pytest.fixture(params=["29.97 mp4", "23.976 mkv", "variable mp4"])
def videos(request: pytest.FixtureRequest, tmp_path: Path) -> list[Planted]:
    """Long videos of one kind, with different places."""
    kind, container = request.param.split()
    planted = []
    for seed in SEEDS:
        rng = random.Random(f"{request.param}/{seed}")
        rates = {"29.97": Fraction(30000, 1001), "23.976": Fraction(24000, 1001)}
        unit, times = _even_times(rates[kind]) if kind in rates else _variable_times(rng)
        planted.append(_plant(tmp_path / f"long_{seed}.{container}", unit, times, rng))
    return planted


@pytest.fixture
def engine(videos: list[Planted], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SearchEngine]:
    monkeypatch.setattr(caption_store, "everyday_captions", lambda language="en": sorted(NAMED_COLOURS))
    encoder = MeanColourEncoder()
    with Library.open(tmp_path / "library.sqlite") as library:
        report = index_folders(library, encoder, [tmp_path])
        assert (report.complete, report.failures) == (len(videos), ())
        assert report.frames == len(videos) * LASTS / 2
        yield SearchEngine(library, encoder)


@pytest.mark.slow
def test_the_hit_is_the_moment_at_which_the_colour_was_planted(
    engine: SearchEngine, videos: list[Planted]
) -> None:
    for colour in PLANTED:
        hits = {Path(hit.path): hit for hit in engine.search(colour)}
        assert set(hits) == {planted.path for planted in videos}
        for planted in videos:
            hit, (first, last) = hits[planted.path], planted.spans[colour]
            assert last - first > SPAN - 2.1  # a frame stands for a second at most
            assert first - TOLERANCE <= hit.moment <= last + TOLERANCE, colour
            assert hit.start <= hit.moment <= hit.end
            assert min(abs(time - hit.moment) for time in planted.times) < 0.002  # a frame begins there
            assert hit.duration == pytest.approx(LASTS, abs=1)
            assert _colour_of_tile(engine, hit) == colour


def _colour_of_tile(engine: SearchEngine, hit: Hit) -> str:
    strip = engine.filmstrip(hit)
    assert strip is not None
    with Image.open(io.BytesIO(strip.jpeg)) as picture:
        tile = picture.height // strip.tiles
        shown = picture.convert("RGB").getpixel((picture.width // 2, hit.frame * tile + tile // 2))
    assert isinstance(shown, tuple)
    return min(
        NAMED_COLOURS,
        key=lambda name: sum(abs(a - b) for a, b in zip(shown, NAMED_COLOURS[name], strict=True)),
    )
