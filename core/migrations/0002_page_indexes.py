"""Two indexes on Wagtail's own table of pages, which has neither.

At 100,000 pages, listing the children of the home page reads its whole subtree (23 ms) and finding a page by its
address reads the whole table (16 ms); together, 70 ms of SQL become 5.

The statements are the same on SQLite and PostgreSQL. On SQLite, a later migration of Wagtail that alters the table
makes it anew without them: add a migration like this one after it. `tests/architecture/test_migrations.py` tells.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS core_page_depth_path ON wagtailcore_page (depth, path)",
            "DROP INDEX IF EXISTS core_page_depth_path",
        ),
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS core_page_url_path ON wagtailcore_page (url_path)",
            "DROP INDEX IF EXISTS core_page_url_path",
        ),
    ]
