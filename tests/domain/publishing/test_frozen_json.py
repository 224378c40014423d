from dataclasses import fields, is_dataclass
from typing import get_args, get_origin, get_type_hints

import pytest

from challenges.ground.domain.frozen_json import as_plain, canonical, from_plain, sha256_of
from challenges.ground.domain.language import Text
from challenges.publishing.domain.specification import Specification
from tests.support.specifications import challenge_prize, in_welsh_too, outcome_specification

#: What is neither read by people as it stands nor translated: identifiers, words of a vocabulary, fingerprints, names
#: of files and the names of places, which are one another's keys in the filter of opportunities.
NOT_TEXTS = {
    "Specification": {
        "kind", "route", "procedure", "contract_type", "languages", "currency", "cpv", "places", "mission",
    },
    "LotSpec": {"id"},
    "OutcomeSpec": {"id", "lot"},
    "CriterionSpec": {"id", "pillar", "heading", "method", "lot"},
    "FormulaSpec": {"kind", "measure", "outcome"},
    "QuestionSpec": {"id", "criterion", "lot"},
    "ConditionSpec": {"id", "kind"},
    "MeasureSpec": {"id", "code"},
    "PayerSpec": {"code"},
    "StageSpec": {"id"},
    "TieRuleSpec": {"steps", "seed_sha256"},
    "DocumentSpec": {"id", "source", "sha256"},
}  # fmt: skip


@pytest.mark.parametrize("spec", [outcome_specification(), challenge_prize(), in_welsh_too(outcome_specification())])
def test_specification_comes_back_as_it_was_frozen(spec):
    plain = as_plain(spec)

    assert from_plain(Specification, plain) == spec
    assert plain["format"] == Specification.FORMAT
    assert canonical(as_plain(from_plain(Specification, plain))) == canonical(plain)


def test_words_stand_by_language_beside_their_codes():
    plain = as_plain(outcome_specification())

    assert plain["measures"][0]["code"] == "LOCAL1"
    assert plain["measures"][0]["unit"] == {"en": "person years"}
    assert plain["terms"]["payers"][0]["code"] == "council"
    assert plain["terms"]["payers"][0]["name"] == {"en": "Council"}


def test_format_is_part_of_the_hash():
    plain = as_plain(outcome_specification())

    assert sha256_of(plain) != sha256_of({**plain, "format": Specification.FORMAT + 1})


@pytest.mark.parametrize(("number", "shown"), [(Specification.FORMAT + 1, "2"), (None, "None"), ("1", "'1'")])
def test_another_format_is_refused_naming_field_value_and_rule(number, shown):
    plain = as_plain(outcome_specification()) | {"format": number}

    with pytest.raises(ValueError, match=f"format of Specification: {shown} refused, must be 1"):
        from_plain(Specification, plain)


def test_json_without_a_format_is_refused():
    plain = as_plain(outcome_specification())
    del plain["format"]

    with pytest.raises(ValueError, match="format of Specification: None refused"):
        from_plain(Specification, plain)


def test_unknown_field_is_refused():
    with pytest.raises(Exception, match="While structuring Specification") as refused:
        from_plain(Specification, as_plain(outcome_specification()) | {"colour": "blue"})

    assert "colour" in str(refused.value.exceptions[0])


def test_reading_leaves_what_was_read_as_it_was():
    plain = as_plain(outcome_specification())
    before = canonical(plain)

    from_plain(Specification, plain)

    assert canonical(plain) == before


def kinds_within(hint):
    """The dataclasses and plain types a type is made of."""
    if get_origin(hint) is not None or get_args(hint):
        return [kind for part in get_args(hint) for kind in kinds_within(part)]
    return [hint]


def plain_words_of(kind, found):
    """The fields that hold words without a language, by dataclass, for everything that is frozen."""
    hints = get_type_hints(kind)
    for name, hint in ((field.name, hints[field.name]) for field in fields(kind)):
        if hint is Text:
            continue
        for part in kinds_within(hint):
            if part is str:
                found.setdefault(kind.__name__, set()).add(name)
            elif is_dataclass(part) and part.__name__ not in found:
                plain_words_of(part, found)
    return found


def test_every_text_of_the_specification_is_kept_by_language():
    assert plain_words_of(Specification, {}) == NOT_TEXTS
