"""What a person forgot or left out is not read again, and is whole once it is taken back."""

from __future__ import annotations

import os
from pathlib import Path

from tests.unit.indexing.conftest import Index, write_clip, write_clips
from vop_desktop.library import Library, changes
from vop_desktop.library.excluding import SetExcludes
from vop_desktop.library.forget import Expire, Forget, videos_at
from vop_desktop.library.places import folder_pattern
from vop_desktop.library.tags import AddTag, tags_of


def names(library: Library) -> set[str]:
    return {os.path.basename(library.video(number).paths[0]) for number in library.visible_videos()}


def test_a_forgotten_video_stays_away_until_its_file_changes(
    index: Index, library: Library, folder: Path
) -> None:
    red, _ = write_clips(folder, "red", "green")
    index()
    (video,) = videos_at(library, str(red))
    changes.do(library, AddTag([video], "mine"))
    changes.do(library, Forget([video]))

    report = index(retry=True)
    assert (report.videos, report.frames, names(library)) == (1, 0, {"green.mp4"})
    red.rename(folder / "renamed.mp4")
    os.utime(folder / "renamed.mp4", (1, 1))
    report = index()
    assert (report.frames, names(library)) == (0, {"green.mp4"})
    write_clip(red, "blue")
    report = index()
    assert (report.frames, names(library)) == (12, {"green.mp4", "red.mp4"})

    changes.undo(library)
    report = index()
    assert (report.frames, names(library)) == (0, {"green.mp4", "red.mp4", "renamed.mp4"})
    assert tags_of(library, video) == ["mine"]


def test_a_file_that_was_missing_for_too_long_and_returns_is_not_read_again(
    index: Index, library: Library, folder: Path
) -> None:
    red, _ = write_clips(folder, "red", "green")
    index()
    red.rename(folder.parent / "away.mp4")
    index()
    changes.do(library, Expire(videos_at(library, str(red)), 30))
    assert index().videos == 1
    (folder.parent / "away.mp4").rename(folder / "back.mp4")
    report = index()
    assert (report.frames, names(library)) == (0, {"back.mp4", "green.mp4"})


def test_what_is_left_out_of_a_folder_is_neither_read_nor_shown(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red")
    write_clips(folder / "private", "green")
    index()
    changes.do(library, SetExcludes(str(folder), [folder_pattern(str(folder / "private"))]))
    write_clip(folder / "private" / "blue.mp4", "blue")
    assert (index().videos, names(library)) == (1, {"red.mp4"})
    changes.undo(library)
    assert names(library) == {"red.mp4", "green.mp4"}
    report = index()
    assert (report.videos, report.frames) == (3, 12)
