"""What is only half typed, how it may go on, and the table of rules that all go by."""

from __future__ import annotations

import pytest

from vop_desktop.search.completing import completions, settled, value_wanted
from vop_desktop.search.grammar import FILTERS, SIGNS, FilterRule
from vop_desktop.search.notes import _unread
from vop_desktop.search.query import parse

KNOWN = frozenset({"boat", "green", "a", "lake", "before", "long"})
VALUES = {"tag": ["family", "my trips", 'odd"one'], "folder": ["holiday", "home"]}


def offered(text: str) -> list[str]:
    return [completion.label for completion in completions(text, len(text), VALUES)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("boat fol", ["folder:"]),
        ("lo", ["longer:"]),
        ("-ta", ["-tag:"]),
        ("is", ["is:"]),
        ("boat f", []),
        ("boat fam", ["tag:family"]),
        ("boat ho", ["folder:holiday", "folder:home"]),
        ("-my", ['-tag:"my trips"']),
        ("lox", []),
        ("folded ", []),
        ("tag:", ["tag:family", 'tag:"my trips"']),
        ("boat TAG:f", ["tag:family"]),
        ('tag:"my', ['tag:"my trips"']),
        ("tag:family", []),
        ("folder:ho", ["folder:holiday", "folder:home"]),
        ("-is:p", ["-is:portrait", "-is:partial"]),
        ("longer:", ["longer:30s", "longer:5min", "longer:1h"]),
        ("after:y", ["after:yesterday"]),
    ],
)
def test_the_word_that_is_typed_may_go_on_as_a_filter(text: str, labels: list[str]) -> None:
    assert offered(text) == labels


def test_a_completion_leaves_the_caret_where_one_goes_on() -> None:
    text = "boat fol on a lake"
    (name,) = completions(text, len("boat fol"), {})
    assert (name.text, name.caret, name.example) == ("boat folder: on a lake", 12, "folder:holiday")
    value = completions("boat tag:fam on", len("boat tag:fam"), VALUES)[0]
    assert (value.text, value.caret) == ("boat tag:family on", len("boat tag:family "))
    assert completions("boat folks", len("boat fol"), {}) == []  # within a word
    assert value_wanted("boat tag:fam on", len("boat tag:fam")) == "tag"
    assert value_wanted("boat tag:fam on", 3) == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("boat fol", "boat"),
        ("boat gre", "boat"),
        ("boat green", "boat green"),
        ("boat long", "boat long"),
        ("boat zebra", "boat zebra"),
        ("boat folder:", "boat"),
        ("boat after:20", "boat"),
        ("boat after:2024", "boat after:2024"),
        ("boat is:po", "boat"),
        ("boat is:purple", "boat is:purple"),
        ("longer:1h3", "longer:1h3"),
        ("longer:banana", "longer:banana"),
        ('boat folder:"my tr', "boat"),
        ("fol", ""),
    ],
)
def test_what_is_half_typed_is_not_searched(text: str, left: str) -> None:
    assert settled(text, KNOWN) == left


def test_a_model_that_knows_the_language_is_asked_every_word() -> None:
    assert settled("boat fol", frozenset()) == "boat fol"
    assert settled("boat folder:", frozenset()) == "boat"


@pytest.mark.parametrize("rule", FILTERS.values(), ids=lambda rule: rule.name)
def test_the_examples_of_a_filter_are_understood(rule: FilterRule) -> None:
    for value in (*rule.examples, *rule.values):
        (condition,) = parse(f"{rule.name}:{value}").filters
        assert (condition.name, condition.value) == (rule.name, value)
    assert not rule.may_become("banana")


def test_the_examples_of_the_signs_show_what_they_say() -> None:
    queries = {rule.name: parse(rule.example) for rule in SIGNS}
    assert not queries["words"].chips
    assert [term.text for term in queries["without"].unwanted] == ["night"]
    assert [term.text for term in queries["not"].unwanted] == ["at night"]
    assert len(queries["sum"].wanted) == 2
    assert queries["weight"].wanted[0].weight == 2
    assert queries["phrase"].phrases


@pytest.mark.parametrize(
    ("text", "sentence", "words"),
    [
        (
            "boat longer:banana",
            "“longer:” understands times such as 30s, 5min, 1h; “longer:banana” was searched as words.",
            "boat longer:banana",
        ),
        ("after:sometime", "“after:” understands dates such as 2023-05", "after:sometime"),
        ("-is:purple", "“is:” understands offline, online, portrait, landscape, square, partial; “-is:", ""),
        ("boat folder:", "“folder:” needs something directly after it, such as folder:holiday.", "boat"),
        ("boat tag: lake", "“tag:” needs something", "boat lake"),
        ("tag:", "“tag:” needs something", ""),
    ],
)
def test_a_filter_that_says_nothing_is_told_what_it_takes(text: str, sentence: str, words: str) -> None:
    query = parse(text)
    assert query.words == words
    (unread,) = query.unread
    assert _unread(unread).startswith(sentence)
    assert not query.filters
