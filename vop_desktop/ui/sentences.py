"""The lower layers' sentences in the person's language.

Errors, causes and notices are written in plain English where they arise, for the window and the command line
alike. The window knows them again by templates that are taken from those sources (`packaging/sentences.py`),
such as `{0} cannot be read: {1}.`, and shows the translated template with the same values. What is not known
stays as it is: texts of the system and of FFmpeg, and packs made by others.
"""

from __future__ import annotations

import json
import logging
import re
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication

log = logging.getLogger(__name__)

SLOT = re.compile(r"\{\d\}")
SEAMS = (("\n", "\n"), ("; ", "；"), (" ", ""))  # where several are put together, and how that is done here
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
DEEPEST = 2  # a cause within a sentence, and a cause within that

_exact: dict[str, str] = {}
_templates: list[tuple[str, str]] = []


def learn(folder: Path) -> None:
    """Reads the templates; until then, and where they cannot be read, every sentence stays English."""
    forget()
    try:
        templates = [str(text) for text in json.loads((folder / "sentences.json").read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        log.warning("The templates of sentences cannot be read: %s", error)
        return
    for text in sorted(templates, key=_letters, reverse=True):  # the one that says most goes first
        translated = QCoreApplication.translate("Sentences", text)
        if translated == text:
            continue
        if SLOT.search(text):
            _templates.append((text, translated))
        else:
            _exact[text] = translated


def forget() -> None:
    """Back to English."""
    _exact.clear()
    _templates.clear()
    _patterns.cache_clear()
    said.cache_clear()


@lru_cache(maxsize=4096)
def said(text: str) -> str:
    """A sentence, or several, of the lower layers as the person reads it. Any text may be given."""
    if not (_exact or _templates):
        return text
    whole = _known(text, DEEPEST)
    if whole is not None:
        return whole
    for seam, joint in SEAMS:
        parts = SENTENCE_END.split(text) if seam == " " else text.split(seam)
        if len(parts) > 1 and (together := _in_pieces(parts, seam, joint)):
            return together
    return text


def _in_pieces(parts: list[str], seam: str, joint: str) -> str:
    """The parts put together again, the longest known runs of them translated; nothing if none is known."""
    made, begin, found = "", 0, False
    while begin < len(parts):
        end, new = begin + 1, None
        for stop in range(len(parts), begin, -1):
            new = _known(seam.join(parts[begin:stop]), DEEPEST)
            if new is not None:
                end, found = stop, True
                break
        if begin:
            made += joint if new is not None else seam
        made += parts[begin] if new is None else new
        begin = end
    return made if found else ""


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """What a text is compared with; made when the first one is to be translated."""
    return [
        (re.compile("(.*?)".join(re.escape(part) for part in SLOT.split(text)), re.DOTALL), translated)
        for text, translated in _templates
    ]


def _letters(template: str) -> int:
    return len(SLOT.sub("", template))


def _known(text: str, depth: int) -> str | None:
    """The translation of a text that is one known sentence, or None."""
    exact = _exact.get(text)
    if exact is not None or depth < 0:
        return exact
    for pattern, translated in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            values = [_known(value, depth - 1) or value for value in match.groups()]
            return translated.format(*values)
    return None
