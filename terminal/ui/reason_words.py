"""Every reason of the engine in words: what is the case, and what the trader can do about it."""

from typing import NamedTuple

from terminal.model.reasons import Reason


class Words(NamedTuple):
    """One reason: a few words for a badge, a sentence, and what to do (empty: nothing)."""

    short: str
    sentence: str
    advice: str = ""


_WAIT = "It ends by itself with fresh data."

REASON_WORDS: dict[Reason, Words] = {
    Reason.SCALE_UP: Words(
        "Scale up", "The target is larger than the position by more than the band."
    ),
    Reason.SCALE_DOWN: Words(
        "Scale down", "The target is smaller than the position by more than the band."
    ),
    Reason.MARGIN_RESTORE: Words(
        "Margin restore",
        "Margin utilisation passed the restore level: the position is cut back to a safe one.",
        "Add margin if you want to keep the size.",
    ),
    Reason.AUTO_LIQUIDATION: Words(
        "Auto-liquidation",
        "Liquidation is near: the position is closed before the venue would do it worse.",
        "Add margin or lower the target leverage before you begin again.",
    ),
    Reason.KILL_FLATTEN: Words("Kill: flatten", "The kill switch closes the position."),
    Reason.MANUAL_ORDER: Words("Manual order", "You sent this order by hand."),
    Reason.EXECUTED_BY_TRADER: Words("Executed by you", "You executed the recommendation."),
    Reason.RECONCILING: Words(
        "Awaiting venue's statement",
        "Our fills and the venue's last statement of the position differ by what is under way.",
        "The next statement settles it, or freezes with both numbers shown.",
    ),
    Reason.INSIDE_BAND: Words(
        "Inside the band",
        "The position is close enough to its target: trading the rest would only cost fees.",
        "Narrow the rebalance band in the policy to trade smaller differences.",
    ),
    Reason.BELOW_MINIMUM: Words(
        "Below minimum", "The difference is smaller than the smallest order the venue takes."
    ),
    Reason.ORDER_IN_FLIGHT: Words(
        "Order in flight", "An order is on its way; the next decision waits for its answer."
    ),
    Reason.NO_POLICY: Words(
        "No policy", "No policy is in force, so there is no target.", "Choose one under Policy."
    ),
    Reason.NOT_IN_POLICY: Words(
        "Not in policy", "The policy does not scale this instrument; it is only watched."
    ),
    Reason.SNOOZED: Words("Snoozed", "You asked not to be shown recommendations for a while."),
    Reason.SPREAD_TOO_WIDE: Words(
        "Spread too wide",
        "The spread is wider than the policy allows for an increase.",
        "Wait for the book to fill, or raise max_spread_bp.",
    ),
    Reason.DEPTH_UNKNOWN: Words(
        "Depth unknown", "The order book is empty on the side the order would meet.", _WAIT
    ),
    Reason.VOLATILITY_UNKNOWN: Words(
        "Volatility unknown",
        "The policy sizes by volatility, and too few prices have been seen to know it.",
        "Increases wait about half a minute; reductions do not.",
    ),
    Reason.PRICES_DIVERGE: Words(
        "Prices apart",
        "Mark, index and last price are further apart than the policy trusts.",
        "Increases wait until they agree; price_divergence sets how far apart they may be.",
    ),
    Reason.OTHER_VENUE_FIRST: Words(
        "Other venue first",
        "Another venue still holds more than its share: it is reduced before this one grows.",
        "Look there where that takes long.",
    ),
    Reason.MARGIN_UNCONFIRMED: Words(
        "Margin unconfirmed",
        "The venue's equity is below its wallet and profit: increases count the smaller.",
        "The next statement settles it.",
    ),
    Reason.NOT_AS_SHOWN: Words(
        "Not as shown",
        "The order due now is opposite to the one you clicked, or larger: it was not sent.",
        "Look at the recommendation again.",
    ),
    Reason.NO_ACTIVE_ORDER: Words("No active order", "There is no open order to act on."),
    Reason.MAX_CONTRACTS: Words(
        "Cap: contracts", "The policy's cap on contracts decided the target."
    ),
    Reason.MAX_POSITION_USD: Words(
        "Cap: position USD", "The policy's cap on the position in USD decided the target."
    ),
    Reason.MAX_POSITION_COIN: Words(
        "Cap: position coin", "The policy's cap on the position in coin decided the target."
    ),
    Reason.MAX_ORDER_USD: Words(
        "Cap: order USD", "The order was cut to the policy's largest order; the rest follows."
    ),
    Reason.MAX_LEVERAGE: Words(
        "Cap: leverage", "The policy's cap on effective leverage decided the target."
    ),
    Reason.STRESS_MOVE: Words(
        "Cap: stress",
        "A larger position would break a cap, or be liquidated, at the policy's stressed price.",
        "stress_move sets how far the price is taken to move against you.",
    ),
    Reason.TIER_MAXIMUM: Words(
        "Venue tier maximum", "The venue's margin tiers allow no larger position."
    ),
    Reason.MAX_TURNOVER: Words(
        "Turnover cap",
        "This hour's turnover cap is used up.",
        "Wait, or raise max_turnover_usd_per_hour.",
    ),
    Reason.MAX_ORDERS_PER_MINUTE: Words(
        "Order rate cap", "The orders of this minute are used up.", "It ends by itself."
    ),
    Reason.MAX_MESSAGES_PER_SECOND: Words(
        "Message rate cap", "The messages of this second are used up.", "It ends by itself."
    ),
    Reason.MAX_SLIPPAGE: Words(
        "Sliced: slippage",
        "The book is too thin for the whole order within max_slippage_bp: it is sliced.",
    ),
    Reason.MAX_DEPTH_SHARE: Words(
        "Sliced: depth share",
        "The order would take too much of the visible book: it is sliced.",
    ),
    Reason.REDUCE_ONLY_BOUND: Words(
        "Reduce only", "Increases are stopped for now; only reductions are allowed."
    ),
    Reason.LOT: Words("Lot", "Rounded towards zero to whole lots."),
    Reason.MIN_CONTRACTS: Words(
        "Minimum size", "The target is below the venue's minimum and therefore zero."
    ),
    Reason.PRICE_COLLAR: Words(
        "Price collar",
        "The limit price is too far from the mark price.",
        "Check the price; widen price_collar if it is meant.",
    ),
    Reason.REPEATED_ORDER: Words(
        "Repeated order",
        "The same order was sent several times in a short while, so scaling stopped.",
        "Check fills and position, then resume.",
    ),
    Reason.REDUCE_ONLY_VIOLATION: Words(
        "Would not reduce", "A reduce-only order would have grown or turned the position."
    ),
    Reason.WRONG_SIDE: Words("Wrong side", "The order is on the side that the policy excludes."),
    Reason.WOULD_FLIP: Words(
        "Would turn the position",
        "The order is larger than the position it is against and would turn it round.",
        "Close first, reduce only; then open the other side.",
    ),
    Reason.NOT_ARMED: Words("Not armed", "Automatic orders need auto mode.", "Hold Auto to arm."),
    Reason.MALFORMED_ORDER: Words(
        "Malformed order", "The order is not on the venue's grid of ticks and lots, or has no size."
    ),
    Reason.UNKNOWN_INSTRUMENT: Words(
        "Unknown instrument", "The venue has not listed this instrument (yet)."
    ),
    Reason.FUNDING_STALE: Words(
        "Funding stale",
        "The funding rate is too old to size with.",
        "Wait for the feed, or override it under Scaling controls with a reason and a time box.",
    ),
    Reason.FUNDING_INVALID: Words(
        "Funding invalid", "The venue sent a funding rate that cannot be right.", _WAIT
    ),
    Reason.FUNDING_UNKNOWN: Words("Funding unknown", "No funding rate has arrived yet.", _WAIT),
    Reason.MARK_STALE: Words("Mark price stale", "The mark price has stopped moving.", _WAIT),
    Reason.MARK_INVALID: Words(
        "Mark price invalid", "The venue sent a mark price that cannot be right.", _WAIT
    ),
    Reason.MARK_UNKNOWN: Words("Mark price unknown", "No mark price has arrived yet.", _WAIT),
    Reason.BOOK_STALE: Words("Book stale", "The order book has stopped moving.", _WAIT),
    Reason.BOOK_INVALID: Words(
        "Book invalid", "The order book is crossed or holds impossible figures.", _WAIT
    ),
    Reason.ACCOUNT_STALE: Words(
        "Account stale", "Balance and positions are too old to size with.", _WAIT
    ),
    Reason.ACCOUNT_INVALID: Words(
        "Account invalid", "The venue sent a balance or position that cannot be right.", _WAIT
    ),
    Reason.ACCOUNT_UNKNOWN: Words(
        "Account unknown", "Balance and positions have not arrived yet.", _WAIT
    ),
    Reason.FEED_DISCONNECTED: Words(
        "Feed lost", "A connection to the venue is lost; it is being rebuilt.", _WAIT
    ),
    Reason.PRICE_GAP: Words(
        "Circuit breaker",
        "The price jumped. Scaling waits for the cooldown, a fresh mark and a fresh account.",
        "It ends by itself.",
    ),
    Reason.POSITION_MISMATCH: Words(
        "Position mismatch",
        "The venue reports another position than the one we count.",
        "Look for trades made elsewhere, then resume on the venue's figure.",
    ),
    Reason.UNKNOWN_ORDER: Words(
        "Order outcome unknown",
        "An order may or may not exist at the venue; it is being asked about.",
        "If it lasts, check at the venue.",
    ),
    Reason.FOREIGN_ORDER: Words(
        "Foreign order",
        "The venue has an open order that is not ours.",
        "Cancel it at the venue, or resume to trade beside it.",
    ),
    Reason.LEVERAGE_CHANGED: Words(
        "Leverage changed",
        "The leverage setting was changed outside this terminal.",
        "Check it at the venue, then resume.",
    ),
    Reason.PREFLIGHT: Words(
        "Pre-flight not passed",
        "Something about the venue or the account is not as automatic trading needs it.",
        "Trade, Pre-flight shows each line and what to do about it.",
    ),
    Reason.MARGIN_MODE_CHANGED: Words(
        "Margin mode changed",
        "The margin mode was changed outside this terminal.",
        "Check it at the venue, then resume.",
    ),
    Reason.LIQUIDATION_PRICE_MISMATCH: Words(
        "Liquidation price differs",
        "Our liquidation price and the venue's differ by more than the tolerance.",
        "Compare the margin tiers, then resume.",
    ),
    Reason.LIQUIDATION_PRICE_INSANE: Words(
        "Liquidation price impossible",
        "The liquidation price is on the wrong side of the mark price.",
        "Check the position at the venue.",
    ),
    Reason.LIQUIDATED: Words(
        "Liquidated",
        "The venue liquidated (part of) the position.",
        "Check the account, then resume.",
    ),
    Reason.SESSION_LOSS: Words(
        "Session loss",
        "The session's loss limit is reached.",
        "Raise max_session_loss, or stop for today.",
    ),
    Reason.MARGIN_WARN: Words(
        "Margin: warning", "Margin utilisation passed the warning level.", "Watch it; add margin."
    ),
    Reason.MARGIN_STOP: Words(
        "Margin: increases stopped",
        "Margin utilisation passed the level at which increases stop.",
        "Add margin or reduce.",
    ),
    Reason.MARGIN_FLATTEN: Words(
        "Margin: flatten", "Margin utilisation passed the flatten level.", "Add margin at once."
    ),
    Reason.NEAR_LIQUIDATION: Words(
        "Near liquidation", "The mark price is close to the liquidation price.", "Add margin."
    ),
    Reason.INSTRUMENT_CHANGED: Words(
        "Contract changed",
        "The venue changed the contract's terms; targets are being worked out anew.",
        "Check the new terms, then resume.",
    ),
    Reason.EXPIRED: Words("Expired", "The contract has expired.", "Choose the next one."),
    Reason.KILLED: Words(
        "Killed",
        "The kill switch is latched: only cancels and reductions leave this machine.",
        "Reset it with a reason when you are ready.",
    ),
    Reason.JOURNAL_FAILED: Words(
        "Journal failed",
        "Intents cannot be written to disk, so no order is sent.",
        "Free disk space or choose another data directory.",
    ),
    Reason.INTERNAL_ERROR: Words(
        "Internal error",
        "Something inside the terminal failed; auto was disarmed.",
        "Check orders and position at the venue, and report the log.",
    ),
    Reason.LOOP_LAG: Words(
        "Engine late", "The engine fell behind its events and waits until it has caught up.", _WAIT
    ),
    Reason.SLEPT: Words(
        "Woke from sleep", "The computer slept or its clock jumped: everything is stale.", _WAIT
    ),
    Reason.FUNDING_OVERRIDE: Words(
        "Funding override",
        "Sizing goes on with the last known funding rate, on your word.",
        "End it as soon as you can.",
    ),
    Reason.FUNDING_OVERRIDE_ENDED: Words(
        "Override ended", "The funding override has ended; the live rate counts again."
    ),
    Reason.FUNDING_INTERVAL_CHANGED: Words(
        "Funding interval changed", "The venue changed the length of its funding interval."
    ),
    Reason.FUNDING_VOLATILE: Words(
        "Funding volatile", "The funding rate swings more than usual.", "Consider less leverage."
    ),
    Reason.VOLATILITY_SPIKE: Words(
        "Volatility spike", "Short-term volatility spiked; the leverage multiplier was cut."
    ),
    Reason.ORDER_REJECTED: Words(
        "Order rejected", "The venue refused an order.", "Read its reason in the orders table."
    ),
    Reason.ORDER_UNKNOWN: Words(
        "Order unknown", "No answer came for an order; the venue is being asked about it."
    ),
    Reason.ORDER_RESOLVED: Words(
        "Order resolved", "An order whose outcome was unknown is accounted for."
    ),
    Reason.UNPLACED_TARGET: Words(
        "Target not placed",
        "Part of the portfolio's target fits into no venue's caps.",
        "Raise a cap or move margin.",
    ),
    Reason.ROLL_DUE: Words("Roll due", "The dated contract should be rolled to the next one."),
    Reason.MARGIN_MOVED: Words(
        "Margin moved",
        "Margin went from one venue to another, which is neither profit nor loss.",
    ),
    Reason.MAX_UNATTENDED: Words(
        "Unattended",
        "Many automatic orders filled since you last acted here, so auto disarmed itself.",
        "Look at fills and position, then arm again. max_unattended_orders sets how many.",
    ),
    Reason.SESSION_LOSS_UNLOCKED: Words(
        "Session loss unlocked",
        "You raised the limit, or what seemed lost was only moved: increases may go on.",
    ),
    Reason.COMMAND_REFUSED: Words(
        "Refused", "What you asked for is not possible now.", "The detail says why."
    ),
    Reason.POLICY_CHANGED: Words("Policy changed", "Another policy is in force from this tick on."),
    Reason.ADL: Words(
        "Auto-deleveraged",
        "The venue reduced the position by auto-deleveraging.",
        "Check the account, then resume.",
    ),
    Reason.VENUE_REFUSED_KEY: Words(
        "Key refused", "The venue does not accept the API key.", "Check key, permissions and IP."
    ),
    Reason.CLOCK_SKEW: Words(
        "Clock is off",
        "This computer's clock and the venue's are apart, so the venue may refuse orders.",
        "Set the clock by NTP, then arm auto again.",
    ),
    Reason.OTHER_ACCOUNT: Words(
        "Another account",
        "The key belongs to another account than the journal: no order is sent there.",
        "Use another data directory for it, or `venues rebind` where that is meant.",
    ),
    Reason.DEAD_MAN: Words(
        "Dead-man switch",
        "The venue's own cancel-all-after timer was not armed, or was left to lapse.",
        "Orders at the venue may outlive this program: look at its page.",
    ),
    Reason.VENUE_UNAVAILABLE: Words(
        "Venue unavailable", "The venue cannot be reached or is in maintenance.", _WAIT
    ),
}

# What the application itself says of an order that did not go, or of which nothing is known. A
# venue's own words stand as they came.
ORDER_REASON_WORDS: dict[str, Words] = {
    "too_late": Words(
        "Too late to send",
        "It waited too long for the disk or the line, and prices have moved: it was not sent.",
    ),
    "shut_down": Words(
        "Program was ending", "The program was shutting down, so it was not sent or not followed."
    ),
    "cancelled_before_sending": Words(
        "Cancelled before sending", "It was cancelled before it had left this computer."
    ),
    "interrupted": Words(
        "Interrupted", "Sending was interrupted, so it may or may not exist: the venue is asked."
    ),
}

# A reason that came with a newer engine must not take the window down.
_UNNAMED = Words("", "No explanation is known for this reason.")


def words_for(reason: Reason) -> Words:
    """Return the words of one reason."""
    known = REASON_WORDS.get(reason, _UNNAMED)
    return known if known.short else known._replace(short=reason.value.replace("_", " "))


def order_reason(reason: str | None) -> str:
    """Return why an order ended as it did, in words for a table; empty where nobody said."""
    if not reason:
        return ""
    known = ORDER_REASON_WORDS.get(reason)
    return known.short if known else reason.replace("_", " ")
