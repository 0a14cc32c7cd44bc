"""The built-in captions: many, each one short and plain, about what people film."""

from __future__ import annotations

import re

import pytest

from vop_desktop.library.captions import everyday_captions

ENOUGH = 5000
SHORTEST, LONGEST = 3, 14  # words
TOPICS = "dog cat baby beach snow car train football cooking guitar wedding rain".split()


def test_there_are_many() -> None:
    assert len(everyday_captions()) >= ENOUGH


def test_none_is_there_twice() -> None:
    captions = [caption.casefold() for caption in everyday_captions()]

    assert len(set(captions)) == len(captions)


def test_each_is_a_short_plain_line() -> None:
    unfit = [
        caption
        for caption in everyday_captions()
        if not SHORTEST <= len(caption.split()) <= LONGEST
        or not (caption.isascii() and caption.isprintable())
        or caption.endswith(".")
    ]

    assert unfit == []


@pytest.mark.parametrize("topic", TOPICS)
def test_everyday_topics_occur(topic: str) -> None:
    word = re.compile(rf"\b{topic}\b", re.IGNORECASE)

    assert sum(1 for caption in everyday_captions() if word.search(caption)) >= 3


def test_there_are_many_in_chinese_each_once_and_short() -> None:
    captions = everyday_captions("zh")
    assert len(captions) >= 1000
    assert len(set(captions)) == len(captions)
    chinese = re.compile(r"[\u4e00-\u9fffA-Z：]{4,24}")
    assert [caption for caption in captions if not chinese.fullmatch(caption)] == []
