"""A deployment's colour, made safe to read.

One setting names the brand colour; what is derived from it keeps WCAG AA contrast (4.5 to 1) against the surface it
lies on, by mixing towards black until it does. Anything but `#rrggbb` falls back to the portal's own palette.
"""

import re
from dataclasses import dataclass

DEFAULT_BRAND = "#0b4f5f"
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
_READABLE = 4.5


@dataclass(frozen=True)
class Theme:
    brand: str
    brand_deep: str
    brand_tint: str
    link: str


def theme_from(colour: str) -> Theme:
    brand = colour.lower() if _HEX.match(colour) else DEFAULT_BRAND
    brand = _darkened_until_readable(brand)
    return Theme(
        brand=brand,
        brand_deep=_mixed(brand, "#000000", share=0.4),
        brand_tint=_mixed(brand, "#ffffff", share=0.91),
        link=brand,
    )


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _darkened_until_readable(colour: str) -> str:
    # Links also lie on the tinted paper, which is a little darker than white.
    while contrast(colour, "#f6f3ec") < _READABLE:
        colour = _mixed(colour, "#000000", share=0.08)
    return colour


def _mixed(colour: str, other: str, *, share: float) -> str:
    mixed = (round(a * (1 - share) + b * share) for a, b in zip(_channels(colour), _channels(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
