"""The calculations of judging: plain values in, plain values out.

Scoring, ranking, reliability, robustness, portfolio, allocation and sealing. Nothing here knows a framework,
a clock, a setting or a file.
"""
