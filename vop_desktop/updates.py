"""Whether a newer version is out. Asked only where a person has turned it on; it is off.

One JSON document is fetched and nothing is sent but the request: `{"version": "1.2.0", "page": "https://…"}`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from vop_desktop import __version__
from vop_desktop.errors import UpdateError

_MOST_BYTES = 64 * 1024
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Release:
    """The newest version.

    Attributes:
        version: its number.
        page: where it is to be had; may be empty.
        newer: whether it is newer than this program.
    """

    version: str
    page: str
    newer: bool


def newest_release(enabled: bool, address: str) -> Release | None:
    """Asks which version is the newest; waits ten seconds at most for each answer. Any thread but the GUI's.

    Args:
        enabled: the setting `check_updates`; without it nothing is asked.
        address: the setting `update_address`.

    Returns:
        None where it is not enabled.

    Raises:
        UpdateError: there is no address, no answer, or one that makes no sense.
    """
    if not enabled:
        return None
    if not address.startswith(("https://", "http://")):
        raise UpdateError("No address is known at which new versions are announced.")
    text = _fetch(address)
    try:
        told = json.loads(text)
        version, page = str(told["version"]), str(told.get("page", ""))
        newer = _numbers(version) > _numbers(__version__)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UpdateError(f"What {address} announces cannot be understood.") from error
    return Release(version, page if page.startswith("https://") else "", newer)


def _fetch(address: str) -> bytes:
    import httpx2

    headers = {"User-Agent": "vop-desktop", "Accept": "application/json"}
    try:
        with (
            httpx2.Client(
                timeout=_SECONDS, headers=headers, follow_redirects=True, max_redirects=4
            ) as client,
            client.stream("GET", address) as reply,
        ):
            reply.raise_for_status()
            text = b""
            for block in reply.iter_bytes():
                text += block
                if len(text) > _MOST_BYTES:
                    break
            return text
    except (httpx2.HTTPError, httpx2.InvalidURL, ImportError, ValueError) as error:
        raise UpdateError(f"{address} does not answer. Check the network connection.") from error


def _numbers(version: str) -> tuple[int, ...]:
    """`1.2.0` as numbers, without zeros at the end. ValueError for anything else."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6}){0,3}", version):
        raise ValueError(f"{version!r} is no version")
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
