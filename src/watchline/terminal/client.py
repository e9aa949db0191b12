"""Asking a desk over HTTP: one connection for each question, a session's cookie and token with it. Blocking; a thread calls it."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from watchline.errors import Misconfigured, OurMistake, WatchlineError
from watchline.terminal.events import STALE_S, Event, Lines
from watchline.terminal.shapes import Failure, Problem, SessionNow

BASE = "/api/v1"
ASK_S = 15.0
ANSWER_BYTES_MAX = 16_000_000
LINE_BYTES_MAX = 4_000_000
_ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?")
_Answer = TypeVar("_Answer")


class DeskSilent(WatchlineError):
    """The desk could not be reached, or did not answer in time; it says nothing about the line."""


class Refusal(OurMistake):
    """The desk did not do that.

    Args:
        status: The HTTP status.
        problem: What happened, what it means, what to do next.
    """

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(f"{problem.what} {problem.means} {problem.then}")
        self.status, self.code, self.problem = status, problem.code, problem

    @property
    def signed_out(self) -> bool:
        """Whether it is because nobody is signed in (any more)."""
        return self.status == 401 and self.code == "sign_in"


class Client:
    """A desk as one officer asks it.

    Args:
        origin: Scheme, host and port, such as ``http://localhost:8080``; what is not on this machine must be ``https``.
        certificate: PEM file of the desk's certificate, or of whoever signed it; None: what this machine trusts.

    Raises:
        Misconfigured: the origin is none, or another machine's without TLS; the certificate cannot be read.
    """

    def __init__(self, origin: str, certificate: Path | None = None) -> None:
        if not _ORIGIN.fullmatch(origin):
            raise Misconfigured(
                f"{origin!r} is no address of a desk: write scheme, host and port alone, like https://desk.example:8443."
            )
        parts = urlsplit(origin)
        assert parts.hostname is not None
        self.origin, self._host = origin.rstrip("/"), parts.hostname
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        if not self._tls and not _this_machine(self._host):
            raise Misconfigured(
                f"{origin} is another machine, without TLS: password and record would pass for all to read. Use https."
            )
        self._context = _context(certificate) if self._tls else None
        self._cookie, self._token = "", ""
        self._stream: http.client.HTTPConnection | None = None

    def sign_in(self, name: str, password: str) -> SessionNow:
        """Sign in by name and password.

        Raises:
            Refusal: they do not belong together, or the password is locked.
            DeskSilent: no answer.
        """
        self._cookie = self._token = ""
        found = self.ask("/session/password", SessionNow, {"name": name, "password": password})
        self._token = found.token
        return found

    def session(self) -> SessionNow:
        """Return who is signed in here, and what this desk is."""
        found = self.ask("/session", SessionNow)
        self._token = found.token
        return found

    def sign_out(self) -> None:
        """End the session; a desk that is gone is let be."""
        with contextlib.suppress(Refusal, DeskSilent):
            if self._token:
                self.ask("/session/end", SessionNow, {})
        self._cookie = self._token = ""

    def ask(
        self, path: str, kind: type[_Answer], body: dict[str, Any] | None = None, query: dict[str, Any] | None = None
    ) -> _Answer:
        """Ask one operation.

        Args:
            path: Below ``/api/v1``.
            kind: What is answered.
            body: What is sent; None: the question changes nothing (GET).
            query: What stands behind the path.

        Raises:
            Refusal: it was not done, in words.
            DeskSilent: no answer: what was asked may or may not have been done. The same draft id says it once.
        """
        asked = f"{BASE}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            with contextlib.closing(self._connection(ASK_S)) as connection:
                if body is None:
                    connection.request("GET", asked, headers=self._headers())
                else:
                    connection.request("POST", asked, msgspec.json.encode(body), self._headers(changes=True))
                answer = connection.getresponse()
                data = answer.read(ANSWER_BYTES_MAX)
                self._keep(answer)
        except (OSError, http.client.HTTPException) as why:
            raise self._silent(why) from why
        return _read(answer.status, data, kind)

    def events(self, last: str) -> Iterator[Event]:
        """Follow the stream from the number of the last event that is known; ``""``: from now on.

        Raises:
            Refusal: nobody is signed in.
            DeskSilent: nothing was heard for twelve seconds, or the stream ended: come back with the last number.
        """
        lines = Lines()
        try:
            with contextlib.closing(self._connection(STALE_S)) as connection:
                self._stream = connection
                headers = self._headers() | {"accept": "text/event-stream"} | ({"last-event-id": last} if last else {})
                connection.request("GET", f"{BASE}/events", headers=headers)
                answer = connection.getresponse()
                if answer.status != 200:
                    _read(answer.status, answer.read(ANSWER_BYTES_MAX), Problem)
                while line := answer.readline(LINE_BYTES_MAX):
                    event = lines.take(line.rstrip(b"\r\n"))
                    if event is not None:
                        yield event
        # ValueError, AttributeError: a connection that another thread closed while this one read.
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as why:
            raise self._silent(why) from why
        finally:
            self._stream = None
        raise DeskSilent("The desk ended its stream.")

    def close(self) -> None:
        """End the stream, whoever reads it."""
        stream = self._stream
        if stream is not None and stream.sock is not None:
            with contextlib.suppress(OSError):
                stream.sock.shutdown(socket.SHUT_RDWR)

    def _connection(self, timeout: float) -> http.client.HTTPConnection:
        if self._context is not None:
            return http.client.HTTPSConnection(self._host, self._port, timeout=timeout, context=self._context)
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout)

    def _headers(self, *, changes: bool = False) -> dict[str, str]:
        found = {"cookie": self._cookie} if self._cookie else {}
        if changes:
            found |= {"content-type": "application/json", "x-watchline-token": self._token}
        return found

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        said = answer.headers.get("set-cookie")
        if said is not None:
            self._cookie = said.partition(";")[0]

    def _silent(self, why: Exception) -> DeskSilent:
        if isinstance(why, ssl.SSLCertVerificationError):
            return DeskSilent(
                f"The certificate of {self.origin} is not one that is trusted here ({why.verify_message}). Nothing was sent."
                " Give the desk's certificate with --certificate, come by another way."
            )
        return DeskSilent(
            f"The desk at {self.origin} does not answer ({str(why) or type(why).__name__}). Is the node up?"
        )


def _this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _context(certificate: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if certificate is None:
        return context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # The file may hold the desk's own certificate, which nobody else signed.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(cafile=certificate)
    except (OSError, ssl.SSLError) as why:
        raise Misconfigured(f"{certificate} cannot be read as a PEM certificate ({why}).") from why
    return context


def _read(status: int, data: bytes, kind: type[_Answer]) -> _Answer:
    try:
        if status == 200:
            return msgspec.json.decode(data, type=kind)
        problem = msgspec.json.decode(data, type=Failure).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise DeskSilent(
            f"What answered ({status}) is no desk, or one of another version: its answer cannot be read."
        ) from None
    raise Refusal(status, problem)
