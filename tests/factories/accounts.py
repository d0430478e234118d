from itertools import count

from accounts.models import User

numbers = count(1)


def make_user(**fields):
    number = next(numbers)
    defaults = {
        "email": f"personne{number}@exemple.example",
        "password": "un-secret-de-test",
        "first_name": "Une",
        "last_name": f"Personne {number}",
    }
    return User.objects.create_user(**{**defaults, **fields})


def make_administrator(**fields):
    return make_user(is_staff=True, is_superuser=True, **fields)
