"""VoP Desktop: find moments in your own videos by typing what happens in them."""

import os

# Before numpy is loaded: its products are cut for threads by whoever has large ones (see `search.codes`), and
# its own threads, which spin while they wait, would take the cores from the decoders.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
