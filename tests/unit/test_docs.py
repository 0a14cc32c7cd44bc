"""What the documentation says of commands, options and files is true, and no command is left out."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from vop_desktop.cli import main
from vop_desktop.ui.actions import commands

ROOT = Path(__file__).parents[2]
MADE = {"commands.md", "settings.md", "shortcuts.md"}
PAGES = sorted(
    [*ROOT.glob("*.md"), *(path for path in (ROOT / "docs").glob("*.md") if path.name not in MADE)]
)
CODE = re.compile(r"```[a-z]*\n(.*?)```|`(vop[^`]*)`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]+))?\)")
SOURCE = re.compile(r'src(?:set)?="(?!https?:)([^"]+)"')
KEYS = re.compile(r"\b(?:Ctrl|Shift|Alt)\+[^\s`),]+(?=[`),\s])|\bF\d{1,2}\b")
NAMED_KEYS = re.compile(r"“([^”]+)” \(`([^`]+)`\)")


def quoted_commands(text: str) -> list[str]:
    """Every `vop …` in code."""
    lines = [line for block, inline in CODE.findall(text) for line in (block or inline).splitlines()]
    matches = [re.match(r"\s*(?:\$ )?(vop [a-z-].*)", line) for line in lines]
    return [re.split(r"  +|\s#|\|| && | > ", match[1])[0] for match in matches if match]


def faults_of(line: str) -> str:
    """What is wrong with a quoted command: no such command, no such option."""
    try:
        words = shlex.split(line.replace("…", ""))[1:]
    except ValueError:
        words = line.replace("…", "").split()[1:]
    command: click.Command = main
    while words and isinstance(command, click.Group):
        if words[0].startswith("-") or words[0].isupper():
            break
        if words[0] not in command.commands:
            return f"no command {words[0]}"
        command = command.commands[words.pop(0)]
    options = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    options |= {"-h", "--help"}
    wrong = [w for w in words if re.match(r"--[a-z]", w) and w.split("=")[0] not in options]
    return f"no option {wrong[0]}" if wrong else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_quoted_exists_with_its_options(page: Path) -> None:
    faults = {line: fault for line in quoted_commands(page.read_text("utf-8")) if (fault := faults_of(line))}
    assert not faults


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = links_of(page)
    assert not [target for target, _ in links if not (page.parent / target).exists()]
    marks = [((page.parent / target) if target else page, mark) for target, mark in links if mark]
    assert not [f"{target}#{mark}" for target, mark in marks if mark not in anchors(target)]


def links_of(page: Path) -> list[tuple[str, str]]:
    """Files and headings that a page links to or shows; the file is empty for the page itself."""
    text = page.read_text("utf-8")
    return [*LINK.findall(text), *((target, "") for target in SOURCE.findall(text))]


def anchors(page: Path) -> set[str]:
    """What the headings of a page can be linked by."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading).lower() for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target, _ in links_of(page)}
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert not [path.name for path in pictures if path.resolve() not in shown]
    assert sum(path.stat().st_size for path in pictures) < 2_500_000


@pytest.mark.parametrize("page", ["guide", "browsing", "searching", "library", "troubleshooting"])
def test_every_key_that_is_named_is_a_key_of_the_window(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8").replace("+Enter", "+Return")
    known = {key: command.text for command in commands() for key in command.keys}
    assert not [key for key in KEYS.findall(text) if key not in known]
    wrong = {
        key: (name, known[key])
        for name, key in NAMED_KEYS.findall(text)
        if key in known and said_name(name) != said_name(known[key])
    }
    assert not wrong


def said_name(name: str) -> str:
    return name.rstrip("…").lower()


def test_a_wrong_command_is_noticed() -> None:
    assert faults_of("vop index FOLDER --jsn") == "no option --jsn"
    assert faults_of("vop library undoo") == "no command undoo"
    assert faults_of("vop packs list --available") == ""


def test_every_command_is_named_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert not [name for name in main.commands if f"vop {name}" not in text]


def test_the_lists_of_commands_settings_and_keys_are_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "reference.py"), "--check"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert made.returncode == 0, f"{made.stdout}{made.stderr}\nRun packaging/reference.py."
