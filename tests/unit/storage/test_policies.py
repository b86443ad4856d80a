"""Policy files: the presets are sound, mistakes are named by file and line."""

from pathlib import Path

import pytest

from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.storage.policies import (
    find_policy,
    preset_names,
    read_policy,
    read_presets,
    save_policy,
)


def test_the_five_presets_ship() -> None:
    assert preset_names() == (
        "cautious",
        "constant_exposure",
        "constant_leverage",
        "synthetic_dollar",
        "volatility_target",
    )


@pytest.mark.parametrize("name", preset_names())
def test_the_engine_accepts_every_preset(name: str) -> None:
    policy = Policy.from_mapping(read_presets()[name])
    assert policy.max_leverage is not None
    assert policy.max_leverage > policy.target_leverage
    assert policy.max_order_usd is not None
    assert policy.max_position_usd is not None
    assert policy.durable_intents


def test_the_synthetic_dollar_is_a_short_of_leverage_one() -> None:
    keys = read_presets()["synthetic_dollar"]
    assert (keys["side"], keys["target_leverage"], keys["margin_basis"]) == ("short", 1.0, "equity")


@pytest.mark.parametrize("name", ["cautious", "Cautious", "constant leverage", "synthetic-dollar"])
def test_a_preset_is_found_however_it_is_written(name: str) -> None:
    label, keys = find_policy(name)
    assert label == name.lower().replace(" ", "_").replace("-", "_")
    assert "side" in keys


def test_one_s_own_policy_comes_before_a_preset_of_the_same_name(tmp_path: Path) -> None:
    save_policy(tmp_path, "cautious", "side = 'short'\ntarget_leverage = 0.5\n")
    _, keys = find_policy("cautious", tmp_path)
    assert keys == {"side": "short", "target_leverage": 0.5}


def test_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("side = 'long'\ntarget_leverage = 2\n")
    assert find_policy(str(path)) == ("mine", {"side": "long", "target_leverage": 2})


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(UserError, match="no preset named 'brave'; there are cautious, constant_"):
        find_policy("brave")


@pytest.mark.parametrize("name", ["../secrets", "a/../../b.toml", "/etc/passwd"])
def test_a_name_cannot_leave_the_directory(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        find_policy(name, tmp_path)
    with pytest.raises(UserError, match="small letters"):
        save_policy(tmp_path, name, "")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        read_policy(tmp_path / "none.toml")


def test_a_syntax_error_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("side = 'long'\ntarget_leverage = = 2\n")
    with pytest.raises(UserError, match=r"mine\.toml: line 2, column 19: Invalid value"):
        read_policy(path)
