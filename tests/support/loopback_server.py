"""What every server on loopback needs: a port, a thread that waits for clients, one for each of them, and an end."""

import socket
import threading
from types import TracebackType
from typing import Self

TICK_S = 0.02


class LoopbackServer:
    """Listens as soon as `listen` was called, until the `with` ends. place: host:port.

    `serve` is called with each client in a thread of its own; a client that leaves is no error. What waits there waits
    for `closing`.
    """

    def __init__(self) -> None:
        self.closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(TICK_S)
        self.place = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._listen, name="loopback-server")]

    def listen(self) -> None:
        """To be called when everything is ready that `serve` needs."""
        self._threads[0].start()

    def serve(self, client: socket.socket) -> None:
        """Talks to one client."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self.closing.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self._talk, args=(client,), name="loopback-client")
            self._threads.append(thread)
            thread.start()

    def _talk(self, client: socket.socket) -> None:
        with client:
            try:
                self.serve(client)
            except OSError:
                return  # the client left
