"""Jobs that are killed at every step and at any time, and go on: `make crashes`."""
