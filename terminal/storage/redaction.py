"""Takes secrets out of text: those that are known, and whatever looks like one on a wire."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "‹redacted›"

_SHORTEST_SECRET = 6
_MOST_NESTED = 3

_HEADER_NAMES = (
    r"X-BAPI-[A-Z-]+|OK-ACCESS-[A-Z]+|X-MBX-APIKEY|APIKey|Authent|Nonce|Authorization|"
    r"Proxy-Authorization|Set-Cookie|Cookie|KC-API-[A-Z-]+|X-[A-Z-]*(?:KEY|SIGN|SECRET|TOKEN)[A-Z-]*"
)
_PATTERNS = (
    # name: value, "name": "value", 'name': 'value', (b'name', b'value'); the value to its end
    re.compile(
        rf"(?P<keep>['\"]?\b(?:{_HEADER_NAMES})\b['\"]?\s*[:=,]\s*b?)"
        r"(?P<value>'[^']*'|\"[^\"]*\"|[^\s,;'\"&}\)]+(?:\s+[A-Za-z0-9+/=._~-]{8,})?)",
        re.IGNORECASE,
    ),
    # query strings and form bodies
    re.compile(
        r"(?P<keep>\b(?:signature|sign|api[_-]?key|api[_-]?secret|client_secret|access_token|"
        r"refresh_token|listenKey|passphrase|password|secret)=)(?P<value>[^&\s'\"}\)]+)",
        re.IGNORECASE,
    ),
    # JSON
    re.compile(
        r"(?P<keep>['\"](?:signature|sign|api_?key|api_?secret|secret|client_secret|access_token|"
        r"refresh_token|passphrase|password|listenKey)['\"]\s*:\s*)(?P<value>'[^']*'|\"[^\"]*\")",
        re.IGNORECASE,
    ),
)


class Redactor:
    """Knows this session's secrets, added as they are loaded."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: tuple[str, ...] = ()
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        """Take more secrets; what is too short to be one would black out ordinary words."""
        known = set(self._secrets)
        for secret in secrets:
            if len(secret) >= _SHORTEST_SECRET:
                known |= written_forms(secret)
        # The longest first: one secret may hold another.
        self._secrets = tuple(sorted(known, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        for pattern in _PATTERNS:
            text = pattern.sub(_mask, text)
        return text


def written_forms(secret: str) -> set[str]:
    """Return every form in which a secret is likely to be written down.

    As it is, escaped by JSON or by Python (a log line is JSON around text that may hold either),
    in an address, and encoded as a signature's ingredients are.
    """
    raw = secret.encode()
    forms = {
        secret,
        repr(secret)[1:-1],
        ascii(secret)[1:-1],
        repr(raw)[2:-1],
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        raw.hex(),
        *(_base64(raw, offset) for offset in range(3)),
    }
    for _ in range(_MOST_NESTED):
        forms |= {json.dumps(form)[1:-1] for form in forms}
        forms |= {json.dumps(form, ensure_ascii=False)[1:-1] for form in forms}
    return {form for form in forms if len(form) >= _SHORTEST_SECRET}


def _base64(raw: bytes, offset: int) -> str:
    """Return what of `raw` shows in base64 when `offset` bytes (modulo 3) stand before it."""
    shared = (0, 2, 3)[offset]
    text = b64encode(bytes(offset) + raw).decode().rstrip("=")
    return text[shared : len(text) - 1 if (offset + len(raw)) % 3 else None]


def _mask(match: re.Match[str]) -> str:
    value = match["value"]
    quote = value[0] if value[:1] in ("'", '"') else ""
    return f"{match['keep']}{quote}{MASK}{quote}"
