"""Writes the pages of docs/ that list what the program itself knows: commands, settings, shortcuts.

python packaging/reference.py            write them
python packaging/reference.py --check    exit code 1 if one of them is out of date
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vop_desktop.settings import Option

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MADE = "<!-- Made by packaging/reference.py from the program itself; edit the texts there. -->\n"


def commands_page() -> str:
    """Every command of `vop` with its arguments and options."""
    from vop_desktop.cli import main

    lines = [
        MADE, "# The command line\n",
        "`--json` prints one document on stdout; everything else goes to stderr. Exit codes: 0 done,",
        "1 failed, 2 misuse, 3 done with failures listed.\n",
    ]  # fmt: skip
    for path, command in walk(main, ("vop",)):
        lines += _command(path, command)
    return "\n".join(lines).rstrip() + "\n"


def walk(group: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands below a group, the group first."""
    yield path, group
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from walk(command, (*path, name))


def _command(path: tuple[str, ...], command: click.Command) -> list[str]:
    context = click.Context(command, info_name=" ".join(path))
    usage = " ".join([" ".join(path), *command.collect_usage_pieces(context)])
    lines = [f"{'#' * min(4, len(path) + 1)} `{' '.join(path)}`\n", f"```\n{usage}\n```\n"]
    help_text = (command.help or "").replace("\b", "").strip()
    lines.append(help_text + "\n")
    rows = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if rows:
        lines += ["| option | |", "|---|---|"]
        lines += [f"| `{_cell(option)}` | {_cell(text)} |" for option, text in rows]
        lines.append("")
    return lines


def settings_page() -> str:
    """Every setting of the window."""
    from vop_desktop.settings import OPTIONS, PAGES

    lines = [
        MADE, "# Settings\n",
        "In the window under File → Settings (Ctrl+,), found by typing. They are kept in `settings.json`;",
        "a file that makes no sense is set aside and the defaults are used.\n",
    ]  # fmt: skip
    for page in PAGES:
        lines += [f"## {page}\n", "| setting | default | what it does | key |", "|---|---|---|---|"]
        for option in OPTIONS.values():
            if option.page == page:
                cells = option.title, _value(option), option.cost, f"`{option.name}`"
                lines.append(f"| {' | '.join(map(_cell, cells))} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _value(option: Option) -> str:
    from vop_desktop.settings import HOUR

    if isinstance(option.default, bool):
        return "on" if option.default else "off"
    if option.choices:
        return f"{option.label(str(option.default))} ({', '.join(option.labels or option.choices)})"
    if option.lowest and option.default == option.low:
        return option.lowest
    if option.unit == HOUR:
        return f"{option.default:02}:00"
    return f"{option.default} {option.unit}".strip() or "none"


def shortcuts_page() -> str:
    """Every command of the window, with its keys."""
    from vop_desktop.ui.actions import commands, menus

    lines = [
        MADE, "# Commands and keys of the window\n",
        "All of them are in the menus, under Ctrl+K by name, and on the sheet of shortcuts (F1), where keys",
        "can be changed.\n",
    ]  # fmt: skip
    for menu, title in menus().items():
        lines += [f"## {title.replace('&', '')}\n", "| command | keys |", "|---|---|"]
        lines += [
            f"| {_cell(command.text)} | {' '.join(f'`{key}`' for key in (*command.fixed, *command.keys))} |"
            for command in commands()
            if command.menu == menu
        ]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


PAGES = {"commands.md": commands_page, "settings.md": settings_page, "shortcuts.md": shortcuts_page}


def main() -> int:
    """Writes or checks the pages; gives the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
    print("written:" if "--check" not in sys.argv else "out of date:", ", ".join(stale) or "none")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
