"""A Flet client made of nothing: the real session, page and differ, no socket and no drawing.

Every patch is encoded as on the wire, so that a value which cannot travel fails here too.
"""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

import flet as ft
import msgpack
from flet.components.public_utils import unwrap_component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page, context
from flet.messaging.connection import Connection
from flet.messaging.protocol import (
    Message,
    MessageAction,
    RegisterClientResponseBody,
    configure_encode_object_for_msgpack,
)
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

ControlT = TypeVar("ControlT", bound=BaseControl)


class FakeConnection(Connection):
    """Takes every message, answers what the client would answer. ``methods`` gives what a called method returns."""

    def __init__(self, methods: Mapping[str, Any]) -> None:
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.pubsubhub = PubSubHub(loop=self.loop)
        self.executor = ThreadPoolExecutor(1)
        self.page_url = "http://phone.test"
        self.methods = methods
        self.sent: list[Message] = []
        self.octets = 0
        self.calls: list[str] = []
        self.closing: dict[int, int] = {}
        """Sheets and dialogs that were told to close, each with the view that it lay over."""
        self.session: Session

    def send_message(self, message: Message) -> None:
        encode = configure_encode_object_for_msgpack(BaseControl)
        self.octets += len(msgpack.packb([message.action, message.body], default=encode))
        self.sent.append(message)
        if message.action == MessageAction.SESSION_CRASHED:
            raise AssertionError(message.body.message)
        if message.action == MessageAction.INVOKE_METHOD:
            self._answer(message.body)
        if message.action == MessageAction.PATCH_CONTROL and _closes(message.body.patch):
            self.closing[message.body.id] = _uppermost(self.session.page)

    def _answer(self, call: Any) -> None:
        self.calls.append(call.name)
        if call.name == "push_route":
            self.loop.create_task(self._route(call))
            return
        value = self.methods.get(call.name)
        reply = self.session.handle_invoke_method_results
        self.loop.call_soon(reply, call.control_id, call.call_id, value, None)

    async def _route(self, call: Any) -> None:
        page = self.session.page
        self.session.apply_page_patch({"route": call.args["route"]})
        self.session.handle_invoke_method_results(call.control_id, call.call_id, None, None)
        await self.session.dispatch_event(page._i, "route_change", {"route": call.args["route"]})


class Client:
    """An app in use: `async with Client(main) as client`."""

    def __init__(
        self,
        main: Callable[[ft.Page], Any],
        route: str = "/",
        size: tuple[int, int] = (412, 915),
        methods: Mapping[str, Any] | None = None,
    ) -> None:
        self._main = main
        self._begin = {"route": route, "width": size[0], "height": size[1], "web": True}
        self._begin["platform"] = ft.PagePlatform.ANDROID
        self._methods = methods or {}

    async def __aenter__(self) -> Self:
        self._before = asyncio.all_tasks()
        self.connection = FakeConnection(self._methods)
        self.session = self.connection.session = Session(self.connection)
        self.page = self.session.page
        self.session.apply_page_patch(self._begin)
        self._token = _context_page.set(self.page)
        context.reset_auto_update()
        whole = RegisterClientResponseBody(
            session_id=self.session.id, page_patch=self.session.get_page_patch(), error=""
        )
        self.connection.send_message(Message(MessageAction.REGISTER_CLIENT, whole))
        begun = self._main(self.page)
        if inspect.isawaitable(begun):
            await begun
        await self.session.after_event(self.page)
        await self.settle()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()
        self.connection.executor.shutdown()
        await asyncio.sleep(0)
        left = asyncio.all_tasks() - self._before
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def settle(self, turns: int = 40) -> None:
        """Let everything that is ready happen, and the client draw it: as late as on a busy phone, all in one frame."""
        for _ in range(turns):
            await asyncio.sleep(0)
        closing, self.connection.closing = self.connection.closing, {}
        for dialog, view in closing.items():
            # Flet's client keeps its hold on a sheet in the uppermost view: with another one in the same frame, the
            # sheet lies there for good.
            assert view == _uppermost(self.page), f"a page came while a sheet was closing; there is {self.texts}"
            await self.session.dispatch_event(dialog, "dismiss", None)
        if closing:
            await self.settle(turns)

    async def until_shown(self, words: str) -> None:
        """Wait for what comes by itself after a while; five seconds at most."""
        async with asyncio.timeout(5):
            while words not in self.texts:
                await asyncio.sleep(0.01)

    @property
    def views(self) -> list[ft.View]:
        return _views(self.page)

    @property
    def top(self) -> ft.View:
        return self.views[-1]

    def all(self, kind: type[ControlT], root: Any = None) -> list[ControlT]:
        return [control for control in everything_in(root or self.top) if isinstance(control, kind)]

    @property
    def size_sent(self) -> int:
        """Bytes that have gone to the client."""
        return self.connection.octets

    def asked(self, method: str) -> Any:
        """What the client was last asked to do ``method`` with."""
        calls = [message.body for message in self.connection.sent if message.action == MessageAction.INVOKE_METHOD]
        return next(call.args for call in reversed(calls) if call.name == method)

    @property
    def texts(self) -> list[str]:
        """The words on the uppermost page and in what lies over it."""
        return [str(found.value) for root in self._roots() for found in self.all(ft.Text, root)]

    def dialog(self, kind: type[ControlT]) -> ControlT:
        """What of this kind lies over the page."""
        return next(found for root in reversed(self._roots()) for found in self.all(kind, root))

    def _roots(self) -> list[Any]:
        dialogs = [dialog for dialog in self.page._dialogs.controls if getattr(dialog, "open", False)]
        return [self.top, *dialogs]

    def pressable(self, words: str) -> BaseControl:
        """The innermost thing that can be pressed and says ``words``."""
        for root in reversed(self._roots()):
            found = [
                control
                for control in everything_in(root)
                if getattr(control, "on_click", None) is not None and words in self.words_of(control)
            ]
            if found:
                return found[-1]
        raise AssertionError(f"nothing to press says {words!r}; there is {self.texts}")

    def words_of(self, control: BaseControl) -> list[str]:
        words = [str(found.value) for found in self.all(ft.Text, control)]
        return words + [str(icon.semantics_label) for icon in self.all(ft.Icon, control) if icon.semantics_label]

    async def event(self, control: BaseControl, name: str, data: Any = None, **properties: Any) -> None:
        if properties:
            self.session.apply_patch(control._i, properties)
        await self.session.dispatch_event(control._i, name, data)
        await self.settle()

    async def press(self, words: str) -> None:
        await self.event(self.pressable(words), "click")

    async def take_photo(self, words: str, content: bytes) -> None:
        """Press the camera button that says ``words`` and hand ``content`` over, as the phone's camera does."""
        button: Any = self.pressable(words)
        picker = button.action.file_picker
        await self.event(button, "click")
        file = {"id": 1, "name": "photo.jpg", "size": len(content), "path": None, "bytes": content}
        await self.event(picker, "result", {"files": [file]})
        await self.settle(200)

    def field(self, label: str) -> ft.TextField:
        """The field named ``label``."""
        named = [
            control for root in self._roots() for control in self.all(ft.Semantics, root) if control.label == label
        ]
        return next(field for semantics in named for field in self.all(ft.TextField, semantics))

    async def write(self, label: str, words: str) -> None:
        """Write into the field named ``label``."""
        await self.event(self.field(label), "change", words, value=words)

    async def write_and_press(self, label: str, words: str, button: str) -> None:
        """As a quick hand on a busy phone: the words and the press come together, with nothing drawn between."""
        field, pressed = self.field(label), self.pressable(button)
        self.session.apply_patch(field._i, {"value": words})
        told = [self.session.dispatch_event(field._i, "change", words)]
        told.append(self.session.dispatch_event(pressed._i, "click", None))
        await asyncio.gather(*told)
        await self.settle()


def _closes(patch: list[Any]) -> bool:
    return any(part[2:] == ["open", False] for part in patch)


def _views(page: ft.Page) -> list[ft.View]:
    shown = unwrap_component(page.views)
    return [unwrap_component(view) for view in (shown if isinstance(shown, list) else [shown])]


def _uppermost(page: ft.Page) -> int:
    """What the client knows the uppermost view by."""
    return _views(page)[-1]._i


def everything_in(root: Any) -> Iterator[Any]:
    """Every control under ``root``, in drawing order; components through what they drew."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, (list, tuple)):
            waiting[:0] = value
        elif isinstance(value, BaseControl) and id(value) not in seen:
            seen.add(id(value))
            yield value
            waiting[:0] = _children(value)


def _children(control: BaseControl) -> list[Any]:
    hidden = ("_parent", "page", "data")
    return [
        getattr(control, field.name, None)
        for field in dataclasses.fields(control)
        if field.name not in hidden and not field.metadata.get("skip")
    ]
