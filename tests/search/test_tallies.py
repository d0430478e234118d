"""What readers look for is counted by day, without anything about who asked, and never at the expense of a page."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.jobs import JOBS
from search import tallies
from search.models import SearchTally
from search.tallies import words_to_keep
from search.words import read

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)


def note(typed, *, language="fr", total=3, now=NOON):
    tallies.note(read(typed), language=language, total=total, now=now)


def rows():
    fields = ("on", "language", "words", "times", "results")
    return sorted(SearchTally.objects.values_list(*fields))


class TestNoting:
    def test_adds_up_what_is_the_same(self):
        note("Découvrabilité", total=4)
        note("«\u00a0decouvrabilite\u00a0» ?", total=5)
        note("découvrabilité", language="en", total=0)
        note("découvrabilité", now=NOON + timedelta(days=1), total=6)
        assert rows() == [
            (date(2026, 11, 22), "en", "decouvrabilite", 1, 0),
            (date(2026, 11, 22), "fr", "decouvrabilite", 2, 5),
            (date(2026, 11, 23), "fr", "decouvrabilite", 1, 6),
        ]

    def test_on_the_day_of_the_portal(self):
        # Eleven in the evening in Montréal.
        note("ville", now=datetime(2026, 11, 23, 4, tzinfo=UTC))
        assert rows() == [(date(2026, 11, 22), "fr", "ville", 1, 3)]

    def test_in_one_statement(self):
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                note("ville")
            assert [query["sql"].split()[0] for query in captured] == ["SAVEPOINT", "INSERT", "RELEASE"]

    def test_no_other_words_once_a_machine_has_tried_too_many(self, monkeypatch):
        monkeypatch.setattr(tallies, "MOST_A_DAY", 2)
        for typed in ("un mot", "autre mot", "encore un", "un mot"):
            note(typed)
        note("encore un", now=NOON + timedelta(days=1))
        assert [(day.day, words, times) for day, _language, words, times, _results in rows()] == [
            (22, "autre mot", 1),
            (22, "un mot", 2),
            (23, "encore un", 1),
        ]

    @pytest.mark.parametrize("typed", ["", "  ", "???", "jean@exemple.test", "514 555-1234"])
    def test_nothing_when_nothing_is_left(self, typed):
        note(typed)
        assert rows() == []

    def test_what_is_long_fits(self):
        note("œ" * 40 + " " + "ﬃ " * 200)
        ((_day, _language, words, _times, _results),) = rows()
        assert len(words) == 200

    def test_breaks_nothing_when_the_database_refuses(self, caplog):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE search_searchtally RENAME TO elsewhere")
            with caplog.at_level(logging.ERROR, logger="search.tallies"):
                note("ville")
            # What the page still asks is answered.
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM elsewhere")
                assert cursor.fetchone() == (0,)
            transaction.set_rollback(True)
        assert [record.message for record in caplog.records] == ["A search could not be counted"]
        assert "ville" not in caplog.text


class TestKeeping:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("L’État des lieux (2023)", "l'etat des lieux 2023"),
            ("écrire à jean.tremblay@exemple.test ou à Jean", "ecrire a ou a jean"),
            ("https://exemple.test/?cle=abc jeton", "jeton"),
            ("appeler 514 555-1234", "appeler"),
            ("appeler (514) 555-2019 maintenant", "appeler maintenant"),
            ("+33 6 12 34 56 78", ""),
            ("555-1234", ""),
            ("dossier 1234567", "dossier"),
            ("dossier 12345", "dossier"),
            ("nas 046 454 286", "nas"),
            ("4111 1111 1111 1111", ""),
            ("12/11/1980", ""),
            ("h2x 1y4 montréal", "montreal"),
            # Years and short numbers are what people look for.
            ("bilan 2019-2021", "bilan 2019-2021"),
            ("loi 25 2023", "loi 25 2023"),
            ("industrie 4.0 2023 2024", "industrie 4.0 2023 2024"),
            ("2 500 $", "2 500 $"),
            ("web3 5G", "web3 5g"),
            (f"mot {'k' * 41}", "mot"),
            ("c++ r&d -moins", "c r&d -moins"),
        ],
    )
    def test_words(self, text, expected):
        assert words_to_keep(text) == expected


def test_tallies_are_forgotten_after_400_days():
    today = date(2026, 11, 22)
    for days in (0, 400, 401, 800):
        SearchTally.objects.create(on=today - timedelta(days=days), language="fr", words="ville", times=1, results=1)
    assert tallies.forget(now=NOON) == 2
    assert [row[0] for row in rows()] == [today - timedelta(days=400), today]


def test_the_worker_forgets_them():
    assert [job.function for job in JOBS if job.name == "forget_searches"] == [tallies.forget]
