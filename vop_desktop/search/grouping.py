"""Puts the rows of an index cache into groups of alike ones, and tries how well they are found (`lists`)."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import threading
from pathlib import Path

import numpy as np

from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search import index_file
from vop_desktop.search.codes import AT_ONCE, Codes, decode
from vop_desktop.search.index_cache import GROUPED
from vop_desktop.search.index_file import Grouping, RowsWriter
from vop_desktop.search.lists import GroupedRows, Lists, Mask

log = logging.getLogger(__name__)

SAMPLED_EACH = 32  # rows of the sample for each group
ROUNDS = 8  # of k-means
LEAST_SPREAD = 1e-3  # of a group of equals: about what is rounded away
TRIED_TEXTS, TRIED_ROWS = 48, 16
TRIED_BEST = 200  # of each of them, how many are looked for
FILTERED = 3  # as if one row in so many were left by filters, a quarter as many are looked for besides
RECALL = 0.99  # of these, on average; what is promised is 0.98
CAUTIONS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5)
USEFUL = 0.5  # of the searches tried have to do without reading all


def write_grouped(plain: Path, dim: int, texts: FloatArray, stop: threading.Event) -> Path | None:
    """Writes the rows of a file into another one beside it, in groups. Takes minutes for millions of rows.

    Args:
        plain: a file in the order of the library.
        dim: values of a row.
        texts: float32 [G, D], embeddings of texts with which it is tried out.
        stop: set from another thread.

    Returns:
        The file; None when stopped, or when the plain one cannot be used.

    Raises:
        OSError: it cannot be read or written.
    """
    stored = index_file.load(plain, dim)
    if stored is None:
        return None
    numbers = group(stored.codes, stop)
    order = np.argsort(numbers, kind="stable")
    bounds = np.flatnonzero(np.diff(numbers[order], prepend=-1, append=-1))
    centres = np.empty((len(bounds) - 1, dim), np.float32)
    spread = np.empty(len(centres), np.float32)
    partial = plain.with_name(f"{plain.stem}.{os.getpid()}.part")
    try:
        with RowsWriter(partial, dim, len(order)) as writer:
            for number, (start, end) in enumerate(itertools.pairwise(bounds.tolist())):
                if stop.is_set():
                    return None
                codes = stored.codes.taken(order[start:end])
                rows = decode(codes)
                centres[number] = rows.mean(axis=0)
                rows -= centres[number]
                spread[number] = max(LEAST_SPREAD, np.sqrt((rows * rows).sum(axis=1).mean()))
                writer.add(codes)
            lists = Lists(bounds, centres, spread, 0.0)
            tried = writer.rows()
            lists = lists._replace(caution=_caution(lists, tried, _vectors(tried, texts), stop))
            del tried  # on Windows a file that is mapped cannot be renamed
            if stop.is_set():
                return None
            writer.finish(stored.entries, Grouping(order.astype(np.int32), lists))
        target = plain.with_suffix(GROUPED)
        partial.replace(target)
        return target
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def group(codes: Codes, stop: threading.Event) -> IdArray:
    """int64 [N]: the group of each row, as many groups as the root of N. Anything when stopped.

    Groups are told by distance: Lloyd's k-means on an evenly spread sample, then the nearest centre.
    """
    count = len(codes.steps)
    number = max(1, round(count**0.5))
    rng = np.random.default_rng(0)
    rows = np.unique(np.linspace(0, count - 1, SAMPLED_EACH * number).astype(np.int64))
    sample = decode(codes.taken(rng.permutation(rows)))
    centres = sample[:number].copy()
    for _ in range(ROUNDS):
        nearest = np.concatenate([
            _nearest(sample[start : start + AT_ONCE], centres, stop)
            for start in range(0, len(sample), AT_ONCE)
        ])  # fmt: skip
        order = np.argsort(nearest, kind="stable")
        there, starts = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(sample[order], starts, axis=0)
        centres[there] = sums / np.diff([*starts, len(order)])[:, None]
    found = np.zeros(count, np.int64)
    for start in range(0, count, AT_ONCE):
        here = slice(start, start + AT_ONCE)
        found[here] = _nearest(decode(codes.taken(here)), centres, stop)
    return found


def _nearest(rows: FloatArray, centres: FloatArray, stop: threading.Event) -> IdArray:
    """int64 [N]: the centre that each row is nearest to; the first one when stopped."""
    if stop.is_set():
        return np.zeros(len(rows), np.int64)
    found: IdArray = np.argmax(rows @ centres.T - (centres * centres).sum(axis=1) / 2, axis=1)
    return found


def _vectors(codes: Codes, texts: FloatArray) -> FloatArray:
    """float32 [Q, D]: texts, and rows of the index themselves, as looking for what is alike does."""
    texts = texts[np.unique(np.linspace(0, len(texts) - 1, TRIED_TEXTS).astype(np.int64))]
    rows = np.unique(np.linspace(0, len(codes.steps) - 1, TRIED_ROWS).astype(np.int64))
    return np.concatenate([texts, decode(codes.taken(rows))])


def _caution(lists: Lists, codes: Codes, vectors: FloatArray, stop: threading.Event) -> float:
    """The least caution with which the best are found; 0 where mostly all rows have to be read for it."""
    mask = np.arange(len(codes.steps)) % FILTERED == 0
    whole = [(vector, None, rows) for vector, rows in zip(vectors, _best(codes, vectors, stop), strict=True)]
    part = _best(codes, vectors, stop, mask)[:, : TRIED_BEST // 4]
    cases = [*whole, *((vector, mask, rows) for vector, rows in zip(vectors, part, strict=True))]
    for caution in CAUTIONS:
        grouped = GroupedRows(lists._replace(caution=caution), codes)
        found: list[float] = []
        all_read = 0
        for vector, allowed, wanted in cases:
            if stop.is_set():
                return 0.0
            read = grouped.scan(vector, len(wanted), allowed)
            all_read += read is None
            found.append(1.0 if read is None else float(np.isin(wanted, read[0]).mean()))
        log.info("With caution %.2f, %.4f of the best rows are found", caution, np.mean(found))
        if np.mean(found) >= RECALL:
            return caution if all_read <= (1 - USEFUL) * len(cases) else 0.0
    return 0.0


def _best(codes: Codes, vectors: FloatArray, stop: threading.Event, mask: Mask | None = None) -> IdArray:
    """int64 [Q, K]: the rows with the largest products, best first. Anything when stopped."""
    scores = np.empty((len(vectors), 0), np.float32)
    rows = np.empty((len(vectors), 0), np.int64)
    for start in range(0, len(codes.steps), AT_ONCE):
        if stop.is_set():
            break
        here = vectors @ decode(codes.taken(slice(start, start + AT_ONCE))).T
        if mask is not None:
            here[:, ~mask[start : start + AT_ONCE]] = -np.inf
        numbers = np.broadcast_to(np.arange(start, start + here.shape[1]), here.shape)
        scores, rows = np.hstack([scores, here]), np.hstack([rows, numbers])
        if scores.shape[1] > TRIED_BEST:
            scores, rows = _chosen(scores, rows, np.argpartition(-scores, TRIED_BEST, axis=1)[:, :TRIED_BEST])
    return _chosen(scores, rows, np.argsort(-scores, axis=1))[1]


def _chosen(scores: FloatArray, rows: IdArray, which: IdArray) -> tuple[FloatArray, IdArray]:
    return np.take_along_axis(scores, which, axis=1), np.take_along_axis(rows, which, axis=1)
