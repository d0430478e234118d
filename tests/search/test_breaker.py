from concurrent.futures import ThreadPoolExecutor

import pytest

from search import breaker
from search.breaker import SPARED, TRIAL, Breaker


@pytest.fixture
def clock(monkeypatch):
    """The hours of the breaker, in seconds, moved by hand."""
    hours = [1000.0]
    monkeypatch.setattr(breaker.time, "monotonic", lambda: hours[0])
    return hours


def test_a_new_breaker_lets_everybody_ask():
    assert not Breaker().is_open()


def test_a_failure_spares_everybody_for_a_while(clock):
    one = Breaker()
    one.failed()
    clock[0] += SPARED - 1
    assert one.is_open()


def test_a_success_closes_it(clock):
    one = Breaker()
    one.failed()
    one.succeeded()
    assert [one.is_open(), one.is_open()] == [False, False]


def test_after_the_pause_one_caller_tries_and_the_others_are_spared(clock):
    one = Breaker()
    one.failed()
    clock[0] += SPARED
    assert [one.is_open() for _caller in range(3)] == [False, True, True]


def test_whoever_tries_and_fails_spares_the_others_as_long_again(clock):
    one = Breaker()
    one.failed()
    clock[0] += SPARED
    one.is_open()
    one.failed()
    clock[0] += SPARED - 1
    assert one.is_open()


def test_another_tries_where_the_first_was_lost(clock):
    one = Breaker()
    one.failed()
    clock[0] += SPARED
    one.is_open()
    clock[0] += TRIAL
    assert [one.is_open(), one.is_open()] == [False, True]


def test_of_many_threads_one_tries(clock):
    one = Breaker()
    one.failed()
    clock[0] += SPARED
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _caller: one.is_open(), range(64)))
    assert answers.count(False) == 1


def test_the_breaker_of_the_process_forgets():
    breaker.failed()
    assert breaker.is_open()
    breaker.reset()
    assert not breaker.is_open()
