#!/usr/bin/env python3
"""The list of parts of a bundle, CycloneDX 1.6 in JSON.

    .venv/bin/python packaging/sbom.py build/dist/vop-desktop FILE

cyclonedx-py lists the environment; what does not go into the bundle is taken out, and added are the
interpreter, the libraries inside wheels that state them, and the ones that come from the building system.
The result is checked against CycloneDX's schema.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import bundle
import linux_tree
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

Component = dict[str, Any]
MAIN = "root-component"  # as cyclonedx-py calls it


def environment_parts() -> dict[str, Any]:
    """What cyclonedx-py makes of the environment of this interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "environment.json"
        command = [
            sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible",
            "--spec-version", "1.6", "--pyproject", str(bundle.ROOT / "pyproject.toml"),
            "-o", str(target), sys.executable,
        ]  # fmt: skip
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        document: dict[str, Any] = json.loads(target.read_text("utf-8"))
        return document


def stated_parts() -> list[tuple[str, Component]]:
    """The libraries inside wheels, as those state them: the wheel's name and the part."""
    found = []
    for distribution in bundle.distributions():
        name = distribution.metadata["Name"]
        for file in distribution.files or ():
            if "sboms" not in file.parts or not file.name.endswith(".json"):
                continue
            listed = json.loads(Path(str(file.locate())).read_text("utf-8"))
            for part in listed.get("components", ()):
                if canonicalize_name(part["name"]) != canonicalize_name(name):
                    kept = {key: part[key] for key in ("type", "name", "version", "purl") if key in part}
                    found.append(
                        (name, {**kept, "bom-ref": f"{name}/{part['name']}@{part.get('version', '')}"})
                    )
    return found


def system_parts(dist: Path) -> list[Component]:
    """The libraries that were taken from the system of the build: those beside the packages."""
    if platform.system() != "Linux":
        return []
    found = []
    for path in sorted((dist / "_internal").glob("*.so*")):
        if path.is_symlink():  # into a package
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        part = {"type": "library", "name": path.name, "bom-ref": f"system/{path.name}"}
        part |= {"hashes": [{"alg": "SHA-256", "content": digest}]}
        if package := _debian_package(path.name):
            name, version = package
            part |= {"version": version, "purl": f"pkg:deb/debian/{name}@{version}"}
        found.append(part)
    return found


def _debian_package(file_name: str) -> tuple[str, str] | None:
    try:
        owner = subprocess.run(["dpkg", "-S", f"*/{file_name}"], check=True, capture_output=True, text=True)
        name = owner.stdout.split(":")[0]
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", name], check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return name, shown.stdout


def make(dist: Path) -> str:
    """The document as text. ValueError where it does not follow the schema."""
    document = environment_parts()
    inside = {canonicalize_name(each.metadata["Name"]) for each in bundle.distributions()}
    parts = [part for part in document["components"] if canonicalize_name(part["name"]) in inside]
    by_name = {canonicalize_name(part["name"]): part["bom-ref"] for part in parts}
    version = platform.python_version()
    python = {"type": "framework", "name": "cpython", "version": version, "bom-ref": f"cpython@{version}"}
    system = system_parts(dist)
    ties: dict[str, set[str]] = {part["bom-ref"]: set() for part in parts}
    for entry in document["dependencies"]:
        if entry["ref"] in ties:
            ties[entry["ref"]] |= {ref for ref in entry.get("dependsOn", ()) if ref in by_name.values()}
    added: dict[str, Component] = {part["bom-ref"]: part for part in (python, *system)}
    ties[MAIN] = {python["bom-ref"], *by_name.values(), *(part["bom-ref"] for part in system)}
    for owner, part in stated_parts():
        added[part["bom-ref"]] = part
        ties[by_name[canonicalize_name(owner)]].add(part["bom-ref"])
    document["metadata"]["component"]["version"] = linux_tree.version()
    document["components"] = sorted([*parts, *added.values()], key=lambda part: str(part["bom-ref"]))
    document["dependencies"] = [
        {"ref": ref, **({"dependsOn": sorted(needed)} if needed else {})}
        for ref, needed in sorted(ties.items())
    ]
    text = json.dumps(document, indent=1, ensure_ascii=False)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise ValueError(f"the list of parts does not follow the schema: {fault}")
    return text


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(make(Path(sys.argv[1])), "utf-8")
