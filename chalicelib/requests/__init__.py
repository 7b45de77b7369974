"""What a person may ask about what is kept of them: to see it, to correct it, to have it erased."""
