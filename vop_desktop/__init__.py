"""VoP Desktop: find moments in your own videos by typing what happens in them."""

__version__ = "0.1.0"
