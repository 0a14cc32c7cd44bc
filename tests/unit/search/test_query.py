"""What a person types, as a search takes it: rules where they are meant, words everywhere else."""

from __future__ import annotations

import random
import time
from datetime import datetime

import pytest

from vop_desktop.search.query import MAX_PARSED, MAX_TERMS, Query, parse

NOW = datetime(2024, 3, 5, 12, 30)


def said(query: Query) -> list[tuple[str, float]]:
    return [(term.text, term.weight) for term in query.terms]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("dog on the beach", [("dog on the beach", 1)]),
        ("dog + beach", [("dog", 1), ("beach", 1)]),
        ("dog^2 + beach^0.5", [("dog", 2), ("beach", 0.5)]),
        ("a big dog^3 beach", [("a big dog", 3), ("beach", 1)]),
        ("dog -night", [("night", -1), ("dog", 1)]),
        ("dog -night beach", [("night", -1), ("dog beach", 1)]),
        ("dog -night^2", [("night", -2), ("dog", 1)]),
        ("dog not at night", [("at night", -1), ("dog", 1)]),
        ("dog not at night, on the beach", [("at night", -1), ("dog on the beach", 1)]),
        ("dog not at night but in snow", [("at night", -1), ("dog in snow", 1)]),
        ("dog not at night and not in rain", [("at night", -1), ("in rain", -1), ("dog", 1)]),
        ("dog + beach - tall people", [("dog", 1), ("tall people", -1), ("beach", 1)]),
        ("Not people", [("people", -1)]),
        ("-night", [("night", -1)]),
        ("-night -rain", [("night", -1), ("rain", -1)]),
        ("海边的狗 -夜晚", [("夜晚", -1), ("海边的狗", 1)]),
        # words, whatever they look like
        ("the ball does not move", [("the ball does not move", 1)]),
        ("a ball not moving in the hills", [("a ball not moving in the hills", 1)]),
        ("why not", [("why not", 1)]),
        ("holiday - part 2", [("holiday - part 2", 1)]),
        ("well-known -5 --x", [("well-known -5 --x", 1)]),
        ("dog^ dog^0 dog^x 2^", [("dog^ dog^0 dog^x 2^", 1)]),
        ("http://example.org is:flying after:2023-14", [("http://example.org is:flying after:2023-14", 1)]),
        ("dog folder: tag: longer:soon", [("dog longer:soon", 1)]),  # a filter without a value is no word
        ("folder:", []),
        ('dog "beach', [('dog "beach', 1)]),
        ('""', [('""', 1)]),
        ("+", [("+", 1)]),
        ("- + -", [("- + -", 1)]),
        ("???", [("???", 1)]),
        ("a\x00b\ud800c\u2028d", [("a b c d", 1)]),
    ],
)
def test_terms(text: str, terms: list[tuple[str, float]]) -> None:
    assert said(parse(text)) == terms


@pytest.mark.parametrize("text", ["", "   ", "\n\t \x00 \u3000"])
def test_nothing_is_asked_for(text: str) -> None:
    assert parse(text).is_empty


def test_phrases_are_exact_words() -> None:
    query = parse('sun "golden  gate" -"the end" “金门 大桥”')
    assert [(phrase.text, phrase.excluded) for phrase in query.phrases] == [
        ("golden gate", False),
        ("the end", True),
        ("金门 大桥", False),
    ]
    assert said(query) == [("sun", 1)]


@pytest.mark.parametrize(
    ("text", "name", "value", "number"),
    [
        ("folder:Holiday", "folder", "Holiday", 0),
        ('folder:"my trips"', "folder", "my trips", 0),
        ("TAG:family", "tag", "family", 0),
        ("is:Portrait", "is", "portrait", 0),
        ("after:2023", "after", "2023", datetime(2023, 1, 1).timestamp()),
        ("before:2024-02", "before", "2024-02", datetime(2024, 2, 1).timestamp()),
        ("after:2024-02-29", "after", "2024-02-29", datetime(2024, 2, 29).timestamp()),
        ("after:yesterday", "after", "yesterday", datetime(2024, 3, 4).timestamp()),
        ("after:today", "after", "today", datetime(2024, 3, 5).timestamp()),
        ("longer:90", "longer", "90", 90),
        ("longer:90s", "longer", "90s", 90),
        ("shorter:2m", "shorter", "2m", 120),
        ("shorter:1h30m", "shorter", "1h30m", 5400),
        ("shorter:1.5min", "shorter", "1.5min", 90),
        ("longer:1:30", "longer", "1:30", 90),
        ("longer:1:00:05", "longer", "1:00:05", 3605),
        ("tag：家", "tag", "家", 0),
    ],
)
def test_filters(text: str, name: str, value: str, number: float) -> None:
    (condition,) = parse(text, now=NOW).filters
    assert (condition.name, condition.value, condition.number) == (name, value, number)
    assert not condition.excluded
    (excluded,) = parse(f"-{text}", now=NOW).filters
    assert excluded.excluded
    assert not parse(text, now=NOW).terms


def test_filters_stand_anywhere_and_words_close_up() -> None:
    query = parse("dog folder:trips on is:portrait the beach")
    assert said(query) == [("dog on the beach", 1)]
    assert [condition.name for condition in query.filters] == ["folder", "is"]


@pytest.mark.parametrize(
    ("text", "chips"),
    [
        ("dog on the beach", {}),
        ("dog + beach", {"dog": "beach", "beach": "dog"}),
        ("dog -night beach", {"dog beach": "-night", "-night": "dog beach"}),
        ("dog not at night but snow", {"dog snow": "not at night but", "not at night": "dog snow"}),
        ("a + b - c", {"a": "b not c", "b": "a + - c", "- c": "a + b"}),
        ('dog "x y" folder:"my trips"', {'"x y"': 'dog folder:"my trips"', 'folder:"my trips"': 'dog "x y"'}),
        ("dog^2", {"dog^2": ""}),
        ("-night", {"-night": ""}),
        ("is:offline", {"is:offline": ""}),
    ],
)
def test_each_rule_is_a_chip_that_can_be_taken_away(text: str, chips: dict[str, str]) -> None:
    query = parse(text)
    found = {chip.label: query.without(chip) for chip in query.chips}
    assert found == chips


@pytest.mark.parametrize("seed", range(20))
def test_taking_a_chip_away_leaves_the_other_rules(seed: int) -> None:
    rng = random.Random(seed)
    pieces = [
        "dog",
        "on grass",
        "-night",
        "not at sea,",
        '"big day"',
        "tag:x",
        "longer:5",
        "-is:square",
        "+ cat",
    ]
    text = " ".join(rng.sample(pieces, rng.randint(2, len(pieces))))
    query = parse(text)
    for chip in query.chips:
        if chip.kind in ("filter", "phrase"):
            left = parse(query.without(chip))
            assert len(left.filters) + len(left.phrases) == len(query.filters) + len(query.phrases) - 1
            assert {t.text for t in left.unwanted} == {t.text for t in query.unwanted}


def test_a_very_long_text_is_searched_by_its_beginning() -> None:
    begin = time.perf_counter()
    for text in (
        "x" * 10_000,
        "a " * 5_000,
        "a + " * 2_500,
        "-a " * 3_000,
        '"' * 10_000,
        "tag:" * 2_500,
        "^1" * 5_000,
    ):
        query = parse(text)
        assert len(query.terms) <= MAX_TERMS
        assert sum(len(term.text) for term in query.terms) <= MAX_PARSED
        assert "very long" in query.notes[0]
        assert query.text == text
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize("seed", range(40))
def test_no_text_fails(seed: int) -> None:
    rng = random.Random(seed)
    signs = [
        '"',
        "“",
        "”",
        "+",
        "-",
        "^",
        ":",
        "：",
        " ",
        "not ",
        "but ",
        "is:",
        "folder:",
        "after:",
        "\x00",
        "\ud83d",
    ]
    for _ in range(50):
        text = "".join(
            rng.choice(signs)
            if rng.random() < 0.6
            else chr(rng.choice((rng.randrange(0x3000), rng.randrange(0x110000))))
            for _ in range(rng.randrange(60))
        )
        query = parse(text)
        for chip in query.chips:
            parse(query.without(chip))
        for term in query.terms:
            term.text.encode("utf-8")
            assert term.text.strip()
        if text.strip(" \x00\ud83d") and any(char.isalnum() for char in text):
            assert not query.is_empty or query.unread
