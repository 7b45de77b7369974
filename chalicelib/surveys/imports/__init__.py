"""Surveys that come from other systems: each importer gives a definition and says what it could not carry."""
