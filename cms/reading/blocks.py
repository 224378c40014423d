"""The blocks of a page, in every language, as the items of a specification."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wagtail.rich_text import expand_db_html

from challenges.ground.domain.language import Text
from challenges.ground.domain.rich_text import cleaned
from challenges.publishing.domain.specification import (
    ConditionSpec,
    DocumentSpec,
    LotSpec,
    MeasureSpec,
    PayerSpec,
    ScalePoint,
    ShareBand,
    StagePayment,
    StageSpec,
    TermsSpec,
)

FIRST_LANGUAGE = "en"
_BETWEEN = re.compile(r"[,\n;]+")


def words_in(value: Any) -> str:
    return str(value or "").strip()


def listed(value: str) -> tuple[str, ...]:
    """A list typed into one box, by commas or lines."""
    return tuple(part.strip() for part in _BETWEEN.split(value or "") if part.strip())


def rich_words(html: Any) -> str:
    """An editor's rich text as the record keeps it: links resolved, markup cleaned, an empty one empty."""
    return cleaned(expand_db_html(str(html or ""))).strip()


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block in every language: `value` of the first, `others` for their words."""

    id: str
    kind: str
    value: Mapping[str, Any]
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    language: str = FIRST_LANGUAGE

    def text(self, name: str) -> Text:
        found = {self.language: words_in(self.value.get(name))}
        found |= {language: words_in(other.get(name)) for language, other in self.others.items()}
        return {language: words for language, words in found.items() if words}

    def line(self, name: str) -> str:
        return words_in(self.value.get(name))

    def number(self, name: str, nothing: Decimal | None = None) -> Decimal | None:
        value = self.value.get(name)
        return nothing if value is None else Decimal(value)

    def inside(self, name: str) -> Iterator["Block"]:
        """The entries of a list within the block, each with its own identifier; translations are matched by place."""
        entries = self.value.get(name)
        for index, child in enumerate(entries.bound_blocks if entries else ()):
            others = {
                language: list(other.get(name) or ())[index]
                for language, other in self.others.items()
                if index < len(other.get(name) or ())
            }
            yield Block(id=child.id, kind=name, value=child.value, others=others, language=self.language)


def lot_of(block: Block) -> LotSpec:
    return LotSpec(
        id=block.id,
        title=block.text("title"),
        description=block.text("description"),
        value_amount=block.number("value_amount"),
    )


def scale_point_of(block: Block) -> ScalePoint:
    return ScalePoint(
        score=block.number("score", Decimal(0)) or Decimal(0),
        label=block.text("label"),
        descriptor=block.text("descriptor"),
    )


def condition_of(block: Block) -> ConditionSpec:
    texts = ("title", "obligation", "evidence", "consequence", "due")
    return ConditionSpec(
        id=block.id,
        kind=block.line("kind"),
        required=bool(block.value.get("required")),
        **{name: block.text(name) for name in texts},
    )


def measure_of(block: Block) -> MeasureSpec:
    return MeasureSpec(
        id=block.id,
        code=block.line("code"),
        title=block.text("title"),
        unit=block.text("unit"),
        unit_value=block.number("unit_value", Decimal(0)) or Decimal(0),
        maximum=block.number("maximum"),
        countable_years=block.value.get("countable_years"),
    )


def stage_of(block: Block) -> StageSpec:
    moments = ("opens_at", "questions_close_at", "closes_at", "decision_on")
    return StageSpec(
        id=block.id,
        title=block.text("title"),
        description=block.text("description"),
        two_envelopes=bool(block.value.get("two_envelopes")),
        **{name: block.value.get(name) for name in moments},
    )


def _band(block: Block) -> ShareBand:
    zero = Decimal(0)
    return ShareBand(
        from_=block.number("from_", zero) or zero, to=block.number("to"), share=block.number("share", zero) or zero
    )


def _payer(block: Block) -> PayerSpec:
    share = block.number("share", Decimal(0)) or Decimal(0)
    return PayerSpec(code=block.id, name=block.text("name"), share=share, public=bool(block.value.get("public")))


def _stage_payment(block: Block) -> StagePayment:
    return StagePayment(month=block.value.get("month") or 0, amount=block.number("amount", Decimal(0)) or Decimal(0))


def terms_of(block: Block) -> TermsSpec:
    amounts = {name: block.number(name, Decimal(0)) or Decimal(0) for name in ("fixed_fee", "advance")}
    months = {name: block.value.get(name) or 0 for name in ("advance_from", "verification_lag", "payment_lag")}
    return TermsSpec(
        years=block.value.get("years"),
        fee_is_offered=bool(block.value.get("fee_is_offered")),
        cap_total=block.number("cap_total"),
        cap_per_person=block.number("cap_per_person"),
        bands=tuple(map(_band, block.inside("bands"))),
        payers=tuple(map(_payer, block.inside("payers"))),
        stage_payments=tuple(map(_stage_payment, block.inside("stage_payments"))),
        advance_months=1 if block.value.get("advance_months") is None else block.value["advance_months"],
        indexed=bool(block.value.get("indexed")),
        intellectual_property=block.text("intellectual_property"),
        money_back=block.text("money_back"),
        explanation=block.text("explanation"),
        **amounts,
        **months,
    )


def document_of(block: Block) -> DocumentSpec:
    file = block.value.get("source")
    return DocumentSpec(
        id=block.id,
        title=block.text("title"),
        source=file.filename if file else "",
        sha256=hashlib.sha256(file_bytes(file)).hexdigest() if file else "",
    )


def file_bytes(document: Any) -> bytes:
    """The bytes of a file chosen in the editor."""
    with document.open_file() as file:
        return file.read()
