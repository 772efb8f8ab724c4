"""What stops a build."""


class BundleError(Exception):
    """The browser app cannot be built. The message is a sentence with what to do about it."""
