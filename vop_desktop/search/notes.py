"""Plain sentences about a search: why nothing was found, and what was made of an unusual query."""

from __future__ import annotations

from collections.abc import Sequence

from vop_desktop.library import selection
from vop_desktop.library.places import pattern_text
from vop_desktop.library.store import Library
from vop_desktop.records import one_line
from vop_desktop.search.grammar import FILTERS
from vop_desktop.search.languages import language_note
from vop_desktop.search.query import Filter, Query

LONGEST = 40  # characters that are told of what was typed
EMPTY_LIBRARY = "The library holds no videos yet. Add a folder of videos first."
OTHER_PACK = "Nothing here was indexed with this model pack yet. Index the folders with it first."
NO_VIDEO_LEFT = "No video fulfils all of these conditions. Take one of them away."
ONLY_UNWANTED = "Only what is not wanted was named: the videos that show it least come first."


def notes_on(
    library: Library,
    query: Query,
    *,
    indexed: int,
    left: int,
    phrases_found: bool,
    languages: Sequence[str] = (),
) -> tuple[str, ...]:
    """What a person should know of a search besides its hits.

    Args:
        library: what was searched.
        query: what for.
        indexed: videos that the engine knows under its model and may show.
        left: how many of them the conditions leave over.
        phrases_found: whether the exact words stand anywhere.
        languages: that the pack in use knows; empty where nothing is known of them.
    """
    said = list(query.notes)
    if not indexed:
        videos = library.query("SELECT count(*) FROM files WHERE root_id IS NOT NULL")[0][0]
        return (*said, OTHER_PACK if videos else EMPTY_LIBRARY)
    if hint := language_note(query.read, languages):
        said.append(hint)
    said += dict.fromkeys(map(_unread, query.unread))
    missing = _missing(library, query)
    said += missing
    wanted = [f"“{phrase.text}”" for phrase in query.phrases if not phrase.excluded]
    if wanted and not phrases_found:
        stand = "stands" if len(wanted) == 1 else "stand together"
        said.append(f"{' and '.join(wanted)} {stand} in no name, folder, caption, tag or subtitle.")
    elif not left and not missing:
        said.append(NO_VIDEO_LEFT)
    if query.unwanted and not query.wanted and left:
        said.append(ONLY_UNWANTED)
    return tuple(said)


def _unread(condition: Filter) -> str:
    """What a filter takes whose value says nothing, or is missing."""
    name, rule = condition.name, FILTERS[condition.name]
    if not condition.value:
        return f"“{name}:” needs something directly after it, such as {name}:{rule.examples[0]}."
    what = one_line(f"{'-' * condition.excluded}{name}:{condition.value}")
    what = what if len(what) <= LONGEST else f"{what[: LONGEST - 1]}…"
    values = ", ".join(rule.values or rule.examples)
    if rule.kind == "date":
        return f"“{name}:” understands dates such as {values}; “{what}” was searched as words."
    if rule.kind == "length":
        return f"“{name}:” understands times such as {values}; “{what}” was searched as words."
    return f"“{name}:” understands {values}; “{what}” was searched as words."


def _missing(library: Library, query: Query) -> list[str]:
    """Conditions that name something which the library does not hold, each in a sentence."""
    said = []
    for condition in query.filters:
        if condition.name == "folder" and not selection.videos_in_folder(library, condition.value):
            if _is_left_out(library, condition.value):
                said.append(
                    f"The folder “{condition.value}” is left out of the library. "
                    "Take it in again to find what is in it."
                )
            else:
                said.append(
                    f"No folder called “{condition.value}” is in the library any more, or ever was. "
                    "Add it again, or take the condition away."
                )
        elif condition.name == "tag" and not selection.videos_with_tag(library, condition.value):
            said.append(f"No video has the tag “{condition.value}”.")
    return said


def _is_left_out(library: Library, folder: str) -> bool:
    test = selection.folder_test(folder)
    patterns = (pattern for root in library.roots() for pattern in library.excludes(root.path))
    return any(test(pattern_text(pattern)) for pattern in patterns)
