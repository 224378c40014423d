"""Who offers, how it is judged, who is awarded: one room for each trade (docs/house.md)."""
