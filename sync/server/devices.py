"""Devices that can be seen and ended, and the switch for a phone that was lost."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import STAFF
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.intake import Clock
from sync.server.store import devices
from sync.server.store.database import Database
from sync.server.store.devices import Device

THIS = "this"
"""The device that asks, in the place of its id."""
SELDOM = 60 * 60 * 1000
"""Milliseconds between two notes of when a device was here: not every contact is worth a write."""


class Devices:
    """The devices of one server's people."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        self._database, self._clock, self._audit = database, clock, audit

    def own(self, caller: Caller) -> list[Device]:
        """The caller's, the newest first; of one who is nobody, the one that asks."""
        with self._database.read_sources() as connection:
            if caller.is_nobody:
                return devices.with_token(connection, caller.organisation, caller.token, self._clock())
            return devices.of_person(connection, caller.organisation, caller.person_id, self._clock())

    def of_staff(self, caller: Caller) -> list[Device]:
        """Those of everybody with a role beyond one walk. Residents are not named, so theirs are not shown."""
        with self._database.read_sources() as connection:
            return devices.of_roles(connection, caller.organisation, STAFF, self._clock())

    def end_own(self, caller: Caller, device_id: str) -> Device:
        """Sign one of the caller's out: it forgets what it may not hold at its next contact, and keeps what is unsent.

        Raises :class:`Refused` ``not_found`` for a device of anybody else's.
        """
        return self._end(caller, self.own(caller), device_id)

    def end(self, caller: Caller, device_id: str) -> Device:
        """As :meth:`end_own`, of anybody on the staff."""
        return self._end(caller, self.of_staff(caller), device_id)

    def lose(self, caller: Caller, device_id: str, *, lost: bool) -> Device:
        """The phone is ``lost``: from now on it hands in what it has and gets nothing, and then forgets everything.

        What it writes from now on waits for a yes. When it was found before that, it goes on as before.
        Raises :class:`Refused` ``not_found``, and ``step_not_allowed`` when it has forgotten everything already.
        """
        device = _among(self.of_staff(caller), device_id, caller)
        if device.wiped_at is not None:
            raise Refused("step_not_allowed")
        with self._database.write() as connection:
            devices.change(connection, device.hashes, lost_at=self._clock() if lost else None)
            self._note(connection, caller, "device_lost" if lost else "device_found", device)
        return device

    def wiped(self, caller: Caller) -> None:
        """The phone that was lost says that it holds nothing more. Raises ``step_not_allowed`` for any other."""
        if caller.lost_at is None:
            raise Refused("step_not_allowed")
        device = _among(self.own(caller), THIS, caller)
        with self._database.write() as connection:
            now = self._clock()
            devices.change(connection, device.hashes, wiped_at=now, revoked_at=now)
            self._note(connection, caller, "device_wiped", device)

    def seen(self, caller: Caller) -> None:
        """Note that the device was here, now and then; not where nothing can be written, and not of who is nobody."""
        now = self._clock()
        if not caller.token or caller.is_nobody or now - (caller.seen_at or 0) < SELDOM:
            return
        try:
            with self._database.write() as connection:
                devices.change(connection, [caller.token], seen_at=now)
        except (Refused, OperationalError):
            return

    def _end(self, caller: Caller, shown: Iterable[Device], device_id: str) -> Device:
        device = _among(shown, device_id, caller)
        with self._database.write() as connection:
            devices.change(connection, device.hashes, revoked_at=self._clock())
            self._note(connection, caller, "device_ended", device)
        return device

    def _note(self, connection: Connection, caller: Caller, act: str, device: Device) -> None:
        named = {} if device.role not in STAFF else {"person": device.person_id}
        self._audit.note(connection, caller, act, device=device.id, **named)


def _among(shown: Iterable[Device], device_id: str, caller: Caller) -> Device:
    for device in shown:
        if device.id == device_id or (device_id == THIS and caller.token in device.hashes):
            return device
    raise Refused("not_found")
