"""What the library knows of the paths at some places."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.helpers.stored import new_library, video_file, video_info
from vop_desktop.library import Library
from vop_desktop.library.lookup import KnownPath, KnownPaths, known_below
from vop_desktop.library.states import Encoding, put_state

MODEL = ("m", "normal")
NOTHING = ("", "")


def put(library: Library, path: str, *encoding: str, model: tuple[str, str] = MODEL) -> int:
    """A file whose video fared so; its path is its content."""
    root = library.add_root("/v")
    fared = Encoding(*(encoding or ("complete", "", "")))  # type: ignore[arg-type]
    with library.transaction():
        video_id = put_state(library, ascii(path), video_info(), model, fared)  # type: ignore[arg-type]
        library.put_file(video_file(path), video_id, root)
    return video_id


@pytest.fixture(params=[0, 600], ids=["among few", "among many"])
def library(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    with new_library(tmp_path / "library.sqlite") as library:
        with library.transaction():
            for number in range(request.param):
                put(library, f"/v/many/{number}.mp4")
        yield library


def below(library: Library, *places: str) -> dict[str, KnownPath]:
    known = known_below(library, places, "m", "normal")
    return {path: row for path, row in known.items() if not path.startswith("/v/many/")}


def test_each_path_has_its_video_and_how_that_fared(library: Library) -> None:
    whole = put(library, "/v/whole.mp4")
    part = put(library, "/v/part.mp4", "partial", "decode", "it ends early")
    bad = put(library, "/v/bad.mp4", "failed", "decode", "nothing in it", model=("other", "normal"))
    unread = put(library, "/v/unread.mp4", model=("other", "normal"))
    put(library, "/vast.mp4")
    library.set_missing(["/v/part.mp4"])

    assert below(library, "/v") == {
        "/v/whole.mp4": KnownPath(1234, 1, False, whole, ("complete", *NOTHING)),
        "/v/part.mp4": KnownPath(1234, 1, True, part, ("partial", "decode", "it ends early")),
        "/v/bad.mp4": KnownPath(1234, 1, False, bad, ("failed", "decode", "nothing in it")),
        "/v/unread.mp4": KnownPath(1234, 1, False, unread, None),
    }
    assert list(below(library, "/v/whole.mp4")) == ["/v/whole.mp4"]
    assert below(library, "/nowhere") == {}


def test_places_are_added_to_what_is_known_already(library: Library) -> None:
    put(library, "/v/a/1.mp4")
    put(library, "/v/b/2.mp4", "partial")
    known = KnownPaths()
    for place in ("/v/a", "/v/b"):
        assert known_below(library, [place], "m", "normal", known) is known
    assert [row.outcome and row.outcome[0] for row in known.values()] == ["complete", "partial"]


@pytest.mark.skipif(sys.platform == "win32", reason="paths are text there")
def test_a_path_that_is_no_text_is_known(library: Library) -> None:
    name = os.fsdecode(b"/v/\xff.mp4")
    video = put(library, name)
    assert below(library, "/v", name) == {name: KnownPath(1234, 1, False, video, ("complete", *NOTHING))}
