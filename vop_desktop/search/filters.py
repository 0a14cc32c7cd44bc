"""Which videos the filters of a query leave over."""

from __future__ import annotations

from vop_desktop.library import selection
from vop_desktop.library.store import Library
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
