"""The office as a WSGI application, for waitress and any other server."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

PAGE_LIMIT = "-c statement_timeout=30s"
"""Nobody waits longer for a page; runs on the command line may take longer."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jaring.office.settings")
application = get_wsgi_application()
options = connections.settings["default"].get("OPTIONS", {})
if "options" in options:  # PostgreSQL; connections that were opened before keep their own limit.
    options["options"] = options["options"].replace("-c statement_timeout=300s", PAGE_LIMIT)
