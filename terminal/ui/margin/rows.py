"""What the margin panel shows of a snapshot. Pure: equal rows look the same."""

from decimal import Decimal

import msgspec

from terminal.engine.restore_plan import RestorePlan
from terminal.engine.snapshot import AccountState, LegState, MarginLevels, Snapshot
from terminal.model.arithmetic.liquidation import disagreement
from terminal.ui import format as show
from terminal.ui.margin.restore import RestoreWords, restore_words
from terminal.ui.margin.zones import ZONE_ACTS, ZONE_TONES, Zone
from terminal.ui.policy_numbers import policy_number
from terminal.ui.words import translate, translated


class LevelLine(msgspec.Struct, frozen=True, gc=False):
    """One line across the chart: where, what it says, the role of its colour."""

    value: float
    label: str
    tone: str


class AccountRow(msgspec.Struct, frozen=True, gc=False):
    """One account as the table lists it."""

    account: AccountState
    zone: Zone
    stale: bool

    @property
    def key(self) -> tuple[str, str]:
        """What makes the row the same one later."""
        return self.account.venue, self.account.settle


class LiquidationRow(msgspec.Struct, frozen=True, gc=False):
    """One position's liquidation: our price and the venue's; shares are of the mark price."""

    venue: str
    symbol: str
    tick_size: Decimal
    contracts: Decimal
    mark_price: float | None
    ours: float | None
    theirs: float | None
    distance: float | None
    tolerance: float

    @property
    def key(self) -> tuple[str, str]:
        """What makes the row the same one later."""
        return self.venue, self.symbol

    @property
    def difference(self) -> float | None:
        """Return (venue's − ours) / mark; None where either is unknown."""
        if self.ours is None or self.theirs is None or not self.mark_price:
            return None
        return (self.theirs - self.ours) / self.mark_price

    @property
    def disagreement(self) -> float | None:
        """Return how far the two are apart by the engine's own measure, which freezes or not.

        Far above the mark prices run apart by thousands over a cent of margin: there it is the
        margin that counts and not the price.
        """
        ours, theirs = self.ours, self.theirs
        if not ours or not theirs or not self.mark_price or min(ours, theirs) <= 0:
            return None
        return disagreement(self.mark_price, ours, theirs)


class MarginRows(msgspec.Struct, frozen=True, gc=False):
    """Everything the panel shows but the history, for which `history` counts its samples."""

    utilisation: float | None
    zone: Zone
    utilisation_note: str
    levels: tuple[LevelLine, ...]
    level_shares: tuple[float, ...]
    leverage: str
    leverage_note: str
    equity: str
    equity_note: str
    distance: float | None
    distance_text: str
    distance_note: str
    banner: str
    banner_tone: str
    doubtful: bool
    accounts: tuple[AccountRow, ...]
    liquidations: tuple[LiquidationRow, ...]
    history: int
    restores: tuple[RestoreWords, ...] = ()


def margin_rows(
    snapshot: Snapshot, history: int, plans: tuple[RestorePlan, ...] = ()
) -> MarginRows:
    """Return what to show; `history` changes whenever there is something new to draw.

    `plans` are those of the margin restore, worked out by the engine's own arithmetic.
    """
    portfolio, levels = snapshot.portfolio, snapshot.margin_levels
    stale_s = policy_number(snapshot, "account_stale_s")
    listed = [_account(account, levels, stale_s) for account in snapshot.accounts]
    accounts = tuple(sorted(listed, key=_urgency))
    tolerance = policy_number(snapshot, "liquidation_tolerance")
    liquidations = tuple(
        _liquidation(leg, tolerance) for leg in snapshot.legs if leg.position_contracts
    )
    worst = max((row.zone for row in accounts), default=Zone.UNKNOWN)
    nearest = min(
        (row for row in liquidations if row.distance is not None),
        key=lambda row: row.distance or 0.0,
        default=None,
    )
    banner, tone = _banner(accounts, worst, levels)
    return MarginRows(
        utilisation=portfolio.utilisation,
        zone=zone_of(portfolio.utilisation, levels),
        utilisation_note=_room(portfolio.utilisation, levels),
        levels=level_lines(levels),
        level_shares=() if levels is None else _shares(levels),
        leverage=show.leverage(portfolio.effective_leverage),
        leverage_note=translate("window", "target {leverage}").format(
            leverage=show.leverage(portfolio.target_leverage)
        ),
        equity=show.usd(portfolio.equity_usd, decimals=0),
        equity_note=translate("window", "exposure {usd}").format(
            usd=show.usd(portfolio.exposure_usd, decimals=0)
        ),
        distance=nearest.distance if nearest else None,
        distance_text=show.percent(nearest.distance, 1) if nearest else show.UNKNOWN,
        distance_note=_nearest_note(nearest, liquidations),
        banner=banner,
        banner_tone=tone,
        doubtful=any(row.stale for row in accounts) or not accounts,
        accounts=accounts,
        liquidations=liquidations,
        history=history,
        restores=restore_words(snapshot, plans),
    )


def zone_of(utilisation: float | None, levels: MarginLevels | None) -> Zone:
    """Return the highest level that `utilisation` has passed."""
    if utilisation is None:
        return Zone.UNKNOWN
    if levels is None:
        return Zone.CALM
    return Zone(sum(utilisation > level for level in _shares(levels)))


def level_lines(levels: MarginLevels | None) -> tuple[LevelLine, ...]:
    """Return the lines to draw, from the top; levels at the same height share one line."""
    if levels is None:
        return ()
    named = (
        (levels.flatten, "flatten", "alarm"),
        (levels.restore, "restore", "alarm"),
        (levels.stop, translate("window", "stop increases"), "warning"),
        (levels.warn, "warn", "warning"),
        (levels.restore_to, translate("window", "restore ends at"), "accent"),
    )
    lines: dict[float, LevelLine] = {}
    for value, name, tone in named:
        same = lines.get(value)
        label = f"{same.label}, {name}" if same else name
        lines[value] = LevelLine(value, label, same.tone if same else tone)
    ordered = sorted(lines.values(), key=lambda line: -line.value)
    return tuple(
        LevelLine(line.value, f"{line.label} {show.percent(line.value, 0)}", line.tone)
        for line in ordered
    )


def _shares(levels: MarginLevels) -> tuple[float, float, float, float]:
    return levels.warn, levels.stop, levels.restore, levels.flatten


def _room(utilisation: float | None, levels: MarginLevels | None) -> str:
    if utilisation is None:
        return translate("window", "not known")
    if levels is None:
        return translate("window", "no policy, no levels")
    above = ("warn", "stop", "restore", "flatten")
    for name, level in zip(above, _shares(levels), strict=True):
        if utilisation <= level:
            return translate("window", "{number} points below {name}").format(
                number=show.number((level - utilisation) * 100, 1), name=name
            )
    return translate("window", "over every level")


def _account(account: AccountState, levels: MarginLevels | None, stale_s: float) -> AccountRow:
    stale = not account.healthy or account.age_s is None or account.age_s > stale_s
    # Its age in whole seconds: a row must not differ from the last one by milliseconds.
    age = None if account.age_s is None else float(int(account.age_s))
    calm = msgspec.structs.replace(account, age_s=age)
    return AccountRow(calm, zone_of(account.utilisation, levels), stale)


def _urgency(row: AccountRow) -> tuple[bool, int, bool]:
    # Doubtful ones, then the highest level, then those that hold anything: a stable order, so
    # that rows do not change places while two accounts move about the same utilisation.
    return not row.stale, -row.zone, not row.account.maintenance_margin


def _liquidation(leg: LegState, tolerance: float) -> LiquidationRow:
    assert leg.position_contracts is not None
    return LiquidationRow(
        venue=leg.instrument.venue,
        symbol=leg.instrument.symbol,
        tick_size=leg.instrument.tick_size,
        contracts=leg.position_contracts,
        mark_price=leg.mark_price,
        ours=leg.liquidation_price,
        theirs=leg.venue_liquidation_price,
        distance=leg.liquidation_distance,
        tolerance=tolerance,
    )


def _nearest_note(nearest: LiquidationRow | None, rows: tuple[LiquidationRow, ...]) -> str:
    if nearest is not None:
        pair = nearest.symbol.partition(":")[0]
        return f"{pair} {show.price(nearest.ours, nearest.tick_size)}"
    return (
        translate("window", "no position can be liquidated")
        if rows
        else translate("window", "no position")
    )


def _banner(
    accounts: tuple[AccountRow, ...], worst: Zone, levels: MarginLevels | None
) -> tuple[str, str]:
    if worst >= Zone.WARN and levels is not None:
        row = next(row for row in accounts if row.zone is worst)
        level = _shares(levels)[worst - 1]
        used = show.percent(row.account.utilisation, 1)
        where = f"{row.account.venue} {row.account.settle}"
        text = translate("window", "MARGIN · {where} uses {used}, over {percent}. {part}.").format(
            where=where,
            used=used,
            percent=show.percent(level, 0),
            part=translated(ZONE_ACTS[worst]),
        )
        return text, ZONE_TONES[worst]
    stale = [row.account for row in accounts if row.stale]
    if not stale:
        return "", "warning"
    account = stale[0]
    age = show.age(account.age_s)
    what = (
        translate("window", "has never been heard of")
        if age == show.UNKNOWN
        else translate("window", "is {age} old").format(age=age)
    )
    others = (
        translate("window", " (and {part} more)").format(part=len(stale) - 1)
        if len(stale) > 1
        else ""
    )
    what = (
        what if account.healthy else translate("window", "{what} and not healthy").format(what=what)
    )
    text = translate(
        "window", "STALE · account {venue} {settle} {what}{others}. It gets no orders."
    ).format(venue=account.venue, settle=account.settle, what=what, others=others)
    return text, "warning"
