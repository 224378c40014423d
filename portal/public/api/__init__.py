"""The same public facts for machines: `/api/v1/`."""
