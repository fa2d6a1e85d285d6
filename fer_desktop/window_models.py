"""Joins the page of models to the rest of the window: where files are chosen, and what is told elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import EncoderMissing
from fer_desktop.bundle_look import BundleLook
from fer_desktop.choosers import choose_encoder_file, choose_folder
from fer_desktop.encoder_facts import bundle_card
from fer_desktop.language import translated
from fer_desktop.models import Job, Task
from fer_desktop.options import DEFAULT_BUNDLE
from fer_desktop.player import Activity
from fer_desktop.settings import Settings
from fer_desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from core.model.store.installed import InstalledEncoder
    from fer_desktop.window import MainWindow


class WindowModels(QObject):
    """What a person asks for about encoders, and what becomes of it while another page is shown.

    bundles: looks whether the chosen one has its encoder.
    """

    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._lacking = "", ""  # encoder that is not here, and the topic of the message about it
        self.bundles = BundleLook(self)
        self.bundles.lacking.connect(self._on_lacking)
        page, models = window.models_page, window.models
        window.actions_["models"].triggered.connect(lambda: self.show())
        page.file_asked.connect(lambda: choose_encoder_file(window, settings.encoder_folder, self.import_from))
        title = self.tr("Import the folder of an encoder")
        page.folder_asked.connect(lambda: choose_folder(window, title, settings.encoder_folder, self.import_from))
        page.refused.connect(window.show_error)
        models.done.connect(self._on_done)
        models.failed.connect(self._on_failed)
        models.broke.connect(window.show_error)

    def show(self, encoder: str = "") -> None:
        """Opens the page, at this encoder if one is named."""
        self._window.pages.read(self._window.models_page)
        if encoder:
            self._window.models_page.show_encoder(encoder)

    def look_at(self, bundle: str) -> None:
        """Says, some time after a bundle was chosen, when its encoder is not here. A run says that itself."""
        if bundle != DEFAULT_BUNDLE and self._window.player.activity is Activity.IDLE:
            self.bundles.look(bundle)

    def take(self, path: Path) -> None:
        """An encoder was dropped onto the window: imports it, where one can see how that goes."""
        self.show()
        self.import_from(path)

    def import_from(self, path: Path) -> None:
        """Takes over the encoder in this file or folder."""
        self._settings.encoder_folder = path.parent
        self._window.models.ask(Task.IMPORT, str(path), self._window.models_page.import_dtype)
        self._window.models_page.show_job(str(path))
        self._window.notes.show_note(self.tr("{name} is being imported").format(name=path.name))

    def offer(self, banner: Banner | None, error: BaseException | None) -> None:
        """Puts a way to the encoder that a bundle lacks onto the message about it."""
        if banner is not None and isinstance(error, EncoderMissing):
            name, self._lacking = error.encoder, (error.encoder, banner.topic)
            banner.add_action(self.tr("Models"), lambda: self.show(name), self.tr("Where encoders are downloaded"))

    def _on_lacking(self, bundle: str, error: EncoderMissing) -> None:
        if bundle == self._window.choice.bundle and self._window.player.activity is Activity.IDLE:
            self._window.show_error(error)

    def _on_done(self, job: Job, encoder: "InstalledEncoder") -> None:
        if job.task is Task.VERIFY:
            news = self.tr("{name} is whole: its file has the digest that was recorded")
        else:
            news = self.tr("{name} is here now: bundles that were trained on it can be used")
            card, (lacking, topic) = bundle_card(self._window.choice.bundle), self._lacking
            wanted = card.encoder_sha256.lower() if card is not None else ""
            if encoder.name == lacking or wanted in (encoder.sha256, encoder.source_sha256):
                self._window.banners.take_away(topic)
        self._window.notes.show_note(news.format(name=encoder.name))

    def _on_failed(self, job: Job) -> None:
        if job.error is None:
            return
        if self._window.models_page.isVisible():  # its row says it, and may be far below
            self._window.models_page.show_job(job.name)
            self._window.notes.show_note(f"{Path(job.name).name}: {translated(job.error.what)}")
        else:
            banner = self._window.show_error(job.error)
            banner.add_action(self.tr("Models"), self.show, self.tr("Where it can be tried again"))
