"""The audit log: what was done, by whom, to what."""
