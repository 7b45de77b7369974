"""A server in this process ends without a trace, also while a worker is not quite done."""

import socket
import threading
import time
import urllib.request

import pytest

from local.ministack import free_port
from local.serving import served


class Lingering:
    """A reply that is sent at once, and whose worker has something left to do."""

    def __iter__(self):
        yield b"hello"

    def close(self):
        time.sleep(0.3)


def application(_environ, start_response):
    start_response("200 OK", [("Content-Length", "5")])
    return Lingering()


def test_a_worker_that_is_not_done_finds_its_loop(caplog: pytest.LogCaptureFixture) -> None:
    port, before = free_port(), threading.active_count()
    with served(application, port), urllib.request.urlopen(f"http://127.0.0.1:{port}/") as reply:
        assert reply.read() == b"hello"
    assert caplog.messages == []
    assert threading.active_count() == before


def test_afterwards_nobody_listens() -> None:
    port = free_port()
    with served(application, port), socket.create_connection(("127.0.0.1", port)):
        pass
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))
