"""What spares readers an engine that is known not to answer, in each process.

A failure opens it: nobody waits for the engine any more. After `SPARED` seconds one caller may try; a success closes
it, a failure spares the readers as long again.
"""

import time
from threading import Lock

# Seconds during which nobody tries after a failure.
SPARED = 15.0
# Seconds after which whoever was let through to try, and has not said how it went, is thought lost.
TRIAL = 5.0


class Breaker:
    """Remembers whether the engine answers. Any thread may ask it."""

    def __init__(self) -> None:
        """Begin closed."""
        self._lock = Lock()
        self._spared_until: float | None = None

    def is_open(self) -> bool:
        """Whether the engine is to be left alone. To one caller after each pause it says no: that one tries."""
        with self._lock:
            if self._spared_until is None:
                return False
            now = time.monotonic()
            if now < self._spared_until:
                return True
            # Whoever asks while this caller tries is spared still.
            self._spared_until = now + TRIAL
            return False

    def failed(self) -> None:
        """Note that the engine did not answer."""
        with self._lock:
            self._spared_until = time.monotonic() + SPARED

    def succeeded(self) -> None:
        """Note that the engine answered."""
        with self._lock:
            self._spared_until = None

    def reset(self) -> None:
        """Forget everything, as a new process does."""
        self.succeeded()


_breaker = Breaker()

is_open = _breaker.is_open
failed = _breaker.failed
succeeded = _breaker.succeeded
reset = _breaker.reset
