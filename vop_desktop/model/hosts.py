"""The servers that packs come from: what they offer for a source of the catalogue, and under which address.

`huggingface_hub` supplies the addresses and the names of its headers. The bytes do not go through its
`hf_hub_download`: that holds up to 10 MiB before it writes, which a kill loses; a stalled server keeps it for
the whole time-out whatever the person clicks; and its requests may tell what is installed here, and fetch
lists that nobody asked for. All sources use the one client of `link` and `transfer` instead, with the same
settings of the environment: `HF_ENDPOINT`, `HF_HUB_OFFLINE`, proxies. No token is sent: every pack here is
public.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from vop_desktop.errors import PackError
from vop_desktop.model.catalogue import CatalogueFile, PackSource
from vop_desktop.model.link import Link
from vop_desktop.model.transfer import RemoteFile, offered, page_sentence, raise_for_status

MODELSCOPE = "https://www.modelscope.cn"
_LARGEST_LIST = 4_000_000  # bytes of a list of files
_REDIRECTS = 5


def is_offline() -> bool:
    """Whether the environment forbids the network."""
    return any(
        os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"}
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    )


def offers(source: PackSource, link: Link) -> list[RemoteFile]:
    """What a source's server offers; optional files that it does not have are left out.

    Raises:
        PackError: the server lacks a file, or has another one than the catalogue knows.
        TransientError: it does not answer just now.
        Cancelled: the person stopped.
    """
    if source.kind == "huggingface":
        return _hub_offers(source, link)
    if source.kind == "modelscope":
        return _modelscope_offers(source, link)
    host = urlsplit(source.location).hostname or source.location
    return _there(offered(file, f"{source.location}/{quote(file.path)}", host, None) for file in source.files)


def _there(found: Iterable[RemoteFile | None]) -> list[RemoteFile]:
    return [remote for remote in found if remote is not None]


# --- Hugging Face -----------------------------------------------------------------------------------------


def _hub_offers(source: PackSource, link: Link) -> list[RemoteFile]:
    revision, found = source.revision, []
    for file in source.files:
        commit, remote = _hub_head(source, file, revision, link)
        found.append(remote)
        revision = commit or revision  # all files of one state, even if it changes meanwhile
    return _there(found)


def _hub_head(
    source: PackSource, file: CatalogueFile, revision: str, link: Link
) -> tuple[str, RemoteFile | None]:
    """The commit and the offer."""
    from huggingface_hub import constants, hf_hub_url

    endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or None  # as it is now, not at the first import
    url = asked = hf_hub_url(source.location, file.path, revision=revision, endpoint=endpoint)
    for _ in range(_REDIRECTS):
        with link.request(asked, method="HEAD", follow=False) as reply:
            headers, host = reply.response.headers, reply.host
            linked = headers.get(constants.HUGGINGFACE_HEADER_X_LINKED_SIZE)
            if reply.response.is_redirect and linked is None:
                asked = urljoin(asked, headers.get("Location", ""))
                continue
            if file.optional and reply.response.status_code == 404:
                return "", None
            if linked is None:
                raise_for_status(reply, f"{file.path} in {source.location}")
                if "html" in headers.get("Content-Type", ""):
                    raise PackError(page_sentence(host, file.path))
            etag = headers.get(constants.HUGGINGFACE_HEADER_X_LINKED_ETAG) or headers.get("ETag") or ""
            digest = etag.strip('"').lower()  # of large files it is the SHA-256
            size = linked or headers.get("Content-Length") or ""
            commit = headers.get(constants.HUGGINGFACE_HEADER_X_REPO_COMMIT, "")
            return commit, offered(
                file,
                url
                if not commit
                else hf_hub_url(source.location, file.path, revision=commit, endpoint=endpoint),
                host,
                int(size) if size.isdecimal() else None,
                digest if _is_sha256(digest) else "",
            )
    raise PackError(f"{urlsplit(url).hostname} sends us round in circles. Try again later.")


# --- ModelScope -------------------------------------------------------------------------------------------


def modelscope_endpoint() -> str:
    """ModelScope's address: `MODELSCOPE_ENDPOINT`, or `MODELSCOPE_DOMAIN` as its own client reads it."""
    named = os.environ.get("MODELSCOPE_ENDPOINT") or os.environ.get("MODELSCOPE_DOMAIN") or MODELSCOPE
    named = named.rstrip("/")
    return named if "://" in named else f"https://{named}"


def _modelscope_offers(source: PackSource, link: Link) -> list[RemoteFile]:
    base = f"{modelscope_endpoint()}/api/v1/models/{quote(source.location)}/repo"
    query = urlencode({"Revision": source.revision, "Recursive": "true"})
    with link.request(f"{base}/files?{query}") as reply:
        host = reply.host
        raise_for_status(reply, source.location)
        body = reply.read(_LARGEST_LIST)
        if "html" in reply.response.headers.get("Content-Type", ""):
            raise PackError(page_sentence(host, f"the list of files of {source.location}"))
    listed = _listed(body, host)
    found = []
    for file in source.files:
        entry = listed.get(file.path)
        if entry is None:
            if file.optional:
                continue
            raise PackError(
                f"{host} has no {file.path} in {source.location} (any more). A newer version of the "
                "program may know where it went."
            )
        query = urlencode({"Revision": source.revision, "FilePath": file.path}, quote_via=quote)
        size, digest = entry.get("Size"), str(entry.get("Sha256") or "").lower()
        found.append(
            offered(
                file,
                f"{base}?{query}",
                host,
                size if isinstance(size, int) and size > 0 else None,
                digest if _is_sha256(digest) else "",
            )
        )
    return _there(found)


def _listed(body: bytes, host: str) -> dict[str, dict[str, Any]]:
    try:
        entries = json.loads(body)["Data"]["Files"]
        return {str(entry["Path"]): entry for entry in entries}
    except (ValueError, KeyError, TypeError) as error:
        raise PackError(f"{host} gives a list of files that cannot be read. Try again later.") from error


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
