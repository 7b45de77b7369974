"""Questionnaires, the answers to them, and what the answers say."""
