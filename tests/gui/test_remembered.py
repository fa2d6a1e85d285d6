"""A start goes on where the last one ended, and the command line wins."""

from fer_desktop.devices import DeviceFinder
from fer_desktop.options import LaunchOptions, launch_options
from fer_desktop.player import Activity
from fer_desktop.remembered import last_source, launch_with, remember_source
from fer_desktop.settings import Settings
from support.small_inputs import tiny_bundle, video


def test_what_the_command_line_leaves_open_is_as_it_was_last(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.device, settings.hop, settings.window = "cpu", 12, None
    options = launch_with(launch_options(["--hop", "4"]), settings)
    assert (options.device, options.hop, options.window, options.bundle) == ("cpu", 4, None, "starter")


def test_options_that_were_made_by_hand_stay_as_they_are(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.hop = 12
    assert launch_with(LaunchOptions("demo:"), settings) == LaunchOptions("demo:")


def test_a_bundle_that_is_gone_is_replaced_by_the_starter(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.bundle = str(tmp_path / "deleted.ferbundle")
    assert launch_with(launch_options([]), settings).bundle == "starter"
    settings.bundle = str(tiny_bundle(tmp_path / "there"))
    assert launch_with(launch_options([]), settings).bundle == settings.bundle


def test_sources_come_back_as_what_they_were(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    assert last_source(settings) is None
    film = tmp_path / "film.mp4"
    film.touch()
    for spec in (0, 3, "demo:", "rtsp://camera/1", str(film)):
        remember_source(settings, spec)
        assert last_source(settings) == spec
    film.unlink()
    assert last_source(settings) is None


def test_no_password_is_written_down(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    remember_source(settings, "rtsp://me:hunter2@camera/1?token=abc")
    settings.store.sync()
    text = (tmp_path / "settings.ini").read_text()
    assert "hunter2" not in text
    assert "abc" not in text


def test_a_remembered_camera_asks_for_the_password_that_was_not_written_down(open_window, tmp_path):
    remember_source(Settings(tmp_path / "settings.ini"), "rtsp://me:hunter2@127.0.0.1:9/cam")
    window = open_window()
    window.welcome.again.click()
    assert window.address_bar.isVisible()
    assert window.player.activity is Activity.IDLE


def test_the_last_source_is_offered_but_not_started(open_window, qtbot, tmp_path):
    film = str(video(tmp_path / "short film.avi", 80))
    first = open_window(film)
    qtbot.waitUntil(lambda: bool(first._settings.last_source), timeout=30_000)
    first.close()
    window = open_window()
    assert window.welcome.isVisible()
    assert window.welcome.again.isVisible()
    assert "short film.avi" in window.welcome.again.accessibleName()
    assert window.tool_bar.source.chosen == "short film.avi"
    assert window.tool_bar.start.isEnabled()
    assert window.player.activity is Activity.IDLE
    window.welcome.again.click()
    assert window.playback.isVisible()


def test_the_demo_is_offered_once(open_window, qtbot):
    first = open_window("demo:")
    qtbot.waitUntil(lambda: first._settings.last_source == "demo:", timeout=30_000)
    first.close()
    window = open_window()
    assert window.welcome.demo.isVisible()
    assert not window.welcome.again.isVisible()
    assert window.tool_bar.start.isEnabled()


def test_bundle_device_hop_and_window_are_remembered(open_window, tmp_path):
    window = open_window()
    other = str(tiny_bundle(tmp_path / "other"))
    window.open_bundle(other)
    window.menus.devices.pick("cpu")
    window.live.controls.hop_box.setValue(9)
    window.live.controls.all_box.setChecked(True)
    settings = Settings(tmp_path / "settings.ini")
    assert (settings.bundle, settings.device, settings.hop, settings.window) == (other, "cpu", 9, None)


def test_a_device_that_is_gone_makes_room_for_the_automatic_choice(open_window, tmp_path):
    Settings(tmp_path / "settings.ini").device = "cuda:1"
    window = open_window(device="cuda:1")
    window.findChild(DeviceFinder).found.emit(dict.fromkeys(("auto", "cuda", "cuda:0", "cpu"), ("fp32",)))
    assert window.tool_bar.device.chosen == "Automatic"
    assert "Graphics card (CUDA) 1" in window.banners.banners()[0].title
    assert window.menus.devices.values == ["auto", "cuda", "cuda:0", "cpu"]


def test_a_device_that_the_command_line_names_is_not_replaced(open_window):
    window = open_window(device="cuda:1")
    window.findChild(DeviceFinder).found.emit({"auto": ("fp32",), "cpu": ("fp32",)})
    assert window.choice.device == "cuda:1"
    assert not window.banners.banners()


def test_a_bundle_that_is_gone_is_told_at_the_start(open_window, tmp_path):
    Settings(tmp_path / "settings.ini").bundle = str(tmp_path / "deleted.ferbundle")
    window = open_window(bundle="starter")
    (banner,) = window.banners.banners()
    assert banner.where.endswith("deleted.ferbundle")
    assert window.tool_bar.bundle.chosen == "Starter"


def test_videos_that_were_opened_are_in_the_menu_newest_first(open_window, qtbot, tmp_path):
    window = open_window()
    recent = window.menus.recent
    recent.fill()
    assert [action.isEnabled() for action in recent.actions()] == [False]
    for name in ("a & b.avi", "second.avi"):
        film = str(video(tmp_path / name, 3))
        window.open_source(film)
        qtbot.waitUntil(lambda film=film: film in window._settings.recent_files, timeout=30_000)
    window.open_source(str(tmp_path / "missing.avi"))
    recent.fill()
    texts = [action.text() for action in recent.actions() if action.text()]
    assert texts[:2] == ["&1  second.avi", "&2  a && b.avi"]
    recent.actions()[0].trigger()
    assert window.tool_bar.source.chosen == "second.avi"
    recent.actions()[-1].trigger()
    recent.fill()
    assert [action.isEnabled() for action in recent.actions()] == [False]


def test_what_the_welcome_page_goes_on_with_is_what_a_start_opens(open_window, qtbot, tmp_path):
    Settings(tmp_path / "settings.ini").last_source = str(video(tmp_path / "film.avi", 3))
    window = open_window()
    assert "film.avi" in window.welcome.again.accessibleName()
    window.open_source(str(tmp_path / "missing.avi"))
    qtbot.waitUntil(window.welcome.isVisible, timeout=30_000)
    assert "missing.avi" in window.welcome.again.accessibleName()
    assert window.tool_bar.source.chosen == "missing.avi"


def test_a_camera_whose_password_is_asked_for_does_not_take_the_place_of_what_is_chosen(open_window):
    window = open_window()
    window.choice.source = "demo:"
    window.open_source("rtsp://me@127.0.0.1:9/cam")
    assert window.address_bar.isVisible()
    assert window.choice.source == "demo:"


def test_a_start_does_not_take_away_that_a_bundle_is_gone(open_window, qtbot, tmp_path):
    Settings(tmp_path / "settings.ini").bundle = str(tmp_path / "deleted.ferbundle")
    window = open_window("demo:", bundle="starter")
    qtbot.waitUntil(lambda: window.player.active)
    (banner,) = window.banners.banners()
    assert banner.where.endswith("deleted.ferbundle")
