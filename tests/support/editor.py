"""What a browser sends back from a page's editor, made from the page itself."""

from datetime import date, datetime

from django.utils import timezone
from wagtail import blocks

MANAGEMENT = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}


def posted(page, user, **changes):
    """The editor's form as it would be sent without a change; `changes` then overwrite single fields by name."""
    form = page.get_edit_handler().get_form_class()(instance=page, for_user=user)
    data = {}
    for name, field in form.fields.items():
        value = form.initial.get(name, getattr(page, name, None))
        if hasattr(value, "stream_block"):
            data |= _stream(value, name)
        else:
            data |= _plain(name, field, value)
    for prefix in form.formsets:
        data |= {f"{prefix}-{key}": value for key, value in MANAGEMENT.items()}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def _plain(name, field, value):
    if isinstance(value, bool):
        return {name: "on"} if value else {}
    if isinstance(value, datetime):
        return {name: timezone.localtime(value).strftime("%Y-%m-%d %H:%M")}
    if isinstance(value, date):
        return {name: value.isoformat()}
    shown = field.widget.format_value(value) if hasattr(field.widget, "format_value") else value
    return {name: shown if shown is not None else ""}


def _stream(stream, prefix):
    data = {f"{prefix}-count": str(len(stream))}
    for index, child in enumerate(stream):
        data |= _place(prefix, index, child.id)
        data[f"{prefix}-{index}-type"] = child.block_type
        data |= _block(child.block, child.value, f"{prefix}-{index}-value")
    return data


def _place(prefix, index, block_id):
    return {
        f"{prefix}-{index}-deleted": "",
        f"{prefix}-{index}-order": str(index),
        f"{prefix}-{index}-id": block_id or "",
    }


def _block(block, value, prefix):
    data = {}
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            data |= _block(child, value[name], f"{prefix}-{name}")
    elif isinstance(block, blocks.ListBlock):
        data[f"{prefix}-count"] = str(len(value))
        for index, child in enumerate(value.bound_blocks):
            data |= _place(prefix, index, child.id)
            data |= _block(block.child_block, child.value, f"{prefix}-{index}-value")
    else:
        data |= _plain(prefix, block.field, value)
    return data
