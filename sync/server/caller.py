"""Who is asking: what every query, every intake and every route is given."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldwalk.domain.anonymity import is_nobody
from fieldwalk.domain.roles import ONE_WALK

KEEPER = "keeper"
"""Who runs the server, in the place of a person."""


@dataclass(frozen=True)
class Caller:
    """The holder of a token. ``walk_id`` is the walk that they joined, if they joined one.

    ``is_late``: they joined when the walk was over, or their token has ended; what they capture waits for a yes.
    ``is_ended``: their token has ended, and all that they still may do is to hand in what they captured.
    ``is_put_out``: somebody has ended it, and they are to be told so.
    ``token`` is their token's hash, ``account`` the one that they signed in to, if they did.
    ``lost_at``: since then (UTC ms) their phone is lost; it hands in what it has, and what is newer waits for a yes.
    ``nobody`` is the writer that their words have when they wish to be nobody; only the token leads to it.
    ``seen_at`` is when their device was last noted here.
    """

    organisation: str
    person_id: str
    role: str
    walk_id: str | None = None
    is_late: bool = False
    is_ended: bool = False
    is_put_out: bool = False
    token: str = field(default="", compare=False, repr=False)
    account: str | None = field(default=None, compare=False)
    lost_at: int | None = None
    seen_at: int | None = field(default=None, compare=False)
    nobody: str = field(default="", compare=False, repr=False)

    @property
    def only_hands_in(self) -> bool:
        """Whether the caller is given nothing any more, and only hands in what they captured."""
        return self.is_ended or self.lost_at is not None

    @property
    def refusal(self) -> str:
        """The code with which one who ``only_hands_in`` is refused everything else."""
        if self.is_put_out:
            return "right_ended"
        return "sign_in_needed" if self.lost_at is None else "phone_lost"

    @property
    def is_nobody(self) -> bool:
        """Whether they wish that nobody learns who they are, the coordinator neither."""
        return is_nobody(self.person_id)

    @property
    def only_walk(self) -> str | None:
        """The one walk that the caller may touch, for roles that hold one walk; ``None`` for the others.

        A caller of such a role without a walk gets a walk that is no one's: they see nothing.
        """
        return (self.walk_id or "none") if self.role in ONE_WALK else None
