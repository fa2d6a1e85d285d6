"""Helpers that several test modules share: `from support.NAME import ...` (tests/ is on pytest's path)."""
