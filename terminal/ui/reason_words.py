"""Every reason of the engine in words: what is the case, and what the trader can do about it."""

from typing import NamedTuple

from terminal.model.reasons import Reason
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated


class Words(NamedTuple):
    """One reason: a few words for a badge, a sentence, and what to do (empty: nothing)."""

    short: str
    sentence: str
    advice: str = ""


_WAIT = QT_TRANSLATE_NOOP("window", "It ends by itself with fresh data.")

REASON_WORDS: dict[Reason, Words] = {
    Reason.SCALE_UP: Words(
        QT_TRANSLATE_NOOP("window", "Scale up"),
        QT_TRANSLATE_NOOP(
            "window", "The target is larger than the position by more than the band."
        ),
    ),
    Reason.SCALE_DOWN: Words(
        QT_TRANSLATE_NOOP("window", "Scale down"),
        QT_TRANSLATE_NOOP(
            "window", "The target is smaller than the position by more than the band."
        ),
    ),
    Reason.MARGIN_RESTORE: Words(
        QT_TRANSLATE_NOOP("window", "Margin restore"),
        QT_TRANSLATE_NOOP(
            "window",
            "Margin utilisation passed the restore level: the position is cut back to a safe one.",
        ),
        QT_TRANSLATE_NOOP("window", "Add margin if you want to keep the size."),
    ),
    Reason.AUTO_LIQUIDATION: Words(
        QT_TRANSLATE_NOOP("window", "Auto-liquidation"),
        QT_TRANSLATE_NOOP(
            "window",
            "Liquidation is near: the position is closed before the venue would do it worse.",
        ),
        QT_TRANSLATE_NOOP(
            "window", "Add margin or lower the target leverage before you begin again."
        ),
    ),
    Reason.KILL_FLATTEN: Words(
        QT_TRANSLATE_NOOP("window", "Kill: flatten"),
        QT_TRANSLATE_NOOP("window", "The kill switch closes the position."),
    ),
    Reason.MANUAL_ORDER: Words(
        QT_TRANSLATE_NOOP("window", "Manual order"),
        QT_TRANSLATE_NOOP("window", "You sent this order by hand."),
    ),
    Reason.EXECUTED_BY_TRADER: Words(
        QT_TRANSLATE_NOOP("window", "Executed by you"),
        QT_TRANSLATE_NOOP("window", "You executed the recommendation."),
    ),
    Reason.RECONCILING: Words(
        QT_TRANSLATE_NOOP("window", "Awaiting venue's statement"),
        QT_TRANSLATE_NOOP(
            "window",
            "Our fills and the venue's last statement of the position differ by what is under way.",
        ),
        QT_TRANSLATE_NOOP(
            "window", "The next statement settles it, or freezes with both numbers shown."
        ),
    ),
    Reason.INSIDE_BAND: Words(
        QT_TRANSLATE_NOOP("window", "Inside the band"),
        QT_TRANSLATE_NOOP(
            "window",
            "The position is close enough to its target: trading the rest would only cost fees.",
        ),
        QT_TRANSLATE_NOOP(
            "window", "Narrow the rebalance band in the policy to trade smaller differences."
        ),
    ),
    Reason.BELOW_MINIMUM: Words(
        QT_TRANSLATE_NOOP("window", "Below minimum"),
        QT_TRANSLATE_NOOP(
            "window", "The difference is smaller than the smallest order the venue takes."
        ),
    ),
    Reason.ORDER_IN_FLIGHT: Words(
        QT_TRANSLATE_NOOP("window", "Order in flight"),
        QT_TRANSLATE_NOOP(
            "window", "An order is on its way; the next decision waits for its answer."
        ),
    ),
    Reason.NO_POLICY: Words(
        QT_TRANSLATE_NOOP("window", "No policy"),
        QT_TRANSLATE_NOOP("window", "No policy is in force, so there is no target."),
        QT_TRANSLATE_NOOP("window", "Choose one under Policy."),
    ),
    Reason.NOT_IN_POLICY: Words(
        QT_TRANSLATE_NOOP("window", "Not in policy"),
        QT_TRANSLATE_NOOP(
            "window", "The policy does not scale this instrument; it is only watched."
        ),
    ),
    Reason.SNOOZED: Words(
        QT_TRANSLATE_NOOP("window", "Snoozed"),
        QT_TRANSLATE_NOOP("window", "You asked not to be shown recommendations for a while."),
    ),
    Reason.SPREAD_TOO_WIDE: Words(
        QT_TRANSLATE_NOOP("window", "Spread too wide"),
        QT_TRANSLATE_NOOP("window", "The spread is wider than the policy allows for an increase."),
        QT_TRANSLATE_NOOP("window", "Wait for the book to fill, or raise max_spread_bp."),
    ),
    Reason.DEPTH_UNKNOWN: Words(
        QT_TRANSLATE_NOOP("window", "Depth unknown"),
        QT_TRANSLATE_NOOP("window", "The order book is empty on the side the order would meet."),
        _WAIT,
    ),
    Reason.VOLATILITY_UNKNOWN: Words(
        QT_TRANSLATE_NOOP("window", "Volatility unknown"),
        QT_TRANSLATE_NOOP(
            "window",
            "The policy sizes by volatility, and too few prices have been seen to know it.",
        ),
        QT_TRANSLATE_NOOP("window", "Increases wait about half a minute; reductions do not."),
    ),
    Reason.PRICES_DIVERGE: Words(
        QT_TRANSLATE_NOOP("window", "Prices apart"),
        QT_TRANSLATE_NOOP(
            "window", "Mark, index and last price are further apart than the policy trusts."
        ),
        QT_TRANSLATE_NOOP(
            "window",
            "Increases wait until they agree; price_divergence sets how far apart they may be.",
        ),
    ),
    Reason.OTHER_VENUE_FIRST: Words(
        QT_TRANSLATE_NOOP("window", "Other venue first"),
        QT_TRANSLATE_NOOP(
            "window",
            "Another venue still holds more than its share: it is reduced before this one grows.",
        ),
        QT_TRANSLATE_NOOP("window", "Look there where that takes long."),
    ),
    Reason.MARGIN_UNCONFIRMED: Words(
        QT_TRANSLATE_NOOP("window", "Margin unconfirmed"),
        QT_TRANSLATE_NOOP(
            "window",
            "The venue's equity is below its wallet and profit: increases count the smaller.",
        ),
        QT_TRANSLATE_NOOP("window", "The next statement settles it."),
    ),
    Reason.NOT_AS_SHOWN: Words(
        QT_TRANSLATE_NOOP("window", "Not as shown"),
        QT_TRANSLATE_NOOP(
            "window",
            "The order due now is opposite to the one you clicked, or larger: it was not sent.",
        ),
        QT_TRANSLATE_NOOP("window", "Look at the recommendation again."),
    ),
    Reason.NO_ACTIVE_ORDER: Words(
        QT_TRANSLATE_NOOP("window", "No active order"),
        QT_TRANSLATE_NOOP("window", "There is no open order to act on."),
    ),
    Reason.MAX_CONTRACTS: Words(
        QT_TRANSLATE_NOOP("window", "Cap: contracts"),
        QT_TRANSLATE_NOOP("window", "The policy's cap on contracts decided the target."),
    ),
    Reason.MAX_POSITION_USD: Words(
        QT_TRANSLATE_NOOP("window", "Cap: position USD"),
        QT_TRANSLATE_NOOP("window", "The policy's cap on the position in USD decided the target."),
    ),
    Reason.MAX_POSITION_COIN: Words(
        QT_TRANSLATE_NOOP("window", "Cap: position coin"),
        QT_TRANSLATE_NOOP("window", "The policy's cap on the position in coin decided the target."),
    ),
    Reason.MAX_ORDER_USD: Words(
        QT_TRANSLATE_NOOP("window", "Cap: order USD"),
        QT_TRANSLATE_NOOP(
            "window", "The order was cut to the policy's largest order; the rest follows."
        ),
    ),
    Reason.MAX_LEVERAGE: Words(
        QT_TRANSLATE_NOOP("window", "Cap: leverage"),
        QT_TRANSLATE_NOOP("window", "The policy's cap on effective leverage decided the target."),
    ),
    Reason.STRESS_MOVE: Words(
        QT_TRANSLATE_NOOP("window", "Cap: stress"),
        QT_TRANSLATE_NOOP(
            "window",
            "A larger position would break a cap, or be liquidated, at the policy's "
            "stressed price.",
        ),
        QT_TRANSLATE_NOOP(
            "window", "stress_move sets how far the price is taken to move against you."
        ),
    ),
    Reason.TIER_MAXIMUM: Words(
        QT_TRANSLATE_NOOP("window", "Venue tier maximum"),
        QT_TRANSLATE_NOOP("window", "The venue's margin tiers allow no larger position."),
    ),
    Reason.MAX_TURNOVER: Words(
        QT_TRANSLATE_NOOP("window", "Turnover cap"),
        QT_TRANSLATE_NOOP("window", "This hour's turnover cap is used up."),
        QT_TRANSLATE_NOOP("window", "Wait, or raise max_turnover_usd_per_hour."),
    ),
    Reason.MAX_ORDERS_PER_MINUTE: Words(
        QT_TRANSLATE_NOOP("window", "Order rate cap"),
        QT_TRANSLATE_NOOP("window", "The orders of this minute are used up."),
        QT_TRANSLATE_NOOP("window", "It ends by itself."),
    ),
    Reason.MAX_MESSAGES_PER_SECOND: Words(
        QT_TRANSLATE_NOOP("window", "Message rate cap"),
        QT_TRANSLATE_NOOP("window", "The messages of this second are used up."),
        QT_TRANSLATE_NOOP("window", "It ends by itself."),
    ),
    Reason.MAX_SLIPPAGE: Words(
        QT_TRANSLATE_NOOP("window", "Sliced: slippage"),
        QT_TRANSLATE_NOOP(
            "window",
            "The book is too thin for the whole order within max_slippage_bp: it is sliced.",
        ),
    ),
    Reason.MAX_DEPTH_SHARE: Words(
        QT_TRANSLATE_NOOP("window", "Sliced: depth share"),
        QT_TRANSLATE_NOOP(
            "window", "The order would take too much of the visible book: it is sliced."
        ),
    ),
    Reason.REDUCE_ONLY_BOUND: Words(
        QT_TRANSLATE_NOOP("window", "Reduce only"),
        QT_TRANSLATE_NOOP("window", "Increases are stopped for now; only reductions are allowed."),
    ),
    Reason.LOT: Words(
        QT_TRANSLATE_NOOP("window", "Lot"),
        QT_TRANSLATE_NOOP("window", "Rounded towards zero to whole lots."),
    ),
    Reason.MIN_CONTRACTS: Words(
        QT_TRANSLATE_NOOP("window", "Minimum size"),
        QT_TRANSLATE_NOOP("window", "The target is below the venue's minimum and therefore zero."),
    ),
    Reason.PRICE_COLLAR: Words(
        QT_TRANSLATE_NOOP("window", "Price collar"),
        QT_TRANSLATE_NOOP("window", "The limit price is too far from the mark price."),
        QT_TRANSLATE_NOOP("window", "Check the price; widen price_collar if it is meant."),
    ),
    Reason.REPEATED_ORDER: Words(
        QT_TRANSLATE_NOOP("window", "Repeated order"),
        QT_TRANSLATE_NOOP(
            "window", "The same order was sent several times in a short while, so scaling stopped."
        ),
        QT_TRANSLATE_NOOP("window", "Check fills and position, then resume."),
    ),
    Reason.REDUCE_ONLY_VIOLATION: Words(
        QT_TRANSLATE_NOOP("window", "Would not reduce"),
        QT_TRANSLATE_NOOP("window", "A reduce-only order would have grown or turned the position."),
    ),
    Reason.WRONG_SIDE: Words(
        QT_TRANSLATE_NOOP("window", "Wrong side"),
        QT_TRANSLATE_NOOP("window", "The order is on the side that the policy excludes."),
    ),
    Reason.WOULD_FLIP: Words(
        QT_TRANSLATE_NOOP("window", "Would turn the position"),
        QT_TRANSLATE_NOOP(
            "window", "The order is larger than the position it is against and would turn it round."
        ),
        QT_TRANSLATE_NOOP("window", "Close first, reduce only; then open the other side."),
    ),
    Reason.NOT_ARMED: Words(
        QT_TRANSLATE_NOOP("window", "Not armed"),
        QT_TRANSLATE_NOOP("window", "Automatic orders need auto mode."),
        QT_TRANSLATE_NOOP("window", "Hold Auto to arm."),
    ),
    Reason.MALFORMED_ORDER: Words(
        QT_TRANSLATE_NOOP("window", "Malformed order"),
        QT_TRANSLATE_NOOP(
            "window", "The order is not on the venue's grid of ticks and lots, or has no size."
        ),
    ),
    Reason.UNKNOWN_INSTRUMENT: Words(
        QT_TRANSLATE_NOOP("window", "Unknown instrument"),
        QT_TRANSLATE_NOOP("window", "The venue has not listed this instrument (yet)."),
    ),
    Reason.FUNDING_STALE: Words(
        QT_TRANSLATE_NOOP("window", "Funding stale"),
        QT_TRANSLATE_NOOP("window", "The funding rate is too old to size with."),
        QT_TRANSLATE_NOOP(
            "window",
            "Wait for the feed, or override it under Scaling controls with a reason and "
            "a time box.",
        ),
    ),
    Reason.FUNDING_INVALID: Words(
        QT_TRANSLATE_NOOP("window", "Funding invalid"),
        QT_TRANSLATE_NOOP("window", "The venue sent a funding rate that cannot be right."),
        _WAIT,
    ),
    Reason.FUNDING_UNKNOWN: Words(
        QT_TRANSLATE_NOOP("window", "Funding unknown"),
        QT_TRANSLATE_NOOP("window", "No funding rate has arrived yet."),
        _WAIT,
    ),
    Reason.MARK_STALE: Words(
        QT_TRANSLATE_NOOP("window", "Mark price stale"),
        QT_TRANSLATE_NOOP("window", "The mark price has stopped moving."),
        _WAIT,
    ),
    Reason.MARK_INVALID: Words(
        QT_TRANSLATE_NOOP("window", "Mark price invalid"),
        QT_TRANSLATE_NOOP("window", "The venue sent a mark price that cannot be right."),
        _WAIT,
    ),
    Reason.MARK_UNKNOWN: Words(
        QT_TRANSLATE_NOOP("window", "Mark price unknown"),
        QT_TRANSLATE_NOOP("window", "No mark price has arrived yet."),
        _WAIT,
    ),
    Reason.BOOK_STALE: Words(
        QT_TRANSLATE_NOOP("window", "Book stale"),
        QT_TRANSLATE_NOOP("window", "The order book has stopped moving."),
        _WAIT,
    ),
    Reason.BOOK_INVALID: Words(
        QT_TRANSLATE_NOOP("window", "Book invalid"),
        QT_TRANSLATE_NOOP("window", "The order book is crossed or holds impossible figures."),
        _WAIT,
    ),
    Reason.ACCOUNT_STALE: Words(
        QT_TRANSLATE_NOOP("window", "Account stale"),
        QT_TRANSLATE_NOOP("window", "Balance and positions are too old to size with."),
        _WAIT,
    ),
    Reason.ACCOUNT_INVALID: Words(
        QT_TRANSLATE_NOOP("window", "Account invalid"),
        QT_TRANSLATE_NOOP("window", "The venue sent a balance or position that cannot be right."),
        _WAIT,
    ),
    Reason.ACCOUNT_UNKNOWN: Words(
        QT_TRANSLATE_NOOP("window", "Account unknown"),
        QT_TRANSLATE_NOOP("window", "Balance and positions have not arrived yet."),
        _WAIT,
    ),
    Reason.FEED_DISCONNECTED: Words(
        QT_TRANSLATE_NOOP("window", "Feed lost"),
        QT_TRANSLATE_NOOP("window", "A connection to the venue is lost; it is being rebuilt."),
        _WAIT,
    ),
    Reason.PRICE_GAP: Words(
        QT_TRANSLATE_NOOP("window", "Circuit breaker"),
        QT_TRANSLATE_NOOP(
            "window",
            "The price jumped. Scaling waits for the cooldown, a fresh mark and a fresh account.",
        ),
        QT_TRANSLATE_NOOP("window", "It ends by itself."),
    ),
    Reason.POSITION_MISMATCH: Words(
        QT_TRANSLATE_NOOP("window", "Position mismatch"),
        QT_TRANSLATE_NOOP("window", "The venue reports another position than the one we count."),
        QT_TRANSLATE_NOOP(
            "window", "Look for trades made elsewhere, then resume on the venue's figure."
        ),
    ),
    Reason.UNKNOWN_ORDER: Words(
        QT_TRANSLATE_NOOP("window", "Order outcome unknown"),
        QT_TRANSLATE_NOOP(
            "window", "An order may or may not exist at the venue; it is being asked about."
        ),
        QT_TRANSLATE_NOOP("window", "If it lasts, check at the venue."),
    ),
    Reason.FOREIGN_ORDER: Words(
        QT_TRANSLATE_NOOP("window", "Foreign order"),
        QT_TRANSLATE_NOOP("window", "The venue has an open order that is not ours."),
        QT_TRANSLATE_NOOP("window", "Cancel it at the venue, or resume to trade beside it."),
    ),
    Reason.LEVERAGE_CHANGED: Words(
        QT_TRANSLATE_NOOP("window", "Leverage changed"),
        QT_TRANSLATE_NOOP("window", "The leverage setting was changed outside this terminal."),
        QT_TRANSLATE_NOOP("window", "Check it at the venue, then resume."),
    ),
    Reason.PREFLIGHT: Words(
        QT_TRANSLATE_NOOP("window", "Pre-flight not passed"),
        QT_TRANSLATE_NOOP(
            "window",
            "Something about the venue or the account is not as automatic trading needs it.",
        ),
        QT_TRANSLATE_NOOP("window", "Trade, Pre-flight shows each line and what to do about it."),
    ),
    Reason.MARGIN_MODE_CHANGED: Words(
        QT_TRANSLATE_NOOP("window", "Margin mode changed"),
        QT_TRANSLATE_NOOP("window", "The margin mode was changed outside this terminal."),
        QT_TRANSLATE_NOOP("window", "Check it at the venue, then resume."),
    ),
    Reason.LIQUIDATION_PRICE_MISMATCH: Words(
        QT_TRANSLATE_NOOP("window", "Liquidation price differs"),
        QT_TRANSLATE_NOOP(
            "window", "Our liquidation price and the venue's differ by more than the tolerance."
        ),
        QT_TRANSLATE_NOOP("window", "Compare the margin tiers, then resume."),
    ),
    Reason.LIQUIDATION_PRICE_INSANE: Words(
        QT_TRANSLATE_NOOP("window", "Liquidation price impossible"),
        QT_TRANSLATE_NOOP(
            "window", "The liquidation price is on the wrong side of the mark price."
        ),
        QT_TRANSLATE_NOOP("window", "Check the position at the venue."),
    ),
    Reason.LIQUIDATED: Words(
        QT_TRANSLATE_NOOP("window", "Liquidated"),
        QT_TRANSLATE_NOOP("window", "The venue liquidated (part of) the position."),
        QT_TRANSLATE_NOOP("window", "Check the account, then resume."),
    ),
    Reason.SESSION_LOSS: Words(
        QT_TRANSLATE_NOOP("window", "Session loss"),
        QT_TRANSLATE_NOOP("window", "The session's loss limit is reached."),
        QT_TRANSLATE_NOOP("window", "Raise max_session_loss, or stop for today."),
    ),
    Reason.MARGIN_WARN: Words(
        QT_TRANSLATE_NOOP("window", "Margin: warning"),
        QT_TRANSLATE_NOOP("window", "Margin utilisation passed the warning level."),
        QT_TRANSLATE_NOOP("window", "Watch it; add margin."),
    ),
    Reason.MARGIN_STOP: Words(
        QT_TRANSLATE_NOOP("window", "Margin: increases stopped"),
        QT_TRANSLATE_NOOP("window", "Margin utilisation passed the level at which increases stop."),
        QT_TRANSLATE_NOOP("window", "Add margin or reduce."),
    ),
    Reason.MARGIN_FLATTEN: Words(
        QT_TRANSLATE_NOOP("window", "Margin: flatten"),
        QT_TRANSLATE_NOOP("window", "Margin utilisation passed the flatten level."),
        QT_TRANSLATE_NOOP("window", "Add margin at once."),
    ),
    Reason.NEAR_LIQUIDATION: Words(
        QT_TRANSLATE_NOOP("window", "Near liquidation"),
        QT_TRANSLATE_NOOP("window", "The mark price is close to the liquidation price."),
        QT_TRANSLATE_NOOP("window", "Add margin."),
    ),
    Reason.INSTRUMENT_CHANGED: Words(
        QT_TRANSLATE_NOOP("window", "Contract changed"),
        QT_TRANSLATE_NOOP(
            "window", "The venue changed the contract's terms; targets are being worked out anew."
        ),
        QT_TRANSLATE_NOOP("window", "Check the new terms, then resume."),
    ),
    Reason.EXPIRED: Words(
        QT_TRANSLATE_NOOP("window", "Expired"),
        QT_TRANSLATE_NOOP("window", "The contract has expired."),
        QT_TRANSLATE_NOOP("window", "Choose the next one."),
    ),
    Reason.KILLED: Words(
        QT_TRANSLATE_NOOP("window", "Killed"),
        QT_TRANSLATE_NOOP(
            "window", "The kill switch is latched: only cancels and reductions leave this machine."
        ),
        QT_TRANSLATE_NOOP("window", "Reset it with a reason when you are ready."),
    ),
    Reason.JOURNAL_FAILED: Words(
        QT_TRANSLATE_NOOP("window", "Journal failed"),
        QT_TRANSLATE_NOOP("window", "Intents cannot be written to disk, so no order is sent."),
        QT_TRANSLATE_NOOP("window", "Free disk space or choose another data directory."),
    ),
    Reason.INTERNAL_ERROR: Words(
        QT_TRANSLATE_NOOP("window", "Internal error"),
        QT_TRANSLATE_NOOP("window", "Something inside the terminal failed; auto was disarmed."),
        QT_TRANSLATE_NOOP("window", "Check orders and position at the venue, and report the log."),
    ),
    Reason.LOOP_LAG: Words(
        QT_TRANSLATE_NOOP("window", "Engine late"),
        QT_TRANSLATE_NOOP(
            "window", "The engine fell behind its events and waits until it has caught up."
        ),
        _WAIT,
    ),
    Reason.SLEPT: Words(
        QT_TRANSLATE_NOOP("window", "Woke from sleep"),
        QT_TRANSLATE_NOOP("window", "The computer slept or its clock jumped: everything is stale."),
        _WAIT,
    ),
    Reason.FUNDING_OVERRIDE: Words(
        QT_TRANSLATE_NOOP("window", "Funding override"),
        QT_TRANSLATE_NOOP(
            "window", "Sizing goes on with the last known funding rate, on your word."
        ),
        QT_TRANSLATE_NOOP("window", "End it as soon as you can."),
    ),
    Reason.FUNDING_OVERRIDE_ENDED: Words(
        QT_TRANSLATE_NOOP("window", "Override ended"),
        QT_TRANSLATE_NOOP("window", "The funding override has ended; the live rate counts again."),
    ),
    Reason.FUNDING_INTERVAL_CHANGED: Words(
        QT_TRANSLATE_NOOP("window", "Funding interval changed"),
        QT_TRANSLATE_NOOP("window", "The venue changed the length of its funding interval."),
    ),
    Reason.FUNDING_VOLATILE: Words(
        QT_TRANSLATE_NOOP("window", "Funding volatile"),
        QT_TRANSLATE_NOOP("window", "The funding rate swings more than usual."),
        QT_TRANSLATE_NOOP("window", "Consider less leverage."),
    ),
    Reason.VOLATILITY_SPIKE: Words(
        QT_TRANSLATE_NOOP("window", "Volatility spike"),
        QT_TRANSLATE_NOOP(
            "window", "Short-term volatility spiked; the leverage multiplier was cut."
        ),
    ),
    Reason.ORDER_REJECTED: Words(
        QT_TRANSLATE_NOOP("window", "Order rejected"),
        QT_TRANSLATE_NOOP("window", "The venue refused an order."),
        QT_TRANSLATE_NOOP("window", "Read its reason in the orders table."),
    ),
    Reason.ORDER_UNKNOWN: Words(
        QT_TRANSLATE_NOOP("window", "Order unknown"),
        QT_TRANSLATE_NOOP(
            "window", "No answer came for an order; the venue is being asked about it."
        ),
    ),
    Reason.ORDER_RESOLVED: Words(
        QT_TRANSLATE_NOOP("window", "Order resolved"),
        QT_TRANSLATE_NOOP("window", "An order whose outcome was unknown is accounted for."),
    ),
    Reason.UNPLACED_TARGET: Words(
        QT_TRANSLATE_NOOP("window", "Target not placed"),
        QT_TRANSLATE_NOOP("window", "Part of the portfolio's target fits into no venue's caps."),
        QT_TRANSLATE_NOOP("window", "Raise a cap or move margin."),
    ),
    Reason.ROLL_DUE: Words(
        QT_TRANSLATE_NOOP("window", "Roll due"),
        QT_TRANSLATE_NOOP("window", "The dated contract should be rolled to the next one."),
    ),
    Reason.MARGIN_MOVED: Words(
        QT_TRANSLATE_NOOP("window", "Margin moved"),
        QT_TRANSLATE_NOOP(
            "window", "Margin went from one venue to another, which is neither profit nor loss."
        ),
    ),
    Reason.MAX_UNATTENDED: Words(
        QT_TRANSLATE_NOOP("window", "Unattended"),
        QT_TRANSLATE_NOOP(
            "window",
            "Many automatic orders filled since you last acted here, so auto disarmed itself.",
        ),
        QT_TRANSLATE_NOOP(
            "window",
            "Look at fills and position, then arm again. max_unattended_orders sets how many.",
        ),
    ),
    Reason.SESSION_LOSS_UNLOCKED: Words(
        QT_TRANSLATE_NOOP("window", "Session loss unlocked"),
        QT_TRANSLATE_NOOP(
            "window",
            "You raised the limit, or what seemed lost was only moved: increases may go on.",
        ),
    ),
    Reason.COMMAND_REFUSED: Words(
        QT_TRANSLATE_NOOP("window", "Refused"),
        QT_TRANSLATE_NOOP("window", "What you asked for is not possible now."),
        QT_TRANSLATE_NOOP("window", "The detail says why."),
    ),
    Reason.POLICY_CHANGED: Words(
        QT_TRANSLATE_NOOP("window", "Policy changed"),
        QT_TRANSLATE_NOOP("window", "Another policy is in force from this tick on."),
    ),
    Reason.ADL: Words(
        QT_TRANSLATE_NOOP("window", "Auto-deleveraged"),
        QT_TRANSLATE_NOOP("window", "The venue reduced the position by auto-deleveraging."),
        QT_TRANSLATE_NOOP("window", "Check the account, then resume."),
    ),
    Reason.VENUE_REFUSED_KEY: Words(
        QT_TRANSLATE_NOOP("window", "Key refused"),
        QT_TRANSLATE_NOOP("window", "The venue does not accept the API key."),
        QT_TRANSLATE_NOOP("window", "Check key, permissions and IP."),
    ),
    Reason.CLOCK_SKEW: Words(
        QT_TRANSLATE_NOOP("window", "Clock is off"),
        QT_TRANSLATE_NOOP(
            "window",
            "This computer's clock and the venue's are apart, so the venue may refuse orders.",
        ),
        QT_TRANSLATE_NOOP("window", "Set the clock by NTP, then arm auto again."),
    ),
    Reason.OTHER_ACCOUNT: Words(
        QT_TRANSLATE_NOOP("window", "Another account"),
        QT_TRANSLATE_NOOP(
            "window", "The key belongs to another account than the journal: no order is sent there."
        ),
        QT_TRANSLATE_NOOP(
            "window", "Use another data directory for it, or `venues rebind` where that is meant."
        ),
    ),
    Reason.DEAD_MAN: Words(
        QT_TRANSLATE_NOOP("window", "Dead-man switch"),
        QT_TRANSLATE_NOOP(
            "window", "The venue's own cancel-all-after timer was not armed, or was left to lapse."
        ),
        QT_TRANSLATE_NOOP(
            "window", "Orders at the venue may outlive this program: look at its page."
        ),
    ),
    Reason.VENUE_UNAVAILABLE: Words(
        QT_TRANSLATE_NOOP("window", "Venue unavailable"),
        QT_TRANSLATE_NOOP("window", "The venue cannot be reached or is in maintenance."),
        _WAIT,
    ),
}

# What the application itself says of an order that did not go, or of which nothing is known. A
# venue's own words stand as they came.
ORDER_REASON_WORDS: dict[str, Words] = {
    "too_late": Words(
        QT_TRANSLATE_NOOP("window", "Too late to send"),
        QT_TRANSLATE_NOOP(
            "window",
            "It waited too long for the disk or the line, and prices have moved: it was not sent.",
        ),
    ),
    "shut_down": Words(
        QT_TRANSLATE_NOOP("window", "Program was ending"),
        QT_TRANSLATE_NOOP(
            "window", "The program was shutting down, so it was not sent or not followed."
        ),
    ),
    "cancelled_before_sending": Words(
        QT_TRANSLATE_NOOP("window", "Cancelled before sending"),
        QT_TRANSLATE_NOOP("window", "It was cancelled before it had left this computer."),
    ),
    "interrupted": Words(
        QT_TRANSLATE_NOOP("window", "Interrupted"),
        QT_TRANSLATE_NOOP(
            "window", "Sending was interrupted, so it may or may not exist: the venue is asked."
        ),
    ),
}

# A reason that came with a newer engine must not take the window down.
_UNNAMED = Words("", QT_TRANSLATE_NOOP("window", "No explanation is known for this reason."))


def words_for(reason: Reason) -> Words:
    """Return the words of one reason."""
    known = REASON_WORDS.get(reason, _UNNAMED)
    short = translated(known.short) if known.short else reason.value.replace("_", " ")
    return Words(short, translated(known.sentence), translated(known.advice))


def order_reason(reason: str | None) -> str:
    """Return why an order ended as it did, in words for a table; empty where nobody said."""
    if not reason:
        return ""
    known = ORDER_REASON_WORDS.get(reason)
    return translated(known.short) if known else reason.replace("_", " ")


def mode_reason(reason: str) -> str:
    """Return why a mode changed: the engine's reason in a sentence, else the trader's own word.

    Quoted and called given: "Manual mode: tried" would read as if something had been tried.
    """
    if reason in set(Reason):
        return words_for(Reason(reason)).sentence
    return translate("window", "reason given: “{words}”").format(words=reason.replace("_", " "))
