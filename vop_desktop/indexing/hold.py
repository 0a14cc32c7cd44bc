"""When a run has to wait: the person paused it, it is a quiet hour, or the machine runs on its battery."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PAUSED = "paused"
QUIET_HOURS = "quiet hours"
ON_BATTERY = "on battery"
LOOK_SECONDS = 2.0  # between two looks at clock and battery


class _Values(Protocol):
    def get(self, name: str) -> object: ...


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which indexing may run.

    Attributes:
        quiet_from, quiet_until: hours of the day, 0 to 24, between which it waits; equal ones for never.
        on_battery: whether it goes on while the machine runs on its battery.
        low_priority: whether everything else on the machine goes first.
    """

    quiet_from: int = 0
    quiet_until: int = 0
    on_battery: bool = True
    low_priority: bool = False

    @classmethod
    def of(cls, settings: _Values) -> Conditions:
        """What the settings say."""
        return cls(
            quiet_from=int(str(settings.get("quiet_from"))),
            quiet_until=int(str(settings.get("quiet_until"))),
            on_battery=bool(settings.get("index_on_battery")),
            low_priority=bool(settings.get("index_low_priority")),
        )

    def obstacle(self, hour: float, discharging: bool) -> str:
        """What stands in the way at an hour of the day: a word for it, or nothing."""
        if self.quiet_from < self.quiet_until:
            quiet = self.quiet_from <= hour < self.quiet_until
        else:  # past midnight
            quiet = self.quiet_from != self.quiet_until and not self.quiet_until <= hour < self.quiet_from
        if quiet:
            return QUIET_HOURS
        return ON_BATTERY if discharging and not self.on_battery else ""


def discharging() -> bool:
    """Whether the machine has a battery and no mains."""
    import psutil

    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, NotImplementedError):
        return False
    return battery is not None and battery.power_plugged is False


class Hold:
    """Whether a run has to wait now; `is_set` may be asked twenty times a second. The run's thread.

    Args:
        pause: set by the person.
        conditions: when else to wait.
        changed: called with the reason when the run has to wait, and with nothing when it may go on.
    """

    def __init__(
        self, pause: threading.Event | None, conditions: Conditions, changed: Callable[[str], None]
    ) -> None:
        self._pause = pause
        self._conditions = conditions
        self._changed = changed
        self._obstacle = ""
        self._looked: float | None = None
        self._reason = ""

    def is_set(self) -> bool:
        """Whether to wait."""
        paused = self._pause is not None and self._pause.is_set()
        reason = PAUSED if paused else self._look()
        if reason != self._reason:
            self._reason = reason
            self._changed(reason)
        return bool(reason)

    def _look(self) -> str:
        now = time.monotonic()
        if self._looked is None or now - self._looked > LOOK_SECONDS:
            self._looked = now
            clock = time.localtime()
            power = not self._conditions.on_battery and discharging()
            self._obstacle = self._conditions.obstacle(clock.tm_hour + clock.tm_min / 60, power)
        return self._obstacle
