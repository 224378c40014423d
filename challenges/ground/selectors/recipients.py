"""Whom a message concerns: the members of an authority by their roles."""

from django.contrib.auth.models import AbstractBaseUser

from challenges.ground.models import Authority


def people_with(authority: Authority, *roles: str) -> list[AbstractBaseUser]:
    """Members of an authority who hold one of these roles."""
    members = authority.memberships.filter(role__in=roles).select_related("person")
    return [member.person for member in members]
