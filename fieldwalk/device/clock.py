"""The clock, the same on every platform."""

import time


class SystemClock:
    """The device's own clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000
