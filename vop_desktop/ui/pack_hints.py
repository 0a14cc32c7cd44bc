"""What the window says of the languages and the limits of the pack in use, in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from vop_desktop.ui.language import language_name
from vop_desktop.ui.messages import PackNotice
from vop_desktop.ui.sentences import said

if TYPE_CHECKING:
    from vop_desktop.search.languages import ForeignQuery

ANY = "mul"  # the code for many languages
LONGEST = 40  # letters of an example


def search_hint(notice: PackNotice | None) -> str:
    """What an empty search field says: what may be typed, in which language if that is not the person's."""
    translate = QCoreApplication.translate
    if notice is not None and notice.example and len(notice.example) <= LONGEST:
        text = translate("PackHints", "Type what happens in a video, such as “{0}”…")
        return text.format(notice.example)
    known = () if notice is None else tuple(code.partition("-")[0] for code in notice.languages)
    if len(known) == 1 and known[0] not in (ANY, _own_language()):
        text = translate("PackHints", "Type what happens in a video, in {0}…")
        return text.format(language_name(known[0]))
    return translate("PackHints", "Type what happens in a video…")


def _own_language() -> str:
    language = QLocale().language()
    return "en" if language == QLocale.Language.C else QLocale.languageToCode(language)


def foreign_text(foreign: ForeignQuery) -> str:
    """Why a query in another language finds nothing, and which pack would read it."""
    translate = QCoreApplication.translate
    written = script_name(foreign.script)
    if foreign.few:
        names = QLocale().createSeparatedList([language_name(code) for code in foreign.languages])
        text = translate("PackHints", "Your words are in {0}, and the model pack in use knows only {1}.")
        parts = [text.format(written, names)]
    else:
        text = translate("PackHints", "Your words are in {0}, which the model pack in use does not know.")
        parts = [text.format(written)]
    if foreign.title:
        here = translate("PackHints", "The pack “{0}”, which is installed, understands them.")
        there = translate("PackHints", "The pack “{0}”, which can be downloaded, understands them.")
        parts.append((here if foreign.installed else there).format(said(foreign.title)))
    return translate("PackHints", "{0} {1}").format(*parts) if len(parts) > 1 else parts[0]


def script_name(script: str) -> str:
    """What people call a script of `search.languages`."""
    translate = QCoreApplication.translate
    names = {
        "CJK": translate("Scripts", "Chinese characters"), "KANA": translate("Scripts", "Japanese"),
        "HANGUL": translate("Scripts", "Korean"), "CYRILLIC": translate("Scripts", "Cyrillic letters"),
        "GREEK": translate("Scripts", "Greek"), "ARABIC": translate("Scripts", "Arabic letters"),
        "HEBREW": translate("Scripts", "Hebrew letters"), "DEVANAGARI": translate("Scripts", "Devanagari"),
        "BENGALI": translate("Scripts", "Bengali letters"), "TAMIL": translate("Scripts", "Tamil"),
        "TELUGU": translate("Scripts", "Telugu"), "KANNADA": translate("Scripts", "Kannada"),
        "MALAYALAM": translate("Scripts", "Malayalam"), "GUJARATI": translate("Scripts", "Gujarati"),
        "GURMUKHI": translate("Scripts", "Gurmukhi letters"), "SINHALA": translate("Scripts", "Sinhala"),
        "THAI": translate("Scripts", "Thai"), "LAO": translate("Scripts", "Lao"),
        "MYANMAR": translate("Scripts", "Burmese"), "KHMER": translate("Scripts", "Khmer"),
        "GEORGIAN": translate("Scripts", "Georgian"), "ARMENIAN": translate("Scripts", "Armenian"),
        "ETHIOPIC": translate("Scripts", "Ethiopic letters"),
    }  # fmt: skip
    return names[script]
