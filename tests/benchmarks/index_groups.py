"""How fast and how exactly millions of segments are searched in groups, against reading all of them.

    python -m tests.benchmarks.index_groups [--rows 3000000] [--dim 512] [--kinds clustered random]

Goals: of the 200 best, at least 0.98 are found; and groups are quicker than the exact scan of the same index,
or are not used. Queries are texts, which lie in another cone than the rows (other ones than those by which
groups were tried out), and rows with noise. Where the package faiss is there, its IVF,SQ8 with as many lists
stands beside it, with the fewest probes that find as much.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.helpers.large import clustered_embeddings, random_embeddings, topic_texts
from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search import index_file
from vop_desktop.search.codes import encode
from vop_desktop.search.grouping import write_grouped
from vop_desktop.search.index import EmbeddingIndex

GOAL = 0.98
TOP = 200
PIECE = 250_000
QUERIES = 60


def pieces(kind: str, count: int, dim: int) -> Iterator[FloatArray]:
    """The rows, some at a time: all of them need not be in memory."""
    make = clustered_embeddings if kind == "clustered" else random_embeddings
    for number, start in enumerate(range(0, count, PIECE)):
        yield make(min(PIECE, count - start), dim, 100 + number)


def queries_of(kind: str, dim: int, seed: int) -> dict[str, FloatArray]:
    """Texts and rows that are not among the rows."""
    noise = random_embeddings(QUERIES, dim, seed)
    if kind == "random":
        return {"texts": noise, "rows": 0.7 * random_embeddings(QUERIES, dim, 100) + 0.3 * noise}
    return {
        "texts": topic_texts(QUERIES, dim, seed),
        "rows": 0.7 * clustered_embeddings(QUERIES, dim, 100) + 0.3 * noise,
    }


def write(file: Path, kind: str, count: int, dim: int) -> None:
    """The plain file, as the index cache has it: videos of 20 segments."""
    with index_file.RowsWriter(file, dim, count) as writer:
        for part in pieces(kind, count, dim):
            writer.add(encode(part))
        videos = np.arange(1, 1 + -(-count // 20))
        sizes = np.minimum(20, count - 20 * (videos - 1))
        writer.finish(np.stack([videos, videos, sizes], axis=1))


def opened(file: Path, dim: int) -> EmbeddingIndex:
    """The index of a file; ids are places in the order of the entries."""
    stored = index_file.load(file, dim)
    assert stored is not None
    index = EmbeddingIndex(dim)
    grouping = stored.grouping
    ids = np.arange(len(stored.codes.steps)) if grouping is None else grouping.order.astype(np.int64)
    index.adopt(ids, stored.codes, None if grouping is None else grouping.lists)
    return index


def timed(
    index: EmbeddingIndex, query: FloatArray, mask: npt.NDArray[np.bool_] | None
) -> tuple[IdArray, float]:
    """What was found, and after how many milliseconds."""
    begin = time.perf_counter()
    found = index.top_k(query, TOP, mask)[0]
    return found, 1000 * (time.perf_counter() - begin)


def faiss_search(kind: str, count: int, dim: int) -> Callable[[int, FloatArray], IdArray]:
    """What faiss finds for a query when it probes so many lists."""
    faiss: Any = importlib.import_module("faiss")

    lists = round(count**0.5)
    index = faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    for number, part in enumerate(pieces(kind, count, dim)):
        if number == 0:
            index.train(part[: 64 * lists])
        index.add(part)

    def search(probes: int, query: FloatArray) -> IdArray:
        index.nprobe = probes
        return np.asarray(index.search(query[None], TOP)[1][0])

    return search


def measure(kind: str, file: Path, count: int, dim: int) -> None:
    """Prints a line for each kind of query."""
    begin = time.perf_counter()
    grouped_file = write_grouped(file, dim, queries_of(kind, dim, 1)["texts"], threading.Event())
    assert grouped_file is not None
    print(f"{kind}: {count} rows put into groups in {time.perf_counter() - begin:.0f} s", flush=True)
    exact, grouped = opened(file, dim), opened(grouped_file, dim)
    half = np.random.default_rng(1).random(count) < 0.5
    masks = half[exact.ids], half[grouped.ids]
    by_faiss = faiss_search(kind, count, dim) if importlib.util.find_spec("faiss") else None
    for name, queries in queries_of(kind, dim, 2).items():
        times: dict[str, list[float]] = {"exact": [], "groups": [], "half exact": [], "half groups": []}
        recalls: dict[str, list[float]] = {"groups": [], "half groups": []}
        best: list[IdArray] = []
        exact.top_k(queries[0], TOP), grouped.top_k(queries[0], TOP)
        for query in queries:  # in turns: what else runs here meets all of them
            for label, (here, there) in (("", (None, None)), ("half ", masks)):
                wanted, taken = timed(exact, query, here)
                times[f"{label}exact"].append(taken)
                found, taken = timed(grouped, query, there)
                times[f"{label}groups"].append(taken)
                recalls[f"{label}groups"].append(len(np.intersect1d(wanted, found)) / len(wanted))
                best += [wanted] if here is None else []
        for label in ("", "half "):
            scan, ours = np.median(times[f"{label}exact"]), np.median(times[f"{label}groups"])
            recall = recalls[f"{label}groups"]
            print(
                f"  {label}{name:6} exact {scan:6.1f} ms   groups {ours:6.1f} ms, at most "
                f"{max(times[f'{label}groups']):6.1f}   ratio {ours / scan:4.2f}   recall@{TOP} "
                f"{np.mean(recall):.4f}, at least {min(recall):.3f} (goal {GOAL})",
                flush=True,
            )
        if by_faiss is not None:
            print(f"         {faiss_line(by_faiss, queries, best, float(np.mean(recalls['groups'])))}")


def faiss_line(
    search: Callable[[int, FloatArray], IdArray],
    queries: FloatArray,
    best: list[IdArray],
    wanted: float,
) -> str:
    """What faiss needs to find as much, as far as its rounding to a byte lets it."""
    probes, recall, before = 8, 0.0, -1.0
    times = [0.0]
    while recall < wanted and recall > before:
        before, probes = recall, 2 * probes
        found, times = [], []
        for query in queries:
            begin = time.perf_counter()
            found.append(search(probes, query))
            times.append(1000 * (time.perf_counter() - begin))
        recall = float(np.mean([len(np.intersect1d(a, b)) / TOP for a, b in zip(found, best, strict=True)]))
    return f"faiss IVF,SQ8, {probes} probes: {np.median(times):6.1f} ms, recall {recall:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=3_000_000)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--kinds", nargs="+", default=["clustered", "random"])
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="  %(message)s")
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds:
            file = Path(folder) / f"{kind}.1.rows"
            write(file, kind, options.rows, options.dim)
            measure(kind, file, options.rows, options.dim)


if __name__ == "__main__":
    main()
