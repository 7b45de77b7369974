"""An application served by a thread of this process, for the time of a block."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from waitress.server import create_server

HOST = "127.0.0.1"
STOP_SECONDS = 5

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@contextmanager
def served(application: Application, port: int, threads: int = 8) -> Iterator[None]:
    """Serve on this machine alone; in the end every worker has finished, and the loop and every connection close."""
    server: Any = create_server(application, host=HOST, port=port, threads=threads, clear_untrusted_proxy_headers=True)
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    try:
        yield
    finally:
        # A worker whose reply has arrived still wakes the loop, which must be there; and only the loop's own thread
        # may close what the loop waits for.
        server.task_dispatcher.shutdown(timeout=STOP_SECONDS)
        server.trigger.pull_trigger(server.close)
        loop.join(STOP_SECONDS)
        for connection in list(server.active_channels.values()):
            connection.close()
