"""Dated rule tables as data: every row names when it holds and where it was read."""
