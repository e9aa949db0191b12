"""No two heads of one origin are inconsistent, over all bytes that ever left any node; nor two leaves at one index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchline.log import EMPTY_FRONTIER, EMPTY_ROOT, Head, leaf_hash, parse_checkpoint
from watchline.sim.checkers.base import Checker

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class _Tree:
    """What was emitted of one log: leaf hashes by index, roots by size as far as they are known, heads that wait."""

    def __init__(self, author: Member) -> None:
        self.author = author
        self.hashes: dict[int, bytes] = {}
        self.roots = [EMPTY_ROOT]
        self.frontier = EMPTY_FRONTIER
        self.waiting: dict[int, bytes] = {}


class OneHistory(Checker):
    """Rebuilds each origin's tree from emitted leaves and compares every head with it. A bent party's logs are left out."""

    name = "one_history"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._trees: dict[str, _Tree] = {}

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves a node."""
        if member.bent:
            return
        if emitted.kind == "APPEND":
            self._leaves(emitted.fields["origin"], emitted.fields["start"], emitted.fields["leaves"])
        for spoken in emitted.heads:
            self._head(spoken.origin, spoken.head)

    def _tree(self, origin: str) -> _Tree | None:
        tree = self._trees.get(origin)
        if tree is None:
            author = self.world.members.get(origin.rsplit("/", 2)[1])
            if author is None:
                return None
            tree = self._trees[origin] = _Tree(author)
        return None if tree.author.bent else tree

    def _leaves(self, origin: str, start: int, leaves: list[bytes]) -> None:
        tree = self._tree(origin)
        if tree is None:
            return
        for at, leaf in enumerate(leaves, start):
            found = leaf_hash(leaf)
            if tree.hashes.setdefault(at, found) != found:
                self.fail(f"two leaves at index {at} of {origin[64:]} left nodes")
        while (found := tree.hashes.get(tree.frontier.size, b"")) != b"":
            tree.frontier, _ = tree.frontier.extended([found])
            tree.roots.append(tree.frontier.root())
            size = tree.frontier.size
            if tree.waiting.pop(size, tree.roots[size]) != tree.roots[size]:
                self.fail(
                    f"a head of {origin[64:]}, size {size}, left a node and is not the root of the leaves that did"
                )

    def _head(self, origin: str, head: Head) -> None:
        tree = self._tree(origin)
        if tree is None:
            return
        known = tree.roots[head.size] if head.size < len(tree.roots) else tree.waiting.setdefault(head.size, head.root)
        if known != head.root:
            self.fail(f"two heads of size {head.size} of {origin[64:]} left nodes with different roots")

    def quiet(self) -> None:
        """Heads whose leaves never left a node must be those of the author's store."""
        for origin, tree in self._trees.items():
            held = tree.author.held
            for size, root in tree.waiting.items():
                note = held.checkpoint(origin, size)
                if note is None or parse_checkpoint(note).head.root != root:
                    self.fail(
                        f"a head of {origin[64:]}, size {size}, left a node and its author's store has no such head"
                    )
