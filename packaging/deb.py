#!/usr/bin/env python3
"""Makes a .deb of the built application.

    python3 packaging/deb.py build/dist/vop-desktop [--output build/release] [--maintainer "NAME <ADDRESS>"]

The program goes to /usr/lib/vop-desktop, with links in /usr/bin. What it depends on is read from its own
files: the libraries that they are linked with and that the bundle does not hold, by the Debian package that
brings each on this machine. There are no maintainer scripts: dpkg's triggers keep menus and icons up to
date, and removing the package leaves nothing but what a person's own home holds.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import bootstrap
import linux_tree

MAINTAINER = "VoP Desktop developers <vop-desktop@localhost>"
# Parts of Qt that one desktop or another uses; without their libraries Qt goes on without them.
OPTIONAL_PARTS = re.compile(
    r"/plugins/(platformthemes|platforminputcontexts|wayland-|platforms/libqwayland|egl)"
)
WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1"}
# A font to write with: nothing links to one.
ALWAYS = {"fonts-dejavu-core | fonts-liberation | fonts-noto-core": "Recommends"}
DESCRIPTION = """\
find moments in your own videos by typing what happens in them
 Type what happens in a video and see the moments in your own collection
 that fit, best first. Drop a clip on the window to get the captions that
 fit it and the videos like it. Everything runs on your computer; nothing is
 sent anywhere, and videos are never written to.
 .
 The command line program vop does the same jobs without a window."""


def elf_files(dist: Path) -> list[Path]:
    """The programs and libraries of a bundle."""
    found = []
    for path in sorted(dist.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def linked(path: Path) -> set[str]:
    """The sonames that a file is linked with."""
    told = subprocess.run(["objdump", "-p", str(path)], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^\s+NEEDED\s+(\S+)", told, re.MULTILINE))


def wanted_libraries(dist: Path) -> dict[str, bool]:
    """The sonames that a bundle takes from the system, and whether it cannot do without."""
    files = elf_files(dist)
    own = {path.name for path in dist.rglob("*.so*")}
    wanted: dict[str, bool] = {}
    for path in files:
        needed = not OPTIONAL_PARTS.search(path.as_posix())
        for soname in linked(path) - own:
            wanted[soname] = wanted.get(soname, False) or needed
    return wanted


def packages(sonames: Iterable[str]) -> dict[str, str]:
    """The Debian package that brings each soname, as far as this machine knows."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    places = dict(reversed(re.findall(r"^\s+(\S+) .*=> (\S+)$", listed, re.MULTILINE)))
    known = {**bootstrap.LIBRARIES, **bootstrap.WINDOW_LIBRARIES, **WAYLAND}
    found = {}
    for soname in sonames:
        package = _owner(places[soname]) if soname in places else known.get(soname, "")
        if package:
            found[soname] = package
    return found


def _owner(path: str) -> str:
    real = Path(path).resolve()
    for candidate in (path, str(real), f"/usr{path}", str(real).removeprefix("/usr")):
        told = subprocess.run(["dpkg", "-S", candidate], check=False, capture_output=True, text=True)
        if told.returncode == 0:
            return told.stdout.split(":")[0]
    return ""


def relations(dist: Path) -> dict[str, list[str]]:
    """`Depends` and `Recommends` of the package; says what nobody brings."""
    wanted = wanted_libraries(dist)
    owners = packages(wanted)
    fields: dict[str, set[str]] = {"Depends": set(), "Recommends": set()}
    for soname, needed in sorted(wanted.items()):
        if soname in owners:
            fields["Depends" if needed else "Recommends"].add(owners[soname])
        elif not soname.startswith("ld-linux"):
            print(f"-- {soname} is brought by no package here", file=sys.stderr)
    fields["Recommends"] -= fields["Depends"]
    result = {name: sorted(values) for name, values in fields.items()}
    result["Depends"] = [_with_version(name) for name in result["Depends"]]
    for name, field in ALWAYS.items():
        result[field].append(name)
    return result


def _with_version(package: str) -> str:
    """Of the C library, at least the version that this machine builds with."""
    if package != "libc6":
        return package
    told = subprocess.run(["ldd", "--version"], check=True, capture_output=True, text=True).stdout
    return f"libc6 (>= {told.splitlines()[0].split()[-1]})"


def control(dist: Path, tree: Path, maintainer: str) -> str:
    """The text of DEBIAN/control."""
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    )
    fields = {
        "Package": linux_tree.NAME,
        "Version": linux_tree.version(),
        "Section": "video",
        "Priority": "optional",
        "Architecture": architecture.stdout.strip(),
        "Maintainer": maintainer,
        "Installed-Size": str(size // 1024),
        **{name: ", ".join(values) for name, values in relations(dist).items() if values},
        "Description": DESCRIPTION,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def build(dist: Path, output: Path, maintainer: str = MAINTAINER, compression: str = "zstd") -> Path:
    """Builds the package into `output`; gives its path. CalledProcessError when a tool fails."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output) as folder:
        tree = Path(folder)
        tree.chmod(0o755)
        linux_tree.lay_out(dist, tree)
        documents = tree / "usr/share/doc" / linux_tree.NAME
        documents.mkdir(parents=True)
        _write_copyright(dist, documents / "copyright")
        changes = (linux_tree.ROOT / "CHANGELOG.md").read_bytes()
        (documents / "changelog.gz").write_bytes(gzip.compress(changes, 9, mtime=0))
        (tree / "DEBIAN").mkdir()
        (tree / "DEBIAN/control").write_text(control(dist, tree, maintainer), "utf-8")
        (tree / "DEBIAN/md5sums").write_text(_sums(tree), "utf-8")
        for path in tree.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        command = ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", folder, str(output)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return max(output.glob(f"{linux_tree.NAME}_*.deb"), key=lambda path: path.stat().st_mtime)


def _write_copyright(dist: Path, target: Path) -> None:
    licences = dist / "THIRD_PARTY_LICENSES.txt"
    head = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: VoP Desktop\n\n"
        "Files: *\nCopyright: the VoP Desktop developers, and those of the works that it carries\n"
        "License: GPL-3+\n"
        " The program itself is under the Apache License 2.0. The package also carries works of others,\n"
        " among them x264 and x265, which are under the GNU GPL 2 or later, so that as a whole it is passed\n"
        " on under the GNU GPL 3 or later. Which works these are, and the texts of their licences, are in\n"
        f" /usr/lib/{linux_tree.NAME}/{licences.name}.\n"
        " On Debian systems the GNU GPL 3 is in /usr/share/common-licenses/GPL-3, the Apache License in\n"
        " /usr/share/common-licenses/Apache-2.0.\n"
    )
    target.write_text(head, "utf-8")


def _sums(tree: Path) -> str:
    lines = []
    for path in sorted((tree / "usr").rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "md5").hexdigest()
            lines.append(f"{digest}  {path.relative_to(tree).as_posix()}\n")
    return "".join(lines)


def main() -> int:
    """Parses the command line and builds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("dist", type=Path, help="the folder of the built application")
    parser.add_argument("--output", type=Path, default=linux_tree.ROOT / "build" / "release")
    parser.add_argument("--maintainer", default=MAINTAINER)
    parser.add_argument("--compression", choices=("xz", "zstd"), default="zstd")
    options = parser.parse_args()
    for tool in ("dpkg-deb", "objdump"):
        if shutil.which(tool) is None:
            print(f"deb: {tool} is needed. Install it with: apt-get install dpkg binutils", file=sys.stderr)
            return 1
    package = build(options.dist.resolve(), options.output.resolve(), options.maintainer, options.compression)
    print(f"{package} ({package.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
