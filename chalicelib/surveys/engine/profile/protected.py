"""Whom a survey asks, and the eight areas of the Protection of Pupil Rights Amendment (20 U.S.C. 1232h(b))."""

from typing import Final

STUDENTS: Final = "students"
AUDIENCES: Final = (STUDENTS, "families", "staff")
AREAS: Final = (
    "politics",
    "mental_health",
    "sex",
    "illegal_behavior",
    "family_appraisals",
    "privileged_relationships",
    "religion",
    "income",
)
