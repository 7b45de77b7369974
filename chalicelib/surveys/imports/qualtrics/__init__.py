"""Survey files of Qualtrics (QSF): questions, logic and flow."""
