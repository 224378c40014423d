"""Short ways to say what every block of a specification needs.

No field is required by itself: drafts save with any gap, and `challenges.publishing.domain.faults` says what is missing
when the page is sent for approval. So there is one judge, and its words stand beside the field.
"""

from wagtail import blocks
from wagtail.fields import StreamField


class SteadyStreamField(StreamField):
    """A StreamField whose blocks stay out of migrations: wording and help change often, the column never."""

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        return name, path, [[]], {**kwargs, "block_lookup": {}}


def line(label, help_text="", **options):
    return blocks.CharBlock(label=label, help_text=help_text, required=False, **options)


def words(label, help_text="", **options):
    return blocks.TextBlock(label=label, help_text=help_text, required=False, rows=options.pop("rows", 3), **options)


def number(label, help_text="", **options):
    return blocks.DecimalBlock(label=label, help_text=help_text, required=False, **options)


def whole(label, help_text="", **options):
    return blocks.IntegerBlock(label=label, help_text=help_text, required=False, **options)


def day(label, help_text="", **options):
    return blocks.DateBlock(label=label, help_text=help_text, required=False, **options)


def moment(label, help_text="", **options):
    return blocks.DateTimeBlock(label=label, help_text=help_text, required=False, **options)


def tick(label, help_text="", **options):
    return blocks.BooleanBlock(label=label, help_text=help_text, required=False, **options)


def choice(label, choices, help_text="", **options):
    return blocks.ChoiceBlock(label=label, choices=choices, help_text=help_text, required=False, **options)
