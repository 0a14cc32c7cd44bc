"""Downloads from a real web server on this machine that drops, stalls, lies and changes its mind."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers import web
from tests.helpers.web import Served, Site
from vop_desktop import paths
from vop_desktop.errors import Cancelled, PackError
from vop_desktop.model.catalogue import CatalogueEntry, CatalogueFile, PackSource, find_entry
from vop_desktop.model.download import Download, DownloadProgress, discard, download_pack, kept_bytes
from vop_desktop.model.link import CHUNK, Patience
from vop_desktop.model.packs import Pack, find_pack

QUICK = Patience(connect=2.0, stall=0.6, tries=4, first_pause=0.01, longest_pause=0.05)
CONTENT = random.Random(0).randbytes(3_000_000)
NAME = "weights.data"  # no shape is known of it, so only size and SHA-256 tell
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    web.direct(monkeypatch)


@pytest.fixture
def site() -> Iterator[Site]:
    with web.website() as site:
        site.files[f"/pack/{NAME}"] = Served(CONTENT)
        yield site


def entry(site: Site, *files: CatalogueFile, kind: str = "url", location: str = "") -> CatalogueEntry:
    files = files or (CatalogueFile(NAME, len(CONTENT), DIGEST),)
    source = PackSource(kind, location or f"{site.address}/pack", "main", files)  # type: ignore[arg-type]
    return replace(
        find_entry("clip-vit-b32-laion2b"), name="trial", title="Trial", installed_size=1, sources=(source,)
    )


def unsure(name: str = NAME, size: int = len(CONTENT)) -> CatalogueFile:
    """Nothing is known in advance but an estimate."""
    return CatalogueFile(name, size, unverified=True)


class Installer:
    """Keeps what it is given, as an import would, and answers with the pack that ships with the program."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __call__(self, folder: Path, entry: CatalogueEntry) -> Pack:
        for path in folder.rglob("*"):
            if path.is_file():
                self.files[path.relative_to(folder).as_posix()] = path.read_bytes()
        return find_pack("starter")


def fetch(entry: CatalogueEntry, **options: object) -> tuple[Installer, Download]:
    install = Installer()
    return install, download_pack(entry, install=install, patience=QUICK, **options)  # type: ignore[arg-type]


def refused(entry: CatalogueEntry, **options: object) -> str:
    """The sentence with which a download ends; nothing was installed."""
    install = Installer()
    with pytest.raises(PackError) as caught:
        download_pack(entry, install=install, patience=QUICK, **options)  # type: ignore[arg-type]
    assert not install.files
    assert not (paths.data_dir() / "packs").exists()
    sys.stdout.write(f"{caught.value}\n")  # shown with -s: they are written to be read
    return str(caught.value)


def part() -> Path:
    return paths.cache_dir() / "downloads" / "trial" / "0-url" / f"{NAME}.part"


# --- what arrives -----------------------------------------------------------------------------------------


def test_a_file_arrives_whole_and_the_staging_folder_goes(site: Site) -> None:
    install, done = fetch(entry(site))
    assert install.files == {NAME: CONTENT}
    assert (done.fetched, done.pack.name) == (len(CONTENT), "starter")
    assert kept_bytes("trial") == 0
    assert [(asked.method, asked.path) for asked in site.log] == [("GET", f"/pack/{NAME}")]
    assert "authorization" not in site.log[0].headers
    assert set(site.log[0].headers["user-agent"].split("/")[0].split()) == {"vop-desktop"}


@pytest.mark.parametrize("sure", [True, False])
def test_a_drop_in_mid_file_is_continued_there(site: Site, sure: bool) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_500_000), web.drop_after(700_000)]
    install, _ = fetch(entry(site) if sure else entry(site, unsure()))
    assert install.files == {NAME: CONTENT}
    starts = [asked.start for asked in site.log]
    assert starts == [-1, 1_500_000, 2_200_000]
    assert sum(asked.sent for asked in site.log) == len(CONTENT)  # no byte came twice
    assert site.log[1].if_range == ("" if sure else '"one"')


def test_a_stalled_server_is_asked_again(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.stall_after(1_000_000)]
    notes: list[str] = []
    install, _ = fetch(entry(site), progress=lambda p: notes.append(p.note))
    assert install.files == {NAME: CONTENT}
    assert site.log[1].start == 1_000_000
    assert any("127.0.0.1 stopped" in note for note in notes)


def test_a_server_that_only_stalls_is_given_up(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.stall_after(100_000)] + [web.silent()] * 9
    text = refused(entry(site))
    assert "127.0.0.1 stopped" in text
    assert text.endswith("What was fetched is kept: start it again to go on.")
    assert kept_bytes("trial") >= 100_000
    site.scripts.clear()
    install, done = fetch(entry(site))
    assert install.files == {NAME: CONTENT}
    assert done.fetched == len(CONTENT) - 100_000


def test_a_server_without_ranges_is_read_from_the_start(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), web.serve_whole]
    install, _ = fetch(entry(site))
    assert install.files == {NAME: CONTENT}
    assert [asked.sent for asked in site.log] == [1_000_000, len(CONTENT)]


def test_bytes_of_another_range_are_not_joined(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), web.wrong_range]
    install, _ = fetch(entry(site))
    assert install.files == {NAME: CONTENT}


@pytest.mark.parametrize("careless", [False, True])
def test_a_file_that_changed_between_two_tries_is_not_joined(site: Site, careless: bool) -> None:
    changed = bytes(reversed(CONTENT))

    def change_and_serve(handler: web.Handler) -> None:
        site.files[f"/pack/{NAME}"] = Served(changed, etag='"two"')
        if careless:  # does not heed If-Range, but tells its new ETag
            handler.asked.if_range = ""
        web.serve(handler)

    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), change_and_serve]
    install, _ = fetch(entry(site, unsure()))
    assert install.files == {NAME: changed}


def test_a_changed_file_of_known_hash_is_fetched_anew_once_and_then_refused(site: Site) -> None:
    def change_and_serve(handler: web.Handler) -> None:
        site.files[f"/pack/{NAME}"] = Served(bytes(reversed(CONTENT)))
        web.serve(handler)

    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), change_and_serve]
    assert f"{NAME} is not the file that was published (its SHA-256 differs)" in refused(entry(site))
    assert [asked.start for asked in site.log] == [-1, 1_000_000, -1]
    assert kept_bytes("trial") == 0


def test_a_part_of_a_file_without_validator_is_never_continued(site: Site) -> None:
    site.files[f"/pack/{NAME}"] = Served(CONTENT, etag='W/"weak"')
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000)]
    install, _ = fetch(entry(site, unsure()))
    assert install.files == {NAME: CONTENT}
    assert [asked.start for asked in site.log] == [-1, -1]


def test_the_date_of_a_file_serves_where_its_etag_is_weak(site: Site) -> None:
    date = "Wed, 25 Nov 2026 01:00:00 GMT"
    site.files[f"/pack/{NAME}"] = Served(CONTENT, etag='W/"weak"', headers={"Last-Modified": date})

    def serve_rest(handler: web.Handler) -> None:
        assert handler.asked.if_range == date
        handler.asked.if_range = ""
        web.serve(handler)

    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), serve_rest]
    install, done = fetch(entry(site, unsure()))
    assert (install.files, done.fetched) == ({NAME: CONTENT}, len(CONTENT))


def test_a_redirect_is_followed_with_its_range(site: Site) -> None:
    site.files["/elsewhere"] = Served(CONTENT)
    to = web.answer(302, Location="/elsewhere")
    site.scripts[f"/pack/{NAME}"] = [to, to]
    site.scripts["/elsewhere"] = [web.drop_after(1_000_000)]
    install, _ = fetch(entry(site))
    assert install.files == {NAME: CONTENT}
    assert [asked.start for asked in site.bodies("/elsewhere")] == [-1, 1_000_000]


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (401, "refuses to give weights.data (code 401). It may want a login or block this network."),
        (403, "refuses to give weights.data (code 403). It may want a login or block this network."),
        (404, "has no weights.data (any more) (code 404). A newer version of the program may know where"),
        (418, "gives a strange answer for weights.data (code 418)."),
    ],
)
def test_a_refusal_is_told_at_once(site: Site, code: int, sentence: str) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.answer(code)]
    assert sentence in refused(entry(site))
    assert len(site.log) == 1


def test_trouble_of_the_server_is_waited_out(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.answer(503, Retry_After=1), web.answer(500), web.answer(429)]
    install, _ = fetch(entry(site))
    assert install.files == {NAME: CONTENT}


def test_lasting_trouble_of_the_server_is_told(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.answer(500)] * 9
    assert refused(entry(site)) == "127.0.0.1 has trouble of its own (code 500). Try again later."
    assert len(site.log) == QUICK.tries


@pytest.mark.parametrize("type", ["text/html", "application/octet-stream"])
def test_a_web_page_is_not_taken_for_the_file(site: Site, type: str) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.page(type=type)]
    file = unsure(size=1000) if type != "text/html" else CatalogueFile(NAME, len(CONTENT), DIGEST)
    assert "127.0.0.1 sent a web page in place of weights.data. Often that is the sign-in" in refused(
        entry(site, file)
    )
    assert kept_bytes("trial") == 0


def test_a_page_in_between_costs_nothing_of_what_was_fetched(site: Site) -> None:
    for type in ("text/html", "text/plain"):
        site.scripts[f"/pack/{NAME}"] = [web.drop_after(2_000_000), web.page(type=type)]
        refused(entry(site))
        assert part().stat().st_size == 2_000_000
        site.scripts[f"/pack/{NAME}"] = [web.serve]
        assert fetch(entry(site))[1].fetched == len(CONTENT) - 2_000_000


def test_another_length_than_the_known_one_is_refused_before_it_is_fetched(site: Site) -> None:
    site.files[f"/pack/{NAME}"] = Served(CONTENT[:-1])
    assert "127.0.0.1 announces 2,999,999 bytes for weights.data, which has 3,000,000 bytes" in refused(
        entry(site)
    )
    assert kept_bytes("trial") == 0


def test_a_length_far_from_the_estimate_is_refused(site: Site) -> None:
    assert "announces 3,000,000 bytes for weights.data, which has about 30 MB" in refused(
        entry(site, unsure(size=30_000_000))
    )
    assert "announces 3,000,000 bytes for weights.data, which has about 400 kB" in refused(
        entry(site, unsure(size=400_000))
    )


def test_a_server_that_sends_without_end_is_left(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.endless]
    assert "sends more than it announced for weights.data" in refused(entry(site))
    assert kept_bytes("trial") == 0


def test_an_announced_length_that_never_comes_is_given_up(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000)] + [web.drop_after(0)] * 9
    assert "The connection to 127.0.0.1 broke off." in refused(entry(site))


def test_an_altered_file_is_thrown_away(site: Site) -> None:
    site.files[f"/pack/{NAME}"] = Served(CONTENT[:-1] + b"x")
    text = refused(entry(site))
    assert (
        "weights.data is not the file that was published (its SHA-256 differs), so it was thrown away" in text
    )
    assert len(site.log) == 1
    assert kept_bytes("trial") == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.safetensors", b"x" * 5000, "a.safetensors is no safetensors file"),
        (
            "a.safetensors",
            (2).to_bytes(8, "little") + b"{}" + b"x" * 5000,
            "a.safetensors is no safetensors file",
        ),
        ("a.pth", b"PK\x03\x04" + b"x" * 5000, "a.pth is cut off"),
        ("a.bin", b"x" * 5000, "a.bin is no PyTorch file"),
        ("a.json", b"{" * 5000, "a.json is no valid JSON"),
    ],
)
def test_a_file_of_unknown_hash_must_be_what_its_name_says(
    site: Site, name: str, content: bytes, sentence: str
) -> None:
    site.files[f"/pack/{name}"] = Served(content)
    assert sentence in refused(entry(site, unsure(name, len(content))))


def test_a_cut_off_safetensors_file_is_known_by_its_header(site: Site) -> None:
    starter = find_pack("starter").weights.read_bytes()
    site.files["/pack/a.safetensors"] = Served(starter[:-1000])
    assert "a.safetensors is cut off" in refused(entry(site, unsure("a.safetensors", len(starter))))
    site.files["/pack/a.safetensors"] = Served(starter)
    assert fetch(entry(site, unsure("a.safetensors", len(starter))))[0].files == {"a.safetensors": starter}


def test_a_server_that_is_not_there_is_told(site: Site) -> None:
    text = refused(entry(site, location="http://127.0.0.1:9/pack"))
    assert text == "127.0.0.1 cannot be reached. Check the network connection."


def test_a_proxy_is_honoured(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, site.address)
    site.files[f"http://packs.invalid/pack/{NAME}"] = Served(CONTENT)  # a proxy is asked for whole addresses
    assert fetch(entry(site, location="http://packs.invalid/pack"))[0].files == {NAME: CONTENT}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_that_nobody_signed_is_told(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    ask = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    ask += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(ask, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with web.website(context) as site:
        site.files[f"/pack/{NAME}"] = Served(CONTENT)
        assert "The certificate of 127.0.0.1 is not trusted, so nothing was fetched." in refused(entry(site))
        assert not site.log


def test_the_rate_falls_while_nothing_arrives(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.stall_after(1_000_000)]
    told: list[DownloadProgress] = []
    fetch(entry(site), progress=told.append)
    stalled = [progress.rate for progress in told if progress.done == 1_000_000 and progress.rate]
    assert len(stalled) >= 3
    assert stalled[-1] < stalled[0]


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_offline_mode_asks_nobody(site: Site, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    assert refused(entry(site)).startswith("Offline mode is on (HF_HUB_OFFLINE")
    assert not site.log


# --- stopping, room, two at once --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script", [web.stall_after(1_000_000), web.silent(), web.answer(503, Retry_After=60)]
)
def test_cancel_is_obeyed_within_a_second(site: Site, script: web.Script) -> None:
    site.scripts[f"/pack/{NAME}"] = [script]
    cancel = threading.Event()
    patience = Patience(stall=30, first_pause=30)
    threads = threading.active_count()
    timer = threading.Timer(0.4, cancel.set)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        download_pack(entry(site), cancel=cancel, install=Installer(), patience=patience)
    assert time.monotonic() - begun < 1.4
    timer.join()
    while threading.active_count() > threads + 1 and time.monotonic() - begun < 3:  # the server's own stays
        time.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if thread.name == "download"]
    site.scripts.clear()
    assert fetch(entry(site))[0].files == {NAME: CONTENT}


def test_a_disk_without_room_is_told_before_anything_is_fetched(site: Site) -> None:
    text = refused(replace(entry(site), installed_size=10**18))
    assert "There is not enough room for “Trial”: it needs 1000000000.10 GB on the disk of" in text
    assert "are free. Nothing was fetched; make room and try again." in text
    assert not site.log


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")
def test_a_disk_that_fills_up_is_told_and_the_part_continued(site: Site, tmp_path: Path) -> None:
    (paths.data_dir()).mkdir(parents=True)
    document = {"format": 1, "packs": [catalogue_entry(site)]}
    (paths.data_dir() / "catalogue.json").write_text(json.dumps(document), "utf-8")
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))\n"
        "from vop_desktop.__main__ import cli_main; cli_main()"
    )
    run = [sys.executable, "-B", "-c", code, "packs", "download", "trial", "--json"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    sys.stdout.write(done.stderr)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "vop: The disk is full, so the download stopped. Make room and start it again."
    )
    assert done.stderr.count("\n") == 1
    assert part().stat().st_size == 2_000_000
    install, again = fetch(find_entry("trial"))
    assert (install.files, again.fetched) == ({NAME: CONTENT}, 1_000_000)


def catalogue_entry(site: Site) -> dict[str, object]:
    file = {"path": NAME, "size": len(CONTENT), "sha256": DIGEST}
    return {
        "name": "trial",
        "title": "Trial",
        "config": {"variant": "clip"},
        "sources": [{"kind": "url", "location": f"{site.address}/pack", "files": [file]}],
    }


def test_two_downloads_of_one_pack_do_not_meet(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.stall_after(1_000_000, seconds=1.0)]
    first = threading.Thread(target=fetch, args=(entry(site),))
    first.start()
    while not part().exists():
        time.sleep(0.01)
    assert "“Trial” is being downloaded already" in refused(entry(site))
    first.join()


def test_progress_counts_what_was_there_and_is_told_ten_times_a_second_at_most(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), web.answer(403)]
    refused(entry(site))
    site.pause = 0.02
    told: list[tuple[float, DownloadProgress]] = []
    begun = time.monotonic()
    fetch(entry(site), progress=lambda progress: told.append((time.monotonic(), progress)))
    spent = time.monotonic() - begun
    phases = list(dict.fromkeys(progress.phase for _, progress in told))
    assert phases[0] == "connecting" and phases[-2:] == ["installing", "done"]
    assert len(told) <= 10 * spent + 5  # and one a phase
    loading = [progress for _, progress in told if progress.phase == "downloading" and progress.rate]
    assert loading[0].done >= 1_000_000
    assert all(progress.total == len(CONTENT) for progress in loading)
    assert loading[-1].rate < 2 * 2_000_000 / spent  # of this run, without what was there
    assert loading[-1].seconds_left is not None


def test_what_is_left_can_be_thrown_away(site: Site) -> None:
    site.scripts[f"/pack/{NAME}"] = [web.drop_after(1_000_000), web.answer(404)]
    refused(entry(site))
    assert kept_bytes("trial") > 1_000_000 - CHUNK
    discard("trial")
    assert kept_bytes("trial") == 0


def test_what_the_installer_refuses_is_kept_only_where_its_hash_was_known(site: Site) -> None:
    def refuse(folder: Path, entry: CatalogueEntry) -> Pack:
        raise PackError("A tensor is missing.")

    for file, kept in ((CatalogueFile(NAME, len(CONTENT), DIGEST), len(CONTENT)), (unsure(), 0)):
        with pytest.raises(PackError, match="tensor is missing"):
            download_pack(entry(site, file), install=refuse, patience=QUICK)
        assert kept_bytes("trial") == kept


def test_files_that_are_there_are_not_fetched_again(site: Site) -> None:
    site.files["/pack/b/more.data"] = Served(b"more")
    both = entry(site, CatalogueFile(NAME, len(CONTENT), DIGEST), CatalogueFile("b/more.data", 4))
    site.scripts["/pack/b/more.data"] = [web.answer(404)]
    refused(both)
    install, done = fetch(both)
    assert (done.fetched, install.files) == (4, {NAME: CONTENT, "b/more.data": b"more"})


# --- the servers that packs come from ---------------------------------------------------------------------


@pytest.fixture
def hub(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., CatalogueEntry]:
    """A repository on a mirror of Hugging Face: a large file on another path, a small one in place."""
    commit = "c" * 40
    linked = {"X-Repo-Commit": commit, "X-Linked-Size": str(len(CONTENT)), "X-Linked-Etag": f'"{DIGEST}"'}
    small = Served(b"{}", headers={"X-Repo-Commit": commit})
    for revision in ("main", commit):
        base = f"/owner/repo/resolve/{revision}"
        redirect = web.answer(302, Location=f"{site.address}/store/{DIGEST}", **linked)
        site.scripts[f"{base}/model.data"] = [redirect] * 9
        site.files[f"{base}/config.json"] = small
    site.files[f"/store/{DIGEST}"] = Served(CONTENT)
    monkeypatch.setenv("HF_ENDPOINT", site.address)

    def make(*files: CatalogueFile) -> CatalogueEntry:
        return entry(site, *files, kind="huggingface", location="owner/repo")

    return make


def test_hugging_face_names_size_hash_and_commit(site: Site, hub: Callable[..., CatalogueEntry]) -> None:
    site.scripts[f"/store/{DIGEST}"] = [web.drop_after(1_000_000)]
    files = unsure("model.data"), unsure("config.json", 10), replace(unsure("absent.json", 9), optional=True)
    install, done = fetch(hub(*files))
    assert install.files == {"model.data": CONTENT, "config.json": b"{}"}
    assert done.source == "Hugging Face (owner/repo)"
    assert site.bodies(f"/store/{DIGEST}")[1].start == 1_000_000
    assert {asked.path.split("/")[1] for asked in site.log} == {
        "owner",
        "store",
    }  # nothing else was asked for
    assert [asked.path for asked in site.log if "/main/" in asked.path] == [
        "/owner/repo/resolve/main/model.data"
    ]


def test_a_file_that_hugging_face_serves_altered_is_refused(
    site: Site, hub: Callable[..., CatalogueEntry]
) -> None:
    site.files[f"/store/{DIGEST}"] = Served(CONTENT[:-1] + b"x")
    assert "model.data is not the file that was published" in refused(hub(unsure("model.data")))


def test_another_hash_than_the_catalogues_is_refused_before_fetching(
    site: Site, hub: Callable[..., CatalogueEntry]
) -> None:
    text = refused(hub(CatalogueFile("model.data", len(CONTENT), "0" * 64)))
    assert "127.0.0.1 offers another model.data than the one this program knows. Nothing was fetched." in text
    assert not site.bodies(f"/store/{DIGEST}")


def test_a_missing_repository_is_told(site: Site, hub: Callable[..., CatalogueEntry]) -> None:
    assert "127.0.0.1 has no other.data in owner/repo (any more) (code 404)" in refused(
        hub(unsure("other.data"))
    )


def test_the_next_source_is_tried(site: Site, hub: Callable[..., CatalogueEntry]) -> None:
    first, second = hub(unsure("other.data")), entry(site)
    both = replace(second, sources=first.sources + second.sources)
    install, done = fetch(both)
    assert (install.files, done.source) == ({NAME: CONTENT}, f"{site.address}/pack")
    site.files.pop(f"/pack/{NAME}")
    text = refused(both)
    assert "has no other.data" in text and "has no weights.data" in text


MODELSCOPE = "/api/v1/models/damo/cv_vit/repo"
LIST = f"{MODELSCOPE}/files?Revision=master&Recursive=true"


def modelscope(site: Site, *files: CatalogueFile) -> CatalogueEntry:
    source = PackSource("modelscope", "damo/cv_vit", "master", files)
    return replace(entry(site), sources=(source,))


def test_an_optional_file_that_is_another_one_is_left_out(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELSCOPE_ENDPOINT", site.address)
    site.files[LIST] = listing(
        {"Path": "model.data", "Size": len(CONTENT), "Sha256": DIGEST},
        {"Path": "gallery.pkl", "Size": 9, "Sha256": ""},
    )
    site.files[f"{MODELSCOPE}?Revision=master&FilePath=model.data"] = Served(CONTENT)
    gallery = CatalogueFile("gallery.pkl", 4_300_000, unverified=True, optional=True)
    assert fetch(modelscope(site, unsure("model.data"), gallery))[0].files == {"model.data": CONTENT}
    assert "announces 9 bytes" in refused(
        modelscope(site, unsure("model.data"), replace(gallery, optional=False))
    )


def listing(*files: dict[str, object]) -> Served:
    return Served(json.dumps({"Code": 200, "Data": {"Files": list(files)}}).encode(), type="application/json")


def test_modelscope_lists_sizes_and_hashes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELSCOPE_ENDPOINT", site.address)
    path = f"{MODELSCOPE}?Revision=master&FilePath=sub%2Fa%20b.data"
    site.files[LIST] = listing(
        {"Path": "sub/a b.data", "Size": len(CONTENT), "Sha256": DIGEST},
        {"Path": "video10.mp4", "Size": 7, "Sha256": ""},
    )
    site.files[path.replace("%2F", "/")] = site.files[path] = Served(CONTENT)
    wanted = modelscope(site, unsure("sub/a b.data"), replace(unsure("gallery.pkl"), optional=True))
    install, done = fetch(wanted)
    assert install.files == {"sub/a b.data": CONTENT}
    assert done.source == "ModelScope (damo/cv_vit)"
    assert len(site.log) == 2  # the list and the one file: the video was not asked for
    site.files[path.replace("%2F", "/")] = site.files[path] = Served(CONTENT[:-1] + b"x")
    assert "is not the file that was published" in refused(wanted)


@pytest.mark.parametrize(
    ("served", "sentence"),
    [
        (listing(), "127.0.0.1 has no model.data in damo/cv_vit (any more)."),
        (Served(b"[]"), "127.0.0.1 gives a list of files that cannot be read. Try again later."),
        (Served(b'{"Data": {"Files": null}}'), "gives a list of files that cannot be read"),
        (Served(b"<html>", type="text/html"), "sent a web page in place of the list of files of damo/cv_vit"),
        (Served(b"x" * 5_000_000), "127.0.0.1 sends far more than was asked for"),
        (listing({"Path": "model.data", "Size": 12, "Sha256": ""}), "announces 12 bytes for model.data"),
    ],
)
def test_a_list_that_is_none_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, served: Served, sentence: str
) -> None:
    monkeypatch.setenv("MODELSCOPE_DOMAIN", site.address)
    site.files[LIST] = served
    assert sentence in refused(modelscope(site, unsure("model.data")))
