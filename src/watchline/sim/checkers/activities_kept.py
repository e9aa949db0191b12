"""No activity is lost: what its author's node confirmed is in every record, as he said it, in the state that his word gave it.

The course is told here once more from the planners' books, by the tables of docs/spec/notices.md; the code of the views is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchline.node import find_entry
from watchline.record.notices import ACTIVE, AMENDED, CANCELLED, ENDED, NOTICE, READ, volumes_of
from watchline.sim.checkers.base import Checker
from watchline.view import THREAD, read_thread, ref_key
from watchline.view.notice_table import Reader
from watchline.view.notices import NoticeView, notice_view
from watchline.watch.notices import in_force

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.planner import Act, Planner

_STATE = {NOTICE: "planned", ACTIVE: "active", ENDED: "ended", CANCELLED: "cancelled"}


class ActivitiesKept(Checker):
    """Compares every planner's book with every member's record, at the end."""

    name = "activities_kept"

    def quiet(self) -> None:
        """Compare all."""
        planners = self.world.planners
        for author in planners.values():
            for ref, said in author.book.items():
                for member in self.world.members.values():
                    if not (author.lost or member.bent):
                        self._notice(member, ref, said)

    def _notice(self, member: Member, ref: str, said: list[Act]) -> None:
        charter, held = self.world.charter, member.held
        at = find_entry(charter, held.row, ref, charter.codes)
        notice = notice_view(read_thread(held.row(THREAD, ref_key(charter.line, at))), at)
        if notice is None:
            self.fail(f"{member.code}: {ref} was announced, and is in no record")
            return
        versions = [act for act in said if act.kind in {NOTICE, AMENDED}]
        told = [_stated(version.facts) for version in notice.versions]
        if told != [_stated(act.fields) for act in versions]:
            self.fail(
                f"{member.code}: {ref} has {len(told)} versions, which are not the {len(versions)} that were said"
            )
        if notice.state.value != _state(said):
            self.fail(f"{member.code}: {ref} is {notice.state.value}, its author left it {_state(said)}")
        for version, act in zip(notice.versions[1:], versions[1:], strict=True):
            if act.wider not in {None, version.must_read}:
                words = "says more" if act.wider else "says no more"
                self.fail(f"{member.code}: version {version.number} of {ref} {words}, and is taken otherwise")
        self._force(member, ref, notice, said)
        for reader in self.world.planners.values():
            if reader.code != notice.ref.code and not reader.lost:
                self._reader(member, ref, notice, reader)

    def _force(self, member: Member, ref: str, notice: NoticeView, said: list[Act]) -> None:
        """What has ended, or whose last window has passed, is in force nowhere."""
        now = member.now().wall
        ended = any(act.kind in {ENDED, CANCELLED} for act in said)
        last = next(act for act in reversed(said) if act.kind in {NOTICE, AMENDED})
        windows = [volume.window for volume in volumes_of(last.fields["volumes"])]
        passed = all(window.end is not None and window.end < now for window in windows)
        if in_force(notice, now) and (ended or passed):
            self.fail(f"{member.code}: {ref} is in force, and is over")

    def _reader(self, member: Member, ref: str, notice: NoticeView, reader: Planner) -> None:
        """A version that says more than before is to be read again, whatever was read and answered before."""
        read = [act.fields["version"] for act in reader.answers.get(ref, ()) if act.kind == READ]
        must = max(version.number for version in notice.versions if version.must_read)
        waits = max(read, default=0) < must
        if (notice.of(reader.code).state is Reader.WAITING) != waits:
            words = "waits for version" if waits else "has read version"
            self.fail(f"{member.code}: {reader.code} {words} {must} of {ref}, and is shown otherwise")


def _stated(fields: dict[str, Any]) -> tuple[Any, ...]:
    return fields["activity"], volumes_of(fields["volumes"]), fields.get("review_by")


def _state(said: list[Act]) -> str:
    """Return the state by the author's own entries, in his own order."""
    state = "planned"
    for act in said[1:]:
        amended = "active" if state == "active" else "amended"
        state = amended if act.kind == AMENDED else _STATE[act.kind]
    return state
