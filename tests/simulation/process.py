"""The engine as a process that runs: what it hears and says, watched, kept and summed up."""

import hashlib
from collections import Counter

from terminal.engine.engine import Engine
from terminal.model.errors import UserError
from terminal.model.events import AnyEvent, Session
from terminal.model.outputs import AnyOutput
from terminal.model.session import encode
from tests.simulation.invariants.watch import Watch
from tests.simulation.witness import order_of_news


class Process:
    """One instance after another; `heard` is what the present one heard, where it is kept.

    `trace` is a hash over every event and output of all of them, in order.
    """

    def __init__(self, watch: Watch, happened: Counter[str], *, keep_session: bool) -> None:
        self.epoch = 0
        self.events = 0
        self.heard: list[AnyEvent] = []
        self._engine = Engine()
        self._watch = watch
        self._happened = happened
        self._keeps = keep_session
        self._hash = hashlib.sha256()

    @property
    def trace(self) -> str:
        """The hash so far."""
        return self._hash.hexdigest()

    @property
    def engine(self) -> Engine:
        """The present instance's engine."""
        return self._engine

    def start(self, at: int) -> None:
        """Begin another instance, which knows nothing of the one before."""
        self.epoch += 1
        self._engine = Engine(epoch=self.epoch)
        self._watch.scene.restarted(self.epoch)
        if self._keeps:
            self.heard = [Session(at=at, epoch=self.epoch)]

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        """Let the engine take an event; returns what is to be done, nothing where that is wrong."""
        watch = self._watch
        self.events += 1
        if self._keeps:
            self.heard.append(event)
        if (news := order_of_news(watch.scene.facts, event)) is not None:
            self._happened[news] += 1
        watch.before(event)
        try:
            outputs = self._engine.step(event)
        except UserError as error:
            outputs = []
            watch.refused(event, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the engine's fault
            outputs = []
            watch.failed(event, error)
        self._hash.update(encode(event))
        for output in outputs:
            self._hash.update(encode(output))
        watch.after(event, outputs, self._engine)
        return [] if watch.violations else outputs
