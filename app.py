"""Builds the Chalice application: registers what comes in, and nothing else."""

from chalicelib.entry.application import Application
from chalicelib.routes import (
    desk,
    dialogues,
    district,
    mailings,
    operations,
    pages,
    people,
    responding,
    results,
    session,
    surveys,
)

app = Application("parley")

for routes in (district, session, people, surveys, responding, mailings, results, dialogues, desk, operations):
    app.register_blueprint(routes.routes)
app.register_blueprint(pages.routes)
app.run_beside(
    "chalicelib.jobs.backup",
    "chalicelib.jobs.retention",
    "chalicelib.jobs.mail",
    "chalicelib.jobs.recount",
    "chalicelib.jobs.districts",
    "chalicelib.streams.tallies",
    "chalicelib.streams.mail",
)
