"""What a list of results shows of videos."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.stored import add_video, new_library
from vop_desktop.library import changes
from vop_desktop.library.facts import VideoFacts, copy_count, video_facts
from vop_desktop.library.forget import Forget


def test_facts_tell_the_newest_file_and_count_those_in_watched_folders(tmp_path: Path) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        one = add_video(library, "/videos/one.mp4", mtime_ns=5_000_000_000)
        two = add_video(
            library, ["/videos/two.mp4", "/videos/copy.mp4"], state="partial", mtime_ns=7_500_000_000
        )
        facts = video_facts(library, [two, one, two, 99])
        assert facts == {
            one: VideoFacts(5.0, 640, 360, "complete", 1),
            two: VideoFacts(7.5, 640, 360, "partial", 2),
        }
        assert copy_count(library) == 1
        changes.do(library, Forget([one]))
        assert set(video_facts(library, [one, two])) == {two}
        changes.do(library, Forget([two]))
        assert copy_count(library) == 0


def test_thousands_of_videos_are_looked_up(tmp_path: Path) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        with library.transaction():
            ids = [add_video(library, f"/videos/{number}.mp4") for number in range(1203)]
        assert len(video_facts(library, ids)) == 1203
        assert video_facts(library, []) == {}
