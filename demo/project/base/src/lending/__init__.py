"""Loans, reminders and figures of the Harbour Library."""

from lending.app import create_app

__all__ = ["create_app"]
