from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.forms.fields import WordsField


class QuestionForm(forms.Form):
    question = WordsField(
        label=_("Your question"),
        max_words=300,
        help_text=_("Everybody will read it with the answer. Leave out anything that says who you are."),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What an officer decides about one question: answer it, point it at another one, or decline."""

    decision = forms.ChoiceField(
        label=_("What will you do with this question?"),
        choices=[
            ("answer", _("Answer it")),
            ("merge", _("It is the same as another question")),
            ("decline", _("Decline to answer")),
        ],
        widget=forms.RadioSelect,
        initial="answer",
    )
    published_question = forms.CharField(
        label=_("The question, as everybody will read it"),
        help_text=_("Take out whatever shows who asked."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    answer = forms.CharField(
        label=_("Your answer, or the reason for declining"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        required=False,
    )
    into = forms.ChoiceField(label=_("The other question"), required=False)

    def __init__(self, *args: object, others: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", _("Choose a question")), *others]

    def clean(self) -> dict[str, object]:
        chosen = super().clean()
        decision = chosen.get("decision")
        if decision == "merge" and not chosen.get("into"):
            self.add_error("into", _("Choose the question whose answer serves this one too"))
        if decision == "answer" and not chosen.get("published_question"):
            self.add_error("published_question", _("Enter the question as everybody will read it"))
        if decision in {"answer", "decline"} and not chosen.get("answer"):
            self.add_error("answer", _("Enter an answer, or the reason for declining"))
        return chosen
