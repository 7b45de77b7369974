"""Every sample there is: our own of each kind, and those of the folder that PARLEY_SAMPLES names."""

import json
import os
from pathlib import Path

from tests.unit.imports.documents import raw, rich_survey
from tests.unit.imports.forms import rich_form
from tests.unit.imports.lss import rich_structure
from tests.unit.imports.surveyjs import rich_definition

FOLDER = os.environ.get("PARLEY_SAMPLES", "")
OWN = {
    "our.qsf": raw(rich_survey()),
    "our.lss": rich_structure().raw(),
    "our.xlsx": rich_form(),
    "our.json": json.dumps(rich_definition()).encode(),
}
FOUND = {
    path.name: path.read_bytes()
    for pattern in ("qualtrics/*.qsf", "limesurvey/*.lss", "xlsform/*.xlsx", "surveyjs/*.json")
    for path in (sorted(Path(FOLDER).glob(pattern)) if FOLDER else [])
}
SAMPLES = OWN | FOUND
