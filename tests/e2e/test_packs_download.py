"""`vop packs` with a web server: a real process, killed and stopped in mid-download."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers import web
from tests.helpers.web import Served, Site
from vop_desktop.model.link import CHUNK

WEIGHTS = "weights.safetensors"


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    web.direct(monkeypatch)


@pytest.fixture
def site(vop: Vop, tiny_pack: Path) -> Iterator[Site]:
    """One of our packs on a server that needs a second for it, and a catalogue that names it."""
    entry = json.loads((tiny_pack / "pack.json").read_text("utf-8"))
    files = []
    with web.website() as site:
        for path in sorted(tiny_pack.iterdir()):
            content = path.read_bytes()
            site.files[f"/tiny/{path.name}"] = Served(content)
            digest = hashlib.sha256(content).hexdigest()
            files.append({"path": path.name, "size": len(content), "sha256": digest})
        site.pause = 0.005
        source = {"kind": "url", "location": f"{site.address}/tiny", "files": files}
        packs = [
            {
                "name": "tiny",
                "title": "Tiny",
                "licence": "Apache-2.0",
                "config": entry["config"],
                "sources": [source],
            }
        ]
        (vop.home / "data").mkdir(parents=True)
        (vop.home / "data" / "catalogue.json").write_text(json.dumps({"format": 1, "packs": packs}), "utf-8")
        yield site


def start_and_wait(vop: Vop, site: Site, sent: int) -> subprocess.Popen[bytes]:
    """A download of which so many bytes went out."""
    process = vop.start("packs", "download", "tiny")
    deadline = time.monotonic() + 60
    while sum(asked.sent for asked in site.bodies(f"/tiny/{WEIGHTS}")) < sent:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return process


def finish(vop: Vop, site: Site) -> None:
    """The same command again: it fetches the rest and installs the pack."""
    answer = vop("packs", "download", "tiny", "--json")
    assert answer.code == 0, answer
    assert answer.document["name"] == "tiny"
    assert vop("packs", "show", "tiny").code == 0
    assert not (vop.home / "cache" / "downloads" / "tiny").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_kill_in_mid_download_costs_one_chunk_at_most(vop: Vop, site: Site) -> None:
    size = len(site.files[f"/tiny/{WEIGHTS}"].content)
    for sent in (size // 4, size // 4):
        process = start_and_wait(vop, site, sent + sum(a.sent for a in site.bodies(f"/tiny/{WEIGHTS}")))
        process.kill()
        process.communicate()
    time.sleep(0.2)  # until the server has noticed
    finish(vop, site)
    requests = site.bodies(f"/tiny/{WEIGHTS}")
    sent_in_all = sum(asked.sent for asked in requests)
    sys.stdout.write(
        f"{size} bytes, killed twice, continued at {[asked.start for asked in requests[1:]]}: "
        f"{sent_in_all - size} bytes went out twice\n"
    )
    assert [asked.start > 0 for asked in requests] == [False, True, True]
    for before, after in pairwise(requests):
        twice = max(before.start, 0) + before.sent - after.start
        assert 0 <= twice <= CHUNK


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to one process")
def test_ctrl_c_keeps_what_was_fetched(vop: Vop, site: Site) -> None:
    process = start_and_wait(vop, site, 2_000_000)
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - begun < 2
    assert (process.returncode, out) == (1, b"")
    assert err.decode().splitlines()[-1] == (
        "vop: Stopped. What was fetched is kept: the same command goes on from there."
    )
    listed = {entry["name"]: entry for entry in vop("packs", "list", "--available", "--json").document}
    assert listed["tiny"]["fetched"] > 2_000_000 - CHUNK
    assert "fetched so far)" in vop("packs", "list", "--available").out
    finish(vop, site)
    assert (
        sum(asked.sent for asked in site.bodies(f"/tiny/{WEIGHTS}"))
        <= listed["tiny"]["download_size"] + CHUNK
    )


def test_the_catalogue_is_shown_without_a_network(vop: Vop) -> None:
    shown = vop("packs", "show", "vop-msrvtt", "--json")
    assert (shown.code, shown.err) == (0, "")
    assert shown.document["installed"] is False
    assert shown.document["embed_dim"] == 512
    assert shown.document["licence"] == "unstated"
    text = vop("packs", "show", "vop-msrvtt").out
    assert "VoP for MSR-VTT (not installed)" in text
    assert "Install it with: vop packs download vop-msrvtt" in text
    names = [entry["name"] for entry in vop("packs", "list", "--available", "--json").document]
    assert names[0] == "vop-msrvtt" and "starter" not in names


def test_what_cannot_be_downloaded_is_told(vop: Vop) -> None:
    offline = vop("packs", "download", "vop-msrvtt", "--json", env={"HF_HUB_OFFLINE": "1"})
    assert (offline.code, offline.out) == (1, "")
    assert offline.err.startswith("vop: Offline mode is on (HF_HUB_OFFLINE")
    unknown = vop("packs", "download", "nothing")
    assert unknown.code == 1
    assert unknown.err.startswith("vop: The catalogue has no pack called “nothing”. It has: vop-msrvtt, ")


def test_an_installed_pack_is_not_fetched_again(vop: Vop, site: Site, tiny_pack: Path) -> None:
    installed = vop.home / "data" / "packs" / "tiny"
    installed.mkdir(parents=True)
    for path in tiny_pack.iterdir():
        (installed / path.name).write_bytes(path.read_bytes())
    answer = vop("packs", "download", "tiny", "--json")
    assert (answer.code, answer.document["fetched"]) == (0, 0)
    assert "installed already, and intact" in answer.err
    assert not site.log
