"""The oracles that no arithmetic of the terminal can be held to, each with the reason why."""

VENUE_SETS_THE_RATE = (
    "a venue's own making of its funding rate: the terminal takes the rate as published"
)
VENUE_SETS_THE_MARK = "a venue's own making of its mark price: the terminal takes it as published"
NOT_SHOWN = "the terminal shows no such figure: funding is told as cost to a horizon"
NEEDS_ROWS = "a statement about recorded rows that are not in the shared data"

NOT_APPLIED = {
    "bybit-interest": VENUE_SETS_THE_RATE,
    "bitmex-funding-rate-interest-only": VENUE_SETS_THE_RATE,
    "bitmex-funding-cap": VENUE_SETS_THE_RATE,
    "bitmex-funding-cap-observed": VENUE_SETS_THE_RATE,
    "deribit-damper-dead": VENUE_SETS_THE_RATE,
    "deribit-damper-neg": VENUE_SETS_THE_RATE,
    "kraken-f2-raw": VENUE_SETS_THE_RATE,
    "bitmex-fairbasis-2021": VENUE_SETS_THE_MARK,
    "bitmex-fairprice-2021": VENUE_SETS_THE_MARK,
    "bitmex-cap-day-2h": NOT_SHOWN,
    "bitmex-fairbasisrate-2024": NOT_SHOWN,
    "bitmex-trade-gross-pre2021-all": NEEDS_ROWS + "; three of the trades are applied one by one",
    "deribit-8h-vs-1h": NEEDS_ROWS,
    "bitmex-net": "one given figure minus another: PnL and funding are each held to other oracles",
    "okx-uplratio": "one given figure over another: the terminal states no return on margin",
}
