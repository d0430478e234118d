"""What the databases need to be searched: on PostgreSQL configurations per language and indexes, anywhere the words.

An extension that the server does not have, or that the account may not create, is done without: texts are folded before
PostgreSQL sees them, and a spelling is then looked for among words that begin alike.
"""

from django.db import migrations, transaction

CONFIGURATIONS = {
    "portal_fr": ("french", "french_stem"),
    "portal_en": ("english", "english_stem"),
    "portal_simple": ("simple", "simple"),
}
ENTRIES = "search_entry_words"
WORDS = "search_indexedword_likeness"

# A cost of its own keeps the planner from reading every vector of the table where many hold a common word: it takes
# `title || body` for cheap, and knows nothing of what it costs to fetch a long value.
FUNCTION = """
CREATE OR REPLACE FUNCTION search_words(title tsvector, body tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$ BEGIN RETURN title || body; END $$
"""


def prepare(apps, schema_editor):
    """Make the configurations and the indexes, where the database is PostgreSQL."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    unaccent = extension(connection, "unaccent")
    for name, (base, dictionary) in CONFIGURATIONS.items():
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {name}")
        schema_editor.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{base})")
        if unaccent:
            schema_editor.execute(
                f"ALTER TEXT SEARCH CONFIGURATION {name} "
                f"ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary}"
            )
    # Wagtail searches title and body as one, and only indexes them apart.
    schema_editor.execute(FUNCTION)
    schema_editor.execute(
        f"CREATE INDEX IF NOT EXISTS {ENTRIES} ON wagtailsearch_indexentry USING gin (search_words(title, body))"
    )
    if extension(connection, "pg_trgm"):
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {WORDS} ON search_indexedword USING gin (folded gin_trgm_ops)"
        )


def undo(apps, schema_editor):
    """Take them away. The extensions stay: others may use them."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for index in (ENTRIES, WORDS):
        schema_editor.execute(f"DROP INDEX IF EXISTS {index}")
    schema_editor.execute("DROP FUNCTION IF EXISTS search_words(tsvector, tsvector)")
    for name in CONFIGURATIONS:
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {name}")


def extension(connection, name):
    """Whether the database has the extension, once it was asked to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT installed_version FROM pg_available_extensions WHERE name = %s", [name])
        row = cursor.fetchone()
        if row is None or row[0]:
            return row is not None
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute(f"CREATE EXTENSION {name}")
        except connection.Database.Error:
            return False
    return True


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        migrations.RunPython(prepare, undo),
    ]
