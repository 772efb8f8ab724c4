"""The app as a person meets it in Chromium: what is read on the screen, what can be tapped and typed.

Flet draws on a canvas; what can be read and tapped is its semantics tree. The lessons behind this file: a tap is
a DOM click on the semantics node (a mouse hovers and moves nodes), a field is focused before it is typed into,
and what was typed is read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, FilePayload, Locator, Page, expect

START_MS = 90_000
STEP_MS = 20_000

Name = str | re.Pattern[str]

# All that can be read on the screen now, one entry for each node that says something.
READ = """() => [...document.querySelectorAll('flt-semantics, ' + ['input', 'textarea', 'h1', 'h2', 'h3'].map(
    tag => `flt-semantics ${tag}`))].map(
    node => [node.getAttribute('aria-label'), node.value, ...[...node.childNodes].filter(
        child => child.nodeType === Node.TEXT_NODE || child.tagName === 'SPAN').map(child => child.textContent)
    ].filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim()).filter(Boolean)"""

QUIET_MS = 300

# Flutter asks for a frame when something is to be drawn, and only then: when it has asked for none, nothing moves.
QUIET = """quiet => new Promise(done => {
  if (!window.askedForFrame) {
    const ask = window.requestAnimationFrame.bind(window);
    window.askedForFrame = performance.now();
    window.requestAnimationFrame = drawn => (window.askedForFrame = performance.now(), ask(drawn));
  }
  const began = performance.now();
  const look = () =>
    performance.now() - Math.max(began, window.askedForFrame) > quiet ? done() : setTimeout(look, 20);
  look();
})"""


class App:
    """One tab with fieldwalk in it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    def open(self, path: str = "/") -> App:
        """Opens the address and waits until the first screen stands."""
        self.page.goto(self.origin + path, wait_until="commit")
        return self.ready()

    def reload(self) -> App:
        """As the browser's own reload."""
        self.page.reload(wait_until="commit")
        return self.ready()

    def ready(self) -> App:
        """Waits until the first screen stands, and makes it readable."""
        try:
            self.page.wait_for_selector("html[data-fieldwalk=shown]", state="attached", timeout=START_MS)
        except Error as error:
            raise AssertionError(f"not shown; {self.page.locator('#cover').inner_text()}") from error
        placeholder = self.page.locator("flt-semantics-placeholder")
        placeholder.wait_for(state="attached", timeout=STEP_MS)
        placeholder.evaluate("node => node.click()")
        self.page.locator("flt-semantics").first.wait_for(state="attached", timeout=STEP_MS)
        return self

    def offline_ready(self) -> App:
        """Waits until the whole app is kept on the phone."""
        self.page.wait_for_selector("html[data-offline=ready]", state="attached", timeout=START_MS)
        return self

    # Reading

    def texts(self) -> list[str]:
        """Everything that can be read now."""
        read: list[str] = self.page.evaluate(READ)
        return read

    def see(self, text: Name, timeout: float = STEP_MS) -> App:
        """Waits until the text (or a match of the pattern) can be read somewhere."""
        self._wait(text, True, timeout)
        return self

    def see_not(self, text: Name, timeout: float = STEP_MS) -> App:
        """Waits until the text can no longer be read."""
        self._wait(text, False, timeout)
        return self

    def node(self, name: Name, role: str = "button") -> Locator:
        """The first node of the role with the name (a part of it is enough)."""
        roles: Any = role
        return self.page.get_by_role(roles, name=name).first

    # Doing

    def tap(self, name: Name, role: str = "button") -> App:
        """Taps what has the name, once it is there and can be tapped."""
        target = self.node(name, role)
        target.wait_for(state="attached", timeout=STEP_MS)
        expect(target).not_to_have_attribute("aria-disabled", "true", timeout=STEP_MS)
        target.evaluate("node => node.click()")
        return self

    def tap_text(self, text: Name) -> App:
        """Taps the smallest node that says the text, whatever its role."""
        target = self.page.locator("flt-semantics").filter(has_text=text).last
        target.wait_for(state="attached", timeout=STEP_MS)
        target.evaluate("node => (node.closest('[flt-tappable]') ?? node).click()")
        return self

    def write(self, label: Name, text: str) -> App:
        """Puts the text in the field with the label, and makes sure that it stands there."""
        field = self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first
        field.wait_for(state="attached", timeout=STEP_MS)
        for _ in range(4):
            field.focus()
            expect(field).to_be_focused(timeout=STEP_MS)
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.insert_text(text) if "\n" in text else self.page.keyboard.type(text, delay=5)
            try:
                expect(field).to_have_value(text, timeout=2_000)
            except AssertionError:
                continue
            return self
        raise AssertionError(f"{label!r} holds {field.input_value()!r} instead of {text!r}")

    def pick(self, name: Name, files: Path | FilePayload | Iterable[Path]) -> App:
        """Taps the button that opens the file chooser, and chooses."""
        chosen: Any = files if isinstance(files, Path | dict) else list(files)
        with self.page.expect_file_chooser(timeout=STEP_MS) as chooser:
            self.tap(name)
        chooser.value.set_files(chosen)
        return self

    def download(self, name: Name, into: Path) -> Path:
        """Taps the button that downloads, and keeps the file in the folder."""
        with self.page.expect_download(timeout=START_MS) as started:
            self.tap(name)
        target = into / started.value.suggested_filename
        started.value.save_as(target)
        return target

    def scroll(self, pixels: int) -> App:
        """Turns the wheel in the middle of the screen."""
        size = self.page.viewport_size or {"width": 412, "height": 915}
        self.page.mouse.move(size["width"] / 2, size["height"] / 2)
        self.page.mouse.wheel(0, pixels)
        return self

    def _wait(self, text: Name, there: bool, timeout: float) -> None:
        wanted = text.pattern if isinstance(text, re.Pattern) else re.escape(text)
        flags = "i" if isinstance(text, re.Pattern) and text.flags & re.IGNORECASE else ""
        self.page.wait_for_function(
            f"([wanted, flags, there]) => {{ const read = ({READ})().join('\\n');"
            " return new RegExp(wanted, flags + 'u').test(read) === there; }",
            arg=[_for_javascript(wanted), flags, there],
            timeout=timeout,
        )


def still(page: Page) -> bytes:
    """A picture of the page once nothing moves: Flutter asked for no frame for a while."""
    page.evaluate(QUIET, QUIET_MS)
    return page.screenshot()


def _for_javascript(pattern: str) -> str:
    """Python escapes more than JavaScript's unicode patterns allow."""
    return re.sub(r"\\([ \-#&~@!\"%',:;<=>_`\n])", r"\1", pattern)
