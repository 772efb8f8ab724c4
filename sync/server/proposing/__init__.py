"""Proposing what to cover in a photo that waits: a person takes each proposal or leaves it."""
