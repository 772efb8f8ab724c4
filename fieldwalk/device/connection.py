"""The network of a phone that does not say what kind it is."""


class PlainConnection:
    """ports.Connection where nobody can tell: nothing waits for a Wi-Fi that would never be seen."""

    def metered(self) -> bool:
        return False

    def tells(self) -> bool:
        return False
