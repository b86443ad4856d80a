"""How each venue tells of a key's rights, and how it cancels orders once we fall silent: data.

Read beside the catalogue. A venue without an entry here does not tell, or has no such switch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from terminal.venues.ccxt.catalogue import Path


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """One read-only call of ccxt's and where its answer has what.

    `rights` leads to a table of lists, a table of switches or a list in one string; only where
    `told_by` is in it are the rights known. `anywhere` are the values of `addresses` that bind
    the key to none. `uid_call`, asked with `uid_asked_with`, has the account's number where the
    first call has none; without a first call the rights are not told.
    """

    call: str = ""
    rights: Path = ()
    told_by: str = ""
    takes_money: frozenset[str] = frozenset()
    trades: frozenset[str] = frozenset()
    read_only: Path = ()
    addresses: Path = ()
    anywhere: tuple[Any, ...] = ()
    expires: Path = ()
    uid_call: str = ""
    uid_asked_with: Mapping[str, Any] = field(default_factory=dict)
    uid: Path = ()


@dataclass(frozen=True, slots=True)
class DeadManTerms:
    """The venue's cancel-all-after. All of them cancel orders; none closes a position.

    A countdown is set anew by each call and fires at `fires_at` (or, where the answer has only
    the `countdown` itself, that much after the venue's receipt of it). With a `topic` the venue
    watches the private websocket instead: subscribing arms it, and `confirmed` tells of it.
    """

    call: str
    timeout: str
    timeout_unit_s: float
    shortest_s: float
    longest_s: float
    parameters: Mapping[str, Any] = field(default_factory=dict)
    symbol: str = ""
    fires_at: Path = ()
    fires_at_unit_s: float = 1.0
    countdown: Path = ()
    topic: str = ""
    socket: Path = ()
    confirm_call: str = ""
    confirmed: Path = ()
    confirmed_where: tuple[str, str] = ("", "")
    confirmed_by: tuple[str, str] = ("", "")
    refused_hint: str = ""


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """Where a funding payment's own row has its quantity, price, rate and amount."""

    contracts: Path
    mark_price: Path
    rate: Path
    paid: Path


KEYS: Mapping[str, KeyTerms] = {
    "bybit": KeyTerms(
        call="privateGetV5UserQueryApi",
        rights=("result", "permissions"),
        told_by="Wallet",
        takes_money=frozenset(
            {"Wallet.Withdraw", "Wallet.AccountTransfer", "Wallet.SubMemberTransfer"}
            | {"Wallet.SubMemberTransferList"}
        ),
        trades=frozenset({"ContractTrade.Order", "Derivatives.DerivativesTrade"}),
        read_only=("result", "readOnly"),
        addresses=("result", "ips"),
        anywhere=(["*"], []),
        expires=("result", "expiredAt"),
        uid=("result", "userID"),
    ),
    "binancecoinm": KeyTerms(
        call="sapiGetAccountApiRestrictions",
        rights=(),
        told_by="enableWithdrawals",
        takes_money=frozenset(
            {"enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer"}
        ),
        trades=frozenset({"enableFutures"}),
        addresses=("ipRestrict",),
        anywhere=(False,),
        expires=("tradingAuthorityExpirationTime",),
        uid_call="dapiPrivateGetBalance",
        uid=(0, "accountAlias"),
    ),
    "okx": KeyTerms(
        call="privateGetAccountConfig",
        rights=("data", 0, "perm"),
        told_by="read_only",
        takes_money=frozenset({"withdraw"}),
        trades=frozenset({"trade"}),
        addresses=("data", 0, "ip"),
        anywhere=("",),
        uid=("data", 0, "uid"),
    ),
    "kucoinfutures": KeyTerms(
        call="privateGetUserApiKey",
        rights=("data", "permission"),
        told_by="General",
        takes_money=frozenset({"Withdrawal", "Transfer", "InnerTransfer", "FlexTransfers"}),
        trades=frozenset({"Futures", "Trade"}),
        addresses=("data", "ipWhitelist"),
        anywhere=("",),
        uid=("data", "uid"),
    ),
    "deribit": KeyTerms(
        uid_call="privateGetGetAccountSummary",
        uid_asked_with={"currency": "BTC", "extended": True},
        uid=("result", "id"),
    ),
    "krakenfutures": KeyTerms(
        uid_call="historyGetAccountLog", uid_asked_with={"count": 1}, uid=("accountUid",)
    ),
    "gate": KeyTerms(uid_call="privateAccountGetDetail", uid=("user_id",)),
}

DEAD_MEN: Mapping[str, DeadManTerms] = {
    "bybit": DeadManTerms(
        call="privatePostV5OrderDisconnectedCancelAll",
        timeout="timeWindow",
        timeout_unit_s=1.0,
        shortest_s=3.0,
        longest_s=300.0,
        # The venue's default would concern options alone.
        parameters={"product": "DERIVATIVES"},
        topic="dcp.future",
        socket=("ws", "private", "contract"),
        confirm_call="privateGetV5AccountQueryDcpInfo",
        confirmed=("result", "dcpInfos"),
        confirmed_where=("product", "DERIVATIVES"),
        confirmed_by=("dcpStatus", "ON"),
        refused_hint="Bybit switches it on only on request to the client manager",
    ),
    "binancecoinm": DeadManTerms(
        call="dapiPrivatePostCountdownCancelAll",
        timeout="countdownTime",
        timeout_unit_s=0.001,
        shortest_s=5.0,
        longest_s=3_600.0,
        symbol="symbol",
        countdown=("countdownTime",),
    ),
    "okx": DeadManTerms(
        call="privatePostTradeCancelAllAfter",
        timeout="timeOut",
        timeout_unit_s=1.0,
        shortest_s=10.0,
        longest_s=120.0,
        fires_at=("data", 0, "triggerTime"),
        fires_at_unit_s=0.001,
    ),
    "krakenfutures": DeadManTerms(
        call="privatePostCancelallordersafter",
        timeout="timeout",
        timeout_unit_s=1.0,
        shortest_s=15.0,
        longest_s=3_600.0,
        fires_at=("status", "triggerTime"),
    ),
    "gate": DeadManTerms(
        call="privateFuturesPostSettleCountdownCancelAll",
        timeout="timeout",
        timeout_unit_s=1.0,
        shortest_s=5.0,
        longest_s=3_600.0,
        # All its inverse contracts are settled in this coin.
        parameters={"settle": "btc"},
        symbol="contract",
        fires_at=("triggerTime",),
        fires_at_unit_s=0.001,
    ),
}

PAYMENTS: Mapping[str, PaymentTerms] = {
    "bybit": PaymentTerms(
        contracts=("execQty",), mark_price=("execPrice",), rate=("feeRate",), paid=("execFee",)
    )
}
