"""What is measured while it runs: leverage against its band, memory, and what was said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.soak.makes import Loopback

_PAGE = 4096


@dataclass
class Band:
    """The portfolio's leverage against target and band, as the exchanges themselves know it."""

    target: float
    width: float
    samples: int = 0
    healthy: int = 0
    inside: int = 0
    longest_outside_s: float = 0.0
    furthest: float = 0.0
    _outside_since: float | None = None

    def sample(self, at_s: float, leverage: float, *, healthy: bool) -> None:
        """Take one look; what happens while a venue is not well is not judged."""
        self.samples += 1
        if not healthy:
            self._outside_since = None
            return
        self.healthy += 1
        away = abs(leverage / self.target - 1.0)
        if away <= self.width:
            self.inside += 1
            self._outside_since = None
            return
        self.furthest = max(self.furthest, away)
        if self._outside_since is None:
            self._outside_since = at_s
        self.longest_outside_s = max(self.longest_outside_s, at_s - self._outside_since)


@dataclass
class Memory:
    """A process's resident memory, in MB, sampled evenly."""

    process_id: int
    megabytes: list[float] = field(default_factory=list)

    def sample(self) -> None:
        """Take one look (Linux)."""
        pages = int(Path(f"/proc/{self.process_id}/statm").read_text().split()[1])
        self.megabytes.append(pages * _PAGE / 1e6)

    @property
    def growth(self) -> float | None:
        """The last quarter's median over the second quarter's, minus one; None when too short."""
        quarter = len(self.megabytes) // 4
        if quarter < 5:
            return None
        early = median(self.megabytes[quarter : 2 * quarter])
        return median(self.megabytes[-quarter:]) / early - 1.0

    def series(self, points: int = 10) -> list[int]:
        """Return evenly spread samples."""
        step = max(1, len(self.megabytes) // points)
        return [round(value) for value in self.megabytes[::step]]


@dataclass
class Said:
    """What the terminal said: alerts, freezes, orders, and its latest state."""

    counts: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    internal_errors: list[str] = field(default_factory=list)


def portfolio_leverage(servers: dict[str, Loopback], symbols: dict[str, tuple[str, ...]]) -> float:
    """Return |notional| over equity of everything at the exchanges, both in USD at mark."""
    notional = equity = 0.0
    for name, server in servers.items():
        for symbol in symbols[name]:
            market = server.exchange.market(symbol)
            mark = market.mark_price or 0.0
            size = float(market.instrument.contract_size)
            notional += abs(float(server.exchange.position(symbol).contracts)) * size
            equity += server.exchange.account(market.instrument.settle).equity * mark
    return notional / equity if equity > 0 else float("inf")


def duplicates(servers: Iterable[Loopback]) -> list[str]:
    """Return the client order ids that reached an exchange more than once."""
    seen = Counter(name for server in servers for name in server.ids_received)
    return sorted(name for name, times in seen.items() if times > 1)
