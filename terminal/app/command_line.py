"""The command line: what a person can ask for, and one line on standard error when it is wrong."""

import argparse
import json
import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from terminal import __version__
from terminal.app.account_commands import add_keys, add_venues
from terminal.app.environment import clean_environment
from terminal.app.options import RunOptions
from terminal.model.errors import UserError

PROGRAM = "scaling-terminal"

_QUOTED = re.compile(r"'[^']*'")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return 0, or 2 after one line on standard error. Never raises."""
    clean_environment()
    status = _status(argv)
    try:
        # What is still buffered would be written at exit, where nothing could be caught.
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_standard_output()
    return status


def _status(argv: Sequence[str] | None) -> int:
    try:
        arguments, rest = _parser().parse_known_args(argv)
        if rest:
            raise UserError(_not_understood(arguments, rest))
        return int(arguments.command(arguments))
    except SystemExit as end:  # argparse has printed what was asked for, the help or the version
        return int(end.code or 0)
    except UserError as error:
        return _complain(str(error))
    except BrokenPipeError:
        return 0  # whoever read our output is gone, which is their right
    except KeyboardInterrupt:
        return _complain("stopped")
    except Exception as error:  # noqa: BLE001 — main's edge: a traceback is for the log
        # Its text may hold anything, an address with a signature for instance.
        return _complain(f"internal error ({type(error).__name__}{_place(error)})")


def _leave_standard_output() -> None:
    """Let what nobody reads any more go nowhere; Python would complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _not_understood(arguments: argparse.Namespace, rest: Sequence[str]) -> str:
    if getattr(arguments, "takes_secrets", False):
        return (
            f"keys: {len(rest)} unrecognized arguments; a secret is never given as one, for it is "
            "in the shell's history now: make a new key at the venue, and enter it when asked"
        )
    return f"unrecognized arguments: {' '.join(rest)}; `{PROGRAM} --help` shows what there is"


def _place(error: Exception) -> str:
    """Return where it happened, for who is to mend it: the log has more only where one is kept."""
    frames = traceback.extract_tb(error.__traceback__)
    return f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""


def _complain(text: str) -> int:
    print(f"{PROGRAM}: {' '.join(text.split())}", file=sys.stderr)
    return 2


class _Parser(argparse.ArgumentParser):
    """Complains in one line, as every other part of the program does."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments."""
        if self.prog.split()[1:2] == ["keys"]:
            message = _QUOTED.sub("that", message, count=1)  # it may be a secret
        raise UserError(f"{message}; `{self.prog} --help` shows what there is")


def _parser() -> _Parser:
    parser = _Parser(
        prog=PROGRAM,
        description="A desktop terminal that scales inverse (coin-margined) perpetual positions.",
        epilog="Without a command it opens the window, on the paper venue by default.",
        allow_abbrev=False,
    )
    parser.set_defaults(command=_run)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    _add_directory(parser, None)
    place = parser.add_argument_group("how to run")
    place.add_argument("--temp", action="store_true", help="leave nothing behind")
    place.add_argument(
        "--headless",
        action="store_true",
        help="no window: state and decisions on standard output, commands on standard input",
    )
    place.add_argument("--replay", metavar="FILE", type=Path, help="a session file as the market")
    place.add_argument("--seed", type=int, help="of the paper market: the same gives the same")
    place.add_argument(
        "--paper-on", metavar="EXCHANGE", help="paper trading on an exchange's live market data"
    )
    place.add_argument(
        "--symbols",
        metavar="SYMBOL,…",
        default="BTC/USD:BTC",
        help="the contracts of --paper-on (default BTC/USD:BTC)",
    )
    place.add_argument("--policy", metavar="FILE|PRESET", help="the policy to begin with")
    place.add_argument(
        "--ask-keys", action="store_true", help="enter API keys for this session only"
    )
    place.add_argument("--debug", action="store_true", help="write more into the log")
    place.add_argument("--record", metavar="FILE", type=Path, help="record a session file")
    place.add_argument(
        "--self-test", action="store_true", help="try whether this installation works, and end"
    )
    # What the window's process starts beside itself; nobody is to type it.
    parser.add_argument("--engine", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    _add_replay(commands)
    _add_calc(commands)
    _add_kill(commands)
    _add_doctor(commands)
    _add_journal(commands)
    add_keys(commands)
    add_venues(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 — argparse has no public name for its type


def _add_directory(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument(
        "--data-dir", metavar="DIR", type=Path, default=default, help="keep everything there"
    )


def _add_replay(commands: "_Commands[_Parser]") -> None:
    parser = commands.add_parser("replay", help="outputs of a session file as JSON lines")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--policy", dest="replay_policy", metavar="P.toml", help="instead of the file's own"
    )
    parser.add_argument(
        "--fill",
        choices=("immediate", "none"),
        default="none",
        help="immediate: every order is filled at once; none (default): the file answers",
    )
    parser.set_defaults(command=_replay)


def _add_calc(commands: "_Commands[_Parser]") -> None:
    parser = commands.add_parser("calc", help="one figure as JSON")
    parser.add_argument("arguments", metavar="QUANTITY k=v", nargs="*")
    parser.set_defaults(command=_calc)


def _add_kill(commands: "_Commands[_Parser]") -> None:
    parser = commands.add_parser("kill", help="the kill switch without the window")
    parser.add_argument("--flatten", action="store_true", help="close the positions as well")
    _add_directory(parser, argparse.SUPPRESS)
    parser.set_defaults(command=_kill)


def _add_doctor(commands: "_Commands[_Parser]") -> None:
    parser = commands.add_parser("doctor", help="what this machine offers, and what that means")
    _add_directory(parser, argparse.SUPPRESS)
    parser.set_defaults(command=_doctor)


def _add_journal(commands: "_Commands[_Parser]") -> None:
    parser = commands.add_parser("journal", help="verify or export the journal")
    actions = parser.add_subparsers(
        title="actions", metavar="ACTION", parser_class=_Parser, required=True, dest="action"
    )
    verify = actions.add_parser("verify", help="find edited, dropped, reordered or cut-off rows")
    _add_directory(verify, argparse.SUPPRESS)
    verify.set_defaults(command=_journal_verify)
    export = actions.add_parser("export", help="write it as CSV or Parquet")
    export.add_argument("target", metavar="FILE", help="- is standard output")
    export.add_argument("--format", choices=("csv", "parquet"), help="otherwise by FILE's ending")
    _add_directory(export, argparse.SUPPRESS)
    export.set_defaults(command=_journal_export)
    _add_directory(parser, argparse.SUPPRESS)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.self_test:
        return _self_test()
    if arguments.engine:
        from terminal.app import engine_process

        return engine_process.run()

    from terminal.app.run import run

    if arguments.temp and arguments.data_dir is not None:
        raise UserError("--temp and --data-dir exclude each other; give one of them")
    return run(
        RunOptions(
            data_dir=arguments.data_dir,
            temp=arguments.temp,
            headless=arguments.headless,
            replay=arguments.replay,
            seed=arguments.seed,
            paper_on=arguments.paper_on,
            symbols=tuple(one.strip() for one in arguments.symbols.split(",") if one.strip()),
            policy=arguments.policy,
            record=arguments.record,
            ask_keys=arguments.ask_keys,
            debug=arguments.debug,
        )
    )


def _self_test() -> int:
    from terminal.app import self_test

    return _print(self_test.run())


def _replay(arguments: argparse.Namespace) -> int:
    from terminal.app.replay_command import replay_lines

    output = sys.stdout.buffer
    try:
        for line in replay_lines(arguments.file, arguments.replay_policy, arguments.fill):
            output.write(line)
    finally:
        output.flush()  # what came before a mistake in the file is right
    return 0


def _calc(arguments: argparse.Namespace) -> int:
    from terminal.app import calc

    print(json.dumps(calc.run(arguments.arguments)))
    return 0


def _kill(arguments: argparse.Namespace) -> int:
    from terminal.app.kill_command import kill
    from terminal.app.paths import default_directory, open_directory

    directory = open_directory(arguments.data_dir or default_directory())
    return _print(kill(directory, flatten=arguments.flatten))


def _doctor(arguments: argparse.Namespace) -> int:
    from terminal.app.doctor import examine
    from terminal.app.paths import default_directory, open_directory
    from terminal.app.venue_probe import probe
    from terminal.storage.credentials import open_store

    directory = open_directory(arguments.data_dir or default_directory())
    return _print(examine(directory, open_store, probe))


def _journal_verify(arguments: argparse.Namespace) -> int:
    from terminal.app.journal_command import verify_lines
    from terminal.app.paths import DataDirectory, default_directory

    return _print(verify_lines(DataDirectory(arguments.data_dir or default_directory())))


def _journal_export(arguments: argparse.Namespace) -> int:
    from terminal.app.journal_command import export
    from terminal.app.paths import DataDirectory, default_directory

    directory = DataDirectory(arguments.data_dir or default_directory())
    said = export(directory, arguments.target, arguments.format, sys.stdout)
    return _print(() if said is None else (said,))


def _print(lines: Iterable[object]) -> int:
    for line in lines:
        print(line, flush=True)
    return 0
