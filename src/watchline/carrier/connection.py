"""One TCP connection with TLS and frames: bytes in, frames out, one end with words.

asyncio hands us plain TCP and the TLS object works in memory, instead of asyncio's own TLS transport: that one loses the
reason of a failed handshake on the accepting side (nobody could say who tried), hides what waits below it from
``get_write_buffer_size``, and is no faster (tests/carrier/measure.py).

Life: handshake -> secured -> ended. ``ended`` is told to the owner once, at once; the socket may linger for a second so
that our last words (an alert, close_notify) arrive instead of being overtaken by a reset.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol, cast

from watchline.carrier.framing import Deframer, framed
from watchline.carrier.limits import (
    HANDSHAKE_S_MAX,
    KEEPALIVE_IDLE_S,
    KEEPALIVE_INTERVAL_S,
    LINGER_S,
    OUTBOX_BYTES_MAX,
    USER_TIMEOUT_MS,
)
from watchline.carrier.tls import in_words
from watchline.errors import CarrierDown

if TYPE_CHECKING:
    from collections.abc import Callable

_RECORD_BYTES = 16_384  # the largest TLS record: one read never returns more
_READ_BYTES = 65_536


class Owner(Protocol):
    """Who is told what happens on a connection: the port until the pin is compared, then the carrier."""

    def begun(self, connection: Connection) -> None:
        """Count a socket; ``connection.closed`` tells when it is gone."""
        ...

    def secured(self, connection: Connection) -> None:
        """Compare ``connection.shown`` with the pins and keep or end the connection."""
        ...

    def arrived(self, connection: Connection, frame: bytes) -> None:
        """Take one frame."""
        ...

    def ended(self, connection: Connection, words: str) -> None:
        """Forget the connection; called exactly once."""
        ...


class _Life(Enum):
    HANDSHAKE = auto()
    SECURED = auto()
    ENDED = auto()


class Connection(asyncio.BufferedProtocol):
    """One connection, dialled or accepted.

    Args:
        context: TLS as ``make_context`` makes it.
        owner: Told what happens.
        server_side: The other end dialled.
        begun_at: Loop time from which the five seconds for TCP and TLS count.

    Attributes:
        number: The carrier's name for it in events; 0 before it is secured.
        address: The other end as ``host:port``, for diagnostics.
        shown: The certificate (DER) that the other side proved to hold; empty before the handshake ends.
        heard: A counter of the owner: when a frame last came over this connection, 0 for never.
        over: Done when the owner was told of the end.
        closed: Done when the socket is gone.
    """

    def __init__(self, context: ssl.SSLContext, owner: Owner, *, server_side: bool, begun_at: float) -> None:
        self.number = 0
        self.address = ""
        self.host = ""
        self.shown = b""
        self.heard = 0
        self.owner = owner
        self.server_side = server_side
        loop = asyncio.get_running_loop()
        self.over: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._secure_by = begun_at + HANDSHAKE_S_MAX
        self._life = _Life.HANDSHAKE
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=server_side)
        self._deframer = Deframer()
        self._buffer = memoryview(bytearray(_READ_BYTES))
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._braked = False

    @property
    def waiting(self) -> int:
        """Bytes that wait for the network."""
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def send(self, frame: bytes) -> None:
        """Encrypt a frame and hand it to the system.

        Raises:
            CarrierDown: the connection ended, or more than 4 MiB wait already.
        """
        if self._life is not _Life.SECURED:
            raise CarrierDown("the connection has ended")
        if self.waiting > OUTBOX_BYTES_MAX:
            raise CarrierDown(f"{self.waiting:,} bytes wait for the network already; the frame was not sent")
        try:
            self._tls.write(framed(frame))
        except ssl.SSLError as why:  # after the other side's fatal alert
            raise CarrierDown(f"TLS takes no more bytes: {in_words(why)}") from why
        self._flush()

    def brake(self, on: bool) -> None:  # noqa: FBT001 - the brake of Inbox
        """Stop reading because our node lags, or go on. What was read already waits here, at most 64 KiB."""
        self._braked = on
        if self._transport is None or self._life is not _Life.SECURED:
            return
        if on:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
            self._guard(self._read)

    def end(self, words: str) -> None:
        """End the connection with close_notify; the socket goes within a second."""
        if self._life is _Life.SECURED:
            # Always raises "want read": that is the answer to our close_notify, which we do not wait for.
            with contextlib.suppress(ssl.SSLError):
                self._tls.unwrap()
        self._finish(words)
        self._leave()

    def cut(self, words: str) -> None:
        """End the connection without a word to the other side: it is silent, and bytes may wait in the system."""
        self._finish(words)
        if self._transport is not None:
            self._transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Set the socket up and begin the handshake."""
        self._transport = cast("asyncio.Transport", transport)
        name = transport.get_extra_info("peername")
        if name:  # nothing when the caller is gone already
            self.host = str(name[0])
            self.address = f"[{name[0]}]:{name[1]}" if ":" in self.host else f"{name[0]}:{name[1]}"
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, KEEPALIVE_IDLE_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S)
        self._timer = self._loop.call_at(self._secure_by, self._too_slow)
        self.owner.begun(self)
        if self._life is _Life.HANDSHAKE:
            self._guard(self._handshake)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Lend asyncio the buffer it reads into."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take what came."""
        if self._life is _Life.ENDED:
            return  # lingering: read and forget, so that closing does not turn into a reset
        self._incoming.write(self._buffer[:nbytes])
        self._guard(self._handshake if self._life is _Life.HANDSHAKE else self._read)

    def eof_received(self) -> bool:
        """The other side closed TCP without close_notify: a crash, a cut, or somebody in between."""
        if self._life is _Life.HANDSHAKE:
            self.end("it closed the connection during the TLS handshake")
        elif self._life is _Life.SECURED:
            cut = self._deframer.unfinished()
            self.end("the other side's connection broke off" + (f", {cut}" if cut else ""))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        self._finish(f"connection lost: {exc}" if exc is not None else "connection lost")
        self._forget_timer()
        self.closed.set_result(None)

    # Inside.

    def _guard(self, step: Callable[[], None]) -> None:
        """Run a step; whatever the peer's bytes break ends this connection and nothing else."""
        try:
            step()
        except ssl.SSLError as why:
            doing = "TLS handshake refused: " if self._life is _Life.HANDSHAKE else "TLS broke: "
            self._finish(doing + in_words(why))
            self._leave()  # with the alert that tells the other side why
        except CarrierDown as why:
            self.end(str(why))

    def _handshake(self) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._flush()
            return
        self._flush()
        self._forget_timer()
        self.shown = self._tls.getpeercert(binary_form=True) or b""
        self._life = _Life.SECURED
        self.owner.secured(self)
        self._read()

    def _read(self) -> None:
        while self._life is _Life.SECURED and not self._braked:
            try:
                chunk = self._tls.read(_RECORD_BYTES)
            except ssl.SSLWantReadError:
                break
            if not chunk:  # close_notify
                cut = self._deframer.unfinished()
                self.end("the other side closed the connection" + (f", {cut}" if cut else ""))
                return
            for frame in self._deframer.feed(chunk):
                self.owner.arrived(self, frame)
        if self._outgoing.pending:
            self._flush()  # a key update is answered without being asked
            if self.waiting > 2 * OUTBOX_BYTES_MAX:
                raise CarrierDown("the other side makes TLS answer and does not read the answers")

    def _flush(self) -> None:
        if self._transport is not None and self._outgoing.pending:
            self._transport.write(self._outgoing.read())

    def _finish(self, words: str) -> None:
        if self._life is _Life.ENDED:
            return
        self._life = _Life.ENDED
        self._forget_timer()
        self.over.set_result(None)
        self.owner.ended(self, words)

    def _leave(self) -> None:
        """Send what is left, say that nothing more comes, and give the other side a second to take it."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        self._flush()
        transport.resume_reading()
        self._forget_timer()
        self._timer = self._loop.call_later(LINGER_S, transport.abort)
        if transport.get_write_buffer_size():
            return  # asyncio would shut down later, out of our reach, and complain if the other side is gone by then
        try:
            transport.write_eof()
        except OSError:  # the other side reset it already
            transport.abort()

    def _too_slow(self) -> None:
        self.end(f"it did not finish the TLS handshake within {HANDSHAKE_S_MAX:g} s")

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
