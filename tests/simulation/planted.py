"""Bugs planted on purpose, one at a time: what the invariants are worth.

Each replaces one thing in the engine. A bug that no seed finds is a hole in the invariants.
"""

from terminal.engine import engine, observe, state, sweep
from terminal.engine.funding import monitor
from terminal.engine.market import adoption, leg, suspicion, venue_clock
from terminal.engine.orders import attention, backoff, issue, ledger, order
from terminal.engine.orders import intake as order_intake
from terminal.engine.portfolio import overview
from terminal.engine.risk import (
    breaker,
    caps,
    freezes,
    killing,
    liquidation,
    moved_margin,
    protection,
    rate,
    reconciliation,
    staleness,
)
from terminal.engine.sizing import decide, increase, slicing, target, volatility
from terminal.model.events import CommandName
from tests.simulation.planting import (
    Planted,
    always,
    bug,
    in_command,
    in_proposals,
    property_of,
    without_rule,
)
from tests.simulation.wrong_turns import (
    adopt_silently,
    advice_taken_for_done,
    always_confirmed,
    armed_at_start,
    cancelled_beats_filled,
    caps_before_rounding,
    closed_whole,
    counted_as_arrived,
    dated_as_told,
    every_instance_the_first,
    forget_recovered,
    larger_than_position,
    late_fill_dropped,
    never_adopted,
    not_found_is_dead,
    number_reused,
    off_the_tick,
    one_lot_more,
    one_venue_only,
    released_at_once,
    restored_too_little,
    restored_too_much,
    rounded_up,
    scaled,
    sent_again,
    sign_of_rate,
    through_zero,
    whatever_is_held,
    wrong_side,
)

_ZERO = property_of(lambda self: 0)
_FALSE = always(False)

BUGS: tuple[Planted, ...] = (
    # size
    bug("the size's rounding is upwards", (target, "_whole_lots", rounded_up)),
    bug("an order is one lot too large", (decide, "_size_order", one_lot_more)),
    bug("the funding rate's sign", (target, "funding_term", sign_of_rate)),
    bug("PnL's sign in the account's equity", (leg, "pnl", scaled(-1.0))),
    bug("a target on the other side", (decide, "target_of", wrong_side)),
    bug("an order through zero in one go", (decide, "_first_part", lambda _: through_zero)),
    bug("the reduce-only flag dropped", in_proposals(reduce_only=False), without_rule("direction")),
    bug("the band ignored", (decide, "_EXACTLY_AT_THE_BAND", lambda _: 0.0)),
    # caps
    bug("caps counted one lot too high", (target, "binding", caps_before_rounding)),
    bug(
        "caps ignored",
        (target, "binding", always([])),
        without_rule("position_caps"),
    ),
    bug(
        "what is in flight missed",
        (order.Order, "open_lots", _ZERO),
        without_rule("one_at_a_time"),
        (decide, "_tend_resting", always(None)),
    ),
    bug("a spike that cuts nothing", (volatility.Volatility, "_spike_factor", always(1.0))),
    bug("half of the volatility", (volatility, "sqrt", scaled(0.5))),
    # freshness
    bug("a stale mark ignored", (staleness, "mark_problem", always(None))),
    bug("a stale account ignored", (staleness, "account_problem", always(None))),
    bug("a stale funding rate ignored", (staleness, "funding_problem", always(None))),
    bug("a stale book ignored", (staleness, "book_problem", always(None))),
    bug("an override that never ends", (monitor.FundingMonitor, "end_override", always(None))),
    bug("the breaker ignored", (breaker.Breaker, "update", _FALSE)),
    # orders
    bug(
        "one order at a time ignored",
        without_rule("one_at_a_time"),
        (leg.Leg, "closing_lots", always(0)),
    ),
    bug("fills not de-duplicated", (ledger.OrderLedger, "seen_before", _FALSE)),
    bug("not found taken for refused at once", (order_intake, "_past_validity", not_found_is_dead)),
    bug("an unknown order sent again", (order_intake, "take_report", sent_again)),
    bug("a cancellation beats a fill", (order.Order, "advance", cancelled_beats_filled)),
    bug("a late fill dropped", (ledger.OrderLedger, "take_fill", late_fill_dropped)),
    bug("a recovered order forgotten", (engine, "recover", forget_recovered)),
    bug("ids that forget the instance", (issue, "client_order_id_of", every_instance_the_first)),
    bug("a decision's number used twice", (state.DeskState, "next_decision_id", number_reused)),
    # mode, latch
    bug("armed after a restart", (state.DeskState, "__init__", armed_at_start)),
    bug("the latch not checked", without_rule("kill_latch")),
    bug("the kill switch asks one venue only", in_command(CommandName.KILL, one_venue_only)),
    bug("the kill switch asks only once", (killing, "press_on", always(None))),
    bug("the kill switch confirms what nobody did", (killing, "confirm", always_confirmed)),
    # protection
    bug("a restore that is too small", (protection, "kept_share", restored_too_little)),
    bug("a restore that is far too large", (protection, "kept_share", restored_too_much)),
    bug("a protective order larger than the position", (protection, "issue", larger_than_position)),
    bug("a whole position closed where a part would do", (protection, "_reduce", closed_whole)),
    # reconciliation
    bug("an external change adopted without a freeze", (freezes, "hold", adopt_silently)),
    bug("a mismatch ignored", (reconciliation, "reconcile_position", always(None))),
    bug(
        "liquidation prices of two positions compared",
        (liquidation, "compare", whatever_is_held),
    ),
    # pace
    bug(
        "turnover ignored",
        (rate.RateLimits, "turnover_left", always(1e15)),
        without_rule("turnover"),
    ),
    bug("orders a minute ignored", (rate.RateLimits, "refusal", always(None))),
    bug(
        "a price off the tick",
        (decide, "collar_price", off_the_tick),
        without_rule("well_formed", "price_collar"),
    ),
    bug("a refused order tried again at once", (backoff, "waiting", _FALSE)),
    bug("a cancel repeated with every look", (issue, "_CANCEL_AGAIN_NS", lambda _: 0)),
    bug("closing orders sent with every answer", (backoff, "protection_waiting", _FALSE)),
    bug("a closing order for each of many marks at once", (backoff, "answer_awaited", _FALSE)),
    bug("nobody asked to look", (attention, "count", always(None))),
    # doubt
    bug("a mark beyond belief believed", (suspicion.Suspicion, "believes", always(True))),
    bug(
        "prices apart ignored",
        (increase, "diverging", _FALSE),
        without_rule("prices"),
    ),
    bug("a clock that is ahead believed", (venue_clock.VenueClock, "by_ours", dated_as_told)),
    bug("a reservation released too early", (ledger.OrderLedger, "release", released_at_once)),
    bug("another instance ignored", (reconciliation, "epoch_of", always(None))),
    bug(
        "a fill counted beside the statement it is in",
        (adoption.Adoption, "untold", never_adopted),
    ),
    # margin, and venues that share a target
    bug("what other venues hold left out", (increase, "slack_usd", always(0.0))),
    bug("margin on its way counted as arrived", (moved_margin, "follow", counted_as_arrived)),
    bug("advice of more margin than there is", (overview, "_evening_amount", scaled(5.0))),
    bug("advice taken for a transfer made", (observe, "portfolio_of", advice_taken_for_done)),
    # what the policy fears
    bug(
        "the stressed mark left out",
        (caps, "stressed_usd", always(1e18)),
        (caps, "surely_fits", always(True)),
    ),
    bug("a session's loss ignored", (sweep, "check_loss", always(None))),
    bug("the book's depth ignored", (slicing, "_depth_limits", always([]))),
    bug("an expired contract traded on", (leg.Leg, "expired", _FALSE)),
)
