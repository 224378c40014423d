import sys

from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests.support import environment

# Nothing fails because a machine is busy. The proof is the same each time; a person's own runs go on looking.
examples.register_profile(
    "portal",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=environment.is_continuous_integration(),
)
examples.load_profile("portal")

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
