"""Everything a screen may ask for, in one hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldwalk.data.store import Store
from fieldwalk.device.connection import PlainConnection
from fieldwalk.device.equipment import UntoldEquipment
from fieldwalk.device.ports import (
    Address,
    Clock,
    Connection,
    Equipment,
    Files,
    Imaging,
    Inbox,
    Loudspeaker,
    Microphone,
    PositionSource,
    Storage,
    Transport,
    Updates,
)
from fieldwalk.services.accounts import Accounts
from fieldwalk.services.approvals import Approvals
from fieldwalk.services.curtain import Curtain
from fieldwalk.services.devices import Devices
from fieldwalk.services.drafts import Drafts
from fieldwalk.services.exports import Exports
from fieldwalk.services.follow_up import FollowUp
from fieldwalk.services.inbox import TakingOver
from fieldwalk.services.joining import Joining
from fieldwalk.services.lasting import Lasting
from fieldwalk.services.levelling import Levelling
from fieldwalk.services.lingering import Lingering
from fieldwalk.services.listening import Listening
from fieldwalk.services.outing import Outing
from fieldwalk.services.own_account import OwnAccount
from fieldwalk.services.photographs import Photographs
from fieldwalk.services.proposals import Proposals
from fieldwalk.services.readiness import Readiness
from fieldwalk.services.recorder import Recorder
from fieldwalk.services.reports import Reports
from fieldwalk.services.rescuing import Rescuing
from fieldwalk.services.server import Server
from fieldwalk.services.settings import Settings
from fieldwalk.services.signing_in import SigningIn
from fieldwalk.services.summaries import Summaries
from fieldwalk.services.templates import Templates
from fieldwalk.services.unsaved import Unsaved
from fieldwalk.services.updating import Updating
from fieldwalk.services.versions import Versions
from fieldwalk.services.voices import Voices
from fieldwalk.services.walks import Walks


@dataclass(frozen=True)
class Ports:
    """What the phone lends us. ``language`` is what the phone speaks, such as ``sv-SE``.

    ``address`` names the server where the app did not come from one; in a browser there is none. Without a
    ``microphone`` or a ``loudspeaker`` nothing of the kind is offered.
    """

    clock: Clock
    position: PositionSource
    files: Files
    imaging: Imaging
    transport: Transport
    storage: Storage
    inbox: Inbox
    updates: Updates
    language: str = "sv"
    connection: Connection = field(default_factory=PlainConnection)
    equipment: Equipment = field(default_factory=UntoldEquipment)
    address: Address | None = None
    microphone: Microphone | None = None
    loudspeaker: Loudspeaker | None = None


@dataclass(frozen=True)
class Fieldwalk:
    """The services of this phone, all over one store. ``entry`` is the code in the link that opened the app."""

    store: Store
    walks: Walks
    reports: Reports
    photographs: Photographs
    voices: Voices
    listening: Listening
    recorder: Recorder
    outing: Outing
    follow_up: FollowUp
    exchange: Levelling
    lingering: Lingering
    joining: Joining
    server: Server
    signing_in: SigningIn
    devices: Devices
    own_account: OwnAccount
    accounts: Accounts
    exports: Exports
    approvals: Approvals
    templates: Templates
    proposals: Proposals
    rescuing: Rescuing
    versions: Versions
    settings: Settings
    curtain: Curtain
    inbox: TakingOver
    updating: Updating
    lasting: Lasting
    readiness: Readiness
    summaries: Summaries
    unsaved: Unsaved
    drafts: Drafts
    ports: Ports
    entry: str | None = None
