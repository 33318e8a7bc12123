"""The typed client of trag's own API: a Door that stands in another process."""

from trag.client.client import Client
from trag.client.connection import parse_events

__all__ = ["Client", "parse_events"]
