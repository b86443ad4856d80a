"""Takes secrets out of text: those that are known, and whatever looks like one on a wire."""

import re
from collections.abc import Iterable

MASK = "‹redacted›"

_SHORTEST_SECRET = 6

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
        known = {*self._secrets, *(text for text in secrets if len(text) >= _SHORTEST_SECRET)}
        # The longest first: one secret may hold another.
        self._secrets = tuple(sorted(known, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        for pattern in _PATTERNS:
            text = pattern.sub(_mask, text)
        return text


def _mask(match: re.Match[str]) -> str:
    value = match["value"]
    quote = value[0] if value[:1] in ("'", '"') else ""
    return f"{match['keep']}{quote}{MASK}{quote}"
