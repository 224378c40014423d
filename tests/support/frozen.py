"""Any value of a frozen dataclass, for showing that what is kept reads back as it was."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, TypeAliasType, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=6)
SIMPLE = {str: st.text(max_size=8), int: st.integers(0, 10**9), bool: st.booleans(), NoneType: st.none()}


def anything_of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a dataclass, or of the type one of its fields is declared with."""
    if isinstance(kind, TypeAliasType):
        return anything_of(kind.__value__)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: anything_of(hints[field.name]) for field in fields(kind)})
    if isinstance(kind, UnionType):
        return st.one_of(*map(anything_of, get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(anything_of(get_args(kind)[0]), max_size=3).map(tuple)
    if get_origin(kind) is Mapping:
        key, value = map(anything_of, get_args(kind))
        return st.dictionaries(key, value, max_size=3)
    return NUMBERS if kind is Decimal else SIMPLE[kind]
