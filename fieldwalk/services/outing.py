"""A walk and its track in step: what this phone records belongs to the walk, and to no pause of it."""

from __future__ import annotations

from collections.abc import Callable

from fieldwalk.data.store import Store
from fieldwalk.domain.records import Walk
from fieldwalk.domain.roles import may_write
from fieldwalk.domain.walks import is_paused
from fieldwalk.services.recorder import Recorder
from fieldwalk.services.walks import Walks


class Outing:
    """Begins, pauses, resumes and finishes a walk and the recording of it, in the order in which no fix is misplaced.

    ``role`` is that of the phone's holder.
    """

    def __init__(self, store: Store, walks: Walks, recorder: Recorder, role: Callable[[], str]) -> None:
        self._store = store
        self._walks = walks
        self._recorder = recorder
        self._role = role

    def start(self, walk_id: str) -> None:
        """The walk is under way, and this phone records it."""
        self._walks.start(walk_id)
        self._recorder.start(walk_id)

    def pause(self, walk_id: str) -> None:
        """Time and track stand still. The last fixes are written before the pause begins: they were walked."""
        self._recorder.pause()
        self._walks.pause(walk_id)

    def resume(self, walk_id: str) -> None:
        """Time and track go on. The pause has ended before the first fix is kept: none of them lies in it."""
        self._walks.resume(walk_id)
        self._recorder.resume()

    def finish(self, walk_id: str) -> None:
        """The walk is over. Its last fixes are written while it is under way: what comes later is not of this walk.

        Its track is packed anew, as far as it has not left this phone.
        """
        self._recorder.stop()
        self._recorder.repack(walk_id)
        self._walks.finish(walk_id)

    def follow(self, walk: Walk) -> None:
        """Record ``walk`` where it is recorded; elsewhere only look where the phone is. Twice is once."""
        if self.is_here(walk):
            self._record(walk)
        else:
            self._recorder.watch()

    def go_on(self) -> None:
        """Record on what was being recorded here when the app was ended, if it is under way still."""
        walk = self._store.walk(self._recorder.left_off) if self._recorder.left_off else None
        if walk and walk.state == "under_way" and self._recorder.walk_id is None:
            self._record(walk)

    def let_go(self) -> None:
        """Nobody needs to know where this phone is any more, unless it records a walk."""
        if self._recorder.walk_id is None:
            self._recorder.stop()

    def is_here(self, walk: Walk) -> bool:
        """Whether this phone records ``walk``: it began it here, or its person leads walks."""
        return self._recorder.walk_id == walk.id or self._role() == "leader"

    def leads(self, walk: Walk) -> bool:
        """Whether the track of ``walk`` is this phone's to keep."""
        return may_write(self._role(), "fixes") and self.is_here(walk)

    def _record(self, walk: Walk) -> None:
        if self._recorder.walk_id != walk.id:
            self._recorder.start(walk.id)
            if is_paused(walk):
                self._recorder.pause()
