"""What comes in by schedule, by queue, or from an operator."""
