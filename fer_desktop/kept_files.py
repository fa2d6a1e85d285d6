"""Says in the window, once, that settings or log are not kept as they should be."""

from PySide6.QtCore import QCoreApplication

from core.paths import user_log_dir
from fer_desktop.settings import Settings
from fer_desktop.widgets.banner import BannerArea


def tell_what_is_not_kept(banners: BannerArea, settings: Settings, *, logged: bool) -> None:
    """One message for each that there is. logged: whether a log could be opened."""
    if not logged:
        title = QCoreApplication.translate("kept_files", "No log is written: its folder cannot be used")
        banners.show_message("warning", title, where=str(user_log_dir()))
    if not settings.writable:
        title = QCoreApplication.translate("kept_files", "Settings cannot be kept")
        text = QCoreApplication.translate(
            "kept_files",
            "What you choose and accept is forgotten when the program ends. This file cannot be written.",
        )
        banners.show_message("warning", title, text, where=settings.store.fileName())
    if settings.damaged is not None:
        title = QCoreApplication.translate("kept_files", "The settings were damaged: they begin anew")
        text = QCoreApplication.translate("kept_files", "The damaged file has been kept.")
        banners.show_message("warning", title, text, where=str(settings.damaged))
