"""Real search engines for the time of a test run or of a development session, without Docker.

They listen on free ports of the loopback and keep their data in a temporary folder. ``make engine`` starts one.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.engine_files import Kind, fetched
from scripts.engine_nodes import HOST, Node, PortTakenError, free_port
from scripts.postgres import ordinary_user
from scripts.process import Account, undisturbed

START_SECONDS = 180
ATTEMPTS = 3
HEAP = "512m"
# For tests: their engine does not live long enough for the second compiler, which doubles the work of a start.
BRIEF = (f"-Xmx{HEAP}", "-XX:TieredStopAtLevel=1")

# A full disk of the machine is not what is tested; no other cluster of the machine may join.
COMMON = {"network.host": HOST, "cluster.routing.allocation.disk.threshold_enabled": "false"}
OWN = {
    Kind.ELASTICSEARCH: {"xpack.security.enabled": "false"},
    Kind.OPENSEARCH: {},
}
FIRST_MANAGERS = {
    Kind.ELASTICSEARCH: "cluster.initial_master_nodes",
    Kind.OPENSEARCH: "cluster.initial_cluster_manager_nodes",
}
# What makes a node look for others.
DISCOVERY = {Kind.ELASTICSEARCH: "multi-node", Kind.OPENSEARCH: "zen"}


@dataclass
class Engine:
    """An engine of one node or several; what is said of the engine is done to all its nodes."""

    kind: Kind
    nodes: list[Node]

    @property
    def address(self) -> str:
        """The address of the first node, without a final slash."""
        return self.nodes[0].address

    @property
    def search_url(self) -> str:
        """The first node in the form of SEARCH_URL."""
        return f"{self.kind}+{self.address}"

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all see one another.

        Raises:
            CommandError: one stopped by itself, or did not answer within three minutes.

        """
        for node in self.nodes:
            if not node.is_running:
                node.start()
        self.await_answer()

    def await_answer(self, *, seconds: float = START_SECONDS) -> None:
        """Wait until the nodes that run answer, and see no other.

        Raises:
            CommandError: one stopped by itself, or the seconds have passed.

        """
        running = [node for node in self.nodes if node.process is not None]
        deadline = time.monotonic() + seconds
        for node in running:
            node.await_answer(nodes=len(running), deadline=deadline)

    def freeze(self) -> None:
        """Make it stand still: connections are accepted, and nothing answers."""
        for node in self.nodes:
            node.freeze()

    def thaw(self) -> None:
        """Let it go on after a freeze."""
        for node in self.nodes:
            node.thaw()

    def kill(self) -> None:
        """End it at once, as a power failure does; its data stays."""
        for node in self.nodes:
            node.kill()

    def stop(self) -> None:
        """Ask it to end, and see that it does. Its data stays."""
        with undisturbed():
            for node in self.nodes:
                node.ask_to_end()
            for node in self.nodes:
                node.stop()

    def lose_data(self) -> None:
        """Empty its data folders, as new disks do; it must not be running."""
        for node in self.nodes:
            node.lose_data()


@dataclass(frozen=True)
class Plan:
    """What to start: `port` is that of the first node, else a free one; `java` are options of each node's Java."""

    kind: Kind
    nodes: int = 1
    port: int | None = None
    java: Sequence[str] = (f"-Xmx{HEAP}",)


@contextmanager
def running(plan: Plan) -> Iterator[Engine]:
    """Run an engine for the time of a block.

    Raises:
        CommandError: this machine lacks a program, or the engine could not be fetched or started.

    """
    files = fetched(plan.kind)
    account = ordinary_user()
    # The temporary folder of root may be closed to the account that runs the engine; /tmp is open to all.
    open_to_both = "/tmp" if account else None  # noqa: S108 (a folder of its own in it)
    folder = Path(tempfile.mkdtemp(prefix=f"{plan.kind}-", dir=open_to_both))
    try:
        engine = started(plan, files, folder, account)
        try:
            yield engine
        finally:
            engine.stop()
    finally:
        with undisturbed():
            shutil.rmtree(folder, ignore_errors=True)


def started(plan: Plan, files: Path, folder: Path, account: Account) -> Engine:
    """Start an engine on free ports; another program may take one first, hence the attempts."""
    home = files
    if account:
        # The project may stand where that account cannot read.
        os.chown(folder, account["user"], account["group"])
        home = folder / "home"
        shutil.copytree(files, home, copy_function=linked)
    for attempt in range(ATTEMPTS):
        place = folder / f"attempt-{attempt + 1}"
        engine = prepared(plan, home, place, account)
        try:
            engine.start()
        except PortTakenError:
            engine.stop()
            if attempt == ATTEMPTS - 1:
                raise
        except BaseException:
            engine.stop()
            raise
        else:
            break
    return engine


def prepared(plan: Plan, home: Path, place: Path, account: Account) -> Engine:
    """Return an engine that is ready to start."""
    names = [f"node-{number + 1}" for number in range(plan.nodes)]
    transport = [free_port() for _ in names]
    together = {**COMMON, **OWN[plan.kind], "cluster.name": place.parent.name}
    together["discovery.type"] = "single-node" if plan.nodes == 1 else DISCOVERY[plan.kind]
    if plan.nodes > 1:
        together[FIRST_MANAGERS[plan.kind]] = ",".join(names)
        together["discovery.seed_hosts"] = ",".join(f"{HOST}:{number}" for number in transport)
    engine = Engine(plan.kind, [])
    for index, name in enumerate(names):
        settings = {
            **together,
            "node.name": name,
            "http.port": str((plan.port if index == 0 else None) or free_port()),
            "transport.port": str(transport[index]),
        }
        node = Node(plan.kind, name, home, place / name, settings, plan.java, account)
        node.prepare()
        engine.nodes.append(node)
    return engine


def linked(source: str, target: str) -> str:
    """Give a file a second name, or copy it where the system does not allow that."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
