"""No secret in any text that leaves: the known ones, and what looks like one on a wire."""

import json
from base64 import b64encode
from urllib.parse import quote, quote_plus

import pytest

from terminal.storage.redaction import MASK, Redactor

CANARY = "c4n4ryS3cr3tValue"


def test_known_secrets_are_taken_out_wherever_they_stand() -> None:
    redact = Redactor([CANARY])
    assert redact(f"a {CANARY}b{CANARY}") == f"a {MASK}b{MASK}"


def test_a_secret_inside_another_leaves_no_rest() -> None:
    redact = Redactor(["secret-one", "secret-one-and-more"])
    assert redact("x secret-one-and-more y") == f"x {MASK} y"


def test_words_too_short_to_be_a_secret_are_left_alone() -> None:
    assert Redactor(["key", ""])("the key is lost") == "the key is lost"


def test_secrets_can_be_added_while_running() -> None:
    redact = Redactor()
    redact.add([CANARY])
    assert CANARY not in redact(CANARY)


@pytest.mark.parametrize(
    "text",
    [
        f"X-BAPI-API-KEY: {CANARY}",
        f"{{'X-BAPI-SIGN': '{CANARY}', 'X-BAPI-TIMESTAMP': '17'}}",
        f'"OK-ACCESS-PASSPHRASE": "{CANARY}"',
        f"OK-ACCESS-SIGN={CANARY}",
        f"headers: X-MBX-APIKEY: {CANARY}\r\nHost: x",
        f"(b'Authent', b'{CANARY}')",
        f"APIKey: {CANARY}",
        f"Authorization: Bearer {CANARY}",
        f"authorization: deri-hmac-sha256 {CANARY}",
        f"GET https://dapi.example/dapi/v1/order?symbol=X&timestamp=1&signature={CANARY} failed",
        f"POST body apiKey={CANARY}&symbol=X",
        f"https://x/api?client_secret={CANARY}&grant_type=client_credentials",
        f'{{"access_token": "{CANARY}", "scope": "trade"}}',
        f'{{"listenKey":"{CANARY}"}}',
        f"Set-Cookie: session={CANARY}; path=/",
    ],
)
def test_what_looks_like_a_secret_is_taken_out_although_it_is_not_known(text: str) -> None:
    assert CANARY not in Redactor()(text)


@pytest.mark.parametrize(
    "text",
    [
        "order st1n5 at bybit: rejected, insufficient margin",
        '{"event":"order_intent","side":"buy","contracts":30114,"limit_price":57000.5}',
        "GET https://api.example/v5/market/tickers?category=inverse&symbol=BTCUSD",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert Redactor()(text) == text


AWKWARD = 'pa"ss\\wörd/+=&%7 end'


@pytest.mark.parametrize(
    "shown",
    [
        AWKWARD,
        repr(AWKWARD),
        ascii(AWKWARD),
        repr(AWKWARD.encode()),
        json.dumps(AWKWARD),
        json.dumps(AWKWARD, ensure_ascii=False),
        json.dumps(json.dumps({"x": AWKWARD})),
        quote(AWKWARD),
        quote(AWKWARD, safe=""),
        quote_plus(AWKWARD),
        b64encode(AWKWARD.encode()).decode(),
        b64encode(f"user:{AWKWARD}:".encode()).decode(),
        AWKWARD.encode().hex(),
        f"bearer {AWKWARD}, next",
    ],
    ids=lambda _: "form",
)
def test_a_secret_is_found_however_it_was_written_down(shown: str) -> None:
    text = Redactor([AWKWARD])(f"before {shown} after")
    assert MASK in text
    for part in ("wörd", "w\\u00f6rd", "w%C3%B6rd", "w\\xf6rd", "w\\xc3\\xb6rd"):
        assert part not in text
    assert text.startswith("before ")
    assert text.endswith(" after")


def test_redaction_after_rendering_a_log_line_finds_what_the_renderer_escaped() -> None:
    line = json.dumps({"event": f"POST refused: {json.dumps({'passphrase': AWKWARD})}"})
    assert "w\\\\u00f6rd" in line
    redacted = Redactor([AWKWARD])(line)
    assert "00f6rd" not in redacted
