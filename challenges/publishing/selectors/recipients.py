"""Whom a message concerns in this house. Rows handed in were loaded by the task that tells people."""

from django.contrib.auth.models import AbstractBaseUser

from challenges.publishing.models import Challenge


def followers_of(challenge: Challenge) -> list[AbstractBaseUser]:
    return [follower.person for follower in challenge.followers.select_related("person")]
