#!/usr/bin/env python3
"""Keeps the translations in step with the texts in the sources.

    python packaging/translate.py                 # take up new texts, drop old ones, compile
    python packaging/translate.py --list-missing  # what has no translation yet, as JSON
    python packaging/translate.py --fill FILE     # the same JSON with translations: take them over, compile
    python packaging/translate.py --check         # say what is wrong and end with 1; changes nothing

Runs Qt's `lupdate` and `lrelease`, which come with PySide6, over the window's sources, the settings, the
sentences of the lower layers and the packs' descriptions. Run it with the project's own Python.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT), str(Path(__file__).resolve().parent)]

import sentences  # noqa: E402

FOLDER = ROOT / "resources" / "translations"
SENTENCES = FOLDER / "sentences.json"
NAME = "vop_desktop_{0}"
SLOTS = re.compile(r"\{\d*\}|%n|%\d")
NO_GUESSES = ("-disable-heuristic", "sametext", "-disable-heuristic", "similartext")


@dataclass(frozen=True)
class Message:
    """One text of a .ts file."""

    context: str
    source: str
    translation: str
    finished: bool
    dropped: bool


def languages() -> list[str]:
    """The languages that have a .ts file."""
    prefix = NAME.format("")
    return sorted(path.stem.removeprefix(prefix) for path in FOLDER.glob(f"{prefix}*.ts"))


def ts_file(language: str) -> Path:
    """The translations as text."""
    return FOLDER / f"{NAME.format(language)}.ts"


def qm_file(language: str) -> Path:
    """The translations as Qt loads them."""
    return ts_file(language).with_suffix(".qm")


def tool(name: str, *arguments: str | Path) -> None:
    """Runs a program of PySide6. SystemExit says what it said."""
    spec = importlib.util.find_spec("PySide6")
    folder = Path(next(iter(spec.submodule_search_locations or [""]))) if spec is not None else Path()
    program = shutil.which(name, path=str(folder))
    if program is None:
        raise SystemExit(f"{name} is not there: install PySide6-Essentials.")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stdout}{done.stderr}")


def setting_texts() -> Iterator[str]:
    """What the settings table says: headings, titles, costs, units and choices."""
    from vop_desktop.settings import OPTIONS, PAGES

    yield from PAGES
    for option in OPTIONS.values():
        if option.page:
            yield from (option.title, option.cost, option.unit, option.lowest)
            shown = option.labels or option.choices
            yield from (text for text in shown if option.name != "language" or text == shown[0])


def as_source(context: str, texts: Sequence[str]) -> str:
    """Texts that are no literals in the window's sources, as a source that `lupdate` reads."""
    lines = [
        f"QCoreApplication.translate({json.dumps(context)}, {json.dumps(text, ensure_ascii=False)})"
        for text in dict.fromkeys(texts)
        if text
    ]
    return "\n".join(lines) + "\n"


def update(language: str, ts: Path) -> None:
    """Brings a .ts file in step with the sources."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for context, texts in (("Settings", list(setting_texts())), ("Sentences", sentences.templates())):
            path = Path(folder) / f"{context.lower()}.py"
            path.write_text(as_source(context, texts), "utf-8")
            made.append(path)
        window = sorted((ROOT / "vop_desktop" / "ui").rglob("*.py"))
        tool(
            "lupdate", "-silent", *window, ROOT / "vop_desktop" / "app.py", *made, "-ts", ts,
            "-locations", "none", "-no-obsolete", "-source-language", "en", "-target-language", language,
            *NO_GUESSES,
        )  # fmt: skip


def compile_to(ts: Path, qm: Path) -> None:
    """Makes the .qm file of a .ts file."""
    tool("lrelease", "-silent", ts, "-qm", qm)


def sentences_text() -> str:
    """What the window has to know to tell the lower layers' sentences apart."""
    return json.dumps(sentences.templates(), ensure_ascii=False, indent=0) + "\n"


def read(ts: Path) -> list[Message]:
    """All texts of a .ts file."""
    return [
        _message(context.findtext("name") or "", message)
        for context in ElementTree.parse(ts).getroot().iter("context")
        for message in context.iter("message")
    ]


def _message(context: str, message: ElementTree.Element) -> Message:
    translation = message.find("translation")
    assert translation is not None
    forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
    kind = translation.get("type", "")
    return Message(
        context,
        message.findtext("source") or "",
        "\n".join(forms),
        kind == "" and all(forms),
        kind in ("vanished", "obsolete"),
    )


def fill(ts: Path, entries: list[dict[str, str]] | dict[str, str]) -> int:
    """Writes translations into a .ts file; gives how many texts took one.

    Args:
        ts: the file.
        entries: rows with `context`, `source` and `translation`; or a table of translations by source, for
            every text that has none yet.
    """
    everywhere = entries if isinstance(entries, dict) else {}
    rows = [] if isinstance(entries, dict) else entries
    wanted = {(row["context"], row["source"]): row["translation"] for row in rows}
    tree = ElementTree.parse(ts)
    taken = 0
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            text = wanted.get((context.findtext("name") or "", source), "")
            translation = message.find("translation")
            if translation is not None and translation.get("type"):
                text = text or everywhere.get(source, "")
            if not text or translation is None:
                continue
            forms = list(translation.iter("numerusform"))
            for place in forms or [translation]:
                place.text = text
            translation.attrib.pop("type", None)
            taken += 1
    if taken:
        tree.write(ts, "utf-8", xml_declaration=True)
    return taken


def faults_of(language: str) -> list[str]:
    """What is wrong with a language, a line each."""
    ts, qm = ts_file(language), qm_file(language)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / ts.name
        shutil.copy(ts, fresh)
        update(language, fresh)
        compile_to(ts, Path(folder) / qm.name)
        kept, wanted = read(ts), read(fresh)
        stale = not qm.exists() or qm.read_bytes() != (Path(folder) / qm.name).read_bytes()
    known = {(message.context, message.source) for message in wanted}
    found = [f"not translated: {m.context}: {m.source}" for m in wanted if not m.finished]
    found += [
        f"not in the sources any more: {m.context}: {m.source}"
        for m in kept
        if m.dropped or (m.context, m.source) not in known
    ]
    found += [f"other placeholders: {m.context}: {m.source}: {m.translation}" for m in kept if _differs(m)]
    return [*found, f"{qm.name} is missing or older than {ts.name}"] if stale else found


def _differs(message: Message) -> bool:
    if not message.finished:
        return False
    return sorted(SLOTS.findall(message.source)) != sorted(SLOTS.findall(message.translation))


def faults() -> list[str]:
    """What is wrong, a line each; empty when all is well."""
    found = [f"{language}: {fault}" for language in languages() for fault in faults_of(language)]
    if not SENTENCES.exists() or SENTENCES.read_text("utf-8") != sentences_text():
        found.append(f"{SENTENCES.name} is missing or older than the sources")
    return found


def refresh(language: str) -> None:
    """Takes up what changed in the sources, and compiles. A text that only moved keeps its translation."""
    ts = ts_file(language)
    known = {m.source: m.translation for m in read(ts) if m.finished} if ts.exists() else {}
    update(language, ts)
    if fill(ts, known):
        update(language, ts)  # puts it into the form that it always has
    compile_to(ts_file(language), qm_file(language))


def main() -> int:
    """Parses the command line and does one of the four things."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--language", default="zh_CN", metavar="CODE", help="such as zh_CN or de")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--list-missing", action="store_true", help="what has no translation yet, as JSON")
    choice.add_argument("--fill", metavar="FILE", type=Path, help="take over the translations of a JSON file")
    choice.add_argument("--check", action="store_true", help="say what is wrong; change nothing")
    options = parser.parse_args()
    if options.check:
        found = faults()
        print("\n".join(found) or "The translations are complete.")
        return 1 if found else 0
    SENTENCES.write_text(sentences_text(), "utf-8")
    refresh(options.language)
    if options.fill:
        entries = json.loads(options.fill.read_text("utf-8"))
        print(f"{fill(ts_file(options.language), entries)} texts translated", file=sys.stderr)
        refresh(options.language)
    missing = [message for message in read(ts_file(options.language)) if not message.finished]
    if options.list_missing:
        rows = [{"context": m.context, "source": m.source, "translation": m.translation} for m in missing]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print(f"{len(missing)} texts without a translation", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
