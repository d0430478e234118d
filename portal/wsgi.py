"""The WSGI entry point."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from portal.env import VariableError

# By this status gunicorn knows that starting the worker again would not help.
WORKER_BOOT_ERROR = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

try:
    application = get_wsgi_application()
except VariableError as error:
    sys.stderr.write(f"portal: {error}\n")
    sys.exit(WORKER_BOOT_ERROR)
