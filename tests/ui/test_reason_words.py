"""Every reason of the engine has words."""

from terminal.model.reasons import Reason
from terminal.ui.reason_words import (
    ORDER_REASON_WORDS,
    REASON_WORDS,
    mode_reason,
    order_reason,
    words_for,
)


def test_every_reason_is_explained() -> None:
    missing = [reason.value for reason in Reason if reason not in REASON_WORDS]
    assert not missing


def test_explanations_are_sentences_and_badges_are_short() -> None:
    for reason, words in REASON_WORDS.items():
        assert words.sentence.endswith("."), reason
        assert not words.advice or words.advice.endswith("."), reason
        assert 0 < len(words.short) <= 28, reason


def test_no_two_reasons_share_a_badge() -> None:
    shorts = [words.short for words in REASON_WORDS.values()]
    assert len(shorts) == len(set(shorts))


def test_words_are_found_for_a_reason() -> None:
    assert words_for(Reason.PRICE_GAP).short == "Circuit breaker"


def test_what_the_application_says_of_an_order_is_in_words_and_a_venues_words_stand() -> None:
    for reason in ("too_late", "shut_down", "cancelled_before_sending"):
        assert order_reason(reason) == ORDER_REASON_WORDS[reason].short
        assert ORDER_REASON_WORDS[reason].sentence.endswith(".")
    assert order_reason("Insufficient margin (110007)") == "Insufficient margin (110007)"
    assert order_reason(None) == ""


def test_a_traders_own_word_for_a_change_of_mode_is_quoted_and_called_given() -> None:
    assert mode_reason("tried") == "reason given: “tried”"
    assert mode_reason(Reason.SLEPT.value).startswith("The computer slept")
