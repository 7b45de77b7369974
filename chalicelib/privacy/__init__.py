"""Keys, sealing and blind indexes: who can read a value at all."""
