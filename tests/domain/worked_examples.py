"""Reads worked examples: inputs by a function's own type hints, results against what the example expects."""

import dataclasses
import importlib
import json
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]


def cases_of(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def labelled(cases):
    """Parameters named by the case; one that nobody has verified says so."""
    return [pytest.param(case, id=case["id"] + ("" if case["verified"] else " (not verified)")) for case in cases]


def function_named(path):
    """A function as the examples name it (`bids.domain.scoring.rank`); its file lies in a room of the house."""
    house, _domain, file, name = path.split(".")
    # The calculation itself lies above folders of its name (`offers.py`, and its checks in `checks/offers.py`).
    found = min((ROOT / house).glob(f"*/domain/**/{file}.py"), key=lambda one: len(one.parts))
    module = ".".join(found.relative_to(ROOT).with_suffix("").parts)
    return getattr(importlib.import_module(module), name)


def call(path, inputs):
    function = function_named(path)
    hints = typing.get_type_hints(function)
    return function(**{name: read(value, hints[name]) for name, value in inputs.items()})


def read(value, hint):
    """A JSON value as the type the function names; what does not fit is handed over as it is, to be refused."""
    if isinstance(hint, typing.TypeAliasType):
        hint = hint.__value__
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else read(value, next(each for each in arguments if each is not type(None)))
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return hint(**{name: read(each, hints[name]) for name, each in value.items()})
    if origin is np.ndarray or hint is np.ndarray:
        return np.array(value, dtype=np.float64)
    if hint is np.random.Generator:
        return np.random.default_rng(value)
    if isinstance(value, str) and hint in (Decimal, date):
        return Decimal(value) if hint is Decimal else date.fromisoformat(value)
    return _read_many(value, origin, arguments)


def _read_many(value, origin, arguments):
    if isinstance(value, dict) and origin in (dict, Mapping):
        return {key: read(each, arguments[1]) for key, each in value.items()}
    if isinstance(value, list) and origin is tuple and arguments[-1] is not Ellipsis:
        return tuple(read(each, hint) for each, hint in zip(value, arguments, strict=True))
    if isinstance(value, list) and origin in (tuple, list, Sequence, Collection):
        return tuple(read(each, arguments[0]) for each in value)
    return value


def assert_matches(actual, expected, *, tolerance, where="result"):
    """Compare what the example names: fields of an object, items of a list, numbers within the tolerance."""
    if isinstance(expected, dict):
        for name, each in expected.items():
            found = actual[name] if isinstance(actual, Mapping) else getattr(actual, name)
            assert_matches(found, each, tolerance=tolerance, where=f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(actual) == len(expected), where
        for position, (found, each) in enumerate(zip(actual, expected, strict=True)):
            assert_matches(found, each, tolerance=tolerance, where=f"{where}[{position}]")
    elif isinstance(expected, bool) or expected is None:
        assert actual is expected or (isinstance(actual, np.bool_) and bool(actual) is expected), where
    elif isinstance(expected, str):
        _assert_same_text(actual, expected, where=where)
    else:
        assert float(actual) == pytest.approx(expected, rel=0, abs=tolerance), where


def _assert_same_text(actual, expected, *, where):
    if isinstance(actual, Decimal):
        assert actual == Decimal(expected), where
    elif isinstance(actual, date):
        assert actual.isoformat() == expected, where
    else:
        assert actual == expected, where
