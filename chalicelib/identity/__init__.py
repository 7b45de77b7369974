"""Staff accounts, sign-in, sessions and permissions."""
