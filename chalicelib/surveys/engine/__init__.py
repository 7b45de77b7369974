"""The survey engine: definitions compiled under the district profile, and answers held against them. Pure code."""
