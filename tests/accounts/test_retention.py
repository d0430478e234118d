from datetime import UTC, datetime, timedelta

from axes.models import AccessFailureLog
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from accounts.password_reset import send_link
from accounts.retention import forget_log_ins

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_what_log_ins_leave_behind_is_forgotten(db):
    for days in (0, 29, 30, 31, 90):
        failure = AccessFailureLog.objects.create(username=f"{days}@exemple.example")
        AccessFailureLog.objects.filter(pk=failure.pk).update(attempt_time=NOON - days * DAY)
    for key, expiry in (("over", NOON - DAY), ("open", NOON + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=expiry)
    for path, hours in ((send_link.module_path, 25), (send_link.module_path, 23), ("another.task", 25)):
        DBTaskResult.objects.create(
            task_path=path,
            args_kwargs={"args": [f"{hours} h"], "kwargs": {}},
            status="SUCCESSFUL",
            finished_at=NOON - timedelta(hours=hours),
            run_after=NOON,
            backend_name="default",
            exception_class_path="",
            traceback="",
        )

    assert forget_log_ins(now=NOON) == (2, 1, 1)

    kept = AccessFailureLog.objects.order_by("-attempt_time").values_list("username", flat=True)
    assert list(kept) == ["0@exemple.example", "29@exemple.example", "30@exemple.example"]
    assert [session.session_key for session in Session.objects.all()] == ["open"]
    left = DBTaskResult.objects.order_by("finished_at").values_list("task_path", "args_kwargs__args")
    assert list(left) == [("another.task", ["25 h"]), (send_link.module_path, ["23 h"])]
    assert forget_log_ins(now=NOON) == (0, 0, 0)
