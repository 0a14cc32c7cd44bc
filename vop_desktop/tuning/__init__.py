"""Tuning VoP and making the starter pack."""
