"""Settings, help, introduction, progress, and the look of everything, used as a person would."""

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QDialog, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from terminal.app.paths import DataDirectory
from terminal.app.window_keeper import FileKeeper
from terminal.model.outputs import Mode
from terminal.resource_files import GUIDE, RESOURCES
from terminal.storage.settings import WindowSettings, read_settings
from terminal.storage.settings_fields import setting_fields
from terminal.ui import format as fmt
from terminal.ui.docks import DockTitle
from terminal.ui.help_pages.topics import Topics
from terminal.ui.keeper import MemoryKeeper, Preferences
from terminal.ui.price.panel import PricePanel
from terminal.ui.progress import Ending, Progress
from terminal.ui.settings_page.page import SettingsPage
from terminal.ui.theme import Theme
from terminal.ui.workspaces.bar import WorkspaceBar
from terminal.ui.zone import TimeZone, show_times_in
from tests.ui.fake_desk import FakeDesk
from tests.ui.test_accounts import AccountsDesk
from tests.ui.walk import leaps, nameless, unreached
from tests.ui.ways.acting import click, frame, opened, settle


@pytest.fixture
def keeper(tmp_path: Path) -> FileKeeper:
    return FileKeeper(DataDirectory(tmp_path))


def test_the_window_and_its_file_agree_on_the_settings_and_their_defaults() -> None:
    assert Preferences.__struct_fields__ == WindowSettings.__struct_fields__
    for name in Preferences.__struct_fields__:
        assert getattr(Preferences(), name) == getattr(WindowSettings(), name), name


def test_every_setting_is_on_the_page_with_a_title(qtbot: QtBot, keeper: FileKeeper) -> None:
    page = SettingsPage(keeper)
    qtbot.addWidget(page)
    assert set(page.rows) == {field.key for field in setting_fields()}
    for field in setting_fields():
        assert field.title
        assert field.title != field.key
        assert page.rows[field.key].input.accessibleName() == field.title


def test_a_mistake_is_said_at_its_field_and_not_kept(
    qtbot: QtBot, keeper: FileKeeper, tmp_path: Path
) -> None:
    page = SettingsPage(keeper)
    qtbot.addWidget(page)
    scale = page.rows["window.scale_percent"]
    entry = scale.input
    assert isinstance(entry, QLineEdit)
    for wrong in ("50", "250", "much"):
        entry.setText(wrong)
        entry.editingFinished.emit()
        assert "a whole number from 100 up to 200" in scale.error.text()
    assert not (tmp_path / "settings.toml").exists()
    entry.setText("150")
    entry.editingFinished.emit()
    assert scale.error.isHidden()
    assert read_settings(tmp_path / "settings.toml").window.scale_percent == 150
    policy = page.rows["policy"]
    assert isinstance(policy.input, QLineEdit)
    policy.input.setText("constnat")
    policy.input.editingFinished.emit()
    assert "there is no preset named 'constnat'" in policy.error.text()
    seed = page.rows["paper.seed"]
    assert isinstance(seed.input, QLineEdit)
    seed.input.setText("7")
    seed.input.editingFinished.emit()
    seed.input.setText("")
    seed.input.editingFinished.emit()
    assert keeper.value("paper.seed") is None
    sounds = page.rows["window.sounds"].input
    assert isinstance(sounds, QCheckBox)
    sounds.click()
    assert keeper.value("window.sounds") is True
    page.filter.setText("lock hand")
    shown = [key for key, row in page.rows.items() if not row.isHidden()]
    assert shown == ["window.hand_orders_relock_s"]


def test_theme_colours_and_times_change_while_it_runs_and_are_kept(
    qtbot: QtBot, theme: Theme, keeper: FileKeeper
) -> None:
    desk = FakeDesk()
    try:
        with opened(qtbot, desk, theme, keeper) as window:
            panel = window.panels["positions"]
            dark = panel.grab().toImage().pixelColor(panel.width() // 2, panel.height() - 6)
            page = window.sides.settings()
            ground = page.rows["window.ground"].input
            assert isinstance(ground, QComboBox)
            ground.setCurrentIndex(1)
            frame(window)
            light = panel.grab().toImage().pixelColor(panel.width() // 2, panel.height() - 6)
            assert dark.lightness() < 60 < 200 < light.lightness()
            up = theme.color("up")
            window.book.actions["colours_colour_blind"].trigger()
            assert theme.color("up") != up
            window.book.actions["zone"].trigger()
            frame(window)
            assert fmt.clock_time(desk.at, zoned=True).endswith(" local")
        assert keeper.value("window.ground") == "light"
        assert keeper.value("window.directions") == "colour_blind"
        assert keeper.value("window.time_zone") == "local"
    finally:
        show_times_in(TimeZone.UTC)


def test_every_panel_has_a_question_mark_that_opens_its_own_page(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    topics = Topics(RESOURCES / "help", GUIDE)
    with opened(qtbot, desk, theme) as window:
        for name, panel in window.panels.items():
            topic = topics.read(name)
            assert topic is not None, name
            assert topic.title == panel.heading, name
            title = window.docks[name].titleBarWidget()
            assert isinstance(title, DockTitle)
            title.help.click()
            assert window.sides.help().topic == name
        marks = window.findChildren(QToolButton, "panel_help")
        on_tabs = [mark for mark in marks if not isinstance(mark.parentWidget(), DockTitle)]
        assert on_tabs, "a tab in front has its question mark"
        on_tabs[0].click()
        window.ladder.view.setFocus()
        window.help_on_panel_in_use()
        assert window.sides.help().topic in {"ladder", "overview"}  # offscreen nothing is active


def test_help_is_searched_and_its_links_lead_on(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        window.show_help("no such page")
        help_window = window.sides.help()
        assert help_window.topic == "overview"
        help_window.page.anchorClicked.emit(QUrl("guide/kill-switch.md"))
        assert help_window.topic == "guide/kill-switch"
        help_window.search.setText("why does it not trade")
        assert help_window.list.item(0).text() == "Recommendation"
        help_window.search.setText("zzz nothing")
        assert not help_window.nothing.isHidden()


def test_every_link_of_the_help_leads_somewhere() -> None:
    topics = Topics(RESOURCES / "help", GUIDE)
    pages = [topics.read(name) for name in topics.names() if not name.startswith("guide/")]
    links = [
        (page.name, part.partition(")")[0])
        for page in pages
        if page is not None
        for part in page.text.split("](")[1:]
    ]
    assert len(links) > 5
    for page_name, link in links:
        assert topics.read(link) is not None, f"{page_name}: {link}"
    assert topics.read("../settings") is None
    assert topics.read("guide/../../x") is None


def test_the_introduction_goes_on_as_its_steps_are_done(
    qtbot: QtBot, theme: Theme, keeper: FileKeeper
) -> None:
    desk = FakeDesk()
    with opened(qtbot, desk, theme, keeper) as window:
        bar = window.introduction
        assert not bar.isHidden()
        assert bar.title.text() == "This is a paper market"
        click(bar.next)
        for _ in range(20):
            frame(window)  # a position is held: the second step is done
        assert bar.title.text() == "Let it trade by itself"
        desk.mode = Mode.AUTO
        for _ in range(20):
            frame(window)
        assert bar.title.text() == "Take it back"
        click(bar.skip)
        assert bar.isHidden()
    assert keeper.value("window.introduction") is False
    with opened(qtbot, desk, theme, keeper) as window:
        assert window.introduction.isHidden()
        window.book.actions["introduction"].trigger()
        assert not window.introduction.isHidden()


def test_long_work_shows_how_far_it_is_and_can_be_cancelled(qtbot: QtBot) -> None:
    progress = Progress()
    qtbot.addWidget(progress)
    done: list[tuple[Ending, str]] = []
    undone: list[bool] = []

    def steps(count: int) -> Generator[None, None, None]:
        try:
            for _ in range(count):
                yield
        except GeneratorExit:
            undone.append(True)
            raise

    def full() -> Generator[None, None, None]:
        yield
        raise OSError(28, "No space left on device")

    progress.run("Exporting", steps(100), total=100, ended=lambda e, why: done.append((e, why)))
    assert not progress.isHidden()
    qtbot.waitUntil(lambda: bool(done), timeout=2000)
    assert done == [(Ending.DONE, "")]
    assert progress.isHidden()
    endless = progress.run(
        "Loading", steps(10**9), total=10**9, ended=lambda e, why: done.append((e, why))
    )
    endless.slice()
    assert 0 < progress.bar.value() < 10**9
    click(progress.cancel)
    assert done[-1] == (Ending.CANCELLED, "")
    assert undone == [True]
    progress.run("Exporting", full(), ended=lambda e, why: done.append((e, why)))
    qtbot.waitUntil(lambda: len(done) == 3, timeout=2000)
    assert done[-1] == (Ending.FAILED, "No space left on device")


def test_what_cannot_be_used_looks_so(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme, MemoryKeeper()) as window:
        panel = window.panels["price"]
        assert isinstance(panel, PricePanel)
        (bar,) = window.findChildren(WorkspaceBar)
        for button in (panel.candles, bar.findChildren(QToolButton)[0]):
            assert button.property("role") == "segment"
            button.setChecked(False)
            usable = _brightest(button)
            button.setEnabled(False)
            assert usable - _brightest(button) > 40, button.text()


def test_everything_in_the_windows_beside_has_a_name_and_can_be_reached_by_the_keyboard(
    qtbot: QtBot, theme: Theme
) -> None:
    with opened(qtbot, AccountsDesk(), theme, MemoryKeeper()) as window:
        actions = ("settings", "workspaces", "keys", "palette", "help", "accounts", "preflight")
        for action in actions:
            window.book.actions[action].trigger()
            settle()
        beside = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
        assert len(beside) >= 6  # the palette may have closed itself again
        for dialog in beside:
            assert dialog.accessibleName() or dialog.windowTitle()
            assert nameless(dialog) == []
            assert unreached(dialog) == []
            assert leaps(dialog) == []


def _brightest(button: QAbstractButton) -> int:
    picture = button.grab().toImage()
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return max(QColor(picture.pixelColor(x, y)).lightness() for x, y in points)


def test_the_keyboard_reaches_the_panels_in_turn(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        window.activateWindow()
        seen = []
        for _ in range(len(window.panels)):
            QTest.keyClick(window, Qt.Key.Key_F6)
            seen.append(window.panel_in_use())
        assert {"ladder", "price", "recommendation", "controls", "positions"} <= set(seen)
