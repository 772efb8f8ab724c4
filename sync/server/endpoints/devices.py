"""Devices: everybody sees and ends their own; who keeps the organisation's also has the switch for a lost phone."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from sync.server.access import AnyMember, DeviceKeeper, HandingIn, Server
from sync.server.caller import Caller
from sync.server.description import refusing
from sync.server.store.devices import Device

router = APIRouter(prefix="/api/v1", tags=["devices"])


class DeviceLine(BaseModel):
    """What somebody came in with; moments in UTC milliseconds."""

    id: str
    kind: str = Field(description="Such as Android; empty when it did not say")
    way: str = Field(description="How they came in: joined, password or provider")
    role: str
    is_this: bool
    made_at: int
    seen_at: int = Field(description="To the hour")
    ends_at: int
    lost_at: int | None
    wiped_at: int | None


class StaffDevice(DeviceLine):
    """The same with whose it is."""

    person_id: str
    name: str


class WayOut(BaseModel):
    """Where to go on to."""

    address: str = Field(description="The identity provider's, for a browser that came in by it; empty otherwise")


class Loss(BaseModel):
    """Whether the phone is lost; one that was found before it forgot everything goes on as before."""

    lost: bool = True


@router.get("/devices", summary="One's own devices")
def own(caller: AnyMember, server: Server) -> list[DeviceLine]:
    """The newest first."""
    return [DeviceLine(**_told(device, caller)) for device in server.devices.own(caller)]


@router.delete("/devices/{device_id}", summary="End one of one's own devices", status_code=204)
def end_own(device_id: str, caller: AnyMember, server: Server) -> Response:
    """`this` is the device that asks. It forgets what it may not hold, and keeps what it has not sent."""
    server.devices.end_own(caller, device_id)
    return Response(status_code=204)


@router.post("/devices/{device_id}/sign-out", summary="Sign out", responses=refusing("not_found"))
def sign_out(device_id: str, caller: AnyMember, server: Server) -> WayOut:
    """As `DELETE`. Who came in on `this` device by the identity provider is still signed in there, and goes on."""
    ended = server.devices.end_own(caller, device_id)
    if server.provided is None or caller.token not in ended.hashes:
        return WayOut(address="")
    return WayOut(address=server.provided.way_out(caller, f"{server.settings.public}/"))


@router.post(
    "/devices/wiped",
    summary="Say that a lost phone holds nothing more",
    status_code=204,
    responses=refusing("step_not_allowed", "not_found"),
)
def wiped(caller: HandingIn, server: Server) -> Response:
    """The phone's own last word; it opens nothing afterwards."""
    server.devices.wiped(caller)
    return Response(status_code=204)


@router.get("/organisation/devices", summary="The staff's devices")
def listed(caller: DeviceKeeper, server: Server) -> list[StaffDevice]:
    """The newest first. Residents' are not shown: nobody is told who they are."""
    names = server.accounts.names(caller)
    return [
        StaffDevice(**_told(device, caller), person_id=device.person_id, name=names.get(device.person_id, ""))
        for device in server.devices.of_staff(caller)
    ]


@router.delete("/organisation/devices/{device_id}", summary="End a device of the staff's", status_code=204)
def end(device_id: str, caller: DeviceKeeper, server: Server) -> Response:
    """As ending one's own."""
    server.devices.end(caller, device_id)
    return Response(status_code=204)


@router.post(
    "/organisation/devices/{device_id}/lost",
    summary="A phone was lost, or found",
    status_code=204,
    responses=refusing("step_not_allowed"),
)
def lose(device_id: str, loss: Loss, caller: DeviceKeeper, server: Server) -> Response:
    """At its next contact it hands in what it has not sent, then forgets everything, and says so.

    Until then it is given nothing more, and what is written on it waits for a yes.
    """
    server.devices.lose(caller, device_id, lost=loss.lost)
    return Response(status_code=204)


def _told(device: Device, caller: Caller) -> dict[str, Any]:
    said = {name: getattr(device, name) for name in DeviceLine.model_fields if name != "is_this"}
    return {**said, "is_this": caller.token in device.hashes}
