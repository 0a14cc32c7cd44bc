"""What a search understands besides words: the filters with what they take, and the signs. One table.

The parser, the suggestions while typing, the notes on what was not understood and the page of rules go by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["text", "date", "length", "state"]

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAYS = ("today", "yesterday")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})")
_SPAN = re.compile(
    r"(?:(\d{1,4}(?:\.\d+)?)h)?(?:(\d{1,5}(?:\.\d+)?)m(?:in)?)?(?:(\d{1,7}(?:\.\d+)?)s?)?", re.I
)
_STARTED = {"date": re.compile(r"\d[\d/.-]*"), "length": re.compile(r"\d[\dhmins:.]*", re.I)}


@dataclass(frozen=True, slots=True)
class FilterRule:
    """One filter: `name:value`.

    Attributes:
        name: what stands before the colon.
        kind: what the value is.
        examples: values, the most telling first.
        values: all that there are; empty where anything of the kind goes.
    """

    name: str
    kind: Kind
    examples: tuple[str, ...]
    values: tuple[str, ...] = ()

    def read(self, value: str, now: datetime) -> float | None:
        """What a value comes to, or None where it says nothing.

        Seconds since the epoch for a date, seconds for a length of time, else 0.
        """
        if self.kind == "date":
            return _date(value, now)
        if self.kind == "length":
            return _seconds(value)
        known = not self.values or value.lower() in self.values
        return 0.0 if value and known else None

    def may_become(self, value: str) -> bool:
        """Whether a value that says nothing may do so after a few more letters."""
        if not value:
            return True
        begun = value.lower()
        known = (*self.values, *(_DAYS if self.kind == "date" else ()))
        started = _STARTED.get(self.kind)
        return any(word.startswith(begun) for word in known) or bool(started and started.fullmatch(value))


@dataclass(frozen=True, slots=True)
class SignRule:
    """A rule that is told by a sign or a word and not by a name.

    Attributes:
        name: for code.
        example: a query that shows it.
    """

    name: str
    example: str


FILTERS = {
    rule.name: rule
    for rule in (
        FilterRule("folder", "text", ("holiday",)),
        FilterRule("tag", "text", ("family",)),
        FilterRule("after", "date", ("2023-05", "2024", "yesterday")),
        FilterRule("before", "date", ("2024", "2023-05", "yesterday")),
        FilterRule("longer", "length", ("30s", "5min", "1h")),
        FilterRule("shorter", "length", ("1min", "90s", "1:30")),
        FilterRule(
            "is", "state", ("portrait",),
            ("offline", "online", "portrait", "landscape", "square", "partial"),
        ),
    )
}  # fmt: skip
SIGNS = (
    SignRule("words", "dog on the beach"),
    SignRule("without", "dog -night"),
    SignRule("not", "dog not at night"),
    SignRule("sum", "dog + beach"),
    SignRule("weight", "dog^2 + beach"),
    SignRule("phrase", '"golden gate"'),
)


def _date(value: str, now: datetime) -> float | None:
    """The start of a year, month or day, local time, in seconds since the epoch."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = dict(zip(_DAYS, (today, today - timedelta(days=1)), strict=True)).get(value.lower())
    found = _DATE.fullmatch(value)
    try:
        if named is None and found:
            named = datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        return named.timestamp() if named else None
    except (ValueError, OverflowError, OSError):  # the 13th month; a year before the clock begins
        return None


def _seconds(value: str) -> float | None:
    """A length of time in seconds."""
    clock = _CLOCK.fullmatch(value)
    if clock:
        return 3600.0 * int(clock[1] or 0) + 60.0 * int(clock[2]) + int(clock[3])
    span = _SPAN.fullmatch(value)
    if not span or not any(span.groups()):
        return None
    hours, minutes, seconds = (float(group or 0) for group in span.groups())
    return 3600 * hours + 60 * minutes + seconds
