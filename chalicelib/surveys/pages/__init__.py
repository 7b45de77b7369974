"""Pages of a survey that the server writes itself: what is read before the scripts come, and what needs none."""
