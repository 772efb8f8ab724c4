"""A clock that stands still until it is told to go."""


class FakeClock:
    """UTC milliseconds, moved by hand."""

    def __init__(self, at: int = 1_795_000_000_000) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def go(self, milliseconds: int) -> None:
        self.at += milliseconds
