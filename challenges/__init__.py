"""What is sought, and what every trade stands on: one room for each (docs/house.md)."""
