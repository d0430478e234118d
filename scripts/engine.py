"""Start a search engine for development: ``make engine``, or ``make engine ENGINE=opensearch``."""

import argparse
import time

from scripts.engine_files import TITLES, Kind
from scripts.engines import HEAP, Engine, Plan, running
from scripts.run import port_problem

# A SEARCH_URL that was written down holds from one start to the next, when nobody else is there.
USUAL_PORT = 9200


def main(arguments: list[str]) -> int:
    """Start the engine, show its address, and stay until Ctrl-C or until it stops by itself (a CommandError)."""
    parser = argparse.ArgumentParser(prog="make engine", description=__doc__)
    parser.add_argument("--engine", type=Kind, choices=list(Kind), default=Kind.ELASTICSEARCH)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--heap", default=HEAP, help="memory of each node's Java, as 512m or 2g")
    chosen = parser.parse_args(arguments)
    port = None if port_problem(USUAL_PORT) else USUAL_PORT
    plan = Plan(chosen.engine, nodes=chosen.nodes, port=port, java=[f"-Xmx{chosen.heap}"])
    print(f"Starting {TITLES[chosen.engine]}…")
    try:
        with running(plan) as engine:
            print(welcome(engine))
            while True:
                time.sleep(0.5)
                for node in engine.nodes:
                    node.check()
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def welcome(engine: Engine) -> str:
    """Return what is shown once the engine answers."""
    lines = ["", f"{TITLES[engine.kind]} is ready:", "", f"  SEARCH_URL={engine.search_url}"]
    if len(engine.nodes) > 1:
        lines += ["", *(f"  {node.name}: {node.address} (process {node.process.pid})" for node in engine.nodes)]
    return "\n".join([*lines, "", "Ctrl-C stops it, and its data is gone.", ""])
