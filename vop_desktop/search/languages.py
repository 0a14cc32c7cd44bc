"""Queries in a language that the pack in use does not know: told by their letters, answered with a hint.

Letters tell Chinese, Russian or Arabic, but not German from English: what is written in Latin letters passes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vop_desktop.errors import PackError

# Script as Unicode names its letters: what to call it, the languages written in it, letters that make a word.
SCRIPTS: dict[str, tuple[str, frozenset[str], int]] = {
    "CJK": ("Chinese characters", frozenset({"zh", "yue", "ja"}), 1),
    "KANA": ("Japanese", frozenset({"ja"}), 1),
    "HANGUL": ("Korean", frozenset({"ko"}), 1),
    "CYRILLIC": ("Cyrillic letters", frozenset("ru uk bg be sr mk kk ky mn tg".split()), 2),
    "GREEK": ("Greek", frozenset({"el"}), 2),
    "ARABIC": ("Arabic letters", frozenset("ar fa ur ps ku ug sd".split()), 2),
    "HEBREW": ("Hebrew letters", frozenset({"he", "yi"}), 2),
    "DEVANAGARI": ("Devanagari", frozenset("hi mr ne sa".split()), 2),
    "BENGALI": ("Bengali letters", frozenset({"bn", "as"}), 2),
    "TAMIL": ("Tamil", frozenset({"ta"}), 2),
    "TELUGU": ("Telugu", frozenset({"te"}), 2),
    "KANNADA": ("Kannada", frozenset({"kn"}), 2),
    "MALAYALAM": ("Malayalam", frozenset({"ml"}), 2),
    "GUJARATI": ("Gujarati", frozenset({"gu"}), 2),
    "GURMUKHI": ("Gurmukhi letters", frozenset({"pa"}), 2),
    "SINHALA": ("Sinhala", frozenset({"si"}), 2),
    "THAI": ("Thai", frozenset({"th"}), 2),
    "LAO": ("Lao", frozenset({"lo"}), 2),
    "MYANMAR": ("Burmese", frozenset({"my"}), 2),
    "KHMER": ("Khmer", frozenset({"km"}), 2),
    "GEORGIAN": ("Georgian", frozenset({"ka"}), 2),
    "ARMENIAN": ("Armenian", frozenset({"hy"}), 2),
    "ETHIOPIC": ("Ethiopic letters", frozenset({"am", "ti"}), 2),
}
NAMES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "pt": "Portuguese", "ru": "Russian", "zh": "Chinese",
}  # fmt: skip
ANY = "mul"  # the code for many languages
MOST_NAMED = 3


def foreign_script(text: str, languages: Sequence[str]) -> str:
    """A key of SCRIPTS that a text is written in, at least in part, and no known language is; else empty.

    Args:
        text: the words of a query.
        languages: codes of those that the pack knows, such as `en` or `zh-CN`; empty where nothing is known.
    """
    known = _plain(languages)
    if not known or ANY in known:
        return ""
    for script, count in _letters(text).most_common():
        _, spoken, enough = SCRIPTS[script]
        if count >= enough and not spoken & known:
            return script
    return ""


@dataclass(frozen=True, slots=True)
class ForeignQuery:
    """A query in a language that the pack in use does not know.

    Attributes:
        script: a key of SCRIPTS, which the query is written in.
        languages: codes of those that the pack knows.
        pack, title: of one that can read it, rather installed than to be had; empty where there is none.
        installed: whether that one is here.
    """

    script: str
    languages: tuple[str, ...]
    pack: str = ""
    title: str = ""
    installed: bool = False

    @property
    def few(self) -> bool:
        """Whether the languages of the pack can all be named."""
        return len(self.languages) <= MOST_NAMED

    @property
    def sentence(self) -> str:
        """All of it for the command line."""
        written = SCRIPTS[self.script][0]
        said = f"The query is written in {written}, which the pack in use does not know."
        if self.few:
            only = " and ".join(sorted(NAMES.get(code, code) for code in self.languages))
            said = f"The query is written in {written}, and the pack in use knows {only} only."
        if not self.pack:
            return said
        called = self.pack if self.installed else f"{self.pack}, not installed yet"
        return f"{said} The pack “{self.title}” ({called}) can read it."


def foreign_query(text: str, languages: Sequence[str]) -> ForeignQuery | None:
    """What there is to say of a query in a language that the pack does not know; None where it knows it.

    It names a pack that knows the language: an installed one, or else one that can be downloaded.
    """
    script = foreign_script(text, languages)
    if not script:
        return None
    return ForeignQuery(script, tuple(sorted(_plain(languages))), *_pack_for(SCRIPTS[script][1]))


def language_note(text: str, languages: Sequence[str]) -> str:
    """The same as a sentence; empty where the pack knows the language."""
    found = foreign_query(text, languages)
    return "" if found is None else found.sentence


def _plain(languages: Sequence[str]) -> set[str]:
    return {code.replace("_", "-").split("-")[0].lower() for code in languages}


def _letters(text: str) -> Counter[str]:
    """How many letters of each script there are; Japanese counts as such, its Chinese characters too."""
    found: Counter[str] = Counter()
    for letter in text:
        if letter.isalpha():
            script = unicodedata.name(letter, "").removeprefix("HALFWIDTH ").split(" ", 1)[0]
            found["KANA" if script in ("HIRAGANA", "KATAKANA") else script] += 1
    if found["KANA"]:
        found["KANA"] += found.pop("CJK", 0)
    return Counter({script: count for script, count in found.items() if script in SCRIPTS and count})


def _pack_for(spoken: frozenset[str]) -> tuple[str, str, bool]:
    """Name and title of a pack that knows one of these languages, and whether it is installed."""
    from vop_desktop.model.catalogue import load_catalogue
    from vop_desktop.model.packs import list_packs

    for pack in list_packs():
        if spoken & _plain(pack.languages):
            return pack.name, pack.title, True
    try:
        entries = load_catalogue()
    except PackError:  # the person's own is damaged; who opens the catalogue is told
        return "", "", False
    for entry in entries.values():
        if spoken & _plain(entry.languages):
            return entry.name, entry.title, False
    return "", "", False
