"""The window's language in tests: loaded for a while, and `packaging/translate.py` as a module."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from vop_desktop.ui import language, sentences

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def language_put_back(application: QCoreApplication) -> Iterator[None]:
    """Takes a language that is loaded meanwhile away again."""
    before = QLocale()
    try:
        yield
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.setParent(None)
        QLocale.setDefault(before)
        sentences.forget()


class MadeUpLanguage(QTranslator):
    """Every text in brackets and a good third longer, as in a language of long words: `⟦Stop~⟧`."""

    def translate(self, context: str, source: str, comment: str | None = None, n: int = -1) -> str:  # type: ignore[override]
        """Any text of ours; what Qt says by itself is left to Qt."""
        if context[:1] == "Q" and context[1:2].isupper():  # a class of Qt
            return None  # type: ignore[return-value]  # an empty text would be taken for its translation
        return f"⟦{source}{'~' * math.ceil(len(source) / 3)}⟧"


@contextmanager
def made_up_language(application: QCoreApplication) -> Iterator[None]:
    """Windows that are made meanwhile show which of their texts can be translated, and which had no room."""
    with language_put_back(application):
        application.installTranslator(MadeUpLanguage(application))
        sentences.learn(Path(str(files("vop_desktop.resources") / "translations")))
        yield


@contextmanager
def spoken(application: QCoreApplication, wanted: str) -> Iterator[None]:
    """Windows that are made meanwhile speak this language."""
    with language_put_back(application):
        assert language.load(application, wanted) == ""
        yield


def translate_script() -> ModuleType:
    """`packaging/translate.py`, which lies in no package."""
    name = "vop_desktop_translate"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, REPOSITORY / "packaging" / "translate.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
