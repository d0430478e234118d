"""An engine does what a test of faults wants of it, and is gone at the end."""

import subprocess
import time
from pathlib import Path

import pytest
import requests

from scripts.engine_files import Kind
from scripts.engines import BRIEF, Plan, running
from scripts.run import port_problem
from tests.engine.asking import make_index
from tests.engine.fixtures import skip_without

pytestmark = pytest.mark.engine


def members(group):
    """The processes of a group that have not ended."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat=,pid="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [pid for pgid, state, pid in rows if int(pgid) == group and not state.startswith("Z")]


@pytest.fixture(scope="module")
def mine(start_engine):
    """An Elasticsearch that may be broken."""
    return start_engine(Kind.ELASTICSEARCH)


def put(engine, name="kept"):
    """Write a document that survives a power failure."""
    answer = requests.put(f"{engine.address}/words/_doc/{name}?refresh=true", json={"word": name}, timeout=30)
    assert answer.status_code in {200, 201}, answer.text


def documents(engine):
    answer = requests.get(f"{engine.address}/words/_count", timeout=30)
    return answer.json()["count"] if answer.status_code == 200 else None


def await_documents(engine, count):
    """Wait until the shards that a start or a loss left are open."""
    deadline = time.monotonic() + 60
    while documents(engine) != count:
        assert time.monotonic() < deadline, documents(engine)
        time.sleep(0.1)


def test_frozen_it_accepts_and_does_not_answer(mine):
    mine.freeze()
    try:
        with pytest.raises(requests.ReadTimeout):
            requests.get(mine.address, timeout=1)
    finally:
        mine.thaw()
    mine.await_answer()


def test_killed_it_refuses_and_comes_back_with_its_data_on_the_same_port(mine):
    put(mine)
    address = mine.address
    mine.kill()
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=5)
    mine.start()
    assert mine.address == address
    await_documents(mine, 1)


def test_without_its_data_it_comes_back_empty(mine):
    put(mine)
    mine.stop()
    mine.lose_data()
    mine.start()
    assert requests.get(f"{mine.address}/_all/_alias", timeout=30).json() == {}


def test_one_of_three_nodes_is_lost_and_comes_back(start_engine):
    engine = start_engine(Kind.OPENSEARCH, nodes=3)
    make_index(engine.address, "words", {"number_of_shards": 1, "number_of_replicas": 2})
    green = f"{engine.address}/_cluster/health/words?wait_for_status=green&timeout=60s"
    assert requests.get(green, timeout=70).json()["timed_out"] is False
    put(engine)
    engine.nodes[-1].kill()
    engine.await_answer()
    # Not at once: a copy that becomes the primary one shows its last commit until it has read again what came since.
    await_documents(engine, 1)
    put(engine, "meanwhile")
    engine.start()
    assert requests.get(green, timeout=70).json()["timed_out"] is False
    await_documents(engine, 2)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_left_even_after_an_error(kind):
    skip_without(kind)
    with pytest.raises(ZeroDivisionError), running(Plan(kind, java=BRIEF)) as engine:  # noqa: PT012 (the whole block)
        (node,) = engine.nodes
        group, folder = node.process.pid, node.place.parents[1]
        assert members(group)
        _ = 1 / 0
    assert (members(group), folder.exists(), port_problem(node.port)) == ([], False, "")


def test_they_end_with_a_program_that_is_killed():
    """Only its folder is left, as nobody could remove it."""
    skip_without(Kind.ELASTICSEARCH)
    code = (
        "import time; from scripts.engines import *\n"
        "with running(Plan(Kind.ELASTICSEARCH, java=BRIEF)) as engine:\n"
        "    node = engine.nodes[0]; print(node.process.pid, node.place.parents[1], flush=True); time.sleep(600)\n"
    )
    root = Path(__file__).resolve().parents[2]
    program = subprocess.Popen(["python3", "-c", code], cwd=root, stdout=subprocess.PIPE, text=True)
    group, folder = program.stdout.readline().split()
    program.kill()
    program.communicate()
    deadline = time.monotonic() + 30
    while members(int(group)):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    subprocess.run(["rm", "-r", folder], check=True)
