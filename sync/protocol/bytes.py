"""Numbers and texts as bytes: the two small tools that every message is written and read with."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, chain
from operator import sub

LONGEST_NUMBER = 70
"""Bits that a number may take; a longer one was not written here."""

_STEPS = tuple(-(step + 1 >> 1) if step & 1 else step >> 1 for step in range(0x80))
"""The steps that one byte says."""


class Writer:
    """Collects bytes. Numbers are little-endian base 128, seven bits a byte; texts and blobs say their length first."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def number(self, number: int) -> None:
        """A whole number, at least 0."""
        while number > 0x7F:
            self._bytes.append(number & 0x7F | 0x80)
            number >>= 7
        self._bytes.append(number)

    def steps(self, numbers: Iterable[int]) -> None:
        """Whole numbers of either sign, each as its difference from the one before: 0, -1, 1, -2 are 0, 1, 2, 3."""
        all_of = list(numbers)
        differences = map(sub, all_of, chain((0,), all_of))
        steps = [step << 1 if step >= 0 else (-step << 1) - 1 for step in differences]
        if max(steps, default=0) <= 0x7F:
            self._bytes += bytes(steps)
            return
        append = self._bytes.append
        for step in steps:
            while step > 0x7F:
                append(step & 0x7F | 0x80)
                step >>= 7
            append(step)

    def blob(self, blob: bytes) -> None:
        self.number(len(blob))
        self._bytes += blob

    def text(self, text: str) -> None:
        """Any text; half a surrogate pair is carried too, for whoever must say that it is not clean."""
        self.blob(text.encode("utf-8", "surrogatepass"))

    def fixed(self, number: int) -> None:
        """A number of 64 bits that looks like any other, such as a sum of hashes."""
        self._bytes += number.to_bytes(8, "little")

    def raw(self, other: Writer) -> None:
        """Everything that ``other`` has collected, as it is."""
        self._bytes += other._bytes

    def written(self) -> bytes:
        return bytes(self._bytes)


class Reader:
    """Reads what :class:`Writer` wrote. Raises ``ValueError`` where the bytes end too soon or say nonsense."""

    def __init__(self, content: bytes) -> None:
        self._bytes = content
        self._at = 0

    def number(self) -> int:
        number = shift = 0
        while True:
            byte = self._next()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
            if shift > LONGEST_NUMBER:
                raise ValueError("a number without end")

    def steps(self, count: int) -> list[int]:
        self._need(count)
        short = self._bytes[self._at : self._at + count]
        if short and max(short) > 0x7F:
            return self._long_steps(count)
        self._at += count
        return list(accumulate(map(_STEPS.__getitem__, short)))

    def _long_steps(self, count: int) -> list[int]:
        numbers, before, content, at = [], 0, self._bytes, self._at
        try:
            for _ in range(count):
                step = content[at]
                at += 1
                if step > 0x7F:
                    step &= 0x7F
                    shift = 7
                    while (byte := content[at]) > 0x7F:
                        step |= (byte & 0x7F) << shift
                        shift += 7
                        at += 1
                        if shift > LONGEST_NUMBER:
                            raise ValueError("a number without end")
                    step |= byte << shift
                    at += 1
                before += -(step + 1 >> 1) if step & 1 else step >> 1
                numbers.append(before)
        except IndexError:
            raise ValueError("cut off") from None
        self._at = at
        return numbers

    def blob(self) -> bytes:
        return self.take(self.number())

    def fixed(self) -> int:
        return int.from_bytes(self.take(8), "little")

    def take(self, length: int) -> bytes:
        """The next ``length`` bytes."""
        self._need(length)
        self._at += length
        return self._bytes[self._at - length : self._at]

    def text(self) -> str:
        return self.blob().decode("utf-8", "surrogatepass")

    @property
    def ended(self) -> bool:
        """Whether everything has been read."""
        return self._at == len(self._bytes)

    def end(self) -> None:
        """Raise unless everything has been read."""
        if not self.ended:
            raise ValueError("something follows the end")

    def _next(self) -> int:
        self._need(1)
        self._at += 1
        return self._bytes[self._at - 1]

    def _need(self, length: int) -> None:
        if length > len(self._bytes) - self._at:
            raise ValueError("cut off")
