"""What a second person has to agree to."""
