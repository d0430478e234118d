"""Apply every migration to an empty database, take each application's back, apply them again; say what was seen.

`round_trip.py APP…`, in the order in which they are taken back.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402


def tables(app):
    """The tables of an application."""
    return [name for name in connection.introspection.table_names() if name.startswith(f"{app}_")]


def schema():
    """Tables, columns, indexes and constraints of the whole database."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            columns = connection.introspection.get_table_description(cursor, name)
            constraints = connection.introspection.get_constraints(cursor, name)
            found[name] = [
                sorted(str(column[:2]) for column in columns),
                sorted(json.dumps(rows, sort_keys=True, default=str) for rows in constraints.values()),
            ]
    return found


def page_indexes():
    """Our own indexes of Wagtail's table of pages, with their columns."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    return {name: rows["columns"] for name, rows in sorted(constraints.items()) if name.startswith("core_")}


call_command("migrate", verbosity=0)
seen = {"made": {app: bool(tables(app)) for app in sys.argv[1:]}, "indexes": page_indexes()}
before = schema()
seen["left"] = {}
for app in sys.argv[1:]:
    call_command("migrate", app, "zero", verbosity=0)
    seen["left"][app] = tables(app)
seen["indexes left"] = page_indexes()
call_command("migrate", verbosity=0)
seen["same again"] = schema() == before
seen["indexes again"] = page_indexes()
sys.stdout.write(json.dumps(seen))
