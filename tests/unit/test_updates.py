"""The question for a newer version: off by default, one request when on, plain words when it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.helpers.web import Served, Site, website
from vop_desktop import __version__
from vop_desktop.errors import UpdateError
from vop_desktop.settings import OPTIONS, Settings
from vop_desktop.updates import Release, newest_release


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as made:
        yield made


def announce(site: Site, content: object) -> str:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    site.files["/newest.json"] = Served(body, type="application/json")
    return f"{site.address}/newest.json"


def test_it_is_off_and_asks_nobody(site: Site) -> None:
    assert OPTIONS["check_updates"].default is False
    assert OPTIONS["update_address"].default == ""
    address = announce(site, {"version": "99.0"})
    assert newest_release(Settings().get("check_updates"), address) is None
    assert site.log == []


@pytest.mark.parametrize(
    ("version", "newer"),
    [
        ("99.0", True),
        (__version__, False),
        (f"{__version__}.0", False),
        (f"{__version__}.1", True),
        ("0.0.9", False),
    ],
)
def test_it_compares_numbers(site: Site, version: str, newer: bool) -> None:
    address = announce(site, {"version": version, "page": "https://example.org/vop"})
    assert newest_release(True, address) == Release(version, "https://example.org/vop", newer)
    assert len(site.log) == 1
    assert "cookie" not in site.log[0].headers


def test_a_page_that_is_no_web_page_is_not_shown(site: Site) -> None:
    release = newest_release(True, announce(site, {"version": "99", "page": "file:///etc/passwd"}))
    assert release is not None and release.page == ""


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"\xff\xfe", [], {"page": "x"}, {"version": "new"}, {"version": "1" * 99}, b" " * 200_000],
    ids=str,
)
def test_nonsense_is_one_sentence(site: Site, content: object) -> None:
    with pytest.raises(UpdateError, match="cannot be understood"):
        newest_release(True, announce(site, content))


def test_without_an_address_or_answer_it_says_so(site: Site) -> None:
    with pytest.raises(UpdateError, match="No address"):
        newest_release(True, "")
    with pytest.raises(UpdateError, match="does not answer"):
        newest_release(True, f"{site.address}/nothing.json")
    with pytest.raises(UpdateError, match="does not answer"):
        newest_release(True, "http://127.0.0.1:9/newest.json")
