"""The direct circuit: TLS over TCP between two nodes that both listen and dial (docs/spec/frames.md, Direct circuit).

Two connections of one circuit may live side by side, one dialled by each side; both are read, and we send on the one
heard last. A working one is never closed in favour of another: the classic race, in which each side closes the other's
choice, cannot happen. Whether a connection is *alive* is not known here: TCP stays open for minutes after a cable is
cut. The node hears that no live echo comes and calls ``hang_up``.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING

from watchline.carrier.connection import Connection
from watchline.carrier.inbox import Inbox
from watchline.carrier.limits import (
    CONNECTIONS_MAX,
    DIAL_S_DEFAULT,
    DIAL_S_MIN,
    FRAME_BYTES_MAX,
    HANDSHAKE_S_MAX,
    LINGER_S,
    OUTBOX_BYTES_POLITE,
)
from watchline.carrier.pace import Pace
from watchline.carrier.tls import Identity, make_context
from watchline.errors import CarrierDown, Misconfigured, OurMistake
from watchline.node.doors import Arrived, Closed, Opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from watchline.node.doors import CarrierEvent

    Refused = Callable[[str, str], None]


class DirectCarrier:
    """One direct circuit to one peer. Dialling begins with the iteration; a port hands in what it accepted.

    Args:
        circuit: The circuit's name in the charter.
        peer: The party code.
        certificates: The peer's certificates (DER) by its roster, in force.
        identity: Our certificate and key.
        dial: (host, port) of the peer, or None to wait for its call only.
        jitter: Returns numbers from 0 up to 1; entropy comes from outside.
        dial_s_max: Longest pause between two dials, at most 30 s.
        on_refused: Told (words, address) of each dial that failed, and of each connection that was refused.

    Raises:
        InvalidFromPeer: a certificate that must not be pinned (a CA, not Ed25519).
        Misconfigured: own certificate and key do not fit, or the peer is pinned with our own certificate.
    """

    def __init__(
        self,
        circuit: str,
        peer: str,
        certificates: Sequence[bytes],
        identity: Identity,
        dial: tuple[str, int] | None,
        *,
        jitter: Callable[[], float],
        dial_s_max: float = DIAL_S_DEFAULT,
        on_refused: Refused | None = None,
    ) -> None:
        self._circuit, self._peer = circuit, peer
        self._identity = identity
        self._dial = dial
        self._on_refused = on_refused
        self._pace = Pace(dial_s_max, jitter)
        self._inbox = Inbox(self._brake)
        self._connections: dict[int, Connection] = {}
        self._sockets: dict[Connection, None] = {}
        self._opened = self._heard = self._dials = 0
        self._dialler: asyncio.Task[None] | None = None
        self._at_once = asyncio.Event()
        self._ending = False
        self.repin(certificates)

    @property
    def id(self) -> str:
        """The circuit's name in the charter."""
        return self._circuit

    @property
    def peer(self) -> str:
        """The party code whose certificates are pinned."""
        return self._peer

    @property
    def mtu(self) -> int:
        """Largest frame in bytes."""
        return FRAME_BYTES_MAX

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The pinned certificates (DER), sorted."""
        return self._certificates

    def repin(self, certificates: Sequence[bytes]) -> None:
        """Pin these certificates from now on; end connections that stand on others ("a new roster closes them")."""
        pinned = tuple(sorted(set(certificates)))
        if self._identity.certificate in pinned:
            raise Misconfigured(f"circuit {self._circuit}: {self._peer}'s roster lists our own circuit certificate")
        self._context = make_context(self._identity, pinned, server_side=False)
        self._certificates = pinned
        for connection in list(self._connections.values()):
            if connection.shown not in pinned:
                connection.end("its certificate left the roster")

    async def send(self, frame: bytes) -> None:
        """Hand over one frame on the connection heard last; see ``Carrier``.

        Raises:
            CarrierDown: no connection stands, or more than 4 MiB wait for the network.
            OurMistake: the frame is longer than ``mtu``.
        """
        if len(frame) > FRAME_BYTES_MAX:
            raise OurMistake(
                f"a frame of {len(frame):,} bytes does not fit circuit {self._circuit}: {FRAME_BYTES_MAX:,}"
            )
        if not self._connections:
            raise CarrierDown(f"no connection to {self._peer} on circuit {self._circuit}")
        # The accepting side counts the handshake as hearing the peer, the dialling side waits for the first frame: only
        # that tells it that it was let in. So the two never wait for each other, and no frame goes to a door that shuts.
        best = max(self._connections.values(), key=lambda connection: (connection.heard, connection.number))
        best.send(frame)
        if best.waiting > OUTBOX_BYTES_POLITE:
            await asyncio.sleep(0)

    def __aiter__(self) -> AsyncIterator[CarrierEvent]:
        """Iterate over the events; the first call begins to dial."""
        if self._dial is not None and self._dialler is None and not self._ending:
            self._dialler = asyncio.get_running_loop().create_task(
                self._keep_dialling(*self._dial), name=f"dial {self._circuit} {self._peer}"
            )
            self._dialler.add_done_callback(self._dialler_died)
        return self._inbox

    def hang_up(self, words: str) -> None:
        """Cut the connections that stand and dial anew at once."""
        for connection in list(self._connections.values()):
            connection.cut(f"hung up: {words}")
        # A dial under way goes on: it ends by itself within 5 s, and a node that hangs up every second on a slow path
        # would never get through.
        self.wake()

    def wake(self) -> None:
        """Dial now (but no sooner than 0.1 s after the last dial), and soon again if that fails."""
        self._pace.reset()
        self._at_once.set()

    async def aclose(self) -> None:
        """End all connections, tell the other side, and stop dialling. The iteration ends after the last ``Closed``."""
        self._ending = True
        if self._dialler is not None:
            self._dialler.cancel()
            await asyncio.gather(self._dialler, return_exceptions=True)
        for connection in list(self._sockets):
            connection.end("this side closed the circuit")
        self._inbox.shut()
        if self._sockets:
            await asyncio.wait([connection.closed for connection in self._sockets], timeout=2 * LINGER_S)

    # What the port and the connections call.

    def begun(self, connection: Connection) -> None:
        """Keep a socket in sight until it is gone, so that ``aclose`` leaves none behind."""
        self._sockets[connection] = None
        connection.closed.add_done_callback(lambda _: self._sockets.pop(connection, None))

    def secured(self, connection: Connection) -> None:
        """Take a connection whose TLS stands, if it shows a pinned certificate and there is room."""
        words = self._objection(connection)
        if words:
            connection.end(words)
            return
        self._opened += 1
        connection.number = self._opened
        self._connections[connection.number] = connection
        if connection.server_side:
            self.begun(connection)
            self._heard += 1
            connection.heard = self._heard
            self.wake()  # the peer is up and reachable: so may our own way to it be
        self._inbox.put(Opened(connection.number))
        if self._inbox.lagging:
            connection.brake(on=True)

    def arrived(self, connection: Connection, frame: bytes) -> None:
        """Pass a frame on; its connection is now the one heard last."""
        self._heard += 1
        connection.heard = self._heard
        if not connection.server_side:
            self._pace.reset()  # only a frame shows that our dialling works: a refusal comes after the handshake
        self._inbox.put(Arrived(connection.number, frame))

    def ended(self, connection: Connection, words: str) -> None:
        """Forget a connection; report it as closed if it was reported as opened."""
        if self._connections.pop(connection.number, None) is not None:
            self._inbox.put(Closed(connection.number, words))
        elif self._on_refused is not None and not self._ending:
            self._on_refused(words, connection.address)

    # Inside.

    def _objection(self, connection: Connection) -> str:
        if connection.shown not in self._certificates:
            return f"it showed a certificate that is not pinned for {self._peer}"
        if self._ending:
            return "this side is closing the circuit"
        if len(self._connections) >= CONNECTIONS_MAX:
            return f"{CONNECTIONS_MAX} connections of this circuit stand already"
        if self._inbox.lagging:
            return "this node lags behind its frames and takes no further connection"
        return ""

    def _brake(self, on: bool) -> None:  # noqa: FBT001
        for connection in list(self._connections.values()):
            connection.brake(on)

    async def _keep_dialling(self, host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            self._at_once.clear()
            connection = await self._call(host, port)
            if connection is not None:
                await asyncio.wait([connection.over])
            # From start to start, so that a dial that takes its five seconds does not stretch the pace beyond the cap.
            await asyncio.sleep(max(0.0, started + DIAL_S_MIN - loop.time()))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(started + self._pace.take()):
                    await self._at_once.wait()

    async def _call(self, host: str, port: int) -> Connection | None:
        """Dial once; return the connection if TCP stands, its handshake under way."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(HANDSHAKE_S_MAX):
                sock = await self._connect(host, port)
                _, connection = await loop.create_connection(
                    lambda: Connection(self._context, self, server_side=False, begun_at=started), sock=sock
                )
        except TimeoutError:
            self._refused(f"no answer within {HANDSHAKE_S_MAX:g} s", f"{host}:{port}")
        except (OSError, UnicodeError) as why:  # UnicodeError: a host name that cannot be one
            self._refused(f"cannot be reached: {getattr(why, 'strerror', None) or why}", f"{host}:{port}")
        else:
            return connection
        return None

    async def _connect(self, host: str, port: int) -> socket.socket:
        """Connect to the next address of the host: a name may have one that leads nowhere, which costs one dial of two.

        Not asyncio's happy eyeballs: cancelled at the wrong moment they lose a connected socket (seen with 3.11.7).
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[self._dials % len(found)]
        self._dials += 1
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            await loop.sock_connect(sock, address)
        except BaseException:
            sock.close()
            raise
        return sock

    def _refused(self, words: str, address: str) -> None:
        if self._on_refused is not None:
            self._on_refused(words, address)

    def _dialler_died(self, dialler: asyncio.Task[None]) -> None:
        """Hand a programming error to whoever iterates: a circuit that silently stopped dialling is the worst outcome."""
        if not dialler.cancelled() and isinstance(why := dialler.exception(), Exception):
            self._inbox.shut(why)
