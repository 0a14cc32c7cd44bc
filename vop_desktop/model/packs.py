"""Packs: folders with `pack.json` and safetensors weights. Reading them costs no torch."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.config import VopConfig
from vop_desktop.records import Knowledge

PACK_FILE = "pack.json"
PACK_FORMAT = 1
TOKENIZER = "tokenizer.json"  # of packs whose text encoder is not CLIP's own
MAX_TOKENIZER = 64 << 20  # bytes; XLM-RoBERTa's takes 9 to 17 MB


@dataclass(frozen=True)
class Pack:
    """One model pack on disk.

    Attributes:
        name: what `--pack` takes.
        title, description: for people.
        understands: plain words on what the model can and cannot see.
        example: a query to try, of which the sample clips show something; may be empty.
        languages: codes of the languages that queries may be in.
        licence: SPDX identifier, or what is known of it.
        config: the model's sizes.
        folder, weights: where it lies; `weights` is the safetensors file.
        sha256: of the weights; empty where unknown.
        known_words: words the model was trained on; empty where it knows the whole language.
        captions: file of the pack's own caption set, one a line; empty where it has none.
        likely, maybe: standings measured for this pack; 0 where none were.
        base, base_sha256: the pack whose weights these prompts lie over; empty for a pack of its own.
        base_prompts: prompts that are the base's.
        video_model_id: the base's id where videos are encoded as by the base; else empty.
        tokenizer, tokenizer_sha256: file that cuts texts into pieces; empty where CLIP's own way is used.
    """

    name: str
    title: str
    description: str
    understands: str
    languages: tuple[str, ...]
    licence: str
    config: VopConfig
    folder: Path
    weights: Path
    sha256: str
    known_words: frozenset[str]
    captions: str = ""
    likely: float = 0.0
    maybe: float = 0.0
    base: str = ""
    base_sha256: str = ""
    base_prompts: tuple[str, ...] = ()
    video_model_id: str = ""
    tokenizer: str = ""
    tokenizer_sha256: str = ""
    example: str = ""

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the pack says of its own abilities; reads its captions. PackError if they are missing."""
        texts: tuple[str, ...] = ()
        if self.captions:
            try:
                lines = (self.folder / self.captions).read_text("utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise PackError(f"The captions of the pack “{self.name}” cannot be read.") from error
            texts = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
        usual = Knowledge()
        return Knowledge(
            words=self.known_words,
            set_name=self.name,
            captions=texts,
            likely=self.likely or usual.likely,
            maybe=self.maybe or usual.maybe,
            languages=self.languages,
        )

    @property
    def model_id(self) -> str:
        """Fingerprint of what encodes videos; what was embedded under another one is stale.

        A pack whose words alone were tuned has its base's: no video needs to be encoded again.
        """
        return self.video_model_id or self.text_model_id

    @property
    def text_model_id(self) -> str:
        """Fingerprint of config and weights; embeddings of captions carry it."""
        settings = {name: getattr(self.config, name) for name in VopConfig.__slots__}
        if self.config.text_encoder == "clip":  # ids from before there was another one stay what they were
            del settings["text_encoder"]
        weights = self.sha256 + self.base_sha256 + self.tokenizer_sha256
        text = json.dumps(settings, sort_keys=True) + weights + "mean-renormalised"
        return f"{self.name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def check(self) -> None:
        """Reads the weights once. PackError when they are missing or not those that were recorded."""
        self._check_file("weights", self.weights, self.sha256)
        if self.tokenizer:
            self._check_file("pieces of words", self.folder / self.tokenizer, self.tokenizer_sha256)

    def _check_file(self, what: str, path: Path, sha256: str) -> None:
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            reason = error.strerror or error
            raise PackError(f"The {what} of the pack “{self.name}” cannot be read: {reason}.") from error
        if sha256 and digest != sha256:
            raise PackError(
                f"The {what} of the pack “{self.name}” are damaged: {path.name} is not the file "
                "that was installed. Install the pack again."
            )


def builtin_dir() -> Path:
    """Where the packs lie that come with the program."""
    return Path(str(files("vop_desktop.resources") / "packs"))


def installed_dir() -> Path:
    """Where the packs lie that a person added; not there before the first one."""
    return paths.data_dir() / "packs"


def _folders() -> list[Path]:
    found: list[Path] = []
    for parent in (builtin_dir(), installed_dir()):
        if parent.is_dir():
            found += sorted(folder for folder in parent.iterdir() if _is_pack(folder))
    return found


def _is_pack(folder: Path) -> bool:
    return not folder.name.startswith(".") and (folder / PACK_FILE).is_file()  # a dot: still being made


def read_pack(folder: Path, *, called: str = "") -> Pack:
    """Reads `pack.json` of a folder. PackError says what is wrong with it, in `called` if that is given."""
    path, place = folder / PACK_FILE, called or folder
    try:
        entry: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PackError(f"There is no model pack in {place}: no readable {PACK_FILE}.") from error
    except (ValueError, RecursionError) as error:
        raise PackError(f"The pack in {place} is damaged: {PACK_FILE} is not valid JSON.") from error
    if not isinstance(entry, dict):
        raise PackError(f"The pack in {place} is damaged: {PACK_FILE} holds no table.")
    if entry.get("format", 1) != PACK_FORMAT:
        raise PackError(f"The pack in {place} was made for a newer version of this program.")
    try:
        weights = folder / Path(str(entry["weights"])).name  # a bare name: nothing outside the folder
        return Pack(
            name=str(entry["name"]),
            title=str(entry["title"]),
            description=str(entry.get("description", "")),
            understands=str(entry.get("understands", "")),
            example=str(entry.get("example", "")),
            languages=tuple(map(str, entry.get("languages", ["en"]))),
            licence=str(entry.get("licence", "unknown")),
            config=VopConfig.from_dict(entry["config"]),
            folder=folder,
            weights=weights,
            sha256=str(entry.get("sha256", "")),
            known_words=frozenset(map(str, entry.get("known_words", ()))),
            captions=Path(str(entry.get("captions", ""))).name,
            likely=float(entry.get("confidence", {}).get("likely", 0)),
            maybe=float(entry.get("confidence", {}).get("maybe", 0)),
            base=str(entry.get("base", "")),
            base_sha256=str(entry.get("base_sha256", "")),
            base_prompts=tuple(map(str, entry.get("base_prompts", ()))),
            video_model_id=str(entry.get("video_model_id", "")),
            tokenizer=Path(str(entry.get("tokenizer", ""))).name,
            tokenizer_sha256=str(entry.get("tokenizer_sha256", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"The pack in {place} is damaged: {PACK_FILE}: {error}.") from error


def list_packs() -> list[Pack]:
    """The packs that are installed and readable, built-in ones first."""
    found = []
    for folder in _folders():
        try:
            found.append(read_pack(folder))
        except PackError:
            continue  # `vop packs show` names its fault
    return found


def is_installed(name: str) -> bool:
    """Whether there is a pack of that name, be it whole or damaged."""
    return any(folder.name == name for folder in _folders()) or any(p.name == name for p in list_packs())


def find_pack(name: str) -> Pack:
    """The installed pack of that name, or the one in the folder of that path. PackError if there is none."""
    for folder in _folders():
        if folder.name == name:
            return read_pack(folder)
    for pack in list_packs():
        if pack.name == name:
            return pack
    if Path(name).is_dir():
        return read_pack(Path(name))
    known = ", ".join(pack.name for pack in list_packs()) or "none"
    raise PackError(f"There is no model pack called “{name}”. Installed: {known}.")


def base_of(pack: Pack) -> Pack:
    """The pack that a tuned one lies over. PackError if it is not there, or another version of it is."""
    try:
        base = find_pack(pack.base)
    except PackError as error:
        raise PackError(
            f"The pack “{pack.name}” was tuned from “{pack.base}”, which is not installed."
        ) from error
    if base.sha256 != pack.base_sha256:
        raise PackError(f"The pack “{pack.name}” was tuned from another version of “{pack.base}”.")
    return base
