"""The folders below a watched one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.stored import add_video, new_library
from vop_desktop.library.folders import Subfolder, subfolders

A_QUOTE = '/videos/it\'s "50 %" _'


def test_each_folder_counts_the_videos_below_it(tmp_path: Path) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        for path in ("top", "b/1", "b/2", "a/deep/er/3", "a/4", "B2/5"):
            add_video(library, f"/videos/{path}.mp4")
        add_video(library, ["/videos/b/6.mp4", "/videos/b/copy of 6.mp4"])
        add_video(library, "/videos/unread/7.mp4", state="failed")
        add_video(library, "/videos-2/b/8.mp4", root="/videos-2")
        add_video(library, f"{A_QUOTE}/9.mp4")
        assert subfolders(library, "/videos") == [
            Subfolder("/videos/a", 2, True),
            Subfolder("/videos/b", 3, False),
            Subfolder("/videos/B2", 1, False),
            Subfolder(A_QUOTE, 1, False),
        ]
        assert subfolders(library, "/videos/a") == [Subfolder("/videos/a/deep", 1, True)]
        assert subfolders(library, A_QUOTE) == subfolders(library, "/nowhere") == []


@pytest.mark.parametrize("folder", ["/", "/videos/"])
def test_a_separator_at_the_end_changes_nothing(tmp_path: Path, folder: str) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        add_video(library, "/videos/a/1.mp4")
        assert subfolders(library, folder) == [
            {"/": Subfolder("/videos", 1, True), "/videos/": Subfolder("/videos/a", 1, False)}[folder]
        ]


def test_what_is_missing_and_names_that_are_no_text_are_not_listed(tmp_path: Path) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        add_video(library, "/videos/gone/1.mp4")
        add_video(library, "/videos/odd \udcff/2.mp4")
        library.execute("UPDATE files SET missing_since = 1 WHERE path LIKE '%gone%'")
        assert subfolders(library, "/videos") == []
