"""Everything that can be refused, in one list: a stable code, and whether trying again can help.

The sentence and the next step that a person reads stand in the catalogues under
``refusal.<code>`` and ``refusal.<code>.next``; a test holds the two lists together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One thing that can go wrong. ``code`` never changes once released; ``status`` is its HTTP face."""

    code: str
    status: int
    may_retry: bool = False


_ALL = (
    Refusal("field_not_valid", 422),
    Refusal("text_too_long", 422),
    Refusal("text_not_clean", 422),
    Refusal("message_not_readable", 400),
    Refusal("message_too_large", 413),
    Refusal("protocol_not_spoken", 426),
    Refusal("replica_taken", 409, may_retry=True),
    Refusal("sign_in_needed", 401, may_retry=True),
    Refusal("sign_in_failed", 403, may_retry=True),
    Refusal("second_factor_needed", 403, may_retry=True),
    Refusal("password_to_choose", 409),
    Refusal("password_weak", 422),
    Refusal("login_taken", 409),
    Refusal("account_missing", 403),
    Refusal("provider_refused", 403, may_retry=True),
    Refusal("provider_away", 503, may_retry=True),
    Refusal("not_allowed", 403),
    Refusal("right_ended", 403),
    Refusal("phone_lost", 403),
    Refusal("handed_in_enough", 403, may_retry=True),
    Refusal("withdrawn", 403),
    Refusal("awaits_approval", 403),
    Refusal("declined", 403),
    Refusal("not_found", 404),
    Refusal("code_not_known", 404),
    Refusal("too_many_tries", 429, may_retry=True),
    Refusal("step_not_allowed", 409),
    Refusal("reason_needed", 422),
    Refusal("walk_incomplete", 422),
    Refusal("photo_unreadable", 422),
    Refusal("photo_too_large", 413),
    Refusal("voice_unreadable", 422),
    Refusal("voice_too_large", 413),
    Refusal("voice_names_you", 403),
    Refusal("hash_mismatch", 422, may_retry=True),
    Refusal("file_damaged", 422, may_retry=True),
    Refusal("storage_full", 507, may_retry=True),
    Refusal("storage_low", 507, may_retry=True),
    Refusal("not_saved", 507, may_retry=True),
    Refusal("route_not_readable", 422),
    Refusal("format_not_known", 404),
    Refusal("store_is_newer", 409),
    Refusal("store_damaged", 507),
    Refusal("store_away", 503, may_retry=True),
    Refusal("server_full", 507, may_retry=True),
    Refusal("other_organisation", 409),
    Refusal("unsent_left", 409, may_retry=True),
    Refusal("unreachable", 503, may_retry=True),
    Refusal("server_not_found", 404, may_retry=True),
    Refusal("position_denied", 403, may_retry=True),
    Refusal("position_unavailable", 503, may_retry=True),
    Refusal("microphone_denied", 403, may_retry=True),
    Refusal("microphone_missing", 503),
    Refusal("microphone_busy", 503, may_retry=True),
    Refusal("voice_empty", 422, may_retry=True),
    Refusal("voice_not_here", 404, may_retry=True),
    Refusal("voice_unplayable", 422, may_retry=True),
    Refusal("pin_wrong", 403, may_retry=True),
    Refusal("pin_not_valid", 422),
    Refusal("something_broke", 500, may_retry=True),
)

REFUSALS = {refusal.code: refusal for refusal in _ALL}


class Refused(Exception):
    """Raised when something is refused. ``code`` is a key of :data:`REFUSALS`; ``details`` name what it is about."""

    def __init__(self, code: str, **details: object) -> None:
        self.refusal = REFUSALS[code]
        self.details = details
        super().__init__(code, details)

    @property
    def code(self) -> str:
        return self.refusal.code
