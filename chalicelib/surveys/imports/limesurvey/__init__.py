"""Survey structures of LimeSurvey (LSS): groups, questions, conditions and their languages."""
