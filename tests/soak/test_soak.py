"""The short form of the soak: a few faults within seconds, at three venues of two makes."""

from pathlib import Path

from tests.soak.run import Length, run

SEED = 11


async def test_a_few_faults_leave_three_venues_at_their_target(tmp_path: Path) -> None:
    result = await run(tmp_path, SEED, Length(2.0, mean_pause_s=0.8, grace_s=0.2), print)
    text = "\n".join(result.lines)
    print(text)
    assert result.complaints == ()
    for name in ("alpha (bybit)", "beta (bybit)", "gamma (binancecoinm)"):
        assert f"{name} " in text
        assert f"{name} 0" not in text
