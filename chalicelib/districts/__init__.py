"""The districts of this installation."""
