"""The calculations of a challenge: plain values in, plain values out.

Nothing here knows a framework, a clock or a file other than the dated rule tables beside it.
"""
