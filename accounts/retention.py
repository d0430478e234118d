"""What log-ins leave behind, and for how long it is kept."""

from datetime import datetime, timedelta

from axes.models import AccessFailureLog
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from accounts.password_reset import send_link

FAILURES_KEPT = timedelta(days=30)
REQUESTS_KEPT = timedelta(days=1)


def forget_log_ins(*, now: datetime) -> tuple[int, int, int]:
    """Delete failed log-ins after 30 days, sessions that are over, requests for a new password after a day.

    Return how many of each. A request names whatever address was typed.
    """
    failures, _ = AccessFailureLog.objects.filter(attempt_time__lt=now - FAILURES_KEPT).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    requests = DBTaskResult.objects.filter(task_path=send_link.module_path, finished_at__lt=now - REQUESTS_KEPT)
    return failures, sessions, requests.delete()[0]
