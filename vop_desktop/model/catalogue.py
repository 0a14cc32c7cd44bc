"""The catalogue: which model packs there are to download, from where, and what is known of them.

The program's own catalogue ships with it. A `catalogue.json` in the data folder adds entries and replaces
those of the same name: for packs of one's own, or a mirror in one's own house.

Nothing is pretended: a file marked `unverified` has a size that is an estimate, and where no SHA-256 is
given none is known in advance. Then the download goes by what the server says, the bounds of the estimate
and the file's own structure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.config import VopConfig

CATALOGUE_FILE = "catalogue.json"
CATALOGUE_FORMAT = 1

SourceKind = Literal["huggingface", "modelscope", "url"]


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One file of a pack.

    Attributes:
        path: inside the source's folder, with `/`.
        size: bytes; an estimate where `unverified`.
        sha256: of the file; empty where it is not known in advance.
        unverified: whether the size could not be checked when this was written.
        optional: whether the pack works without it.
    """

    path: str
    size: int
    sha256: str = ""
    unverified: bool = False
    optional: bool = False

    def __post_init__(self) -> None:
        path = PurePosixPath(self.path)
        if not path.parts or path.is_absolute() or ".." in path.parts or re.search(r'[\\:*?"<>|]', self.path):
            raise ValueError(f"{self.path!r} is no name of a file in a pack")
        if self.size < 1:
            raise ValueError(f"{self.path} has no size")
        if self.sha256 and not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError(f"the SHA-256 of {self.path} is not one")


@dataclass(frozen=True, slots=True)
class PackSource:
    """One place that a pack can be had from.

    Attributes:
        kind: which server it is.
        location: the repository (`owner/name`), or the address of the folder for `url`.
        revision: branch, tag or commit; empty for `url`.
        files: all that is fetched from there, and nothing else.
    """

    kind: SourceKind
    location: str
    revision: str
    files: tuple[CatalogueFile, ...]

    def __post_init__(self) -> None:
        if self.kind not in get_args(SourceKind):
            raise ValueError(f"unknown kind of source {self.kind!r}")
        if not self.location or not self.files:
            raise ValueError("a source without a location or files")

    @property
    def title(self) -> str:
        """The place, for people."""
        names = {"huggingface": "Hugging Face", "modelscope": "ModelScope"}
        return f"{names[self.kind]} ({self.location})" if self.kind in names else self.location

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One pack that can be downloaded.

    Attributes:
        name: what `vop packs download` takes, and the installed pack is called.
        title: for people.
        description: what it is good at.
        understands: plain words on what the model can and cannot see.
        languages: codes of the languages that queries may be in.
        licence: of the weights: an SPDX identifier, or `unstated`.
        licence_note: a sentence on it; may be empty.
        config: sizes of the model, which the weights have to fit.
        memory: bytes needed to run it, an estimate.
        installed_size: bytes of the installed pack, an estimate.
        sources: places to get it from, the preferred one first.
        recommended: whether it is the one to take when in doubt.
    """

    name: str
    title: str
    description: str
    understands: str
    languages: tuple[str, ...]
    licence: str
    licence_note: str
    config: VopConfig
    memory: int
    installed_size: int
    sources: tuple[PackSource, ...]
    recommended: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", self.name):
            raise ValueError(f"{self.name!r} is no name of a pack")
        if not self.sources:
            raise ValueError("no source")

    @property
    def download_size(self) -> int:
        """Bytes to fetch from the preferred source."""
        return self.sources[0].size

    @property
    def unverified(self) -> bool:
        """Whether some size or hash of the preferred source is not known in advance."""
        return any(file.unverified or not file.sha256 for file in self.sources[0].files)


def load_catalogue() -> dict[str, CatalogueEntry]:
    """The entries by name, the recommended one first. PackError when a catalogue file is damaged."""
    found = _read((files("vop_desktop.resources") / "packs" / CATALOGUE_FILE).read_text("utf-8"), "built-in")
    own = paths.data_dir() / CATALOGUE_FILE
    if own.is_file():
        try:
            found |= _read(own.read_text("utf-8"), str(own))
        except (OSError, UnicodeDecodeError) as error:
            raise PackError(f"The catalogue {own} cannot be read. Mend it or take it away.") from error
    return dict(sorted(found.items(), key=lambda item: not item[1].recommended))


def find_entry(name: str) -> CatalogueEntry:
    """The entry of that name. PackError if there is none."""
    entries = load_catalogue()
    if name not in entries:
        raise PackError(f"The catalogue has no pack called “{name}”. It has: {', '.join(entries)}.")
    return entries[name]


def _read(text: str, where: str) -> dict[str, CatalogueEntry]:
    try:
        document: Any = json.loads(text)
        if document["format"] != CATALOGUE_FORMAT:
            raise PackError(f"The catalogue {where} was made for another version of this program.")
        entries = [_entry(values) for values in document["packs"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"The catalogue {where} is damaged: {error}. Mend it or take it away.") from error
    return {entry.name: entry for entry in entries}


def _entry(values: Mapping[str, Any]) -> CatalogueEntry:
    return CatalogueEntry(
        name=str(values["name"]),
        title=str(values["title"]),
        description=str(values.get("description", "")),
        understands=str(values.get("understands", "")),
        languages=tuple(map(str, values.get("languages", ["en"]))),
        licence=str(values.get("licence", "unstated")),
        licence_note=str(values.get("licence_note", "")),
        config=VopConfig.from_dict(values["config"]),
        memory=int(values.get("memory", 0)),
        installed_size=int(values.get("installed_size", 0)),
        sources=tuple(_source(source) for source in values["sources"]),
        recommended=bool(values.get("recommended", False)),
    )


def _source(values: Mapping[str, Any]) -> PackSource:
    return PackSource(
        kind=values["kind"],
        location=str(values["location"]).rstrip("/"),
        revision=str(values.get("revision", "")),
        files=tuple(
            CatalogueFile(
                path=str(file["path"]),
                size=int(file["size"]),
                sha256=str(file.get("sha256", "")),
                unverified=bool(file.get("unverified", False)),
                optional=bool(file.get("optional", False)),
            )
            for file in values["files"]
        ),
    )


def staged_path(folder: Path, file: CatalogueFile) -> Path:
    """Where a file of the catalogue lies below a folder; never outside it."""
    return folder.joinpath(*PurePosixPath(file.path).parts)
