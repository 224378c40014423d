"""Panels of marks as arrays: float64, (bids, evaluators), NaN where an evaluator gave no mark.

Refused: anything but a table of numbers, an empty one, infinity, booleans; NaN where no mark may be missing.
"""

import numpy as np
from numpy.typing import NDArray

from challenges.ground.domain.refusals import refusal

Array = NDArray[np.float64]


def checked_array(values: object, *, field: str, dimensions: tuple[int, ...], missing: bool = False) -> Array:
    """The values as float64 with one of the numbers of dimensions; NaN only as a missing mark, if one may be."""
    try:
        given = np.asarray(values)
        table = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as unreadable:
        raise refusal(values, field=field, rule="must be a table of numbers, every row as long") from unreadable
    if given.dtype == np.bool_ or (given.dtype == object and any(isinstance(one, bool) for one in given.ravel())):
        raise refusal(values, field=field, rule="true and false are no numbers")
    if table.ndim not in dimensions:
        rule = "must have " + " or ".join(map(str, dimensions)) + " dimensions"
        raise refusal(table.ndim, field=f"{field} dimensions", rule=rule)
    if not table.size:
        raise refusal(table.shape, field=field, rule="must not be empty")
    for unwanted, rule in ((np.isinf(table), "must be finite"), (np.isnan(table) & (not missing), "is missing")):
        if unwanted.any():
            where = tuple(int(place) for place in np.argwhere(unwanted)[0])
            raise refusal(float(table[where]), field=f"{field}{list(where)}", rule=rule)
    return table
