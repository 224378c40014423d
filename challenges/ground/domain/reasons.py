"""How much has to be written before it explains anything: counted in characters, spaces around it left out.

A rule of thumb of this portal and no law: 40 characters are the shortest sentence that names a ground and what follows
from it; 20 are enough where one person explains one fact. Refuses nothing itself.
"""

FEWEST_CHARACTERS = 40
FEWEST_IN_BRIEF = 20


def explains(words: str, *, fewest: int = FEWEST_CHARACTERS) -> bool:
    """Whether somebody who was not there could follow these words, going by their length."""
    return len(words.strip()) >= fewest
