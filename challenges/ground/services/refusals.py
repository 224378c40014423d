"""What a refusal says to a person, in their language."""

from django.utils.translation import gettext

from challenges.ground.domain.refused import Refused


def words_of_refusal(refusal: Refused) -> str:
    """The sentence: a service's is translated already, a domain rule's is translated here and its values put in."""
    words = gettext(refusal.message)
    return words % refusal.values if refusal.values else words
