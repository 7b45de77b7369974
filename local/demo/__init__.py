"""The demo district "Lakeview Schools": its cast, its surveys, its answers and its dialogues, all made up."""
