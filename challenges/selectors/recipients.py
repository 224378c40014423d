"""Whom a letter concerns in this house. Rows handed in were loaded by the task that tells people."""

from django.contrib.auth.models import AbstractBaseUser

from challenges.models import Authority, Challenge


def people_with(authority: Authority, *roles: str) -> list[AbstractBaseUser]:
    """Members of an authority who hold one of these roles."""
    members = authority.memberships.filter(role__in=roles).select_related("person")
    return [member.person for member in members]


def followers_of(challenge: Challenge) -> list[AbstractBaseUser]:
    return [follower.person for follower in challenge.followers.select_related("person")]
