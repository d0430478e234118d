"""Wagtail's own mails: those about workflows are silenced, those about comments stay.

The portal tells people itself where a text stands (`accounts.mail`): Wagtail would write to every superuser at each
submission, and to groups across partners.
"""

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

# What `wagtail.admin.signal_handlers` connects.
WORKFLOW_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def silence_workflows() -> None:
    """Disconnect Wagtail's four mails about workflows."""
    for signal, sender, name in WORKFLOW_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
