"""Pages of questions, in words."""

from collections.abc import Iterable

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import Typed
from bids.bidding.domain.pieces.answer import ANSWER, word_count
from bids.bidding.domain.pieces.piece import with_id
from bids.bidding.forms.pieces.form import LongText
from bids.bidding.forms.pieces.page import BoxWords, PiecePages
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, said, shown_files
from challenges.publishing.domain.specification import QuestionSpec


class AnswerPages(PiecePages):
    piece = ANSWER
    page = "bid_question"
    lists_files = True

    def group(self, asked: Asked) -> tuple[str, str]:
        return _("Your answers"), _("Read and scored by the panel.")

    def subject(self, asked: Asked, item: str) -> QuestionSpec:
        return with_id(asked.questions, item)

    def title(self, asked: Asked, item: str) -> str:
        return said(self.subject(asked, item).title)

    def words(self, box: str) -> BoxWords:
        return BoxWords(label=_("Your answer"), missing=_("Answer this question"))

    def field(self, box: str, subject: QuestionSpec) -> forms.Field:
        return LongText(label=self.words(box).label, help_text=said(subject.hint), max_words=subject.word_limit)

    def hint(self, asked: Asked, item: str, *, typed: Typed, file_count: int) -> str:
        question, words = self.subject(asked, item), word_count(str(typed.get("text", "")))
        parts = []
        if question.word_limit:
            counts = {"words": f"{words:,}", "limit": f"{question.word_limit:,}"}
            told = _("%(words)s of at most %(limit)s words") if words else _("At most %(limit)s words")
            parts.append(told % counts)
        if file_count:
            parts.append(ngettext("%(n)d file", "%(n)d files", file_count) % {"n": file_count})
        return ", ".join(parts)

    def first(self, bid: ReadBid) -> Iterable[ShownItem]:
        texts = {answer.question: answer.text for answer in bid.quality.answers}
        for question in bid.asked.questions:
            # An answer that is too long yet is not part of the bid, and is shown as typed.
            typed = bid.typed.get(ANSWER.key(question.id), {})
            text = texts.get(question.id) or str(typed.get("text", ""))
            files = [file for file in bid.files if file.question == question.id]
            yield ShownItem(
                title=said(question.title),
                text=text,
                note=_words(text, question=question),
                files=shown_files(bid.id, files, sent=not bid.is_draft),
                url=self.change(bid, question.id),
            )


def _words(text: str, *, question: QuestionSpec) -> str:
    count = word_count(text)
    words = ngettext("%(n)s word", "%(n)s words", count) % {"n": number_format(count)}
    if not question.word_limit:
        return words
    return _("%(words)s of at most %(limit)s") % {"words": words, "limit": number_format(question.word_limit)}
