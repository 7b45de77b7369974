"""Threads between a member of the community and the people who own a topic."""
