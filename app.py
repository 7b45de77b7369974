"""Builds the Chalice application: registers what comes in, and nothing else."""

from chalicelib.entry.application import Application
from chalicelib.routes import (
    certificates,
    desk,
    dialogues,
    district,
    mailings,
    me,
    operations,
    pages,
    passwords,
    people,
    responding,
    results,
    security,
    session,
    shares,
    single_sign_on,
    surveys,
)

app = Application("parley")

for routes in (
    district,
    certificates,
    session,
    me,
    passwords,
    single_sign_on,
    people,
    security,
    surveys,
    responding,
    mailings,
    results,
    dialogues,
    desk,
    operations,
    shares,
):
    app.register_blueprint(routes.routes)
app.register_blueprint(pages.routes)
app.run_beside(
    "chalicelib.jobs.backup",
    "chalicelib.jobs.retention",
    "chalicelib.jobs.mail",
    "chalicelib.jobs.recount",
    "chalicelib.jobs.districts",
    "chalicelib.jobs.closing",
    "chalicelib.jobs.trends",
    "chalicelib.jobs.administration",
    "chalicelib.streams.tallies",
    "chalicelib.streams.mail",
)
