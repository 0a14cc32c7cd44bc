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

ROOT = Path(__file__).parents[2]
MADE = {"commands.md", "settings.md", "shortcuts.md"}
PAGES = sorted(
    [*ROOT.glob("*.md"), *(path for path in (ROOT / "docs").glob("*.md") if path.name not in MADE)]
)
CODE = re.compile(r"```[a-z]*\n(.*?)```|`(vop[^`]*)`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


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
    targets = LINK.findall(page.read_text("utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


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
