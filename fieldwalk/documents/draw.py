"""A pen that writes SVG: every word escaped, every colour a tone of the palette."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.etree import ElementTree

from fieldwalk.documents.frame import Frame, Spot


class Pen:
    """Draws into ``svg``, an element as large as the frame, with ``description`` as its text alternative."""

    def __init__(self, frame: Frame, palette: Mapping[str, str], font: str, description: str) -> None:
        self.frame = frame
        self._palette = palette
        self._font = font
        size = {"viewBox": f"0 0 {frame.width:g} {frame.height:g}", "role": "img", "aria-label": description}
        self.svg = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
        self._into = self.svg
        self._element("rect", {"width": f"{frame.width:g}", "height": f"{frame.height:g}"}, fill="land")

    def path(self, shape: str, **look: str | float) -> None:
        """A path; without ``fill`` only its line is drawn, with round ends unless ``ends`` says otherwise."""
        self._element("path", {"d": shape}, **look)

    def circle(self, spot: Spot, radius: float, **look: str | float) -> None:
        self._element("circle", {"cx": f"{spot[0]:g}", "cy": f"{spot[1]:g}", "r": f"{radius:g}"}, **look)

    def box(self, spot: Spot, width: float, height: float, round_by: float, **look: str | float) -> None:
        """A box with ``spot`` in its middle."""
        corner = {"x": f"{spot[0] - width / 2:.1f}", "y": f"{spot[1] - height / 2:.1f}"}
        size = {"width": f"{width:.1f}", "height": f"{height:.1f}", "rx": f"{round_by:g}"}
        self._element("rect", {**corner, **size}, **look)

    def words(
        self, words: str, spot: Spot, *, size: float, weight: int = 400, fill: str = "name", turn: float = 0,
        haloed: bool = False,
    ) -> None:  # fmt: skip
        """``words`` with their baseline's middle at ``spot``, turned by ``turn`` degrees; haloed to stand on lines."""
        x, y = f"{spot[0]:.1f}", f"{spot[1]:.1f}"
        place = {"x": x, "y": y, "text-anchor": "middle", "font-family": self._font, "font-size": f"{size:g}"}
        if turn:
            place["transform"] = f"rotate({turn:.1f} {x} {y})"
        if haloed:
            again = self._element("text", {**place, "font-weight": str(weight)}, fill="land", stroke="land", thick=4)
            again.text = words
        self._element("text", {**place, "font-weight": str(weight)}, fill=fill).text = words

    @contextmanager
    def group(self, name: str) -> Iterator[ElementTree.Element]:
        """What is drawn inside belongs to one group, so that a page can enlarge or hide it on a small screen."""
        outer, self._into = self._into, ElementTree.SubElement(self._into, "g", {"class": name})
        yield self._into
        self._into = outer

    @contextmanager
    def aside(self, name: str) -> Iterator[ElementTree.Element]:
        """As :meth:`group`, but put into the drawing only when :meth:`add` is told to."""
        outer, self._into = self._into, ElementTree.Element("g", {"class": name})
        yield self._into
        self._into = outer

    def add(self, group: ElementTree.Element) -> None:
        """Lay ``group`` on top of all that is drawn so far."""
        self.svg.append(group)

    def _element(self, name: str, place: dict[str, str], **look: str | float) -> ElementTree.Element:
        return ElementTree.SubElement(self._into, name, {**place, "style": self._style(look)})

    def _style(self, look: Mapping[str, str | float]) -> str:
        """As a style, for an attribute of its own does not take a CSS variable."""
        said = {"fill": self._palette[str(look["fill"])] if "fill" in look else "none"}
        if "stroke" in look:
            said |= {"stroke": self._palette[str(look["stroke"])], "stroke-width": f"{look.get('thick', 1):g}"}
            said |= {"stroke-linecap": str(look.get("ends", "round")), "stroke-linejoin": "round"}
        if "dashes" in look:
            said["stroke-dasharray"] = str(look["dashes"])
        if "opacity" in look:
            said["opacity"] = str(look["opacity"])
        return ";".join(f"{name}:{value}" for name, value in said.items())
