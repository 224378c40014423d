"""The page of a piece as a form. It keeps whatever is typed; `bids.bidding.domain.draft` tells what is wrong."""

from collections.abc import Mapping, Sequence

from django import forms

from bids.bidding.domain.boxes import MOST_CHARACTERS, Typed
from challenges.ground.forms.fields import AffixedInput


class LongText(forms.CharField):
    """A long answer; `max_words` only shows the count, for a draft is saved over the limit too."""

    def __init__(self, *, max_words: int | None = None, rows: int = 14, **kwargs: object) -> None:
        self.max_words = max_words
        widget = forms.Textarea({"rows": rows})
        super().__init__(widget=widget, required=False, strip=False, max_length=MOST_CHARACTERS, **kwargs)
        # Words are counted, not characters, and nothing typed is cut off.
        self.widget.attrs.pop("maxlength", None)


class FigureBox(forms.CharField):
    """A figure as typed, with the sign it bears."""

    def __init__(self, *, prefix: str = "", suffix: str = "", width: int = 10, **kwargs: object) -> None:
        widget = AffixedInput(prefix=prefix, suffix=suffix, attrs={"class": f"govuk-input--width-{width}"})
        super().__init__(widget=widget, required=False, max_length=40, **kwargs)


class PieceForm(forms.Form):
    """One page of a draft. `version` is the one the writer has before them (0: nothing saved yet).

    `boxes` are the page's own, in its order; `groups` names those that stand together.
    """

    marks_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    # Names this page as it was served, and counts what was typed on it: see `bids.bidding.services.drafting.Page`.
    page = forms.UUIDField(widget=forms.HiddenInput)
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        *args: object,
        boxes: Mapping[str, forms.Field],
        groups: Mapping[str, Sequence[str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= boxes
        self._groups = groups

    def groups(self) -> dict[str, list[forms.BoundField]]:
        return {name: [self[box] for box in boxes] for name, boxes in self._groups.items()}

    def base_version(self) -> int:
        """The version the writer had before them, or somebody else's that they have seen and decided to replace."""
        replaced = str(self.data.get("instead_of", ""))
        return int(replaced) if replaced.isdecimal() else self.cleaned_data["version"]

    def typed(self) -> Typed:
        """What was typed, box by box, to be kept."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PieceForm.base_fields}
