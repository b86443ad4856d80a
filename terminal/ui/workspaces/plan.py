"""The arrangements that a new trader finds: columns of rows of cells, a cell a stack of tabs. Pure.

Shares are of what the fixed widths leave; panels that a plan does not name are closed in it.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Cell(NamedTuple):
    """Panels on top of each other, the first in front."""

    tabs: tuple[str, ...]


class Row(NamedTuple):
    """Cells side by side, with their share of the column's height."""

    share: float
    cells: tuple[Cell, ...]


class Column(NamedTuple):
    """Rows below each other; `pixels` wide, or as wide as is left."""

    pixels: int | None
    rows: tuple[Row, ...]


Plan = tuple[Column, ...]

_LISTS = ("positions", "orders", "fills", "journal", "alerts")
_CHARTS = ("price", "heatmap")
_WIDE_CHARTS = (*_CHARTS, "convexity", "portfolio")  # so that no cell has tabs beyond its edge
_DECISIONS = ("controls", "policy_editor", "hand_orders")


def _row(share: float, *cells: tuple[str, ...]) -> Row:
    return Row(share, tuple(Cell(tabs) for tabs in cells))


def _decide(*, compact: bool) -> Column:
    upper = 0.5 if compact else 0.51  # every line of the arithmetic, and no scrolling below it
    rows = (_row(upper, ("recommendation",)), _row(1 - upper, _DECISIONS))
    return Column(348 if compact else 396, rows)


def trade(*, compact: bool) -> Plan:
    """Return ladder left, charts and lists in the middle, decisions right."""
    middle: tuple[Row, ...] = (
        _row(0.52, _WIDE_CHARTS),
        _row(0.48, ("funding", "margin", *_LISTS, "health")),
    )
    if not compact:
        rest = (*_LISTS, "portfolio", "convexity", "health")
        middle = (_row(0.40, _CHARTS), _row(0.38, ("funding",), ("margin",)), _row(0.22, rest))
    return (
        Column(264 if compact else 312, (_row(1.0, ("ladder",)),)),
        Column(None, middle),
        _decide(compact=compact),
    )


def risk(*, compact: bool) -> Plan:
    """Return what could go wrong: margin, funding, convexity, and the decisions beside them."""
    lists = ("positions", "alerts", "orders", "journal", "portfolio", "health")
    if compact:
        middle = (_row(0.58, ("convexity", "margin", "funding")), _row(0.42, (*lists, *_CHARTS)))
        return Column(None, middle), _decide(compact=True)
    return (
        Column(None, (_row(0.5, ("margin",)), _row(0.5, ("funding",)))),
        Column(None, (_row(0.62, ("convexity",)), _row(0.38, (*lists, *_CHARTS)))),
        _decide(compact=False),
    )


def portfolio(*, compact: bool) -> Plan:
    """Return the venues as one: allocation, positions and what was done on them."""
    done = ("orders", "fills", "journal", "alerts")
    if compact:
        rows = (_row(0.5, ("portfolio", "health")), _row(0.5, ("positions", "margin", *done)))
        return Column(None, rows), _decide(compact=True)
    left = (_row(0.42, ("portfolio",)), _row(0.28, ("positions",)), _row(0.30, done))
    return (
        Column(None, left),
        Column(None, (_row(0.5, ("margin",)), _row(0.5, ("health", "convexity", "funding")))),
        _decide(compact=False),
    )


PLANS = {"Trade": trade, "Risk": risk, "Portfolio": portfolio}
"""The workspaces that are always there, by name, in their order."""


def cells(plan: Plan) -> Iterator[Cell]:
    """Yield every cell of a plan."""
    for column in plan:
        for row in column.rows:
            yield from row.cells


def fixed_widths(plan: Plan) -> frozenset[str]:
    """Return the panels that keep their width when the window's changes."""
    columns = (column for column in plan if column.pixels is not None)
    return frozenset(
        name for each in columns for row in each.rows for cell in row.cells for name in cell.tabs
    )


def present(plan: Plan, panels: frozenset[str]) -> Plan:
    """Return the plan with the panels that exist and nothing that would be empty."""
    columns = []
    for column in plan:
        rows = []
        for row in column.rows:
            kept = tuple(tuple(name for name in cell.tabs if name in panels) for cell in row.cells)
            kept = tuple(tabs for tabs in kept if tabs)
            if kept:
                rows.append(Row(row.share, tuple(Cell(tabs) for tabs in kept)))
        if rows:
            columns.append(Column(column.pixels, tuple(rows)))
    return tuple(columns)
