"""Which videos the filters of a query leave over."""

from __future__ import annotations

import os
from collections.abc import Sequence

from vop_desktop.library import selection
from vop_desktop.library.keywords import split_words
from vop_desktop.library.store import Library
from vop_desktop.records import Hit
from vop_desktop.search.query import Filter, Query


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


def named_as_asked(library: Library, hits: Sequence[Hit], query: Query) -> list[Hit]:
    """Of a video that lies in several places, the one that was asked for is shown.

    That is one in the folder that was named; among these one that can be reached; and, where its name is why
    it was found, one whose name holds the most of the words.
    """
    folders = [
        selection.folder_test(condition.value)
        for condition in query.filters
        if condition.name == "folder" and not condition.excluded
    ]
    phrases = [phrase.text for phrase in query.phrases if not phrase.excluded]
    words = split_words(" ".join([query.words, *phrases]))

    def fit(path: str, there: bool, why: tuple[str, ...]) -> tuple[bool, bool, int]:
        folder, name = os.path.split(path)
        named = split_words(os.path.splitext(name)[0]) if "name" in why else []
        held = sum(any(part.startswith(word) for part in named) for word in words)
        return any(test(folder) for test in folders), there, held

    def named(hit: Hit) -> Hit:
        places = library.video_paths(hit.video_id) if folders or "name" in hit.why else []
        if len(places) < 2:
            return hit
        places.sort(key=lambda place: place[0] != hit.path)  # of equals the one that it has
        path, there = max(places, key=lambda place: fit(place[0], place[1], hit.why))
        return hit._replace(path=path, offline=not there)

    return [named(hit) for hit in hits]
