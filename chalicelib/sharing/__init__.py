"""Sharing results and dialogues with somebody named, inside and outside the organisation, for a time."""
