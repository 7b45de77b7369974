"""Builds the Chalice application: registers what comes in, and nothing else."""

from chalicelib.entry.application import Application
from chalicelib.jobs import backup, districts, mail, recount, retention
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
from chalicelib.streams import mail as mail_stream
from chalicelib.streams import tallies

app = Application("parley")

for routes in (district, session, people, surveys, responding, mailings, results, dialogues, desk, operations):
    app.register_blueprint(routes.routes)
app.register_blueprint(pages.routes)
for functions in (backup, retention, mail, recount, districts, tallies, mail_stream):
    app.register_blueprint(functions.functions)
