"""Closing a district: what is kept of it that names nobody, the end of everything else, and the certificate."""
