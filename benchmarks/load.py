"""A small load generator: some readers who each ask again as soon as they are answered."""

import http.client
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """Requests a second, and the time in milliseconds within which 50, 95 and 99 % of them were answered."""

    per_second: float
    p50: float
    p95: float
    p99: float


def measure(port: int, path: str, *, readers: int, seconds: float, headers: Mapping[str, str] | None = None) -> Measure:
    """Ask for `path` on loopback for `seconds`, after one second that is not counted.

    Raises `RuntimeError` at the first answer that is not 200: a fast error page is no speed.
    """
    times: list[float] = []
    failures: list[str] = []
    start = time.perf_counter() + 1
    end = start + seconds

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (before := time.perf_counter()) < end and not failures:
            connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
            answer = connection.getresponse()
            answer.read()
            after = time.perf_counter()
            if answer.status != http.client.OK:
                failures.append(f"{path} answered {answer.status}")
            if before >= start:
                times.append((after - before) * 1000)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    times.sort()
    return Measure(len(times) / seconds, *(times[int(len(times) * share)] for share in (0.5, 0.95, 0.99)))
