"""A venue's facts read off its wire, for the pre-flight: reads only, each asked once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum
from typing import Any, TypeVar

from terminal.engine.orders.issue import epoch_of
from terminal.model.checks import Check, KeyReport, PreflightReport
from terminal.model.errors import AuthenticationError, ClockError, RejectedError, UserError
from terminal.model.instrument import Instrument
from terminal.venues.base import Clock
from terminal.venues.ccxt.account import position_report, profit_of
from terminal.venues.ccxt.catalogue import TierSource, VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.instruments import ASSUMED_TIERS, ContractSizeError, instrument
from terminal.venues.ccxt.key_check import check_key
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.safeguards import PAYMENTS
from terminal.venues.ccxt.server_clock import clock_offset_s
from terminal.venues.ccxt.wallet import statement, wallet_of
from terminal.venues.ccxt.wire_errors import translated
from terminal.venues.preflight.facts import Payment, Position, SymbolFacts, VenueFacts
from terminal.venues.preflight.judge import judge, unreachable
from terminal.venues.preflight.one_picture import Picture, one_picture

Turn = Callable[[], Awaitable[None]]
T = TypeVar("T")


async def _at_once() -> None:
    """No pace to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One venue to be looked over. `turn` is awaited before every request."""

    name: str
    entry: VenueEntry
    exchange: Any
    symbols: Sequence[str]
    clock: Clock
    credentials: Credentials | None
    turn: Turn = _at_once
    longest_s: float = 20.0

    async def report(self, target_leverage: float | None) -> PreflightReport:
        """Look at everything; never raises for what happens on the wire."""
        try:
            async with asyncio.timeout(self.longest_s):
                return judge(await self._facts(target_leverage))
        except TimeoutError:
            why = f"{self.entry.title} does not answer"
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            why = str(translated(self.entry, self.credentials, error))
        return unreachable(self.name, self.clock(), why)

    async def _facts(self, target_leverage: float | None) -> VenueFacts:
        await self.turn()
        offset_s = await clock_offset_s(self.exchange, self.clock)
        if not self.exchange.markets:
            await self.turn()
            await self.exchange.load_markets()
        key, refused, note = await self._key()
        account: Picture[Any, list[Any]] = Picture(None, [], True)
        problem = refused
        if self.credentials is not None and not refused:
            try:
                account = await one_picture(self._wallet, self._positions, same=_unmoved)
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                why = translated(self.entry, self.credentials, error)
                if not isinstance(why, AuthenticationError):
                    raise why from None  # no answer is no verdict
                problem = str(why)
        symbols = [
            await self._symbol(symbol, account, readable=not problem) for symbol in self.symbols
        ]
        return VenueFacts(
            venue=self.name,
            at=self.clock(),
            clock_offset_s=offset_s,
            validity_s=self.entry.orders.validity_ms / 1000,
            key=key,
            key_refused=refused,
            key_note=note,
            watched_because="" if self.entry.trading else self.entry.watched_because,
            account_problem=problem,
            foreign_orders=() if problem else await self._foreign_orders(),
            foreign_positions=tuple(
                row["symbol"]
                for row in _held(account.positions)
                if row["symbol"] not in self.symbols
            ),
            symbols=tuple(symbols),
            target_leverage=target_leverage,
        )

    async def _key(self) -> tuple[KeyReport | None, str, str]:
        """Return what is told of the key, why it is refused, why nothing is told."""
        if self.credentials is None:
            return None, "", ""
        await self.turn()
        try:
            return await check_key(self.exchange, self.entry), "", ""
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            why = translated(self.entry, self.credentials, error)
            if isinstance(why, AuthenticationError) and not isinstance(why, ClockError):
                return None, str(why), ""
            return KeyReport(), "", str(why)

    async def _wallet(self) -> Any:
        listed = [symbol for symbol in self.symbols if symbol in self.exchange.markets]
        settles = [str(self.exchange.market(symbol)["settle"]) for symbol in listed]
        return await statement(self.exchange, self.entry.wallet, settles, self.turn)

    async def _positions(self) -> list[Any]:
        await self.turn()
        asked_with = dict(self.entry.positions.asked_with)
        return list(await self.exchange.fetch_positions(None, asked_with))

    async def _foreign_orders(self) -> tuple[str, ...]:
        if self.credentials is None:
            return ()
        found: list[str] = []
        for symbol in self.symbols:
            orders = await self._asked(partial(self.exchange.fetch_open_orders, symbol))
            for order in orders or ():
                name = str(order.get("clientOrderId") or order.get("id") or "")
                if epoch_of(name) is None:
                    found.append(name)
        return tuple(found)

    async def _symbol(
        self, symbol: str, account: Picture[Any, list[Any]], *, readable: bool
    ) -> SymbolFacts:
        if symbol not in self.exchange.markets:
            return SymbolFacts(symbol=symbol, problem=f"{self.entry.title} does not list it")
        market = self.exchange.market(symbol)
        try:
            contract = await self._contract(symbol, market)
        except ContractSizeError as error:
            return SymbolFacts(symbol=symbol, problem=str(error), problem_of=Check.CONTRACT_SIZE)
        except (RejectedError, UserError) as error:  # anything else is no answer, and no verdict
            return SymbolFacts(symbol=symbol, problem=str(error))
        if self.credentials is None or not readable:
            return SymbolFacts(
                symbol=symbol, instrument=contract, inverse=market.get("inverse"),
                note="the account is not read",
            )  # fmt: skip
        setting = await self._asked(lambda: self.exchange.fetch_leverage(symbol)) or {}
        hedged = dig(setting, ("info", "hedged"))
        if hedged is None and self.exchange.has.get("fetchPositionMode"):
            mode = await self._asked(lambda: self.exchange.fetch_position_mode(symbol))
            hedged = dig(mode, ("hedged",))
        # Where orders name a margin mode, ccxt tells of a leverage the mode that it asked with.
        named = "marginMode" in self.entry.orders.told
        margin_mode = None if named else setting.get("marginMode")
        if margin_mode is None and self.exchange.has.get("fetchMarginMode"):
            told = await self._asked(lambda: self.exchange.fetch_margin_mode(symbol))
            margin_mode = dig(told, ("marginMode",))
        row = next((row for row in _held(account.positions) if row["symbol"] == symbol), None)
        return SymbolFacts(
            symbol=symbol,
            instrument=contract,
            inverse=market.get("inverse"),
            hedged=hedged if isinstance(hedged, bool) else None,
            margin_mode=margin_mode,
            leverage=_leverage(setting),
            mark_price=number((row or dig(setting, ("info",)) or {}).get("markPrice")),
            position=self._position(row, account, contract.settle),
            payment=await self._payment(symbol),
        )

    async def _contract(self, symbol: str, market: Any) -> Instrument:
        """Return the contract as it is listed now; RejectedError where its terms are unfit."""
        fees = market.get("taker") or 0, market.get("maker") or 0
        return instrument(self.entry, self.name, market, await self._tiers(symbol), *fees)

    async def _tiers(self, symbol: str) -> Any:
        if self.entry.units.tiers is TierSource.ABSENT:
            return ASSUMED_TIERS
        await self.turn()
        try:
            return await self.exchange.fetch_market_leverage_tiers(symbol)
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            raise translated(self.entry, self.credentials, error) from None

    def _position(self, row: Any, account: Picture[Any, list[Any]], settle: str) -> Position | None:
        if row is None:
            return None
        stated = position_report(row, self.entry.positions)
        entry_price, contracts = stated.entry_price, stated.contracts
        balance = self._wallet_balance(account.wallet, account.positions, settle)
        if entry_price is None or balance is None:
            return None
        settles = [self._settle(other) for other in _held(account.positions)]
        return Position(
            contracts=contracts,
            entry_price=entry_price,
            wallet_balance=balance,
            liquidation_price=number(row.get("liquidationPrice")) or None,
            alone=settles.count(settle) == 1,
            steady=account.steady,
        )

    def _settle(self, row: Any) -> str | None:
        market = self.exchange.markets.get(row["symbol"])
        return None if market is None else str(market["settle"])

    def _wallet_balance(self, answer: Any, positions: list[Any], settle: str) -> float | None:
        wallet = wallet_of(self.entry.wallet, answer, settle)
        if wallet is None:
            return None
        held = [row for row in _held(positions) if self._settle(row) == settle]
        return wallet.balance_with(fsum(profit_of(row, self.entry.positions) for row in held))

    async def _payment(self, symbol: str) -> Payment | None:
        terms = PAYMENTS.get(self.entry.id)
        if terms is None:
            return None
        rows = await self._asked(lambda: self.exchange.fetch_funding_history(symbol, None, 1))
        info = rows[-1].get("info") if rows else None
        contracts, price = number(dig(info, terms.contracts)), number(dig(info, terms.mark_price))
        rate, paid = number(dig(info, terms.rate)), number(dig(info, terms.paid))
        if not contracts or not price or rate is None or paid is None:
            return None
        # A row's side means the position's at one venue and the payment's at another: who paid
        # at that rate tells the side as well.
        side = 1 if rate * paid >= 0 else -1
        return Payment(side * abs(contracts), price, rate, paid)

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """Return an answer, None where the venue would not give it."""
        await self.turn()
        try:
            return await ask()
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            why = translated(self.entry, self.credentials, error)
            if isinstance(why, AuthenticationError):
                raise why from None
            return None


def _held(positions: Sequence[Any]) -> list[Any]:
    return [row for row in positions if number(row.get("contracts"))]


def _unmoved(positions: Sequence[Any]) -> object:
    """Return what a fill changes of the positions, whatever the mark does meanwhile."""
    return sorted(
        (row["symbol"], str(row.get("side")), str(row.get("contracts")), str(row.get("entryPrice")))
        for row in _held(positions)
    )


def _leverage(setting: Any) -> float | None:
    # ccxt rounds this one down to a whole number.
    exact = number(dig(setting, ("info", "leverage")))
    return number(setting.get("longLeverage")) if exact is None else exact
