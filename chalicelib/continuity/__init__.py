"""Backups and retention rules."""
