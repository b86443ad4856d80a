"""What may differ between venues in how orders are named, told of, refused and asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from terminal.model.events import FillType
from terminal.venues.ccxt.catalogue.calls import Call, Deadline, Path


@dataclass(frozen=True, slots=True)
class Executions:
    """How an execution names its type, its order and its rate.

    `kinds` are asked for one after the other, by the parameter `type_field`, when a gap in the
    private stream is filled afterwards; an empty kind asks for all. `types_by_order` tells a type
    by how the client order id begins, where the exchange's own orders are named so. Where answers
    name no client order id, `by_order` is the parameter that asks for one order's executions by
    the venue's id. `handler` names ccxt's handler of executions where it skips those whose field
    `x` is one of `skipped`, and they are read here. `contracts` are the raw names of the
    quantity, where ccxt leaves it out.
    """

    type_field: str
    types: Mapping[str, FillType]
    kinds: tuple[str, ...]
    client_order_id: str
    rate: str
    types_by_order: Mapping[str, FillType] = field(default_factory=dict)
    by_order: str = ""
    handler: str = ""
    skipped: frozenset[str] = frozenset()
    contracts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnLeverage:
    """The account's own leverage of a contract, which an order has to state as `parameter`.

    `call` asks for it, with `{market}` for the venue's name of the contract.
    """

    parameter: str
    call: Call


@dataclass(frozen=True, slots=True)
class Orders:
    """How an order is named, refused and asked for.

    `validity_ms` is how long the venue honours a signed request: past it, and past `slack_ms`
    more, an order that is not found can never arrive. `lookups` are ccxt's methods that list
    orders, open ones first, or `fetch_order`, which asks for the one; `settle_parameter` lets one
    request concern a settlement currency. `ids` is what a client order id may be made of.

    `created_by` is the parameter of ccxt's `create_order` that carries the id, `echoed` the raw
    field that has it where ccxt does not read it; `immediate` is ccxt's word for an order that
    must not rest. Unless `lists_by_id`, lists are asked for whole and searched here. `find` asks
    for one order once the lists have not shown it, `cancel` cancels one, `server_time` tells the
    time where ccxt cannot ask for it. `prefix` is put before ids by ccxt; `ended` are the venue's
    words that ccxt does not know for an order that is over. `told` goes with every order, and so
    does the account's `own_leverage` where ccxt would state one of its own. With `whole` ccxt
    reckons with the quantity, and takes a number for it alone.
    """

    client_order_id: str
    longest_client_order_id: int
    reject_reason: str
    validity_ms: int
    slack_ms: int
    lookups: tuple[str, ...]
    settle_parameter: str = ""
    ids: str = r"[A-Za-z0-9_-]+"
    created_by: str = "clientOrderId"
    echoed: str = ""
    prefix: str = ""
    ended: frozenset[str] = frozenset()
    immediate: str = "IOC"
    lists_by_id: bool = True
    deadline: Deadline | None = None
    find: Call | None = None
    cancel: Call | None = None
    server_time: Call | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    own_leverage: OwnLeverage | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Codes:
    """The venue's own error codes, by what they prove.

    Only `refused` proves that an order does not exist. `not_found` is an answer about an order,
    where the code stands for more than that only with the words of `not_found_says`; the others
    say what is wrong with us and are proof of nothing about an order that was sent over a session
    which had been accepted before, except where they are in `refused` too.
    """

    fields: tuple[Path, ...]
    texts: tuple[Path, ...]
    refused: frozenset[str]
    not_found: frozenset[str]
    duplicate: frozenset[str]
    throttled: frozenset[str]
    credentials: frozenset[str]
    clock: frozenset[str]
    maintenance: frozenset[str] = frozenset()
    not_found_says: str = ""
