"""The desk listens: uvicorn within the node's own loop, on loopback or with TLS, never otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Generator
from typing import NamedTuple

import uvicorn

from watchline.desk.guard import Guard
from watchline.desk.limits import CALLERS_MAX

_END_S = 3.0


class Place(NamedTuple):
    """Where a desk listens and under which origins it is seen, its own first; certificate and key files with TLS."""

    host: str
    port: int
    origins: tuple[str, ...]
    certificate: str = ""
    key: str = ""


class _Server(uvicorn.Server):
    """Uvicorn without its hands on the signals: they are the node's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class Listening:
    """Uvicorn on one socket.

    Args:
        application: What answers, behind its guard; the desk's, or that of the first run.
        place: Where it listens.
    """

    def __init__(self, application: Guard, place: Place) -> None:
        self._place = place
        self._server = _Server(
            uvicorn.Config(
                application,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=CALLERS_MAX,
                timeout_keep_alive=20,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=16_384,
                ssl_certfile=place.certificate or None,
                ssl_keyfile=place.key or None,
                ssl_version=ssl.PROTOCOL_TLS_SERVER,
            )
        )
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            OSError: the address is taken or not ours; the certificate cannot be read.
        """
        family = socket.AF_INET6 if ":" in self._place.host else socket.AF_INET
        # With the protocol named, asyncio sets TCP_NODELAY on what it accepts: else each answer waits 40 ms.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((self._place.host, self._place.port))
            self._server.config.load()
        except OSError:
            bound.close()
            raise
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        while not self._server.started and not self._serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)

    async def aclose(self) -> None:
        """Let what is under way end, for a while; then stop."""
        self._server.should_exit = True
        if self._serving is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_S):
                await asyncio.gather(self._serving, return_exceptions=True)
        self._serving.cancel()
        await asyncio.gather(self._serving, return_exceptions=True)
