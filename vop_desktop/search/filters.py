"""Which videos the filters of a query leave over."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from vop_desktop.library import selection
from vop_desktop.library.store import Library
from vop_desktop.records import Hit
from vop_desktop.search.query import Filter


def passing(library: Library, condition: Filter) -> set[int]:
    """Ids of the videos that a condition names, `excluded` left aside."""
    if condition.name == "folder":
        return selection.videos_in_folder(library, condition.value)
    if condition.name == "tag":
        return selection.videos_with_tag(library, condition.value)
    if condition.name == "is":
        return selection.videos_in_state(library, condition.value)
    if condition.name in ("after", "before"):
        return selection.videos_by_date(library, condition.number, before=condition.name == "before")
    return selection.videos_by_length(library, condition.number, shorter=condition.name == "shorter")


def narrow(visible: frozenset[int], library: Library, filters: tuple[Filter, ...]) -> frozenset[int]:
    """The visible videos that fulfil all conditions; of several folders one is enough."""
    folders = [condition for condition in filters if condition.name == "folder" and not condition.excluded]
    if folders:
        visible = visible & set().union(*(passing(library, folder) for folder in folders))
    for condition in filters:
        if condition not in folders:
            found = passing(library, condition)
            visible = visible - found if condition.excluded else visible & found
    return visible


def named_as_asked(library: Library, hits: Sequence[Hit], filters: tuple[Filter, ...]) -> list[Hit]:
    """Of a video that lies in several places, the one in the folder that was asked for is shown."""
    tests = [
        selection.folder_test(condition.value)
        for condition in filters
        if condition.name == "folder" and not condition.excluded
    ]

    def asked_for(path: str) -> bool:
        return any(test(os.path.dirname(path)) for test in tests)

    named = []
    for hit in hits:
        others = [] if not tests or asked_for(hit.path) else library.video_paths(hit.video_id)
        path, there = next((pair for pair in others if asked_for(pair[0])), (hit.path, not hit.offline))
        named.append(hit if path == hit.path else replace(hit, path=path, offline=not there))
    return named
