"""The film of the playback page: one player at a time, whose news become signals."""

from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from core.mailbox import Picture
    from core.playback.film_index import FilmIndex
    from core.playback.film_player import FilmPlayer


class Film(QObject):
    """Opens a film in place of the one before, which ends without anybody waiting for it.

    ready(FilmIndex), state(FilmState), failed(FerError): of the film that is open; see `FilmPlayer`.
    """

    ready = Signal(object)
    state = Signal(object)
    failed = Signal(object)
    _heard = Signal(str, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.player: FilmPlayer | None = None
        self._ending: list[FilmPlayer] = []
        self._muted, self._speed = False, 1.0
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def open(self, path: Path) -> None:
        """Shows this film from its beginning."""
        from core.playback.film_player import FilmPlayer  # late: decoders come with it

        self.shut()
        player: FilmPlayer

        def hear(signal: str) -> "object":
            def tell(news: object) -> None:
                if shiboken6.isValid(self):
                    self._heard.emit(signal, player, news)

            return tell

        player = FilmPlayer(path, on_ready=hear("ready"), on_state=hear("state"), on_error=hear("failed"))  # type: ignore[arg-type]
        player.muted, player.speed = self._muted, self._speed
        self.player = player
        player.start()

    def shut(self) -> None:
        """There is no film."""
        if self.player is not None:
            self.player.close(0.0)
            self._ending = [one for one in self._ending if not one.close(0.0)] + [self.player]
            self.player = None

    def close(self, timeout: float) -> bool:
        """Ends every player; False when a thread is still there after `timeout` seconds."""
        self.shut()
        ended = [one.close(timeout) for one in self._ending]  # every one, even if the first has not ended
        return all(ended)

    @property
    def index(self) -> "FilmIndex | None":
        """Which pictures there are; None until it is read, and without a film."""
        return self.player.index if self.player else None

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return self.player is not None and self.player.playing

    def take_picture(self) -> "Picture | None":
        """The newest picture that has not been taken yet."""
        return self.player.mailbox.take() if self.player else None

    def toggle(self) -> None:
        """Plays, or stops."""
        if self.player:
            (self.player.pause if self.player.playing else self.player.play)()

    def pause(self) -> None:
        """Stops; the picture stays."""
        if self.player:
            self.player.pause()

    def set_speed(self, speed: float) -> None:
        """Plays so fast, this film and those to come."""
        self._speed = speed
        if self.player:
            self.player.speed = speed

    def set_muted(self, muted: bool) -> None:
        """Plays without sound, this film and those to come."""
        self._muted = muted
        if self.player:
            self.player.muted = muted

    def _on_heard(self, signal: str, player: object, news: object) -> None:
        if player is self.player:
            getattr(self, signal).emit(news)
