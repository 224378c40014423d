import sys

from tests.support import environment

# `pytest tests/domain -p no:django` runs the calculations where no Django is installed.
if "pytest_django" in sys.modules:
    environment.settle()

    import django
    from django.conf import settings

    # A slow hash protects passwords, not tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()

    pytest_plugins = [
        "tests.support.engines",
        "tests.support.databases",
        "tests.support.browser",
        "tests.support.worker",
        "tests.support.visitors",
    ]
