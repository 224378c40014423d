"""An answer to one question: words for part 1. One that is required may be given by files alone where they are allowed.

Words are what white space parts, as the counter beside the box counts them.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.boxes import Boxes, ReadPiece, Typed
from bids.bidding.domain.payload import AnswerPart
from bids.bidding.domain.pieces.piece import Parts, Piece, with_id


def word_count(text: str) -> int:
    return len(text.split())


class AnswerPiece(Piece[AnswerPart]):
    kind = PieceKind.ANSWER

    def items(self, asked: Asked) -> tuple[str, ...]:
        return tuple(question.id for question in asked.questions)

    def boxes(self, asked: Asked, item: str) -> tuple[str, ...]:
        return ("text",)

    def read(self, asked: Asked, item: str, typed: Typed, *, file_count: int = 0) -> ReadPiece[AnswerPart]:
        question, boxes = with_id(asked.questions, item), Boxes(self.key(item), typed)
        text = boxes.text("text")
        has_files = question.allows_files and file_count > 0
        if question.required and not text and not has_files:
            boxes.fault("text", "missing")
        over = word_count(text) - question.word_limit if question.word_limit else 0
        if over > 0:
            boxes.fault("text", "too_long", over=over, limit=question.word_limit or 0)
        return boxes.reading(AnswerPart(question=item, text=text), is_empty=not text and not has_files)

    def into(self, value: AnswerPart, parts: Parts) -> Parts:
        if not value.text:
            return parts
        return replace(parts, quality=replace(parts.quality, answers=(*parts.quality.answers, value)))

    def typed(self, parts: Parts) -> Mapping[str, Typed]:
        return {answer.question: {"text": answer.text} for answer in parts.quality.answers}

    def optional(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[str, ...]:
        return tuple(question.id for question in asked.questions if not question.required)


ANSWER = AnswerPiece()
