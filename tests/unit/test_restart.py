"""How the program is started anew, however it was started."""

from __future__ import annotations

import sys

import pytest

from vop_desktop.ui import restart


@pytest.mark.parametrize(
    ("given", "arguments", "started"),
    [
        (["python", "/bin/vop-desktop", "--search", "a b"], ["--search", "a b"], ["/bin/vop-desktop"]),
        (["python3", "-X", "dev", "-m", "vop_desktop"], [], ["-X", "dev", "-m", "vop_desktop"]),
    ],
)
def test_a_script_and_a_module_are_started_by_the_same_python(
    monkeypatch: pytest.MonkeyPatch, given: list[str], arguments: list[str], started: list[str]
) -> None:
    monkeypatch.setattr(sys, "orig_argv", given)
    monkeypatch.setattr(sys, "argv", ["vop-desktop", *arguments])
    assert restart.command() == [sys.executable, *started]


def test_an_application_is_its_own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/mount/app/vop-desktop")
    monkeypatch.delenv("APPDIR", raising=False)
    assert restart.command() == ["/mount/app/vop-desktop"]
    monkeypatch.setenv("APPIMAGE", "/home/VoP.AppImage")
    monkeypatch.setenv("APPDIR", "/elsewhere")  # of a terminal, say
    assert restart.command() == ["/mount/app/vop-desktop"]
    monkeypatch.setenv("APPDIR", "/mount")
    assert restart.command() == ["/home/VoP.AppImage"]
