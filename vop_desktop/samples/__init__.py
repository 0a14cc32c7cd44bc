"""Drawn scenes: the sample clips and the data of the starter pack."""
