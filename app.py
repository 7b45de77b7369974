"""Builds the Chalice application: registers what comes in, and nothing else."""

from chalicelib.entry.application import Application
from chalicelib.routes import (
    certificates,
    consents,
    desk,
    dialogues,
    district,
    drills,
    mailings,
    me,
    operations,
    pages,
    passwords,
    people,
    privacy,
    requests,
    responding,
    results,
    retention,
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
    privacy,
    session,
    me,
    consents,
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
    drills,
    shares,
    retention,
    requests,
):
    app.register_blueprint(routes.routes)
app.register_blueprint(pages.routes)
app.run_beside(
    "chalicelib.jobs.backup",
    "chalicelib.jobs.sealing",
    "chalicelib.jobs.escrow",
    "chalicelib.jobs.retention",
    "chalicelib.jobs.requests",
    "chalicelib.jobs.mail",
    "chalicelib.jobs.notices",
    "chalicelib.jobs.recount",
    "chalicelib.jobs.districts",
    "chalicelib.jobs.closing",
    "chalicelib.jobs.trends",
    "chalicelib.jobs.administration",
    "chalicelib.jobs.drill",
    "chalicelib.streams.changes",
    "chalicelib.streams.tallies",
    "chalicelib.streams.mail",
)
