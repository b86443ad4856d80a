"""Public trades as six wires say them, and a recorded hour of one: each once, none impossible."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from terminal.model.events import Side
from terminal.model.trades import PublicTrade, PublicTrades
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, CATALOGUE, VenueEntry
from terminal.venues.ccxt.exchange import Environment, opened
from terminal.venues.ccxt.public_trades import TradeReader

SYMBOL = "BTC/USD:BTC"
AT = 1_700_724_700_000_000_000
MS = 1_700_724_675_402

# By venue: what it calls the contract, and frames that tell of one sale of 12 at 42,219.5.
SALES: dict[str, tuple[str, dict[str, Any]]] = {
    "bybit": (
        "BTCUSD",
        {"topic": "publicTrade.BTCUSD", "type": "snapshot", "ts": MS, "data": [
            {"T": MS, "s": "BTCUSD", "S": "Sell", "v": "12", "p": "42219.5", "L": "ZeroTick",
             "i": "one", "BT": False, "seq": 1}]},
    ),
    "binancecoinm": (
        "BTCUSD_PERP",
        {"e": "trade", "E": MS, "T": MS, "s": "BTCUSD_PERP", "t": 1, "p": "42219.5", "q": "12",
         "X": "MARKET", "m": True},
    ),
    "okx": (
        "BTC-USD-SWAP",
        {"arg": {"channel": "trades", "instId": "BTC-USD-SWAP"}, "data": [
            {"instId": "BTC-USD-SWAP", "tradeId": "1", "px": "42219.5", "sz": "12",
             "side": "sell", "ts": str(MS), "count": "1"}]},
    ),
    "deribit": (
        "BTC-PERPETUAL",
        {"jsonrpc": "2.0", "method": "subscription", "params": {
            "channel": "trades.BTC-PERPETUAL.100ms", "data": [
                {"trade_seq": 1, "trade_id": "1", "timestamp": MS, "tick_direction": 2,
                 "price": 42219.5, "mark_price": 42219.9, "instrument_name": "BTC-PERPETUAL",
                 "index_price": 42219.1, "direction": "sell", "amount": 12.0}]}},
    ),
    "krakenfutures": (
        "PI_XBTUSD",
        {"feed": "trade", "product_id": "PI_XBTUSD", "uid": "one", "side": "sell", "type": "fill",
         "seq": 1, "time": MS, "qty": 12, "price": 42219.5},
    ),
    "gate": (
        "BTC_USD",
        {"channel": "futures.trades", "event": "update", "time": MS // 1000, "result": [
            {"size": -12, "id": 1, "create_time": MS // 1000, "create_time_ms": MS / 1000,
             "price": "42219.5", "contract": "BTC_USD"}]},
    ),
    "kucoinfutures": (
        "XBTUSDM",
        {"topic": "/contractMarket/execution:XBTUSDM", "type": "message", "subject": "match",
         "data": {"symbol": "XBTUSDM", "sequence": 1, "side": "sell", "size": 12,
                  "price": "42219.5", "tradeId": "one", "takerUserId": "x", "ts": MS * 10**6}},
    ),
}  # fmt: skip


class Heard:
    """An unmodified ccxt exchange that listed one contract, our reader on it, and what it said."""

    def __init__(self, entry: VenueEntry, exchange: Any, market_id: str) -> None:
        exchange.set_markets(
            [
                {
                    "id": market_id, "lowercaseId": market_id.lower(), "symbol": SYMBOL,
                    "base": "BTC", "quote": "USD", "settle": "BTC", "type": "swap", "spot": False,
                    "swap": True, "future": False, "option": False, "contract": True,
                    "linear": False, "inverse": True, "contractSize": 1.0,
                    "precision": {"amount": 1.0, "price": 0.5}, "limits": {}, "info": {},
                }
            ]
        )  # fmt: skip
        self.told: list[PublicTrades] = []
        self.refused: list[tuple[str, str]] = []
        assert entry.trades is not None
        TradeReader(
            name=entry.id,
            stream=entry.trades,
            exchange=exchange,
            symbols=(SYMBOL,),
            clock=lambda: AT,
            tell=self.told.append,
            refused=lambda *what: self.refused.append(what),
        )
        self._exchange = exchange
        self._client = exchange.client("wss://nowhere.invalid/contract")

    def arrive(self, message: Any) -> None:
        """Let a frame arrive as ccxt would take it off its socket."""
        self._exchange.handle_message(self._client, json.loads(json.dumps(message)))

    @property
    def trades(self) -> list[PublicTrade]:
        """Every trade told of."""
        return [trade for told in self.told for trade in told.trades]


@pytest.fixture
async def bybit() -> AsyncIterator[Heard]:
    entry = CATALOGUE["bybit"]
    async with opened(
        entry, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        yield Heard(entry, exchange, "BTCUSD")


def prints(*rows: dict[str, Any]) -> dict[str, Any]:
    usual = {"T": MS, "s": "BTCUSD", "S": "Buy", "v": "5", "p": "60000.5", "BT": False}
    data = [{**usual, "i": f"id-{number}", **row} for number, row in enumerate(rows)]
    return {"topic": "publicTrade.BTCUSD", "type": "snapshot", "ts": MS, "data": data}


@pytest.mark.parametrize("name", SALES)
async def test_a_sale_is_read_in_the_venues_own_words_and_told_once(name: str) -> None:
    entry, (market_id, frame) = CATALOGUE[name], SALES[name]
    async with opened(
        entry, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        heard = Heard(entry, exchange, market_id)
        heard.arrive(frame)
        heard.arrive(frame)  # told again after a reconnection
        (trade,) = heard.trades
        assert (trade.price, trade.contracts, trade.side) == (42_219.5, 12.0, Side.SELL)
        assert trade.at == AT
        assert abs(trade.traded_at - MS * 1_000_000) <= 1_000_000  # ccxt cuts some short
        assert (trade.venue, trade.symbol) == (name, SYMBOL)
        assert heard.refused == []


def test_every_venue_whose_trades_are_read_is_tried_here() -> None:
    assert set(SALES) == {name for name, entry in CATALOGUE.items() if entry.trades is not None}


async def test_a_message_of_many_is_told_as_one_oldest_first(bybit: Heard) -> None:
    bybit.arrive(prints({"T": MS + 2}, {"T": MS}, {"T": MS + 1}))
    (told,) = bybit.told
    assert [trade.traded_at // 1_000_000 - MS for trade in told.trades] == [0, 1, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"p": "garbage"}, {"p": "-1"}, {"p": "0"}, {"p": "nan"}, {"p": None},
        {"v": "inf"}, {"v": "0"}, {"v": "-3"}, {"T": None}, {"T": -5}, {"S": "both"}, {"S": 7},
    ],
)  # fmt: skip
async def test_an_impossible_trade_is_left_out_and_the_others_are_not(
    bybit: Heard, wrong: dict[str, Any]
) -> None:
    try:
        bybit.arrive(prints({}, wrong, {}))
    except Exception:  # noqa: BLE001 - ccxt's own refusal: the connection then dials anew
        assert bybit.trades == []
        bybit.arrive(prints({}, {}, {}))
        assert len(bybit.trades) == 3
        return
    assert [trade.trade_id for trade in bybit.trades] == ["id-0", "id-2"]
    assert [symbol for symbol, _ in bybit.refused] == [SYMBOL]


async def test_another_contracts_trades_are_nobodys(bybit: Heard) -> None:
    frame = prints({"s": "ETHUSD"})
    bybit.arrive({**frame, "topic": "publicTrade.ETHUSD"})
    assert bybit.told == []


async def test_what_was_told_before_a_long_time_is_forgotten_and_the_rest_is_not(
    bybit: Heard,
) -> None:
    for begin in range(0, 6_000, 500):
        bybit.arrive(prints(*({"i": f"n{begin + one}"} for one in range(500))))
    assert len(bybit.trades) == 6_000
    bybit.arrive(prints({"i": "n5999"}, {"i": "n1500"}))
    assert len(bybit.trades) == 6_000


async def test_a_recorded_market_is_told_trade_for_trade(recorded_data: Path) -> None:
    path = recorded_data / "binance_coinm_l2" / "btcusd_perp_20240808.gz"
    with gzip.open(path, "rt", encoding="ascii") as lines:
        texts = [line.partition(" ")[2] for line in lines if '"e":"trade"' in line]
    raw = [json.loads(text) for text in texts]
    rows = [row.get("data", row) for row in raw]
    async with opened(
        BINANCE_COIN_M, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        heard = Heard(BINANCE_COIN_M, exchange, "BTCUSD_PERP")
        for row in [*rows, *rows[-50:]]:
            heard.arrive(row)
    told = [(t.trade_id, t.price, t.contracts, t.side is Side.SELL) for t in heard.trades]
    expected = {str(r["t"]): (float(r["p"]), float(r["q"]), bool(r["m"])) for r in rows}
    assert len(told) == len(expected) > 2_000
    assert {trade_id: tuple(rest) for trade_id, *rest in told} == expected
