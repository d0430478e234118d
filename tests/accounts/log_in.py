"""What a person does at the door of the administration, and what they are told."""

from tests.reading import page, words

LOG_IN = "/admin/login/"
PASSWORD = "un-secret-de-test"
WRONG = "pas-le-bon-secret"


def log_in(client, name, password=PASSWORD, *, language="fr", address="192.0.2.1", **more):
    """Type a name and a password on the log-in page, from an address."""
    headers = {"accept-language": language, **more.pop("headers", {})}
    return client.post(LOG_IN, {"username": name, "password": password, **more}, headers=headers, REMOTE_ADDR=address)


def fail(client, name, times, **options):
    """The statuses of so many attempts with a wrong password."""
    return [log_in(client, name, WRONG, **options).status_code for _time in range(times)]


def told(response, status=200):
    """The sentences of the page in the list of messages."""
    return [words(item) for item in page(response, status).select(".messages li")]
