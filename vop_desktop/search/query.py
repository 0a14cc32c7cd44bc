"""What a person typed, as a search takes it. Any text has a meaning: what is no rule is searched as it is.

dog on the beach            words, understood by the model; names and subtitles are looked through as well
dog + beach                 two things that both have to fit
dog^2 + beach               the first counts twice
dog -night, not at night    without it: a word after a dash; what follows `not` up to a comma, `but`, a
                            dash or a plus. `does not move` and `not moving` say what is seen and stay words
dog + beach - people        between plus signs a lone dash subtracts what follows
"golden gate"               exactly these words in names, captions, tags or subtitles; -"…" for without
folder:holiday  tag:family  of the library; -folder:… for all others
after:2023-05  before:2024  when the file was last changed: from the start of it on, up to its start
longer:2m  shorter:1:30     of the whole video: seconds, or 90s, 2m, 1h30m, 1:30
is:offline                  or online, portrait, landscape, square, partial
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from vop_desktop.search.grammar import FILTERS

MAX_PARSED = 2000  # characters; what follows is not looked at
MAX_TERMS = 12  # further parts are words of the last one
MAX_WEIGHT = 10.0

# After these `not` belongs to the sentence.
_AUXILIARIES = frozenset(
    "do does did is are was were be been am can could will would should must may might has have or".split()
)
_FILTER = re.compile(rf"""(-?)({"|".join(FILTERS)})[:：]("[^"]*"|“[^”]*”|[^\s"“]\S*|)(?!\S)""", re.IGNORECASE)
_PHRASE = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”)(?!\w)')
_SUM = re.compile(r"(?<!\S)\+(?!\S)")
_PIECE = re.compile(r"\S+")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]\S*)")
_WEIGHT = re.compile(r"(.*\w.*)\^(\d{1,4}(?:\.\d{1,4})?)")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the query that the model reads. A negative weight subtracts it."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to stand, or must not stand, in what is known of a video in letters."""

    text: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the video.

    Attributes:
        name: `folder`, `tag`, `is`, `after`, `before`, `longer` or `shorter`.
        value: as it was typed, without quotes.
        number: of `after` and `before` seconds since the epoch, of `longer` and `shorter` seconds.
        excluded: the condition must not hold.
    """

    name: str
    value: str
    number: float = 0.0
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A rule that was understood, with the characters that say it."""

    kind: str  # `filter`, `phrase`, `without` or `part`
    label: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    Attributes:
        text: what was typed.
        terms: what the model reads, wanted and unwanted.
        phrases, filters: what restricts the videos.
        unread: filters whose value says nothing, which was searched as it stands; or is missing, and was not.
        chips: the rules that were understood, in the order in which they were typed.
        notes: plain sentences for the person, such as that the text was too long.
    """

    text: str
    terms: tuple[Term, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    unread: tuple[Filter, ...] = ()
    chips: tuple[Chip, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that are to be seen."""
        return tuple(term for term in self.terms if term.weight > 0)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms that are subtracted."""
        return tuple(term for term in self.terms if term.weight < 0)

    @property
    def words(self) -> str:
        """What is to be seen, as one text."""
        return " ".join(term.text for term in self.wanted)

    @property
    def read(self) -> str:
        """All that the model reads, wanted or not, as one text."""
        return " ".join(term.text for term in self.terms)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: the whole library is meant."""
        return not (self.terms or self.phrases or self.filters)

    def without(self, chip: Chip) -> str:
        """The text with one rule taken away."""
        text = self.text
        for start, end in sorted(chip.spans, reverse=True):
            text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
        text = re.sub(r"(?<!\S)\+(?:\s+\+(?!\S))+", "+", text.strip())  # a plus that lost one of its sides
        text = re.sub(r"^\+\s+(?!-\s)|(?<!\S)[+-]$", "", text).strip()
        if not _SUM.search(text) and _SUM.search(self.text):  # a lone dash subtracts between plus signs only
            text = re.sub(r"(?<!\S)-(?=\s+\w)", "not", text)
        return text


@dataclass(slots=True)
class _Part:
    """Words that are being gathered."""

    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, word: str, start: int, end: int) -> None:
        if self.spans and self.spans[-1][1] + 1 >= start:
            self.spans[-1] = (self.spans[-1][0], end)
        else:
            self.spans.append((start, end))
        self.words.append(word)


def parse(text: str, *, now: datetime | None = None) -> Query:
    """Reads a query. Never fails; any thread.

    Args:
        text: anything.
        now: for `today` and `yesterday`; the present where not given.
    """
    return _Parser(text, now or datetime.now()).parse()


class _Parser:
    def __init__(self, text: str, now: datetime) -> None:
        self._text = text
        self._now = now
        self._clean = _printable(text[:MAX_PARSED])
        self._sums = bool(_SUM.search(self._clean))
        self._wanted = _Part()
        self._unwanted: _Part | None = None
        self._terms: list[tuple[Term, Chip]] = []
        self._phrases: list[Phrase] = []
        self._filters: list[Filter] = []
        self._unread: list[Filter] = []
        self._chips: list[Chip] = []

    def parse(self) -> Query:
        place = 0
        while place < len(self._clean):
            if self._clean[place].isspace():
                place += 1
                continue
            place = self._filter(place) or self._phrase(place) or self._word(place)
        self._end_unwanted()
        self._end_wanted()
        if not (self._terms or self._phrases or self._filters or self._unread) and self._clean.strip():
            words = " ".join(self._clean.split())  # nothing but signs
            self._terms.append((Term(words), Chip("part", words, ((0, len(self._clean)),))))
        parts = [chip for _, chip in self._terms if chip.kind == "part"]
        plain = parts if len(parts) == 1 and self._terms[0][0].weight == 1.0 else []  # one part is no rule
        chips = [*self._chips, *(chip for _, chip in self._terms if chip not in plain)]
        notes: tuple[str, ...] = ()
        if len(self._text) > MAX_PARSED:
            notes = (f"The text is very long: its first {MAX_PARSED:,} characters were searched.",)
        return Query(
            text=self._text,
            terms=tuple(term for term, _ in self._terms),
            phrases=tuple(self._phrases),
            filters=tuple(self._filters),
            unread=tuple(self._unread),
            chips=tuple(sorted(chips, key=lambda chip: chip.spans)),
            notes=notes,
        )

    # --- the pieces: each gives where it ends, or 0 where it is something else ------------------------

    def _filter(self, place: int) -> int:
        found = _FILTER.match(self._clean, place)
        if not found:
            return 0
        name, value = found[2].lower(), found[3].strip('"“”').strip()
        number = FILTERS[name].read(value, self._now)
        if number is None:
            self._unread.append(Filter(name, value, excluded=bool(found[1])))
            return 0 if value else found.end()
        if FILTERS[name].values:
            value = value.lower()
        condition = Filter(name, value, number, bool(found[1]))
        self._end_unwanted()
        self._filters.append(condition)
        self._chips.append(Chip("filter", found[0], (found.span(),)))
        return found.end()

    def _phrase(self, place: int) -> int:
        found = _PHRASE.match(self._clean, place)
        words = " ".join((found[2] or found[3] or "").split()) if found else ""
        if not found or not re.search(r"\w", words):
            return 0
        self._end_unwanted()
        self._phrases.append(Phrase(words, bool(found[1])))
        self._chips.append(Chip("phrase", found[0], (found.span(),)))
        return found.end()

    def _word(self, place: int) -> int:
        found = _PIECE.match(self._clean, place)
        assert found is not None
        word, (start, end) = found[0], found.span()
        if word == "+" or (word == "-" and self._sums):
            self._end_unwanted()
            if word == "-":
                self._unwanted = _Part([], [(start, end)])
            elif len(self._terms) < MAX_TERMS - 1:
                self._end_wanted()
        elif re.fullmatch(r"-[^\W\d_].*", word) and not self._full():
            self._end_unwanted()
            self._unwanted = _Part([], [(start, start + 1)])
            self._gather(self._unwanted, word[1:], start + 1, end)
            self._end_unwanted()
        elif word.lower() == "not" and self._subtracts(end):
            self._end_unwanted()
            self._unwanted = _Part([], [(start, end)])
        elif word.lower() == "but" and self._unwanted is not None:
            self._unwanted.spans.append((start, end))
            self._end_unwanted()
        else:
            self._gather(self._wanted if self._unwanted is None else self._unwanted, word, start, end)
        return end

    def _gather(self, part: _Part, word: str, start: int, end: int) -> None:
        weighted = _WEIGHT.fullmatch(word)
        weight = min(float(weighted[2]), MAX_WEIGHT) if weighted else 1.0
        if weighted and weight > 0:
            word = weighted[1]
        part.add(word, start, end)
        if part is self._unwanted:
            if (weighted and weight > 0) or word[-1] in ",;，；。.":
                self._end_unwanted(weight or 1.0)
        elif weighted and weight > 0:
            self._end_wanted(weight)

    def _subtracts(self, end: int) -> bool:
        """Whether the `not` that ends here takes something away."""
        before = self._wanted.words[-1].lower() if self._wanted.words and self._unwanted is None else ""
        after = _NEXT_WORD.match(self._clean, end)
        if before in _AUXILIARIES or after is None or self._full():
            return False
        return not after[1].lower().rstrip(",.;").endswith("ing")

    def _full(self) -> bool:
        return len(self._terms) >= MAX_TERMS

    # --- the ends of parts ----------------------------------------------------------------------------

    def _end_wanted(self, weight: float = 1.0) -> None:
        part, self._wanted = self._wanted, _Part()
        words = " ".join(part.words)
        if not re.search(r"\w", words) or self._full():
            return
        chip = Chip("part", self._said(part), tuple(part.spans))
        self._terms.append((Term(words, weight), chip))

    def _end_unwanted(self, weight: float = 1.0) -> None:
        part, self._unwanted = self._unwanted, None
        if part is None:
            return
        words = " ".join(part.words).strip(" ,;，；。.")
        words = re.sub(r"\s+(?:and|or|nor)$", "", words)
        if not re.search(r"\w", words) or self._full():
            return
        label = self._said(part).removesuffix(" but").rstrip(" ,;，；。.")
        self._terms.append((Term(words, -weight), Chip("without", label, tuple(part.spans))))

    def _said(self, part: _Part) -> str:
        return " ".join(self._clean[start:end] for start, end in part.spans)


def _printable(text: str) -> str:
    """The same number of characters, each of which any encoder and database takes."""
    return "".join(" " if not char.isprintable() and _is_control(char) else char for char in text)


def _is_control(char: str) -> bool:
    code = ord(char)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029, 0xFEFF)
