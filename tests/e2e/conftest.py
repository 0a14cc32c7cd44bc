"""The real `vop`, run as its own process with a home of its own and a small random model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.packs import write_tiny_pack

REPOSITORY = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from vop_desktop.__main__ import cli_main; cli_main()")


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout; fails if there is anything else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Vop:
    """Runs commands; `home` is where the program keeps its things."""

    home: Path

    def __call__(self, *arguments: str | Path, env: dict[str, str] | None = None) -> Answer:
        done = subprocess.run(
            [*PROGRAM, *arguments], capture_output=True, check=False, timeout=300, env=self.env(env)
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"))

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Starts a command without waiting for it."""
        return subprocess.Popen(
            [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env()
        )

    def env(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        own = {
            "VOP_DESKTOP_HOME": str(self.home),
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONUTF8": "1",
            "OMP_NUM_THREADS": "1",  # the tiny model gains nothing from more
        }
        return {**os.environ, **own, **(extra or {})}


@pytest.fixture
def vop(tmp_path: Path) -> Vop:
    return Vop(tmp_path / "home")


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")
