"""What is left on a disk, in words."""

from PySide6.QtCore import QCoreApplication, QLocale

from core.disk_space import Space

_LONG_S = 24 * 3600.0  # who records for longer looks at the bytes


def size_text(size: int) -> str:
    """12300000000 -> "12.3 GB", as the language writes numbers."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def space_text(space: Space) -> str:
    """ "12.3 GB free", and how long that lasts where it is less than a day."""
    size = size_text(space.free)
    if space.seconds >= _LONG_S:
        return QCoreApplication.translate("space_words", "{size} free").format(size=size)
    hours, minutes = divmod(int(space.seconds / 60), 60)
    if hours:
        text = QCoreApplication.translate("space_words", "{size} free, about {hours} h {minutes} min")
    else:
        text = QCoreApplication.translate("space_words", "{size} free, about {minutes} min")
    return text.format(size=size, hours=hours, minutes=minutes)
