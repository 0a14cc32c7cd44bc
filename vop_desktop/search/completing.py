"""A query on the way: what is only half typed, and how the word in hand may go on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vop_desktop.search.confidence import FUNCTION_WORDS
from vop_desktop.search.grammar import FILTERS

SHORTEST = 2  # letters from which a word may be the name of a filter
MOST = 6  # values that are offered
MOST_NAMED = 3  # of tags and folders that are called like the word

_CONDITION = re.compile(rf"""(?<!\S)(-?)({"|".join(FILTERS)})[:：](["“][^"”]*|[^\s"“]\S*|)$""", re.IGNORECASE)
_WORD = re.compile(r"(?<!\S)(-?)([^\W\d_]+)$")


@dataclass(frozen=True, slots=True)
class Completion:
    """A way in which the word that is being typed may go on.

    Attributes:
        label: the word then: `folder:`, `tag:family`.
        text, caret: the whole text then, and where one goes on typing.
        example: what the finished word may look like; empty where it is finished.
        named: the word was none of a filter: a tag or a folder is called so.
    """

    label: str
    text: str
    caret: int
    example: str = ""
    named: bool = False


def settled(text: str, known: frozenset[str]) -> str:
    """The text without a last word that says nothing yet but may after a few more letters.

    Args:
        text: as typed so far, with the caret at its end.
        known: the words that the model was taught; empty where it knows the language.
    """
    condition = _CONDITION.search(text)
    if condition:
        rule, value = FILTERS[condition[2].lower()], condition[3]
        unread = rule.read(value, datetime.now()) is None and rule.may_become(value)
        return text[: condition.start()].rstrip() if unread or value[:1] in ('"', "“") else text
    word = _WORD.search(text)
    if not word or not known:
        return text
    letters = word[2].lower()
    if letters in known or letters in FUNCTION_WORDS:
        return text
    half = any(other.startswith(letters) for other in (*FILTERS, *known))
    return text[: word.start()].rstrip() if half else text


def value_wanted(text: str, caret: int) -> str:
    """The filter whose value is being typed, or nothing."""
    condition = _CONDITION.search(text[:caret])
    return condition[2].lower() if condition else ""


def word_begun(text: str, caret: int) -> str:
    """The plain word that is being typed, or nothing while it is too short to say anything."""
    word = _WORD.search(text[:caret]) if not value_wanted(text, caret) else None
    return word[2] if word and len(word[2]) >= SHORTEST else ""


def completions(text: str, caret: int, values: Mapping[str, Sequence[str]]) -> list[Completion]:
    """How the word before the caret may go on: names of filters, or values of the one that it names.

    A plain word may also be the name of a tag or of a folder.

    Args:
        text: as typed so far.
        caret: how many characters stand before it.
        values: what is known for filters that take anything, by their names; the likeliest first.
    """
    head, tail = text[:caret], text[caret:]
    if tail and not tail[0].isspace():
        return []
    condition = _CONDITION.search(head)
    if condition:
        sign, name, begun = condition[1], condition[2].lower(), condition[3].strip('"“').lower()
        rule = FILTERS[name]
        offered = rule.values or (rule.examples if rule.kind != "text" else values.get(name, ()))
        fitting = [value for value in offered if value.lower().startswith(begun) and value.lower() != begun]
        labels = [f"{sign}{name}:{_quoted(value)}" for value in fitting if '"' not in value]
        return [_finished(label, head[: condition.start()], tail) for label in labels[:MOST]]
    word = _WORD.search(head)
    if not word or len(word[2]) < SHORTEST:
        return []
    before = head[: word.start()]
    letters = word[2].lower()
    called = [
        f"{word[1]}{name}:{_quoted(value)}"
        for name in ("tag", "folder")
        for value in values.get(name, ())
        if value.lower().startswith(letters) and '"' not in value
    ]
    labels = [f"{word[1]}{name}:" for name in FILTERS if name.startswith(letters)]
    named = [_finished(label, before, tail, named=True) for label in called[:MOST_NAMED]]
    return named + [
        Completion(
            label, f"{before}{label}{tail}", len(before) + len(label),
            label + FILTERS[label.strip("-:")].examples[0],
        )
        for label in labels
    ]  # fmt: skip


def _finished(label: str, before: str, tail: str, *, named: bool = False) -> Completion:
    return Completion(label, f"{before}{label} {tail.lstrip()}", len(before) + len(label) + 1, named=named)


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s“”]", value) else value
