"""Starts the tests' OpenID provider, and walks through its own pages as somebody's browser does."""

import http.client
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from local.ministack import free_port
from local.setup import node_folder

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT_ID, CLIENT_SECRET = "parley", "a secret of the tests, with : and +%&"


@dataclass
class Provider:
    """A running provider."""

    port: int

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rotate(self) -> None:
        """Let the provider sign with a new key."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("POST", "/rotate")
        assert connection.getresponse().read() == b"rotated"


@contextmanager
def running(*redirect_uris: str) -> Iterator[Provider]:
    """A provider for the time of the block."""
    provider = Provider(free_port())
    environment = {**os.environ, "PATH": f"{node_folder()}{os.pathsep}{os.environ['PATH']}"}
    command = ["node", str(SCRIPT), str(provider.port), *redirect_uris]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield provider
    finally:
        process.terminate()
        process.wait()


@dataclass
class Walker:
    """A browser at the provider: keeps cookies, follows redirects, fills in its two forms."""

    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, address: str, name: str) -> dict[str, str]:
        """Sign in at the provider as `name` and agree; gives the query that it sends back to us."""
        body = ""
        for _ in range(20):
            status, location, page = self._send(address, body)
            body = ""
            if status in {302, 303}:
                if urlsplit(location).path.endswith("/single-sign-on"):
                    return {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}
                address = urljoin(address, location)
                continue
            prompt = re.search(r'name="prompt" value="(\w+)"', page)
            action = re.search(r'action="([^"]+)"', page)
            assert prompt, re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", page)[:600]
            assert action, page[:500]
            address = action[1]
            body = urlencode({"prompt": prompt[1], "login": name, "password": "any"})
        raise AssertionError("The provider leads nowhere.")

    def _send(self, address: str, body: str) -> tuple[int, str, str]:
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST" if body else "GET", target, body or None, headers)
        reply = connection.getresponse()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply.status, reply.headers.get("Location", ""), reply.read().decode()
