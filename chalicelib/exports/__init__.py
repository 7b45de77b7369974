"""What a district takes away: everything it owns, in one archive, and the way back into an empty district."""
