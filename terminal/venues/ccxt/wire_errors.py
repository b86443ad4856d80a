"""ccxt's exceptions in the words of the house's error tree, without secrets in the text."""

import aiohttp

from terminal.model.errors import (
    AuthenticationError,
    ClockError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    VenueError,
)
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.classify import venue_words
from terminal.venues.ccxt.credentials import Credentials

_LONGEST_TEXT = 300


def translated(
    entry: VenueEntry, credentials: Credentials | None, error: BaseException
) -> VenueError:
    """Return `error` as a VenueError whose text can be shown and logged."""
    import ccxt

    if isinstance(error, VenueError):
        return error
    code, said = venue_words(entry.codes, str(error))
    text = safe_text(credentials, f"{said} (code {code})" if code is not None else error)
    certificate = _cause(error, aiohttp.ClientConnectorCertificateError)
    if certificate is not None:
        return UnavailableError(
            f"{entry.title}: the server's certificate is not trusted; somebody may stand between. "
            "Nothing was sent."
        )
    if code in entry.codes.clock or isinstance(error, ccxt.InvalidNonce):
        return ClockError(
            f"{entry.title} does not accept this computer's clock; set it by NTP. {text}"
        )
    if code in entry.codes.credentials or isinstance(error, ccxt.AuthenticationError):
        return AuthenticationError(
            f"{entry.title} does not accept the API key; check it, its rights and its addresses. "
            f"{text}"
        )
    if code in entry.codes.throttled or isinstance(error, ccxt.DDoSProtection):
        return RateLimitedError(f"{entry.title} asks us to slow down. {text}")
    if code in entry.codes.refused:
        return RejectedError(f"{entry.title} refused: {text}")
    if isinstance(error, ccxt.NetworkError | OSError | TimeoutError | aiohttp.ClientError):
        return UnavailableError(f"{entry.title} cannot be reached: {text}")
    return OutcomeUnknownError(f"{entry.title} answered what cannot be judged: {text}")


def safe_text(credentials: Credentials | None, error: BaseException | str) -> str:
    """Return an exception's or a venue's text on one line, short, escaped, without our secrets.

    A URL's query is cut: some venues carry the signature in it.
    """
    words = [_without_query(word) for word in (str(error) or type(error).__name__).split()]
    text = " ".join(words)
    if credentials is not None:
        text = credentials.redact(text)
    return _clean(text)


def _clean(text: str) -> str:
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _without_query(word: str) -> str:
    return word.partition("?")[0] + "?…" if "://" in word and "?" in word else word


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    while error is not None:
        if isinstance(error, kind):
            return error
        error = error.__cause__
    return None
