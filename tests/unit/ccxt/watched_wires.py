"""What six exchanges say of their inverse BTC perpetual, in the shapes that each documents.

Listings come by the part of the address that asks for them. Where recorded replies exist, tests
take those instead; the rest are samples: for parsing, not for arithmetic.
"""

from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]


@dataclass(frozen=True)
class Wire:
    """One exchange's replies and frames. `gap` is a book message that does not follow."""

    rest: dict[str, Any]
    book: tuple[Message, ...]
    gap: Message | None = None
    ticker: Message | None = None
    subscribed: str = ""
    snapshot: Message | None = None  # where the book's snapshot comes over REST


_OKX_ARG = {"channel": "books", "instId": "BTC-USD-SWAP"}
_DERIBIT_BOOK = "book.BTC-PERPETUAL.100ms"


def _okx(action: str, bids: Any, asks: Any, number: int, before: int) -> Message:
    row = {"bids": bids, "asks": asks, "ts": "1700724675402", "checksum": 0,
           "seqId": number, "prevSeqId": before}  # fmt: skip
    return {"arg": _OKX_ARG, "action": action, "data": [row]}


def _deribit(kind: str, bids: Any, asks: Any, number: int, before: int | None) -> Message:
    data = {"type": kind, "timestamp": 1700724675402, "instrument_name": "BTC-PERPETUAL",
            "change_id": number, "bids": bids, "asks": asks}  # fmt: skip
    if before is not None:
        data["prev_change_id"] = before
    params = {"channel": _DERIBIT_BOOK, "data": data}
    return {"jsonrpc": "2.0", "method": "subscription", "params": params}


def _htx(event: str, bids: Any, asks: Any, version: int) -> Message:
    channel = "market.BTC-USD.depth.size_150.high_freq"
    tick = {"bids": bids, "asks": asks, "ch": channel, "event": event, "id": 1, "mrid": 1,
            "ts": 1645023376098, "version": version}  # fmt: skip
    return {"ch": channel, "tick": tick, "ts": 1645023376098}


def _kraken(sequence: int, side: str, price: float, contracts: float) -> Message:
    return {"feed": "book", "product_id": "PI_XBTUSD", "side": side, "seq": sequence,
            "price": price, "qty": contracts, "timestamp": 1612269953629}  # fmt: skip


def _gate(first: int, last: int, bids: Any, asks: Any) -> Message:
    result = {"t": 1612269953629, "s": "BTC_USD", "U": first, "u": last, "b": bids, "a": asks}
    return {"time": 1612269953, "channel": "futures.order_book_update", "event": "update",
            "result": result}  # fmt: skip


WIRES = {
    "okx": Wire(
        rest={
            "public/instruments": {"code": "0", "msg": "", "data": [
                {"alias": "", "baseCcy": "", "category": "1", "ctMult": "1", "ctType": "inverse",
                 "ctVal": "100", "ctValCcy": "USD", "expTime": "", "instId": "BTC-USD-SWAP",
                 "instFamily": "BTC-USD", "instType": "SWAP", "lever": "100",
                 "listTime": "1548133413000", "lotSz": "1", "minSz": "1", "quoteCcy": "",
                 "settleCcy": "BTC", "state": "live", "tickSz": "0.1", "uly": "BTC-USD"}]},
            "public/position-tiers": {"code": "0", "msg": "", "data": [
                {"instFamily": "BTC-USD", "maxLever": "100", "maxSz": "2000", "minSz": "0",
                 "mmr": "0.004", "imr": "0.01", "tier": "1", "uly": "BTC-USD"},
                {"instFamily": "BTC-USD", "maxLever": "50", "maxSz": "8000", "minSz": "2001",
                 "mmr": "0.006", "imr": "0.02", "tier": "2", "uly": "BTC-USD"}]},
        },
        book=(
            _okx("snapshot", [["60000", "12", "0", "1"]], [["60000.1", "10", "0", "1"]], 100, -1),
            _okx("update", [["60000", "7", "0", "1"]], [], 140, 100),
        ),
        gap=_okx("update", [["60000", "9", "0", "1"]], [], 190, 180),
        ticker={"arg": {"channel": "mark-price", "instId": "BTC-USD-SWAP"}, "data": [
            {"instType": "SWAP", "instId": "BTC-USD-SWAP", "markPx": "60001.2",
             "ts": "1700724675402"}]},
        subscribed="books:BTC/USD:BTC",
    ),
    "deribit": Wire(
        rest={},
        book=(
            _deribit("snapshot", [["new", 60000.0, 12.0]], [["new", 60000.5, 10.0]], 100, None),
            _deribit("change", [["change", 60000.0, 7.0]], [], 140, 100),
        ),
        gap=_deribit("change", [["change", 60000.0, 9.0]], [], 190, 180),
    ),
    "krakenfutures": Wire(
        rest={"instruments": {"result": "success", "instruments": [
            {"symbol": "PI_XBTUSD", "type": "futures_inverse", "underlying": "rr_xbtusd",
             "tickSize": 0.5, "contractSize": 1, "tradeable": True,
             "contractValueTradePrecision": 0,
             "marginLevels": [
                 {"contracts": 0, "initialMargin": 0.02, "maintenanceMargin": 0.01},
                 {"contracts": 500000, "initialMargin": 0.04, "maintenanceMargin": 0.02}],
             "tags": []}]}},
        book=(
            {"feed": "book_snapshot", "product_id": "PI_XBTUSD", "timestamp": 1612269825817,
             "seq": 100, "tickSize": None, "bids": [{"price": 60000.0, "qty": 12}],
             "asks": [{"price": 60000.5, "qty": 10}]},
            _kraken(101, "buy", 60000.0, 7),
        ),
        gap=_kraken(103, "buy", 60000.0, 9),
        ticker={"time": 1680811086487, "product_id": "PI_XBTUSD", "funding_rate": 7.792297e-12,
                "funding_rate_prediction": -4.2671095e-11,
                "relative_funding_rate": 2.18013888889e-7,
                "relative_funding_rate_prediction": -0.0000011974,
                "next_funding_rate_time": 1680811200000, "feed": "ticker", "bid": 28060,
                "ask": 28070, "bid_size": 2844, "ask_size": 1902, "volume": 19628180, "dtm": 0,
                "leverage": "50x", "index": 28062.14, "premium": 0, "last": 28053.5,
                "change": -0.77, "suspended": False, "tag": "perpetual", "pair": "XBT:USD",
                "openInterest": 28875946, "markPrice": 28064.92082724592, "maturityTime": 0,
                "post_only": False, "volumeQuote": 19628180},
    ),
    "gate": Wire(
        rest={
            "contracts/BTC_USD": {"name": "BTC_USD", "mark_price": "60001.2",
                                  "index_price": "60000.4", "last_price": "60000",
                                  "funding_rate": "0.0001", "funding_rate_indicative": "0.0002",
                                  "funding_interval": 28800, "funding_next_apply": 1784131200,
                                  "quanto_multiplier": "0", "interest_rate": "0.0003"},
            "futures/btc/contracts": [
                {"name": "BTC_USD", "type": "inverse", "quanto_multiplier": "0",
                 "mark_type": "index", "order_price_round": "0.1", "mark_price_round": "0.01",
                 "leverage_min": "1", "leverage_max": "100", "maintenance_rate": "0.005",
                 "order_size_min": 1, "order_size_max": 1000000, "in_delisting": False,
                 "funding_interval": 28800, "maker_fee_rate": "-0.00005",
                 "taker_fee_rate": "0.00075", "mark_price": "60001.2",
                 "order_price_deviate": "0.1", "create_time": 1546300800,
                 "funding_next_apply": 1784131200, "funding_rate": "0.0001"}],
            "futures/": [],
        },
        book=(_gate(101, 103, [{"p": "60000", "s": 7}], []),),
        gap=_gate(108, 109, [{"p": "60000", "s": 9}], []),
        ticker={"time": 1612269953, "channel": "futures.tickers", "event": "update", "result": [
            {"contract": "BTC_USD", "last": "60000", "mark_price": "60001.2",
             "index_price": "60000.4", "funding_rate": "0.0001",
             "funding_rate_indicative": "0.0002", "volume_24h": "1"}]},
        subscribed="orderbook:BTC/USD:BTC",
        snapshot={"bids": [[60000.0, 12.0]], "asks": [[60000.5, 10.0]], "nonce": 100},
    ),
    "htx": Wire(
        rest={
            "swap_contract_info": {"status": "ok", "data": [
                {"symbol": "BTC", "contract_code": "BTC-USD", "contract_size": 100.0,
                 "price_tick": 0.1, "delivery_time": "", "create_date": "20200325",
                 "contract_status": 1, "settlement_date": "1637481600000"}], "ts": 1},
            "contract_contract_info": {"status": "ok", "data": [
                {"symbol": "BTC", "contract_code": "BTC211126", "contract_type": "this_week",
                 "contract_size": 100, "price_tick": 0.1, "delivery_date": "20211126",
                 "delivery_time": "1637913600000", "create_date": "20211112",
                 "contract_status": 1, "settlement_time": "1637481600000"}], "ts": 1},
            "swap_funding_rate": {"status": "ok", "ts": 1, "data": {
                "estimated_rate": None, "funding_rate": "0.000100000000000000",
                "contract_code": "BTC-USD", "symbol": "BTC", "fee_asset": "BTC",
                "funding_time": "1781280000000", "next_funding_time": None}},
            "swap_mark_price_kline": {"status": "ok", "ch": "", "ts": 1, "data": [
                {"id": 1781279940, "open": "60000.0", "close": "60001.2", "low": "60000.0",
                 "high": "60002.0", "amount": "0", "vol": "0", "count": "0",
                 "trade_turnover": "0"}]},
        },
        book=(
            _htx("snapshot", [[60000.0, 12]], [[60000.1, 10]], 100),
            _htx("update", [[60000.0, 7]], [], 101),
        ),
        gap=_htx("update", [[60000.0, 9]], [], 103),
    ),
    "kucoinfutures": Wire(
        rest={
            "contracts/active": {"code": "200000", "data": [
                {"symbol": "XBTUSDM", "rootSymbol": "XBT", "type": "FFWCSX",
                 "firstOpenDate": 1552638575000, "expireDate": None, "settleDate": None,
                 "baseCurrency": "XBT", "quoteCurrency": "USD", "settleCurrency": "XBT",
                 "maxOrderQty": 10000000, "maxPrice": 1000000.0, "lotSize": 1, "tickSize": 0.1,
                 "indexPriceTickSize": 0.1, "multiplier": -1.0, "initialMargin": 0.014,
                 "maintainMargin": 0.007, "makerFeeRate": 0.0002, "takerFeeRate": 0.0006,
                 "isInverse": True, "isQuanto": False, "status": "Open",
                 "markPrice": 60001.2, "nextFundingRateTime": 25481884, "maxLeverage": 75}]},
            "funding-rate/XBTUSDM/current": {"code": "200000", "data": {
                "symbol": ".XBTUSDMFPI8H", "granularity": 28800000, "timePoint": 1776672000000,
                "value": -3.2e-5, "dailyInterestRate": 3.0e-4, "fundingRateCap": 0.00375,
                "fundingRateFloor": -0.00375, "period": 1, "fundingTime": 1776700800000}},
            "mark-price/XBTUSDM/current": {"code": "200000", "data": {
                "symbol": "XBTUSDM", "granularity": 1000, "timePoint": 1776672000000,
                "value": 60001.2, "indexPrice": 60000.4}},
        },
        book=(
            {"type": "message", "topic": "/contractMarket/level2Depth50:XBTUSDM",
             "subject": "level2", "data": {
                 "sequence": 18521, "bids": [["60000", 7]], "asks": [["60000.1", 10]],
                 "ts": 1776672000000, "timestamp": 1776672000000}},
        ),
    ),
}  # fmt: skip
