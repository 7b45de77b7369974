"""An archive's manifest, and the note for whoever opens the archive: pure.

Files are of four kinds: `data`, which an import reads; `file`, which somebody sent with an answer, as it came, and
which the data name with its hash; `copy`, the same for spreadsheets; `record`, which is for reading alone. The content
hash is over the data: two districts with the same data have the same one.
"""

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from chalicelib.continuity.archived import ArchivedRule

FORMAT, VERSION = "parley-export", 1
MANIFEST, README = "manifest.json", "README.txt"
DATA, FILE, COPY, RECORD = "data", "file", "copy", "record"
FILES_INDEX, FILES_FOLDER = "files.jsonl", "files"
ATTACHED = "Files that were sent with answers stand in surveys/<id>/files/; files.jsonl names the answer of each."
SOME_GONE = " Where its path is empty, the file itself was gone when the archive was made."
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, Meta(ge=0)]


class Listed(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of an archive."""

    path: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_./-]{1,200}\Z")]
    kind: Annotated[str, Meta(pattern=r"^(?:data|file|copy|record)\Z")]
    rows: Count
    bytes: Count
    sha256: Hash


class Attachments(Struct, frozen=True, forbid_unknown_fields=True):
    """How many files of answers are in the archive, and how many more are named there but gone themselves."""

    files: Count
    note: str
    gone: Count = 0


class LeftOut(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that an archive does not hold, or holds for reading alone, and why."""

    what: str
    because: str


LEFT_OUT = [
    LeftOut("passwords, second factors, sessions, tokens, designations", "Nobody's authority goes with an archive."),
    LeftOut("networks, sign-on through a provider (records/access.json)", "Whoever opens another district decides it."),
    LeftOut("the audit log, designations, approvals (records/)", "They are history of this district, for reading."),
    LeftOut("requests about personal information (records/requests.jsonl)", "Their clocks run where they were made."),
    LeftOut("consents of devices of the public", "They lie under a secret of the device, which is asked anew."),
    LeftOut("letters, links, drafts of respondents", "Links are signed by this district's key and end with it."),
    LeftOut("what was erased or withdrawn", "It must not come back."),
    LeftOut("counters", "They are counted anew from the answers."),
]


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What an archive holds."""

    format: Annotated[str, Meta(pattern=rf"^{FORMAT}\Z")]
    version: Annotated[int, Meta(ge=VERSION, le=VERSION)]
    district: str
    exported_at: str
    content_hash: Hash
    counts: dict[str, Count]
    attachments: Attachments
    left_out: list[LeftOut]
    files: list[Listed]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """A district's settings as an archive carries them from one district to another."""

    name: str
    timezone: str
    languages: list[str]
    privacy_version: str
    schools: list[str]
    retention: list[ArchivedRule]


def kind_of(path: str) -> str:
    """What kind of file a path names."""
    if path.startswith("records/") or path == README:
        return RECORD
    if path.startswith("surveys/") and path.split("/")[2:-1] == [FILES_FOLDER]:
        return FILE
    return DATA if path.endswith((".json", ".jsonl")) else COPY


def content_hash(files: list[Listed]) -> str:
    """The SHA-256 over path and SHA-256 of every file of data, by path, as `sha256sum` prints them."""
    lines = sorted((one.path, f"{one.sha256}  {one.path}\n") for one in files if one.kind == DATA)
    return hashlib.sha256("".join(line for _, line in lines).encode()).hexdigest()


def make(district: str, exported_at: str, counts: dict[str, int], files: list[Listed]) -> Manifest:
    """The manifest of these files."""
    held = attachments(counts, files)
    return Manifest(FORMAT, VERSION, district, exported_at, content_hash(files), counts, held, LEFT_OUT, files)


def attachments(counts: dict[str, int], files: list[Listed]) -> Attachments:
    """What is to be said of the files of answers; the counts know how many the indexes name."""
    here = sum(one.kind == FILE for one in files)
    gone = max(counts.get("files", 0) - here, 0)
    return Attachments(here, ATTACHED + (SOME_GONE if gone else ""), gone)


def written(manifest: Manifest) -> bytes:
    """The manifest's bytes."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"


NOTE = """{district} - {day}

ENGLISH

This archive holds what the district owns in Parley. It was made at the request of one of the district's
administrators. It names people and holds their answers and messages: keep it as you keep student records.

  manifest.json          every file with its rows, its size and its SHA-256
  district.json          name, time zone, languages, schools, rules of retention
  holds.jsonl            legal holds, in force or released
  people.*, teams.jsonl  staff accounts without passwords or second factors; teams
  consents.jsonl         what the staff allow their devices; other consents stand with who gave them
  topics.jsonl           what people may write about
  shares.jsonl           what was shared with whom
  surveys/<id>/          the survey itself (SurveyJS), its roster, its mailings, its answers
  surveys/<id>/files/    the files that were sent with answers; files.jsonl says which came with which answer
  dialogues/             messages with their whole timeline, notes of the staff included
  records/               the audit log and the registers of the administration, for reading

Answers and messages come as JSON Lines (.jsonl), as CSV and as workbooks (.xlsx). In CSV, a text that a spreadsheet
might take for a formula begins with an apostrophe. Answers are in the order of random numbers, with the hour as their
finest time, so that nothing tells who answered what. Files that were sent with answers are as they came: open them
with the same care as any file from somebody unknown.

ESPAÑOL

Este archivo contiene lo que pertenece al distrito en Parley. Se creó a petición de una persona que administra el
distrito. Nombra a personas y contiene sus respuestas y mensajes: guárdelo como guarda los expedientes escolares.

  manifest.json          cada archivo con sus filas, su tamaño y su SHA-256
  district.json          nombre, zona horaria, idiomas, escuelas, reglas de conservación
  holds.jsonl            retenciones legales, vigentes o levantadas
  people.*, teams.jsonl  cuentas del personal sin contraseñas ni segundos factores; equipos
  consents.jsonl         qué permite el personal a sus aparatos; otros consentimientos, con quien los dio
  topics.jsonl           sobre qué se puede escribir
  shares.jsonl           qué se compartió y con quién
  surveys/<id>/          la encuesta (SurveyJS), sus personas invitadas, sus envíos, sus respuestas
  surveys/<id>/files/    los archivos enviados con las respuestas; files.jsonl dice cuál llegó con cuál respuesta
  dialogues/             los mensajes con toda su historia, incluidas las notas del personal
  records/               el registro de auditoría y los registros de la administración, para leer

Las respuestas y los mensajes están en JSON Lines (.jsonl), CSV y hojas de cálculo (.xlsx). En CSV, un texto que una
hoja de cálculo podría tomar por fórmula empieza con un apóstrofo. Las respuestas siguen el orden de números al azar y
su hora es el dato de tiempo más fino, para que nada diga quién respondió qué. Los archivos enviados con las respuestas
están tal como llegaron: ábralos con el mismo cuidado que cualquier archivo de una persona desconocida.
"""


def note(district: str, day: str) -> bytes:
    """The note in English and in Spanish."""
    return NOTE.format(district=district, day=day).encode()
