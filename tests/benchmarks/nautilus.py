"""NautilusTrader's backtest on a market like ours: `PYTHON -m tests.benchmarks.nautilus`.

For a Python that has nautilus_trader, which is no dependency of the terminal's. An inverse
perpetual, quotes 5 ms apart, and a strategy that works out the size formula on each and sends a
market order where the position is off by more than a band: no funding, risk or portfolio of ours.
Prints JSON: events a second, orders, version.
"""

import argparse
import importlib
import json
import random
import time
from decimal import Decimal
from importlib.metadata import version
from typing import Any

_WALLET_COIN, _LEVERAGE, _BAND = 2.0, 5.0, 0.05
_PRICE, _STEP_NS = 60_000.0, 5_000_000
_START = 1_704_067_200_000_000_000


def _quotes(instrument: Any, count: int, seed: int) -> list[Any]:
    data: Any = importlib.import_module("nautilus_trader.model.data")
    objects: Any = importlib.import_module("nautilus_trader.model.objects")
    chance, price = random.Random(seed), _PRICE
    size = objects.Quantity.from_int(20_000_000)
    quotes = []
    for number in range(count):
        price = max(min(price * (1 + chance.gauss(0, 1e-5)), _PRICE * 1.002), _PRICE * 0.998)
        best, at = round(price * 2) / 2, _START + number * _STEP_NS
        bid, ask = objects.Price(best - 0.5, 1), objects.Price(best + 0.5, 1)
        quotes.append(data.QuoteTick(instrument.id, bid, ask, size, size, at, at))
    return quotes


def _strategy(instrument: Any) -> Any:
    trading: Any = importlib.import_module("nautilus_trader.trading.strategy")
    enums: Any = importlib.import_module("nautilus_trader.model.enums")

    class Scaling(trading.Strategy):
        """Holds an exposure."""

        def __init__(self) -> None:
            super().__init__()
            self.position, self.orders = 0.0, 0

        def on_start(self) -> None:
            self.subscribe_quote_ticks(instrument.id)

        def on_quote_tick(self, quote: Any) -> None:
            mark = (float(quote.bid_price) + float(quote.ask_price)) / 2
            target = _WALLET_COIN * _LEVERAGE * mark
            difference = target - self.position
            if abs(difference) > _BAND * target:
                side = enums.OrderSide.BUY if difference > 0 else enums.OrderSide.SELL
                quantity = instrument.make_qty(Decimal(round(abs(difference))))
                self.submit_order(self.order_factory.market(instrument.id, side, quantity))
                self.position, self.orders = target, self.orders + 1

    return Scaling()


def measure(count: int, seed: int) -> dict[str, Any]:
    """Run the backtest; return events a second of the run alone, without loading."""
    backtest: Any = importlib.import_module("nautilus_trader.backtest.engine")
    config: Any = importlib.import_module("nautilus_trader.config")
    enums: Any = importlib.import_module("nautilus_trader.model.enums")
    objects: Any = importlib.import_module("nautilus_trader.model.objects")
    currencies: Any = importlib.import_module("nautilus_trader.model.currencies")
    providers: Any = importlib.import_module("nautilus_trader.test_kit.providers")
    instrument = providers.TestInstrumentProvider.xbtusd_bitmex()
    quiet = config.LoggingConfig(bypass_logging=True)
    engine = backtest.BacktestEngine(backtest.BacktestEngineConfig(logging=quiet))
    engine.add_venue(
        venue=instrument.id.venue,
        oms_type=enums.OmsType.NETTING,
        account_type=enums.AccountType.MARGIN,
        base_currency=currencies.BTC,
        starting_balances=[objects.Money(_WALLET_COIN, currencies.BTC)],
        default_leverage=Decimal(50),
    )
    engine.add_instrument(instrument)
    strategy = _strategy(instrument)
    engine.add_strategy(strategy)
    engine.add_data(_quotes(instrument, count, seed))
    before = time.perf_counter()
    engine.run()
    taken = time.perf_counter() - before
    return {
        "events_per_s": count / taken,
        "orders": strategy.orders,
        "version": version("nautilus_trader"),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measure(given.events, given.seed)))
