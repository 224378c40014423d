"""A `Specification` written into a page's fields and blocks: the way back of `reading`, for imports and the seed.

Every stream child and list entry gets an identifier, or it would get a new one at each load. Blocks point at each
other by short names, which are made here (“C1”, “O2”).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import models

from challenges.ground.domain.language import Text
from challenges.missions.models import Mission
from challenges.publishing.domain.checks.fault import gettext_noop
from challenges.publishing.domain.specification import CriterionSpec, PayerSpec, Specification
from challenges.publishing.domain.words import Method

STREAMS = {
    "lots": "lot",
    "outcomes": "outcome",
    "questions": "question",
    "conditions": "condition",
    "measures": "measure",
    "stages": "stage",
}
LETTERS = {"lots": "L", "outcomes": "O", "criteria": "C"}
UNTITLED = gettext_noop("Untitled")


@dataclass(frozen=True, kw_only=True)
class DoesNotFit:
    """Something that does not fit its field as it stands."""

    where: str
    found: str
    reason: str


def write_page(page: Any, specification: Specification, *, language: str) -> list[DoesNotFit]:
    """Fill a page in memory with one language of a specification; what does not fit is returned, never bent."""
    writer = _Writer(page, specification, language)
    writer.write()
    return writer.not_taken


class _Writer:
    def __init__(self, page: Any, specification: Specification, language: str) -> None:
        self.page = page
        self.spec = specification
        self.language = language
        self.not_taken: list[DoesNotFit] = []
        self.names = {
            part: {item.id: f"{letter}{number}" for number, item in enumerate(getattr(specification, part), start=1)}
            for part, letter in LETTERS.items()
        }

    def write(self) -> None:
        for name in ("title", "summary", "description", "beneficiaries", "eligibility", "prize", "late_bids"):
            self._put(name, self._words(getattr(self.spec, name)))
        self.page.title = self.page.title or UNTITLED
        self.page.draft_title = self.page.title
        self._put("legal_route", self.spec.route)
        for name in ("procedure", "contract_type", "currency", "value_amount", "starts_on", "ends_on"):
            self._put(name, getattr(self.spec, name))
        for name in ("suits_sme", "suits_vcse", "late_admission"):
            setattr(self.page, name, getattr(self.spec, name))
        self._put("cpv", "\n".join(self.spec.cpv))
        self._put("places", "\n".join(self.spec.places))
        self.page.mission = Mission.objects.filter(slug=self.spec.mission).first() if self.spec.mission else None
        self._put("tie_steps", ", ".join(self._name("criteria", step) for step in self.spec.tie_rule.steps))
        self._put("tie_band", self.spec.tie_rule.band)
        self._put("tie_seed_sha256", self.spec.tie_rule.seed_sha256)
        for part, kind in STREAMS.items():
            self._stream(part, [self._child(kind, part, item) for item in getattr(self.spec, part)])
        self._stream("criteria", [self._criterion(item) for item in self.spec.criteria])
        terms = self.spec.terms
        self._stream("terms", [{"type": "terms", "id": _made("terms"), "value": self._values(terms)}] if terms else [])

    def _words(self, text: Text) -> str:
        return text.get(self.language, "")

    def _name(self, part: str, item_id: str) -> str:
        return self.names[part].get(item_id, item_id)

    def _stream(self, name: str, children: list[dict[str, Any]]) -> None:
        # As text, the field reads it the way it reads the database.
        setattr(self.page, name, json.dumps(children))

    def _put(self, name: str, value: Any) -> None:
        """Set a plain field; a value that its column cannot hold as it is stays out and is listed."""
        field = self.page._meta.get_field(name)
        reason = _misfit(field, value)
        if reason:
            self.not_taken.append(DoesNotFit(where=name, found=str(value), reason=reason))
            value = value[: field.max_length] if isinstance(field, models.CharField) and not field.choices else None
        if value is not None or field.null:
            setattr(self.page, name, value)

    def _child(self, kind: str, part: str, item: Any) -> dict[str, Any]:
        value = self._values(item)
        if part in self.names:
            value["reference"] = self._name(part, item.id)
        return {"type": kind, "id": item.id, "value": value}

    def _criterion(self, item: CriterionSpec) -> dict[str, Any]:
        child = self._child(item.method, "criteria", item)
        if item.formula is not None and item.method == Method.FORMULA:
            child["value"] |= self._values(item.formula) | {"outcome": self._name("outcomes", item.formula.outcome)}
            child["value"]["levels"] = [
                _entry(_made(item.id, index), {"from_": _plain(start), "score": _plain(score)})
                for index, (start, score) in enumerate(item.formula.levels)
            ]
        return child

    def _values(self, item: Any) -> dict[str, Any]:
        """A dataclass as a block's raw value: words in one language, figures as text, short names for identifiers."""
        found: dict[str, Any] = {}
        for field in fields(item):
            value = getattr(item, field.name)
            if field.name in ("id", "formula", "levels"):
                continue
            if field.name == "lot":
                value = self._name("lots", value)
            elif field.name == "criterion":
                value = self._name("criteria", value)
            elif isinstance(value, Mapping):
                value = self._words(value)
            elif isinstance(value, tuple):
                owner = getattr(item, "id", "terms") + field.name
                value = [self._listed(owner, index, part) for index, part in enumerate(value)]
            found[field.name] = _plain(value)
        return found

    def _listed(self, owner: str, index: int, part: Any) -> dict[str, Any]:
        """An entry of a list; the identifier a payer's entry is read back by is the payer's code."""
        if not isinstance(part, PayerSpec):
            return _entry(_made(owner, index), self._values(part))
        words = self._values(part)
        return _entry(words.pop("code"), words)


def _entry(identifier: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "item", "id": identifier, "value": value}


def _made(*parts: object) -> str:
    """An identifier that is the same each time it is made for the same place."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _misfit(field: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.choices and value not in dict(field.flatchoices):
        return gettext_noop("This is none of the choices of this portal.")
    if isinstance(field, models.DecimalField):
        exact = Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places), rounding=ROUND_HALF_UP)
        if exact != value or len(exact.as_tuple().digits) > field.max_digits:
            return gettext_noop("This number is too long for its field.")
    elif field.max_length and len(value) > field.max_length:
        return gettext_noop("These words are too long for their field.")
    return ""
