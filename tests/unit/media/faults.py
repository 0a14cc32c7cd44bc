"""Stand-ins for `open_video` that hang or die on files whose names ask for it. They run in the processes."""

from __future__ import annotations

import os
import time

import numpy as np

from vop_desktop.media.decode_worker import Opened, Order, open_video


def faulty_open_video(path: str, order: Order) -> Opened:
    name = os.path.basename(path)
    if "crash" in name or ("decord" in name and order.decord):
        os._exit(11)
    if "hang" in name:
        time.sleep(1000)
    if "leak" in name:
        raise MemoryError
    if "eat" in name:
        np.empty(4 * 1024**3, np.uint8)
    if "bug" in name:
        raise ZeroDivisionError("no such thing")
    if "slow" in name:
        time.sleep(0.5)
    return open_video(path, order)


def die_at_once() -> None:
    os._exit(7)
