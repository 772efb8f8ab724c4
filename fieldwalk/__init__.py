"""The product: walk, mark, photograph, follow up."""

__version__ = "0.1.0"
