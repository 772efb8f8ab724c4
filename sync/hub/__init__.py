"""A server on a leader's laptop, with no internet: phones level with it, and it levels with the central server."""
