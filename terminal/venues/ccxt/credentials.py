"""The key to an account, which never shows itself."""

from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Credentials:
    """An exchange's key, secret and (where it has one) passphrase; the repr shows none of them."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    passphrase: str | None = field(default=None, repr=False)

    @property
    def fingerprint(self) -> str:
        """What may be shown or logged: the key's first four characters and a hash of it."""
        return f"{self.key[:4]}…{sha256(self.key.encode()).hexdigest()[:8]}"

    def redact(self, text: str) -> str:
        """Return `text` with every occurrence of a secret replaced."""
        for secret in (self.secret, self.passphrase, self.key):
            if secret:
                text = text.replace(secret, "[redacted]")
        return text
