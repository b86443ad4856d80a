"""What the exchange tells of a key and of the account's modes, and its disconnect protection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.bybit.signing import WireError

Row = dict[str, Any]


@dataclass
class KeyFacts:
    """What `query-api` tells of the one key. `uid` is the account's."""

    uid: int = 24_617_703
    wallet: list[str] = field(default_factory=list)
    contract_trade: list[str] = field(default_factory=lambda: ["Order", "Position"])
    read_only: bool = False
    ips: list[str] = field(default_factory=lambda: ["203.0.113.7"])
    expires_at: str = ""
    revoked: bool = False

    def row(self, key: str) -> Row:
        """Return the answer's result."""
        return {
            "id": "13770661",
            "note": "terminal",
            "apiKey": key,
            "readOnly": int(self.read_only),
            "secret": "",
            "permissions": {
                "ContractTrade": self.contract_trade,
                "Spot": [],
                "Wallet": self.wallet,
                "Options": [],
                "Derivatives": ["DerivativesTrade"] if self.contract_trade else [],
            },
            "ips": self.ips,
            "type": 1,
            "deadlineDay": 66,
            "expiredAt": self.expires_at,
            "createdAt": "2026-01-07T07:09:23Z",
            "uta": 1,
            "userID": self.uid,
            "isMaster": True,
            "parentUid": "0",
        }


class Protection:
    """Disconnect protection: everything is cancelled once every watched socket stayed away.

    `granted` is the client manager's word, without which the exchange refuses. Time passes by
    `tick`, which a test calls with a clock of its own.
    """

    def __init__(self, watched: Callable[[], int], clock: Callable[[], int]) -> None:
        self._watched = watched
        self._clock = clock
        self.granted = True
        self.window_s: int | None = None
        self._gone_since: int | None = None
        self._was_watched = False

    def set_window(self, body: Mapping[str, Any]) -> Row:
        """Serve `disconnected-cancel-all`."""
        window = body.get("timeWindow")
        if not isinstance(window, int) or not 3 <= window <= 300:
            raise WireError(10001, "timeWindow must be between 3 and 300")
        if not self.granted:
            raise WireError(10029, "DCP is not enabled for this account")
        if body.get("product") == "DERIVATIVES":
            self.window_s = window
        return {}

    def info(self, _query: Mapping[str, Any]) -> Row:
        """Serve `query-dcp-info`."""
        on = self.window_s is not None
        rows = [
            {"product": "DERIVATIVES", "dcpStatus": "ON", "timeWindow": str(self.window_s)},
        ]
        return {"dcpInfos": rows if on else []}

    def tick(self) -> bool:
        """Return whether the time has come to cancel everything."""
        if self._watched():
            self._was_watched, self._gone_since = True, None
            return False
        if not self._was_watched or self.window_s is None:
            return False
        now = self._clock()
        self._gone_since = self._gone_since or now
        if now - self._gone_since < self.window_s * 10**9:
            return False
        self._was_watched = False
        return True

    def forget(self) -> None:
        """Nobody asks to be watched any more: unsubscribed, and not lost."""
        self._was_watched = False
