"""The listening end of one circuit: who calls shows a certificate, and the certificate tells whose circuit it is."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from watchline.carrier.connection import Connection
from watchline.carrier.limits import LINGER_S, UNAUTHENTICATED_MAX
from watchline.carrier.tls import Identity, make_context
from watchline.errors import Misconfigured

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from watchline.carrier.direct import DirectCarrier


class DirectPort:
    """One listening socket for all peers of a circuit. It knows nobody but the carriers attached to it.

    Args:
        circuit: The circuit's name in the charter.
        identity: Our certificate and key.
        on_refused: Told (words, address) of each caller that was not let in, so that the host counts and writes it.
    """

    def __init__(
        self, circuit: str, identity: Identity, *, on_refused: Callable[[str, str], None] | None = None
    ) -> None:
        self._circuit = circuit
        self._identity = identity
        self._on_refused = on_refused
        self._carriers: dict[str, DirectCarrier] = {}
        self._waiting: dict[Connection, None] = {}
        self._server: asyncio.Server | None = None
        self._pinned: tuple[bytes, ...] = ()
        self._context: ssl.SSLContext | None = None
        self._closing = False

    @property
    def circuit(self) -> str:
        """The circuit's name; where lines share a port, that of the line which opened it."""
        return self._circuit

    @property
    def address(self) -> tuple[str, int]:
        """Host and port that we listen on."""
        assert self._server is not None, "listen first"
        name = self._server.sockets[0].getsockname()
        return name[0], name[1]

    def attach(self, carrier: DirectCarrier) -> None:
        """Route callers with this carrier's certificates to it, from now on."""
        if carrier.id != self._circuit or carrier.peer in self._carriers:
            raise Misconfigured(f"circuit {self._circuit}: {carrier.peer} on {carrier.id} cannot be attached, or twice")
        self._carriers[carrier.peer] = carrier

    def detach(self, carrier: DirectCarrier) -> None:
        """Stop routing to this carrier; its connections stay as they are."""
        self._carriers.pop(carrier.peer, None)

    async def listen(self, host: str, port: int) -> None:
        """Begin to listen.

        Raises:
            Misconfigured: the address is taken or not ours; the words name it.
        """
        self._current_context()  # a wrong key is found at start, not by the first caller
        self._closing = False
        try:
            self._server = await asyncio.get_running_loop().create_server(self._accept, host, port)
        except (OSError, UnicodeError) as why:  # UnicodeError: a host name that cannot be one
            words = getattr(why, "strerror", None) or why
            raise Misconfigured(
                f"circuit {self._circuit}: cannot listen on {host}:{port}: {words}. Is another node or"
                " program using it? Choose another address for this circuit or stop the other program"
            ) from why

    async def aclose(self) -> None:
        """Stop listening and drop callers that did not identify themselves; the carriers' connections stay."""
        self._closing = True
        if self._server is not None:
            self._server.close()  # not wait_closed: it would wait for the carriers' connections
            await asyncio.sleep(0)  # whom the system let in just before is handed over now, and told
        leaving = list(self._waiting)
        for connection in leaving:
            connection.end("this side closed the port")
        if leaving:
            await asyncio.wait([connection.closed for connection in leaving], timeout=2 * LINGER_S)

    # What the connections call.

    def begun(self, connection: Connection) -> None:
        """Count a caller; lingering ones are counted until their socket is gone, or the bound would not hold."""
        self._waiting[connection] = None
        if self._closing:
            connection.cut("this side closed the port")
        connection.closed.add_done_callback(lambda _: self._waiting.pop(connection, None))
        if len(self._waiting) > UNAUTHENTICATED_MAX:
            self._make_room()

    def secured(self, connection: Connection) -> None:
        """Hand the connection to the carrier whose pin it shows."""
        pinning = [carrier for carrier in self._carriers.values() if connection.shown in carrier.certificates]
        if len(pinning) == 1:
            self._waiting.pop(connection, None)
            connection.owner = pinning[0]
            pinning[0].secured(connection)
        elif pinning:  # one pinned key is one party (PROTOCOL 5.9)
            connection.end(f"its certificate is pinned for {' and '.join(carrier.peer for carrier in pinning)} at once")
        else:
            connection.end("it showed a certificate that no roster of this line pins")

    def arrived(self, connection: Connection, frame: bytes) -> None:
        """Refuse a frame: nobody is identified yet."""
        raise AssertionError("a frame before the certificate was compared")

    def ended(self, connection: Connection, words: str) -> None:
        """Report a caller that was not let in."""
        if self._on_refused is not None and not self._closing:
            self._on_refused(words, connection.address)

    # Inside.

    def _accept(self) -> Connection:
        now = asyncio.get_running_loop().time()
        return Connection(self._current_context(), self, server_side=True, begun_at=now)

    def _make_room(self) -> None:
        """Cut the oldest unidentified caller of the address that has most of them.

        Not the newest: 64 sockets that say nothing would lock every peer out for five seconds, again and again.
        """
        crowd = Counter(connection.host for connection in self._waiting)
        host, _ = crowd.most_common(1)[0]
        oldest = next(connection for connection in self._waiting if connection.host == host)
        self._waiting.pop(oldest)
        oldest.cut(f"more than {UNAUTHENTICATED_MAX} callers have not identified themselves; this one waited longest")

    def _current_context(self) -> ssl.SSLContext:
        """Return a TLS context for the pins of this moment: after a roster change the next caller meets the new ones."""
        pinned = tuple(sorted({der for carrier in self._carriers.values() for der in carrier.certificates}))
        if self._context is None or pinned != self._pinned:
            self._context = make_context(self._identity, pinned, server_side=True)
            self._pinned = pinned
        return self._context
