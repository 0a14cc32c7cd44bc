"""From folders to frames: scanning, probing, sampling and decoding in processes that may crash."""
