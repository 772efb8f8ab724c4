"""The exchange between devices and the central server."""
