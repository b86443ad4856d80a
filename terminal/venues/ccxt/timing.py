"""How long this room waits for what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Waits in seconds. An order's validity and the venue's limits are in the catalogue.

    `account_poll_s` keeps the account fresh while the private stream says nothing, every
    `open_orders_poll_s` the venue's own list of open orders is compared with ours;
    `polled_account_s` is how often everything of an account is asked for where nothing streams it;
    every `relist_s` the listing is read again for terms that changed;
    `silence_s` is how long a public stream may deliver nothing before it is dialled anew.
    """

    order_timeout_s: float = 5.0
    request_timeout_s: float = 10.0
    longest_order_wait_s: float = 1.0
    account_poll_s: float = 5.0
    polled_account_s: float = 2.0
    keep_warm_s: float = 10.0
    open_orders_poll_s: float = 20.0
    relist_s: float = 300.0
    relist_at_most_every_s: float = 5.0
    silence_s: float = 15.0
    arm_timeout_s: float = 15.0
    first_retry_s: float = 0.5
    longest_retry_s: float = 30.0
    kill_retry_s: float = 0.5
    longest_kill_retry_s: float = 5.0
    funding_refresh_s: float = 1.0
