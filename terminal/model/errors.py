"""The error tree.

TerminalError
├── UserError             input a person can mend: exit status 2, one line
├── DeniedError           our own gate refused; nothing left the process
└── VenueError            something between us and an exchange
    ├── RejectedError         the venue said no, in a way we recognise
    ├── NotSentError          provably never reached the venue
    ├── UnavailableError      the venue cannot be reached or is in maintenance
    ├── RateLimitedError      the venue asks us to slow down
    ├── AuthenticationError   the venue does not accept our key, signature or clock
    │   └── ClockError            it is the clock
    └── OutcomeUnknownError   it may or may not have happened: ask, never re-send
"""


class TerminalError(Exception):
    """Anything this program raises on purpose. The text says what happened and how to mend it."""


class UserError(TerminalError):
    """Input that a person gave and can mend."""


class DeniedError(TerminalError):
    """Our own gate refused; nothing left the process."""


class VenueError(TerminalError):
    """Something went wrong between us and an exchange."""


class RejectedError(VenueError):
    """The venue refused, in parsed words that are on its list of refusals."""


class NotSentError(VenueError):
    """The request provably never reached the venue."""


class UnavailableError(VenueError):
    """The venue cannot be reached, or says that it is in maintenance."""


class RateLimitedError(VenueError):
    """The venue asks us to slow down."""


class AuthenticationError(VenueError):
    """The venue does not accept our key, signature, permissions or clock."""


class ClockError(AuthenticationError):
    """The venue does not accept our clock: the key may be fine."""


class OutcomeUnknownError(VenueError):
    """The request may or may not have taken effect; it is asked about and never re-sent."""
