"""One table: the menus, the keys, the page of shortcuts and the tooltips say the same."""

from collections import Counter

from PySide6.QtGui import QAction, QKeySequence

from fer_desktop.wording import keys_text


def test_no_key_does_two_things(open_window):
    window = open_window()
    keys = [entry.keys for entry in window.actions_.entries.values() if entry.keys]
    assert all(count == 1 for count in Counter(keys).values()), Counter(keys).most_common(3)
    bound = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert all(count == 1 for count in Counter(bound).values()), Counter(bound).most_common(3)
    assert set(bound) <= set(keys)


def test_every_key_of_the_table_can_be_typed(open_window):
    window = open_window()
    for name, entry in window.actions_.entries.items():
        assert not entry.keys or not QKeySequence(entry.keys).isEmpty()
        if entry.keys and not entry.passive:
            assert window.actions_[name].shortcut() == QKeySequence(entry.keys), name
            assert window.actions_[name] in window.actions()  # works while the menu is closed


def test_the_menu_bar_holds_every_entry_of_the_table_and_nothing_else(open_window):
    window = open_window()
    menus = [action.menu() for action in window.menuBar().actions()]
    assert [menu.objectName() for menu in menus] == ["file", "", "analysis", "view", "recording", "help"]
    for section, menu in zip(window.actions_.sections, menus, strict=True):
        assert menu.toolTipsVisible()
        if section.whole:
            assert menu is window.menus.sources
            continue
        shown = [action.text().partition("\t")[0] for action in menu.actions()]
        assert shown == [entry.text if entry else "" for entry in section.entries]


def test_the_underlined_letters_of_a_menu_differ(open_window):
    window = open_window()
    for section in window.actions_.sections:
        letters = [entry.text.partition("&")[2][:1].lower() for entry in section.entries if entry]
        assert all(letters), section.id
        assert all(count == 1 for count in Counter(letters).values()), (section.id, letters)
    letters = [section.title.partition("&")[2][:1] for section in window.actions_.sections]
    assert letters == ["F", "S", "A", "V", "R", "H"]


def test_every_action_and_menu_has_a_tooltip_with_its_keys(open_window):
    window = open_window()
    for name, entry in window.actions_.entries.items():
        assert entry.tip
        assert not entry.tip.endswith(".")
        if not entry.submenu:
            tip = window.actions_[name].toolTip()
            assert tip == (f"{entry.tip} ({keys_text(entry.keys)})" if entry.keys else entry.tip)


def test_the_page_of_shortcuts_lists_every_key_once(open_window):
    window = open_window()
    window.actions_["shortcuts"].trigger()
    assert window.shortcuts.isVisible()
    listed = [keys for keys, _ in window.shortcuts.rows]
    assert {keys_text(entry.keys) for entry in window.actions_.entries.values() if entry.keys} < set(listed)
    assert len(listed) == len(set(listed))


def test_what_is_offered_in_the_tool_bar_is_offered_in_the_menus(open_window):
    window = open_window()
    menus = window.menus
    assert window.tool_bar.bundle.menu() is menus.bundles
    assert window.tool_bar.device.menu() is menus.devices
    assert window.tool_bar.source.menu() is menus.sources
    in_bar = [action.menu() for action in window.menuBar().actions()]
    below = [action.menu() for menu in in_bar for action in menu.actions()]
    assert menus.sources in in_bar
    assert {menus.bundles, menus.devices, menus.recent, menus.themes, menus.languages} <= set(below)
