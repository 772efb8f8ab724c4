"""The app as a person meets it in Chromium: what is read on the screen, what can be tapped and typed.

Flet draws on a canvas; what can be read and tapped is its semantics tree. The lessons behind this file: a tap is
a DOM click on the semantics node (a mouse hovers and moves nodes), a field is focused before it is typed into,
and what was typed is read back. What is read or tapped next is what the last action led to: it has settled first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, FilePayload, Locator, Page, expect

from tests.browser.settling import PICTURED, resize, settle

# A slow machine is no failure: these end a wait for what never comes.
START_MS = 240_000
STEP_MS = 90_000

POLLING_MS = 50
TYPED = 4

Name = str | re.Pattern[str]

# The app hears of it as of the browser's own Back.
GO = """route => {
  history.pushState(null, '', route);
  dispatchEvent(new PopStateEvent('popstate', {state: null}));
}"""
AT = "address => new RegExp(address, 'u').test(location.pathname)"

# All that can be read on the screen now, one entry for each node that says something.
READ = """() => [...document.querySelectorAll('flt-semantics, ' + ['input', 'textarea', 'h1', 'h2', 'h3'].map(
    tag => `flt-semantics ${tag}`))].map(
    node => [node.getAttribute('aria-label'), node.value, ...[...node.childNodes].filter(
        child => child.nodeType === Node.TEXT_NODE || child.tagName === 'SPAN').map(child => child.textContent)
    ].filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim()).filter(Boolean)"""

# What was found may have been drawn anew since: a press on what is gone does nothing.
PRESS = "node => node.isConnected && (node.click(), true)"
PRESS_AROUND = "node => node.isConnected && ((node.closest('[flt-tappable]') ?? node).click(), true)"


class App:
    """One tab with fieldwalk in it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self._resting = False

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
        self.page.bring_to_front()
        try:
            self.page.wait_for_selector("html[data-fieldwalk=shown]", state="attached", timeout=START_MS)
        except Error as error:
            raise AssertionError(f"not shown; {self.page.locator('#first-screen').inner_text()}") from error
        placeholder = self.page.locator("flt-semantics-placeholder")
        placeholder.wait_for(state="attached", timeout=STEP_MS)
        placeholder.evaluate("node => node.click()")
        self.page.locator("flt-semantics").first.wait_for(state="attached", timeout=STEP_MS)
        self._resting = False
        return self

    def offline_ready(self) -> App:
        """Waits until the whole app is kept on the phone."""
        self.page.wait_for_selector("html[data-offline=ready]", state="attached", timeout=START_MS)
        return self

    # Reading

    def texts(self) -> list[str]:
        """Everything that can be read now."""
        self.settle()
        return self._read()

    def see(self, text: Name, timeout: float = STEP_MS) -> App:
        """Waits until the text (or a match of the pattern; ^ and $ are a text's ends) can be read somewhere."""
        self._wait(text, True, timeout)
        return self

    def see_not(self, text: Name, timeout: float = STEP_MS) -> App:
        """Waits until the text can no longer be read."""
        self._wait(text, False, timeout)
        return self

    def see_chosen(self, name: Name) -> App:
        """Waits until the row or choice with the name is the chosen one."""
        self.settle()
        self._come(self.node(name).and_(self.page.locator("[aria-current=true], [aria-selected=true]")), name)
        return self

    def at(self, address: str) -> str:
        """Waits until the address's path is matched by the pattern; the answer is the path."""
        try:
            self.page.wait_for_function(AT, arg=address, timeout=STEP_MS, polling=POLLING_MS)
        except Error as error:
            raise AssertionError(f"never at {address}; at {self.page.url}: {self._read()}") from error
        return str(self.page.evaluate("location.pathname"))

    def node(self, name: Name, role: str = "button") -> Locator:
        """The first node of the role with the name (a part of it is enough)."""
        roles: Any = role
        return self.page.get_by_role(roles, name=name).first

    # Doing

    def settle(self) -> App:
        """Waits until all that was done here is handled and drawn."""
        if not self._resting:
            settle(self.page)
        self._resting = True
        return self

    def go(self, route: str) -> App:
        """To another of the app's addresses, as the browser's own Back does it: without a new start."""
        self.settle()
        self.page.evaluate(GO, route)
        return self._acted()

    def resize(self, width: int, height: int) -> App:
        """Gives the window another size."""
        self.settle()
        resize(self.page, width, height)
        return self

    def tap(self, name: Name, role: str = "button") -> App:
        """Taps what has the name, once it is there and can be tapped."""
        return self._press(self.node(name, role), PRESS, name)

    def tap_root(self, name: Name) -> App:
        """Taps one of the roots: a tab below on a phone, a button of the rail on a desk."""
        return self._press(self.node(name, "tab").or_(self.node(name)).first, PRESS, name)

    def tap_text(self, text: Name) -> App:
        """Taps the smallest node that says the text, whatever its role."""
        return self._press(self.page.locator("flt-semantics").filter(has_text=text).last, PRESS_AROUND, text)

    def write(self, label: Name, text: str) -> App:
        """Puts the text in the field with the label, and makes sure that it stands there when all is handled."""
        field = self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first
        self.settle()
        self._come(field, label)
        for _ in range(4):
            field.focus()
            expect(field).to_be_focused(timeout=STEP_MS)
            self._acted().settle()
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.press("Delete")
            # At once but for the last letters: the app draws itself anew for each that is typed.
            self.page.keyboard.insert_text(text if "\n" in text else text[:-TYPED])
            self.page.keyboard.type("" if "\n" in text else text[-TYPED:])
            self._acted().settle()
            if field.input_value() == text:
                return self
        raise AssertionError(f"{label!r} holds {field.input_value()!r} instead of {text!r}")

    def pick(self, name: Name, files: Path | FilePayload | Iterable[Path]) -> App:
        """Taps the button that opens the file chooser, and chooses."""
        chosen: Any = files if isinstance(files, Path | dict) else list(files)
        with self.page.expect_file_chooser(timeout=STEP_MS) as chooser:
            self.tap(name)
        chooser.value.set_files(chosen)
        return self._acted()

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
        return self._acted()

    def _acted(self) -> App:
        self._resting = False
        return self

    def _press(self, target: Locator, how: str, name: Name) -> App:
        self.settle()
        for _ in range(20):
            self._come(target, name)
            expect(target).not_to_have_attribute("aria-disabled", "true", timeout=STEP_MS)
            if target.evaluate(how, timeout=STEP_MS):
                return self._acted()
        raise AssertionError(f"{_words(name)!r} is drawn anew again and again: {self._read()}")

    def _come(self, target: Locator, name: Name) -> None:
        try:
            target.wait_for(state="attached", timeout=STEP_MS)
        except Error as error:
            raise AssertionError(f"{_words(name)!r} never came; there is {self._read()}") from error

    def _read(self) -> list[str]:
        read: list[str] = self.page.evaluate(READ)
        return read

    def _wait(self, text: Name, there: bool, timeout: float) -> None:
        wanted = text.pattern if isinstance(text, re.Pattern) else re.escape(text)
        flags = "imu" if isinstance(text, re.Pattern) and text.flags & re.IGNORECASE else "mu"
        self.settle()
        try:
            self.page.wait_for_function(
                f"([wanted, flags, there]) => {{ const read = ({READ})().join('\\n');"
                " return new RegExp(wanted, flags).test(read) === there; }",
                arg=[_for_javascript(wanted), flags, there],
                timeout=timeout,
                polling=POLLING_MS,
            )
        except Error as error:
            never = "never came" if there else "never went"
            raise AssertionError(f"{_words(text)!r} {never}; there is {self._read()}") from error


def still(page: Page) -> bytes:
    """A picture of the page once all is handled and drawn, and nothing moves."""
    settle(page, PICTURED)
    return page.screenshot()


def _words(name: Name) -> str:
    return name.pattern if isinstance(name, re.Pattern) else name


def _for_javascript(pattern: str) -> str:
    """Python escapes more than JavaScript's unicode patterns allow."""
    return re.sub(r"\\([ \-#&~@!\"%',:;<=>_`\n])", r"\1", pattern)
