"""The columns of the convexity ladder, now and after the staged order. Pure."""

from collections.abc import Callable

from terminal.ui import format as show
from terminal.ui.convexity.rows import StepRow
from terminal.ui.convexity.steps import Step
from terminal.ui.tables.column import Column, Value
from terminal.ui.tables.positions import distance_tone
from terminal.ui.tables.shapes import signed_tone
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

LIQUIDATED = QT_TRANSLATE_NOOP("window", "✕ past")
ARROW = "→ "

Figure = Callable[[StepRow], Step | None]


def _now(row: StepRow) -> Step | None:
    return row.now


def _then(row: StepRow) -> Step | None:
    return row.after


def _move_text(row: StepRow) -> str:
    return (
        translate("window", "mark")
        if row.move == 0
        else f"{show.number(row.move, 0, signed=True)} %"
    )


def _tone(row: StepRow, step: Step | None, tone: str) -> str:
    if row.stale:
        return "stale"
    return "text_faint" if step is None or step.liquidated else tone


def _head_tone(row: StepRow) -> str:
    return "stale" if row.stale else "accent" if row.move == 0 else "text"


def _near(row: StepRow, step: Step | None) -> str:
    if step is not None and step.liquidated:
        return "stale" if row.stale else "alarm"
    return _tone(row, step, distance_tone(step.distance if step else None))


def _coin(value: float | None) -> str:
    """Return coin with as many digits as a ladder needs; copies have every digit."""
    if value is None:
        return show.UNKNOWN
    decimals = ((10, 5), (1_000, 4), (10_000, 2))
    size = abs(value)
    return show.number(value, next((count for below, count in decimals if size < below), 0))


def _usd(value: float | None) -> str:
    return show.usd(value, decimals=2 if value is not None and abs(value) < 10_000 else 0)


def _liquidation_text(step: Step | None) -> str:
    if step is None:
        return show.UNKNOWN
    return translated(LIQUIDATED) if step.liquidated else show.percent(step.distance, 1)


def _tier_text(step: Step | None) -> str:
    if step is None or (step.next_tier is None and not step.last_tier):
        return show.UNKNOWN
    if step.next_tier is None:
        return translate("window", "last tier")
    room = show.compact(step.next_tier.contracts)
    return f"{room} → {show.percent(step.next_tier.maintenance_rate, 2)}"


def _tier_value(step: Step | None) -> Value:
    return None if step is None or step.next_tier is None else step.next_tier.contracts


def _coin_equity(step: Step | None) -> float | None:
    return None if step is None else step.coin_equity


def _usd_equity(step: Step | None) -> float | None:
    return None if step is None else step.usd_equity


def _leverage(step: Step | None) -> float | None:
    return None if step is None else step.leverage


def _retarget(step: Step | None) -> float | None:
    return None if step is None else step.retarget


def _retarget_text(row: StepRow, step: Step | None) -> str:
    value = _retarget(step)
    return show.contracts(value, row.instrument.lot_size, signed=True)


def _figures(of: Figure, *, later: bool) -> tuple[Column[StepRow], ...]:
    """Return the columns of one state; an arrow before the title marks those of the later one."""

    def title(text: str) -> str:
        return f"{ARROW}{text}" if later else text

    return (
        Column(
            title(QT_TRANSLATE_NOOP("window", "Coin eq.")),
            lambda r: _coin_equity(of(r)),
            lambda r: _coin(_coin_equity(of(r))),
            8,
            tone=lambda r: _tone(r, of(r), "text"),
            help=QT_TRANSLATE_NOOP(
                "window", "Equity in coin at that price, nothing traded on the way"
            ),
        ),
        Column(
            title(QT_TRANSLATE_NOOP("window", "USD eq.")),
            lambda r: _usd_equity(of(r)),
            lambda r: _usd(_usd_equity(of(r))),
            9,
            tone=lambda r: _tone(r, of(r), "text"),
            help=QT_TRANSLATE_NOOP("window", "The same equity in USD at that price"),
        ),
        Column(
            title(QT_TRANSLATE_NOOP("window", "Leverage")),
            lambda r: _leverage(of(r)),
            lambda r: show.leverage(_leverage(of(r))),
            7,
            tone=lambda r: _tone(r, of(r), "text"),
            help=QT_TRANSLATE_NOOP(
                "window", "Effective leverage, notional / equity, at that price"
            ),
        ),
        Column(
            title(QT_TRANSLATE_NOOP("window", "Re-target")),
            lambda r: _retarget(of(r)),
            lambda r: _retarget_text(r, of(r)),
            9,
            tone=lambda r: _tone(r, of(r), signed_tone(_retarget(of(r)))),
            help=QT_TRANSLATE_NOOP(
                "window", "Contracts to trade at that price to meet the policy's target, uncapped"
            ),
        ),
        Column(
            title(QT_TRANSLATE_NOOP("window", "To liq.")),
            lambda r: None if (step := of(r)) is None else step.distance,
            lambda r: _liquidation_text(of(r)),
            7,
            tone=lambda r: _near(r, of(r)),
            help=QT_TRANSLATE_NOOP(
                "window", "Distance from that price to liquidation, in its tier there"
            ),
        ),
        Column(
            title(QT_TRANSLATE_NOOP("window", "Next tier")),
            lambda r: _tier_value(of(r)),
            lambda r: _tier_text(of(r)),
            15,
            tone=lambda r: _tone(r, of(r), "text_secondary"),
            help=QT_TRANSLATE_NOOP(
                "window",
                "Contracts that may be added at that price before the next "
                "margin tier, and the maintenance rate that begins there",
            ),
        ),
    )


_HEAD: tuple[Column[StepRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Move"),
        lambda r: r.move / 100,
        _move_text,
        6,
        tone=_head_tone,
        help=QT_TRANSLATE_NOOP("window", "How far from the present mark price"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Price"),
        lambda r: r.price,
        lambda r: show.price(r.price, r.instrument.tick_size),
        9,
        tone=_head_tone,
        help=QT_TRANSLATE_NOOP("window", "USD per coin"),
    ),
)


def _paired() -> tuple[Column[StepRow], ...]:
    pairs = zip(_figures(_now, later=False), _figures(_then, later=True), strict=True)
    return tuple(column for pair in pairs for column in pair)


COLUMNS: tuple[Column[StepRow], ...] = (*_HEAD, *_paired())
_HEADS = frozenset(range(len(_HEAD)))
NOW = _HEADS | frozenset(range(len(_HEAD), len(COLUMNS), 2))
AFTER = _HEADS | frozenset(range(len(_HEAD) + 1, len(COLUMNS), 2))
_ONE_IS_ENOUGH = (
    QT_TRANSLATE_NOOP("window", "USD eq."),
    QT_TRANSLATE_NOOP("window", "Next tier"),
)  # to compare all would leave no figure its room
COMPARED = frozenset(
    number for number, column in enumerate(COLUMNS) if not column.title.endswith(_ONE_IS_ENOUGH)
)


def heading(number: int, shown: frozenset[int]) -> str:
    """Return a column's heading among the shown ones: beside its like, the later is "→ after"."""
    title = COLUMNS[number].title
    if not title.startswith(ARROW):
        return translated(title)
    beside = number - 1 in shown and number > len(_HEAD)
    later = translate("window", "after")
    return f"{ARROW}{later}" if beside else translated(title.removeprefix(ARROW))


def described(number: int) -> str:
    """Return what a column is, in words."""
    column = COLUMNS[number]
    said = translated(column.help)
    if not column.title.startswith(ARROW):
        return said
    when = translate("window", "Once the staged order is filled at the mark, its fee paid.")
    return f"{said}. {when}"
