"""The phone as a packaged app, and the desk: Flet's own services, the file system, Pillow, requests."""
