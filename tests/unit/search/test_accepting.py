"""A suggested caption that a person accepts, as it is, in other words or as a tag."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.stored import add_video
from tests.unit.search.fakes import WordEncoder, picture, pictures
from vop_desktop.library import Library, changes
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.own_captions import AddCaption, EditCaption, captions_of
from vop_desktop.library.sidecars import read_beside, write_sidecar
from vop_desktop.library.tags import AddTag, tags_of
from vop_desktop.search import SearchEngine
from vop_desktop.search.captions import CaptionRanker


def found(engine: SearchEngine, text: str) -> list[tuple[int, tuple[str, ...]]]:
    hits = engine.search(text)
    return [(hit.video_id, hit.why) for hit in hits if hit.why != ("content",)]


def test_it_is_searchable_at_once_goes_back_and_is_written_down(library: Library, tmp_path: Path) -> None:
    path = str(tmp_path / "a.mp4")
    video_id = add_video(library, path, [picture("boat")])
    engine = SearchEngine(library, WordEncoder())
    ranker = CaptionRanker(library, WordEncoder())
    suggested = ranker.rank(pictures("boat"), limit=1)[0].text
    assert found(engine, suggested) == []

    changes.do(library, AddCaption(video_id, suggested))
    assert [(video, "caption" in why) for video, why in found(engine, suggested)] == [(video_id, True)]
    assert ranker.rank(pictures("boat"), sets=["library"])[0].text == suggested
    changes.do(library, EditCaption(video_id, suggested, "grandfather's first regatta"))
    changes.do(library, AddTag([video_id], suggested))
    assert found(engine, "regatta") == [(video_id, ("caption",))]
    assert tags_of(library, video_id) == [suggested]

    target = write_sidecar(path, [text for text, _ in captions_of(library, video_id)])
    set_file_captions(library, {path: read_beside([str(target)]).captions})  # as the next scan does
    assert captions_of(library, video_id) == [("grandfather's first regatta", "person")]

    for _ in range(3):
        changes.undo(library)
    assert captions_of(library, video_id) == [] and tags_of(library, video_id) == []
    assert found(engine, suggested) == found(engine, "regatta") == []
