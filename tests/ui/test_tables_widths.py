"""Widths of columns: no figure is cut short, and nothing shrinks."""

from terminal.ui.tables.widths import Widths


def made(*naturals: int, headings: int = 40, longest: int = 200) -> Widths:
    widths = Widths(longest)
    for natural in naturals:
        widths.add(natural, headings)
    return widths


def test_columns_share_the_room_by_their_natural_widths() -> None:
    assert made(100, 50).shares([0, 1], 120, tightest=0.0) == [80, 40]


def test_a_column_that_needs_more_gets_it_from_the_others() -> None:
    widths = made(100, 60)
    assert widths.grow(1, 75)
    first, second = widths.shares([0, 1], 140, tightest=0.0)
    assert second >= 75
    assert first >= 40
    assert 138 <= first + second <= 140


def test_a_table_that_may_scroll_does_so_rather_than_cut_a_figure() -> None:
    widths = made(100, 100)
    widths.grow(0, 150)
    widths.grow(1, 150)
    assert widths.shares([0, 1], 200, tightest=0.8) == [150, 150]


def test_what_was_needed_once_is_kept_and_a_sentence_is_no_figure() -> None:
    widths = made(100)
    assert widths.grow(0, 120)
    assert not widths.grow(0, 110)
    assert widths.grow(0, 900)
    assert widths.least == [200]


def test_hidden_columns_take_no_room() -> None:
    assert made(100, 100, 100).shares([0, 2], 200, tightest=0.0) == [100, 100]
