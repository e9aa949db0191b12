"""One question to a language model that the party runs itself: bounded in time and bytes, to a named host alone, without proxies or redirects."""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from queue import Empty, Queue
from urllib.parse import urlsplit

from watchline.errors import CarrierDown, OurMistake
from watchline.press.model import ANSWER_BYTES_MAX
from watchline.sentence import worded

SECONDS = 120.0
"""A model on a desk machine needs a minute for a report."""
_PATH = "/v1/chat/completions"


def checked_url(url: str, allowed: frozenset[str] = frozenset()) -> tuple[bool, str, int, str]:
    """Return (TLS, host, port, path) of an endpoint.

    Raises:
        OurMistake: no such URL, or a host that is neither this machine nor named: the text of a report goes nowhere else.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as why:
        raise OurMistake(worded("{url} is no address of a model ({why}).", url=repr(url), why=why)) from None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise OurMistake(worded("{url} is no address of a model; write http://127.0.0.1:8000.", url=repr(url)))
    host = "127.0.0.1" if host == "localhost" else host
    if not (_loopback(host) or host in allowed):
        raise OurMistake(
            worded(
                "{host} is not this machine: the text of a report would leave it. If your side runs the model there:"
                " --model-host {host}.",
                host=host,
            )
        )
    path = parts.path.rstrip("/")
    path = path if path.endswith("/chat/completions") else path.removesuffix("/v1") + _PATH
    return parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ask(url: str, body: bytes, *, allowed: frozenset[str] = frozenset(), seconds: float = SECONDS) -> bytes:
    """Return the answer's bytes.

    Args:
        url: The endpoint.
        body: The question.
        allowed: Hosts beside this machine that the party named.
        seconds: All of it takes no longer, however slowly it comes.

    Raises:
        OurMistake: the address.
        CarrierDown: it cannot be reached, is too slow, says too much, or refuses.
    """
    tls, host, port, path = checked_url(url, allowed)
    connection = (HTTPSConnection if tls else HTTPConnection)(host, port, timeout=seconds)
    answered: Queue[bytes | str] = Queue(1)
    threading.Thread(target=_exchange, args=(connection, path, body, answered), daemon=True).start()
    try:
        found = answered.get(timeout=seconds)
    except Empty:
        if connection.sock is not None:
            with suppress(OSError):  # it ended just now
                connection.sock.shutdown(socket.SHUT_RDWR)
        raise CarrierDown(
            f"The model at {host} gave no whole answer in {seconds:g} s; nothing was taken from it."
        ) from None
    if isinstance(found, str):
        raise CarrierDown(f"The model at {host}: {found}; nothing was taken from it.")
    return found


def _exchange(connection: HTTPConnection, path: str, body: bytes, answered: Queue[bytes | str]) -> None:
    """Ask and read in a thread of its own: a peer that sends a byte now and then never lets a timeout of the socket pass."""
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        data = response.read(ANSWER_BYTES_MAX + 1)
        if response.status != 200:
            answered.put(f"it refuses ({response.status})")
        elif len(data) > ANSWER_BYTES_MAX:
            answered.put(f"its answer has more than {ANSWER_BYTES_MAX} bytes")
        else:
            answered.put(data)
    except TimeoutError:
        pass  # whoever asked waited as long and says so; two answers to one silence would hang on which comes first
    except (OSError, HTTPException, ValueError) as why:
        answered.put(f"cannot be asked ({why})")
    finally:
        connection.close()
