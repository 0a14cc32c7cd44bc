"""The window's language: which one, and the translations that are loaded for it before the window is made."""

from __future__ import annotations

import logging
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vop_desktop.ui import sentences

log = logging.getLogger(__name__)

ENGLISH = "en"
OWN_NAMES = {ENGLISH: "English", "zh_CN": "简体中文"}  # a language is found by its own name
LEFT_BY_QT = (  # which its own Chinese lacks; ours is asked first
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
)


def language_name(code: str) -> str:
    """What a language, such as `de`, is called in the person's language; Qt knows only the English names."""
    translate = QCoreApplication.translate
    names = {
        "en": translate("Languages", "English"), "zh": translate("Languages", "Chinese"),
        "de": translate("Languages", "German"), "fr": translate("Languages", "French"),
        "es": translate("Languages", "Spanish"), "it": translate("Languages", "Italian"),
        "pt": translate("Languages", "Portuguese"), "ru": translate("Languages", "Russian"),
        "ja": translate("Languages", "Japanese"), "ko": translate("Languages", "Korean"),
        "ar": translate("Languages", "Arabic"), "hi": translate("Languages", "Hindi"),
    }  # fmt: skip
    return names.get(code) or QLocale.languageToString(QLocale(code).language())


def choose(wanted: str, system: list[str] | None = None) -> str:
    """The language to speak: the wanted one, or for `system` the first of the system's that there is.

    Args:
        wanted: the setting `language`.
        system: the system's languages, the preferred one first, such as `zh-Hans-CN`; asked for if None.
    """
    if wanted in OWN_NAMES:
        return wanted
    for tag in QLocale.system().uiLanguages() if system is None else system:
        locale = QLocale(tag)
        if locale.language() == QLocale.Language.English:
            return ENGLISH
        if locale.name() in OWN_NAMES:
            return locale.name()
        if locale.language() == QLocale.Language.Chinese:  # better than English where the script differs
            return "zh_CN"
    return ENGLISH


def load(application: QCoreApplication, wanted: str, folder: Path | None = None) -> str:
    """Loads the translations of a language: Qt's own and ours. Once, before the window is made.

    Args:
        application: takes the translators.
        wanted: the setting `language`.
        folder: where ours lie; the program's own if None.

    Returns:
        why the window speaks English all the same, in a sentence; empty when all is well.
    """
    language = choose(wanted)
    if language == ENGLISH:
        return ""
    folder = Path(str(files("vop_desktop.resources") / "translations")) if folder is None else folder
    ours = QTranslator(application)
    if not ours.load(f"vop_desktop_{language}", str(folder)):
        log.warning("No translation for %s in %s", language, folder)
        name = OWN_NAMES.get(language, language)
        return (
            f"The translation {name} is missing or damaged, so the window speaks English. Install it again."
        )
    QLocale.setDefault(QLocale(language))
    qt = QTranslator(application)
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt)
    application.installTranslator(ours)  # the last one is asked first
    sentences.learn(folder)
    return ""
