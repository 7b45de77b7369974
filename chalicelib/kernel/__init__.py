"""What every part stands on: errors, time, settings, ids. Depends on nothing."""
