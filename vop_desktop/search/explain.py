"""What each word of a query adds to a score: the score with all of them less the score without it."""

from __future__ import annotations

from dataclasses import replace

from vop_desktop.records import FloatArray
from vop_desktop.search.direction import TextCache, compose
from vop_desktop.search.query import Query, Term
from vop_desktop.search.results import WordShare

MAX_PARTS = 24  # words that are left out in turn


def leave_one_out(
    query: Query, texts: TextCache, gallery: FloatArray, segment: FloatArray
) -> tuple[WordShare, ...]:
    """The share of each word, or of each part where a query has several.

    Args:
        query: with at least one term, or there is nothing to tell.
        texts: encodes what is left when a word is taken away, in one batch.
        gallery: float32 [G, D], as `compose` takes it.
        segment: float32 [D], what was scored.
    """
    variants = _variants(query.terms)
    if not variants:
        return ()
    texts.encode([term.text for _, terms in variants for term in terms])
    whole = float(segment @ compose(query.terms, texts, gallery).vector)
    return tuple(
        WordShare(text, whole - float(segment @ compose(terms, texts, gallery).vector))
        for text, terms in variants
    )


def _variants(terms: tuple[Term, ...]) -> list[tuple[str, tuple[Term, ...]]]:
    """Each word or part, with the terms that are left without it; none if nothing would be left."""
    if len(terms) > 1:
        return [
            (f"-{term.text}" if term.weight < 0 else term.text, (*terms[:i], *terms[i + 1 :]))
            for i, term in enumerate(terms)
        ]
    words = terms[0].text.split() if terms else []
    if len(words) < 2:
        return []
    return [
        (word, (replace(terms[0], text=" ".join((*words[:i], *words[i + 1 :]))),))
        for i, word in enumerate(words[:MAX_PARTS])
    ]
