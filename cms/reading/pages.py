"""A page and its translations, read into one `Specification`: figures from the first language, words from each.

The page in the portal's first language (English where there is one) gives structure, figures and dates; its
translations give the words of the blocks with the same identifier. Short names by which blocks point at each other
(“Q1”, “North”) become identifiers; one that nothing bears stays as it was typed, and the faults name it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from challenges.ground.domain.language import Text
from challenges.publishing.domain.checks.fault import Fault, gettext_noop
from challenges.publishing.domain.specification import (
    CriterionSpec,
    FormulaSpec,
    OutcomeSpec,
    QuestionSpec,
    Specification,
    TieRuleSpec,
)
from challenges.publishing.domain.words import Method
from cms.reading.blocks import (
    FIRST_LANGUAGE,
    Block,
    condition_of,
    document_of,
    listed,
    lot_of,
    measure_of,
    rich_words,
    scale_point_of,
    stage_of,
    terms_of,
    words_in,
)

#: Which streams hold blocks that others point at by short name, and which part of the page each is.
REFERRED = ("lots", "outcomes", "criteria")


@dataclass(frozen=True, kw_only=True)
class References:
    """Short names of blocks, by part of the page."""

    names: Mapping[str, Mapping[str, str]]
    faults: tuple[Fault, ...]

    def find(self, part: str, name: str) -> str:
        """The identifier behind a short name; an unknown one stays as typed."""
        return self.names[part].get(name.casefold(), name)


class PageReader:
    """Reads one page together with its translations, keyed by language."""

    def __init__(self, pages: Mapping[str, Any]) -> None:
        self.language = FIRST_LANGUAGE if FIRST_LANGUAGE in pages else next(iter(pages))
        self.page = pages[self.language]
        self.others = {language: page for language, page in pages.items() if language != self.language}
        self.references = self._references()

    def blocks(self, stream: str) -> Iterator[Block]:
        translated = {
            language: {child.id: child.value for child in getattr(page, stream)}
            for language, page in self.others.items()
        }
        for index, child in enumerate(getattr(self.page, stream)):
            others = {language: blocks[child.id] for language, blocks in translated.items() if child.id in blocks}
            yield Block(
                id=child.id or f"{stream}-{index}",
                kind=child.block_type,
                value=child.value,
                others=others,
                language=self.language,
            )

    def text(self, name: str, *, is_rich: bool = False) -> Text:
        read = rich_words if is_rich else words_in
        found = {language: read(getattr(page, name)) for language, page in self._pages()}
        return {language: words for language, words in found.items() if words}

    def _pages(self) -> Sequence[tuple[str, Any]]:
        return [(self.language, self.page), *self.others.items()]

    def _references(self) -> References:
        names: dict[str, dict[str, str]] = {part: {} for part in REFERRED}
        faults = []
        for part in REFERRED:
            for index, block in enumerate(self.blocks(part)):
                name = block.line("reference").casefold()
                if name and name in names[part]:
                    template = gettext_noop("Another block has the short name “%(name)s”.")
                    params = {"name": block.line("reference")}
                    path = (part, index, "reference")
                    faults.append(Fault(path=path, item_id=block.id, code="twice", template=template, params=params))
                elif name:
                    names[part][name] = block.id
        return References(names=names, faults=tuple(faults))

    def specification(self) -> Specification:
        page = self.page
        return Specification(
            kind=page.challenge_kind,
            route=page.legal_route,
            procedure=page.procedure,
            contract_type=page.contract_type,
            languages=(self.language, *sorted(self.others)),
            title=self.text("title"),
            summary=self.text("summary"),
            description=self.text("description", is_rich=True),
            beneficiaries=self.text("beneficiaries"),
            eligibility=self.text("eligibility"),
            prize=self.text("prize", is_rich=True),
            currency=page.currency,
            value_amount=page.value_amount,
            starts_on=page.starts_on,
            ends_on=page.ends_on,
            cpv=listed(page.cpv),
            places=listed(page.places),
            suits_sme=page.suits_sme,
            suits_vcse=page.suits_vcse,
            mission=page.mission.slug if page.mission_id else "",
            lots=tuple(map(lot_of, self.blocks("lots"))),
            outcomes=tuple(self._outcome(block) for block in self.blocks("outcomes")),
            criteria=tuple(self._criterion(block) for block in self.blocks("criteria")),
            questions=tuple(self._question(block) for block in self.blocks("questions")),
            conditions=tuple(map(condition_of, self.blocks("conditions"))),
            measures=tuple(map(measure_of, self.blocks("measures"))),
            terms=next(map(terms_of, self.blocks("terms")), None),
            stages=tuple(map(stage_of, self.blocks("stages"))),
            tie_rule=self._tie_rule(),
            documents=tuple(map(document_of, self.blocks("documents"))),
            late_bids=self.text("late_bids"),
            late_admission=self.page.late_admission,
        )

    def _lot_of(self, block: Block) -> str:
        return self.references.find("lots", block.line("lot"))

    def _outcome(self, block: Block) -> OutcomeSpec:
        texts = ("title", "beneficiaries", "measure", "unit", "baseline", "verification")
        numbers = ("target", "value_per_unit", "price", "limit_per_person")
        return OutcomeSpec(
            id=block.id,
            by_when=block.value.get("by_when"),
            price_is_offered=bool(block.value.get("price_is_offered")),
            lot=self._lot_of(block),
            **{name: block.text(name) for name in texts},
            **{name: block.number(name) for name in numbers},
        )

    def _criterion(self, block: Block) -> CriterionSpec:
        method = Method(block.kind)
        formula = self._formula(block) if method == Method.FORMULA else None
        return CriterionSpec(
            id=block.id,
            title=block.text("title"),
            guidance=block.text("guidance"),
            pillar=block.line("pillar"),
            heading=block.line("heading"),
            method=method.value,
            weight=block.number("weight", Decimal(0)) or Decimal(0),
            maximum=Decimal(1) if method == Method.PASS_FAIL else block.number("maximum") or Decimal(0),
            minimum=block.number("minimum"),
            scale=tuple(map(scale_point_of, block.inside("scale"))),
            formula=formula,
            lot=self._lot_of(block),
        )

    def _formula(self, block: Block) -> FormulaSpec:
        zero = Decimal(0)
        steps = ((step.number("from_", zero), step.number("score", zero)) for step in block.inside("levels"))
        return FormulaSpec(
            measure=block.line("measure"),
            kind=block.line("kind"),
            worst=block.number("worst"),
            best=block.number("best"),
            levels=tuple(steps),
            outcome=self.references.find("outcomes", block.line("outcome")),
        )

    def _question(self, block: Block) -> QuestionSpec:
        return QuestionSpec(
            id=block.id,
            title=block.text("title"),
            hint=block.text("hint"),
            criterion=self.references.find("criteria", block.line("criterion")),
            word_limit=block.value.get("word_limit"),
            required=bool(block.value.get("required")),
            allows_files=bool(block.value.get("allows_files")),
            lot=self._lot_of(block),
        )

    def _tie_rule(self) -> TieRuleSpec:
        return TieRuleSpec(
            steps=tuple(self.references.find("criteria", step) for step in listed(self.page.tie_steps)),
            band=self.page.tie_band or Decimal(0),
            seed_sha256=self.page.tie_seed_sha256.strip().lower(),
        )
