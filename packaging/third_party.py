#!/usr/bin/env python3
"""The licences of everything that a bundle carries, with their full texts, from the environment of the build.

.venv/bin/python packaging/third_party.py FILE
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
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


def system_texts(libraries: Iterable[str]) -> dict[str, str]:
    """For libraries of a Debian that builds: their packages, and what each says of its licences."""
    found = {}
    for library in libraries:
        real = str(Path(library).resolve())
        for place in (library, real, real.removeprefix("/usr")):
            told = subprocess.run(["dpkg", "-S", place], check=False, capture_output=True, text=True)
            package = told.stdout.split(":")[0]
            text = Path(f"/usr/share/doc/{package}/copyright")
            if told.returncode == 0 and text.is_file():
                found[package] = text.read_text("utf-8", "replace")
                break
    return found


def write(path: Path, libraries: Iterable[str] = ()) -> None:
    """Writes the list; each text once, with all the works that it stands for.

    Args:
        libraries: paths of the libraries that the bundle takes from the system that builds.
    """
    found = [*bundle.distributions(), metadata.distribution("pyinstaller")]
    system = system_texts(libraries) if shutil.which("dpkg") else {}
    lines = [HEAD, f"{'Python':32}{sys.version.split()[0]:16}PSF-2.0"]
    lines += [f"{each.metadata['Name']:32}{each.version:16}{licence_of(each)}" for each in found]
    lines += [f"{name:32}{'of Debian':16}see below" for name in sorted(system)]
    users: dict[str, list[str]] = {python_licence(): ["Python"]}
    for each in found:
        for name, text in texts_of(each).items():
            users.setdefault(text.strip(), []).append(name)
    for name, text in sorted(system.items()):
        users.setdefault(text.strip(), []).append(f"{name} of Debian")
    for text, names in users.items():
        lines += ["", "=" * 100, *names, "=" * 100, "", text]
    for standard in (*sorted(STANDARD_TEXTS.glob("*.txt")), EXPLANATION):
        lines += ["", "=" * 100, standard.stem, "=" * 100, "", standard.read_text("utf-8")]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
