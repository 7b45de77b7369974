"""Definitions in the format of SurveyJS, the one in which surveys are kept here."""
