"""A demo organisation made of our own drawings: a neighbourhood, its tiles, its walks and their photos."""

from sync.server.demo.filling import fill

__all__ = ["fill"]
