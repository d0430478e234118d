"""One process of a search engine: its folder, its settings, and what a test may do to it."""

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from scripts.engine_files import TITLES, Kind
from scripts.java import jdk
from scripts.process import LOGS, Account, CommandError, shown, tail, tether, undisturbed

HOST = "127.0.0.1"
STOP_SECONDS = 20
ANSWER_SECONDS = 5

# Below the ports that systems give to clients (32768 on Linux, 49152 elsewhere). While a test has its engine stopped, a
# client that insists could otherwise be given the very port it calls, reach itself, and keep the engine from it.
PORTS = range(20000, 32000)
TAKEN = ("BindException", "BindHttpException", "BindTransportException", "Address already in use")


class PortTakenError(CommandError):
    """Another program took the port between the moment it was chosen and the start."""


def free_port() -> int:
    """Return a port of the loopback that nobody uses at this moment, and that no client is given."""
    while True:
        port = random.choice(PORTS)  # noqa: S311 (no secret)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port


@dataclass
class Node:
    """A node of an engine. It may be stopped, killed, frozen and started again, always on the same port."""

    kind: Kind
    name: str
    home: Path
    place: Path
    settings: Mapping[str, str]
    java: Sequence[str]
    account: Account = field(default_factory=Account)
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The port that answers HTTP."""
        return int(self.settings["http.port"])

    @property
    def address(self) -> str:
        """The address of the node, without a final slash."""
        return f"http://{HOST}:{self.port}"

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """The file where it writes what it does."""
        return self.place / "output.log"

    @property
    def is_running(self) -> bool:
        """Whether its process is there, frozen or not."""
        return self.process is not None and self.process.poll() is None

    def prepare(self) -> None:
        """Make its folders, which belong to the account that runs it."""
        for folder in (self.place, self.data, self.place / "logs", self.place / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        settings = {**self.settings, "path.data": str(self.data), "path.logs": str(self.place / "logs")}
        if self.kind is Kind.ELASTICSEARCH:
            configuration = self.place / "config"
            shutil.copytree(self.home / "config", configuration, dirs_exist_ok=True)
            lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
            (configuration / "elasticsearch.yml").write_text("".join(lines))
        self.settings = settings
        give(self.place, self.account)

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.place,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A group of its own: the launcher of Elasticsearch and its server get each signal together.
                start_new_session=True,
                preexec_fn=tether(),  # noqa: PLW1509 (one thread only at this point)
                **self.account,
            )

    def command(self) -> Sequence[str | Path]:
        """Return what starts it."""
        if self.kind is Kind.ELASTICSEARCH:
            return [self.home / "bin" / "elasticsearch"]
        program = [jdk() / "bin" / "java", *self.options(), "-cp", f"{self.home}/*", "portal.engine.OneNode"]
        return [*program, self.place, *(f"{name}={value}" for name, value in self.settings.items())]

    def options(self) -> list[str]:
        """Return the options of its Java."""
        # Little memory and one collecting thread: it shares the machine with the tests.
        usual = ["-Xms128m", "-XX:-UseG1GC", "-XX:+UseSerialGC", f"-Djava.io.tmpdir={self.place / 'tmp'}"]
        return [*usual, *self.java]

    def environment(self) -> dict[str, str]:
        """Return its environment, where nothing of ours can change how it starts."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.place), "LANG": "C.UTF-8"}
        if self.kind is Kind.ELASTICSEARCH:
            env |= {
                "ES_JAVA_HOME": str(jdk()),
                "ES_JAVA_OPTS": " ".join(self.options()),
                "ES_PATH_CONF": str(self.place / "config"),
                "ES_TMPDIR": str(self.place / "tmp"),
            }
        return env

    def signal(self, number: int) -> None:
        """Send a signal to the node and to what it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return

    def freeze(self) -> None:
        """Make it stand still: connections are accepted, and nothing answers."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after a freeze."""
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once, as a power failure does; its data stays."""
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
        self.process = None

    def ask_to_end(self) -> None:
        """Ask it to end, frozen or not."""
        self.signal(signal.SIGTERM)
        self.thaw()

    def stop(self) -> None:
        """Ask it to end; kill what is left after twenty seconds. Its data stays."""
        if self.process is None:
            return
        with undisturbed():
            self.ask_to_end()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
            finally:
                self.kill()

    def lose_data(self) -> None:
        """Empty its data folder, as a new disk does; it must not be running."""
        if self.is_running:
            msg = f"{self.name} is running: stop or kill it before its data is lost."
            raise CommandError(msg)
        shutil.rmtree(self.data)
        self.data.mkdir()
        give(self.data, self.account)

    def health(self) -> dict[str, Any] | None:
        """Return what it says of its cluster, or None while it does not answer."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", "/_cluster/health")
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return json.loads(content) if answer.status == HTTPStatus.OK else None

    def check(self) -> None:
        """Raise a CommandError with the end of its log if it has stopped by itself."""
        if self.process is None or self.process.poll() is None:
            return
        kept = LOGS / f"{self.kind}.log"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.log, kept)
        said = "".join(f"\n  {line}" for line in tail(self.log, 10))
        msg = f"{TITLES[self.kind]} stopped by itself (status {self.process.returncode}). End of {shown(kept)}:{said}"
        raise (PortTakenError if any(word in self.log.read_text(errors="replace") for word in TAKEN) else CommandError)(
            msg
        )

    def await_answer(self, *, nodes: int, deadline: float) -> None:
        """Wait until it answers and sees that many nodes.

        Raises:
            CommandError: it stopped, or the deadline (of time.monotonic) has passed.

        """
        while True:
            self.check()
            health = self.health()
            if health is not None and health["number_of_nodes"] == nodes:
                return
            if time.monotonic() > deadline:
                said = "".join(f"\n  {line}" for line in tail(self.log, 10))
                msg = f"{TITLES[self.kind]} did not answer in time on {self.address}. End of its log:{said}"
                raise CommandError(msg)
            time.sleep(0.1)


def give(folder: Path, account: Account) -> None:
    """Make a folder and all that it holds belong to an account."""
    if account:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account["user"], account["group"])
