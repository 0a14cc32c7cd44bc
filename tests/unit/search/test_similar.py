"""The same footage is found again, placed, and told as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.stored import add_video, new_library, remove_root
from tests.helpers.variants import write_scenes, write_variant
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.library.frame_hashes import hashes_since, put_hashes
from vop_desktop.media.clip_hashes import hash_clip
from vop_desktop.records import Hit
from vop_desktop.search.alignment import Footage, align, distances
from vop_desktop.search.similar import DuplicateFinder, SimilarHit, duplicate_document, merge

SCENES = 15  # of 2 s: longer than what is one segment


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of videos that are alike only where they are black, and a library of them."""
    place = tmp_path_factory.mktemp("similar")
    folder = place / "videos"
    folder.mkdir()
    write_scenes(folder / "long.mp4", 1, scenes=SCENES)
    for seed in range(2, 6):
        write_scenes(folder / f"{seed}.mp4", seed, scenes=4, black=True)
    with Library.open(place / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [folder], workers=1)
    return place


@pytest.fixture
def library(world: Path) -> Iterator[Library]:
    with Library.open(world / "library.sqlite") as opened:
        yield opened


def found(library: Library, clip: Path) -> list[SimilarHit]:
    return DuplicateFinder(library).find(hash_clip(str(clip), 30.0), str(clip))


@pytest.mark.parametrize(
    ("kind", "traits"),
    [
        ("re-encoded", ("re-encoded",)),
        ("scaled", ("scaled",)),
        ("cropped", ("cropped",)),
        ("mirrored", ("mirrored",)),
        ("trimmed", ("piece of it",)),
        ("mirrored piece", ("mirrored", "piece of it")),
    ],
)
def test_each_change_is_told_and_placed(
    library: Library, world: Path, tmp_path: Path, kind: str, traits: tuple[str, ...]
) -> None:
    start, length = (11.3, 5.0) if "piece" in traits[-1] else (0.0, 99.0)
    source = world / "videos" / "long.mp4"
    clip = write_variant(source, tmp_path / "clip.mp4", kind, start=start, length=length)
    (hit,) = found(library, clip)
    assert Path(hit.path).name == "long.mp4"
    assert hit.traits == traits
    assert hit.start == pytest.approx(start, abs=0.6)
    assert hit.end == pytest.approx(min(30.0, start + length), abs=0.6)
    assert (hit.clip_start, hit.clip_end) == pytest.approx((0.0, hit.end - hit.start), abs=0.6)
    assert 0.6 < hit.score <= 1


def test_the_library_may_hold_the_piece(library: Library, world: Path, tmp_path: Path) -> None:
    pieces = [world / "videos" / "2.mp4", world / "videos" / "3.mp4"]
    long = write_scenes(tmp_path / "clip.mp4", 2, scenes=12, black=True)  # begins as `2.mp4` does
    (hit,) = found(library, long)
    assert hit.path == str(pieces[0])
    assert hit.traits == ("contains it",)
    assert (hit.start, hit.clip_start) == pytest.approx((0.0, 0.0), abs=0.6)
    assert (hit.end, hit.clip_end) == pytest.approx((8.0, 8.0), abs=0.6)


def test_the_very_same_file_is_known_by_its_content(library: Library, world: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes((world / "videos" / "4.mp4").read_bytes())
    hit = found(library, copy)[0]
    assert (Path(hit.path).name, hit.kind, hit.score) == ("4.mp4", "same file", 1.0)


def test_other_footage_is_not_the_same(library: Library, tmp_path: Path) -> None:
    for seed in (50, 51):  # with black pictures, as most of the library has them
        assert found(library, write_scenes(tmp_path / f"{seed}.mp4", seed, scenes=5, black=True)) == []
    assert found(library, write_scenes(tmp_path / "black.mp4", 0, scenes=2, black=True))[1:] == []


def test_only_videos_of_watched_folders_are_found(library: Library, world: Path, tmp_path: Path) -> None:
    clip = write_variant(world / "videos" / "5.mp4", tmp_path / "clip.mp4", "re-encoded")
    assert len(found(library, clip)) == 1
    try:
        remove_root(library, str(world / "videos"))
        assert found(library, clip) == []
    finally:
        library.add_root(str(world / "videos"))


def test_a_second_model_leaves_the_hashes_as_they_are(library: Library, world: Path) -> None:
    before = [(each.seq, each.video_id, len(each.times)) for each in hashes_since(library, 0)]
    assert len(before) == 5
    index_folders(library, MeanColourEncoder("another"), [world / "videos"], workers=1)
    assert [(each.seq, each.video_id, len(each.times)) for each in hashes_since(library, 0)] == before


def test_a_finder_takes_in_what_is_new_and_replaced(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    clip = hash_clip(str(write_scenes(tmp_path / "a.mp4", 9, scenes=3)), 20.0)
    with new_library(tmp_path / "library.sqlite") as library:
        finder = DuplicateFinder(library)
        assert finder.find(clip) == []
        video = add_video(library, "/videos/a.mp4", duration=6.0)
        times = np.arange(0.5, 6.0)
        put_hashes(library, video, times, rng.integers(0, 256, (6, 32), dtype=np.uint8))
        assert finder.find(clip) == []
        put_hashes(library, video, clip.times, clip.hashes[:, 1])
        (hit,) = finder.find(clip)
        assert (hit.video_id, hit.start, hit.score) == (video, 0.0, 1.0)
        put_hashes(library, video, times, rng.integers(0, 256, (6, 32), dtype=np.uint8))  # fewer: not better
        assert finder.find(clip) == [hit]


def test_empty_hashes_are_far_from_everything() -> None:
    some = np.array([[1, 2, 3, 4], [0, 0, 0, 0]], np.uint64)
    found = distances(some, some)
    assert found[0, 0] == 0
    assert found[1].min() == found[:, 1].min() == 256
    empty = Footage(np.zeros((1, 3, 4), np.uint64), np.arange(3.0), 3.0)
    assert align(empty, empty) is None


def test_duplicates_come_before_what_looks_alike() -> None:
    copy = SimilarHit("/b", ("mirrored", "piece of it"), 4.0, 9.0, 0.0, 5.0, 0.9, False, 2, 30.0)
    alike = [
        Hit("/a", 0, 10, 5, 0.99, "likely", False, video_id=1),
        Hit("/b", 0, 10, 5, 0.7, "weak", False, video_id=2, segment=3, frame=4),
    ]
    first, second = merge([copy], alike, 5)
    assert first[1] is copy
    assert (first[0].path, first[0].moment, first[0].end) == ("/b", 4.0, 9.0)
    assert (first[0].segment, first[0].frame, first[0].score) == (3, 4, 0.7)
    assert second == (alike[0], None)
    assert [hit.path for hit, _ in merge([copy], alike[:1], 5)] == ["/b", "/a"]
    assert len(merge([copy], alike, 1)) == 1
    assert duplicate_document(copy)["kind"] == "mirrored, piece of it"
