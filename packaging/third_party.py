#!/usr/bin/env python3
"""The licences of everything that a bundle carries, with their full texts, from the environment of the build.

.venv/bin/python packaging/third_party.py FILE
"""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import bundle

LICENCE_NAMES = ("licen", "copying", "notice", "authors")
STANDARD_TEXTS = Path(__file__).resolve().parent / "licences"
EXPLANATION = bundle.ROOT / "docs" / "licences.md"
HEAD = """\
VoP Desktop is under the Apache License 2.0 (see LICENSE). The installed application carries the works listed
here, each under its own licence; their texts follow. How the duties of the LGPL and the GPL are met is
explained at the end of this file.
"""


def licence_of(distribution: metadata.Distribution) -> str:
    """What a distribution says its licence is, in one line."""
    fields = distribution.metadata
    if expression := fields.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rsplit("::", 1)[-1].strip()
        for line in fields.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    stated = (fields.get("License") or "").strip().splitlines()
    return ", ".join(classifiers) or (stated[0] if stated else "not stated")


def texts_of(distribution: metadata.Distribution) -> dict[str, str]:
    """The licence texts that a distribution brings, by the path of the file."""
    texts = {}
    for file in distribution.files or ():
        inside = ".dist-info/" in file.as_posix()
        named = any(file.name.lower().startswith(part) for part in LICENCE_NAMES) or "licenses" in file.parts
        path = Path(str(file.locate()))
        if inside and named and path.suffix not in {".py", ".pyc"} and path.is_file():
            texts[file.as_posix()] = path.read_text("utf-8", "replace")
    return texts


def python_licence() -> str:
    """The licence of the interpreter that the bundle carries."""
    candidates = (
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(sys.base_prefix) / f"lib/python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt",
    )
    for path in candidates:
        if path.is_file():
            return path.read_text("utf-8", "replace")
    return f"{sys.copyright}\nUnder the Python Software Foundation License Version 2."


def write(path: Path) -> None:
    """Writes the list; each text once, with all the works that it stands for."""
    found = bundle.distributions()
    lines = [HEAD, f"{'Python':32}{sys.version.split()[0]:16}PSF-2.0"]
    lines += [f"{each.metadata['Name']:32}{each.version:16}{licence_of(each)}" for each in found]
    users: dict[str, list[str]] = {python_licence(): ["Python"]}
    for each in found:
        for name, text in texts_of(each).items():
            users.setdefault(text.strip(), []).append(name)
    for text, names in users.items():
        lines += ["", "=" * 100, *names, "=" * 100, "", text]
    for standard in sorted(STANDARD_TEXTS.glob("*.txt")):
        lines += ["", "=" * 100, standard.stem, "=" * 100, "", standard.read_text("utf-8")]
    lines += ["", "=" * 100, EXPLANATION.stem, "=" * 100, "", EXPLANATION.read_text("utf-8")]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
