"""What is to be analysed, with which bundle, device and precision; kept for the next start."""

from core.capture.source import source_kind
from fer_desktop.bridge import Request
from fer_desktop.cameras import CameraWatch, chosen_format
from fer_desktop.naming import source_name
from fer_desktop.options import LaunchOptions
from fer_desktop.remembered import last_source, remember_source
from fer_desktop.settings import Settings


class Choice:
    """source: None as long as nothing was ever chosen; at first the one of the last time."""

    def __init__(self, options: LaunchOptions, settings: Settings, cameras: CameraWatch) -> None:
        self._settings, self._cameras = settings, cameras
        self.source = last_source(settings) if options.source is None else options.source
        self.bundle, self.device, self.precision = options.bundle, options.device, options.precision
        self._in_use = self.bundle, self.device, self.precision
        self._opened = False

    @property
    def name(self) -> str:
        """What to call the source before it says so itself; without secrets, "" for none."""
        return "" if self.source is None else source_name(self.source, self._cameras.cameras())

    @property
    def name_to_go_on_with(self) -> str:
        """The name where "Continue with …" saves a person something; the demo has a button of its own."""
        return "" if self.kind == "demo" else self.name

    @property
    def kind(self) -> str:
        """Of the source, as `SourceInfo` has it; "" for none."""
        return "" if self.source is None else source_kind(self.source)

    def choose_bundle(self, name_or_path: str) -> None:
        """Uses this bundle from now on."""
        self._settings.bundle = self.bundle = name_or_path

    def choose_device(self, device: str) -> None:
        """Computes on this device from now on."""
        self._settings.device = self.device = device

    def choose_precision(self, precision: str) -> None:
        """Computes in this precision from now on."""
        self._settings.precision = self.precision = precision

    def request(self, hop: int, window: int | None) -> Request:
        """For a run that begins now. There must be a source."""
        assert self.source is not None
        self._opened, self._in_use = False, (self.bundle, self.device, self.precision)
        camera = chosen_format(self.source, self._cameras.cameras(), self._settings)
        return Request(self.source, self.bundle, self.device, hop, window, camera, self.precision)

    def remember_opened(self) -> None:
        """The source could be opened: it is worth to be offered again at the next start."""
        if not self._opened and self.source is not None:
            self._opened = True
            remember_source(self._settings, self.source)

    def confirm(self) -> None:
        """A run has gone over to the bundle, device and precision that were chosen."""
        self._in_use = self.bundle, self.device, self.precision

    def take_back(self) -> None:
        """It could not: the run goes on with those it had, and they are the chosen ones again."""
        bundle, device, precision = self._in_use
        if bundle != self.bundle:  # what only the command line said is not to be remembered for that
            self.choose_bundle(bundle)
        if device != self.device:
            self.choose_device(device)
        if precision != self.precision:
            self.choose_precision(precision)
