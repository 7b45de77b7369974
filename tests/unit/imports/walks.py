"""Second readings of every kind of survey file, with none of the importers' code: the labels of all elements."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

PARTS = {"columns", "validators", "triggers", "calculatedValues", "items"}
VALUES = {"choices", "rows", "rateValues"}
CONTAINERS = {"pages", "elements", "templateElements"}
SETTERS = {
    "groups": {"grelevance": {"", "1"}, "randomization_group": {""}},
    "questions": {
        "relevance": {"", "1"},
        "preg": {""},
        "other": {"", "N"},
        "mandatory": {"", "N"},
        "encrypted": {"", "N"},
    },
    "subquestions": {"relevance": {"", "1"}},
    "question_l10ns": {"script": {""}},
}
LOGIC = {
    "relevant", "constraint", "required", "calculation", "choice_filter", "read_only", "default", "appearance",
    "parameters", "repeat_count", "trigger", "hint", "guidance_hint", "constraint_message", "required_message",
}  # fmt: skip


def tree_of(raw: bytes) -> ET.Element:
    return ET.fromstring(raw)  # noqa: S314 - A sample of ours, or one that its folder vouches for.


def once(labels: list[str]) -> list[str]:
    counted: Counter[str] = Counter()
    found = []
    for label in labels:
        counted[label] += 1
        found.append(label if counted[label] == 1 else f"{label} ({counted[label]})")
    return found


def of_definition(raw: bytes) -> list[str]:
    return once(list(_of_block("", json.loads(raw), "", is_top=True)))


def _of_block(at: str, block: Any, name: str, *, is_top: bool = False) -> Iterator[str]:
    for key, value in block.items():
        here = f"{at}.{key}".lstrip(".")
        if key in CONTAINERS:
            for place, inner in enumerate(value):
                own = inner.get("name", "")
                yield f"{here}[{place}]" + (f" ({own})" if own else "")
                yield from _of_block(f"{here}[{place}]", inner, own)
        elif is_top or key not in ("type", "name"):
            yield from _of_property(here, key, value, name)


def _of_property(at: str, key: str, value: Any, name: str) -> Iterator[str]:
    hint = f" ({name})" if name else ""
    yield at + hint
    for place, entry in enumerate(value) if key in PARTS | VALUES else ():
        if not isinstance(entry, dict):
            continue
        is_value = key in VALUES or "value" in entry
        if not is_value:
            yield f"{at}[{place}]{hint}"
        for inner, content in entry.items():
            if inner not in (("value", "text") if is_value else ("type", "name")):
                yield from _of_property(f"{at}[{place}].{inner}", inner, content, name)


def of_structure(raw: bytes) -> list[str]:
    document = tree_of(raw)
    labels = [f"language {one.text}" for one in document.findall("languages/language")]
    for table in document:
        for place, row in enumerate(table.findall("rows/row"), start=1):
            cells = {cell.tag: (cell.text or "").strip() for cell in row}
            if table.tag == "question_attributes" and not cells.get("value"):
                continue
            said = next((cells[key] for key in ("title", "code", "attribute", "group_name") if cells.get(key)), "")
            language = cells.get("language") or cells.get("surveyls_language") or ""
            inner = ", ".join(one for one in (said, language) if one)
            label = f"{table.tag} {place}" + (f" ({inner})" if inner else "")
            labels.append(label)
            nothing = SETTERS.get(table.tag, {})
            labels += [f"{label} / {key}" for key, unset in nothing.items() if cells.get(key, "") not in unset]
            if table.tag in ("surveys", "surveys_languagesettings"):
                keys = {"sid", "gsid", "surveyls_survey_id", "surveyls_language"}
                labels += [f"{label} / {key}" for key, value in cells.items() if value and key not in keys]
    return once(
        labels
        + [
            f"{tag} {place}"
            for tag in ("themes", "themes_inherited")
            for place, _ in enumerate(document.findall(f"{tag}/theme"))
        ]
    )


SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_of(raw: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of each sheet by header, with their number under `#`, as the spreadsheet's own parts say it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        texts = ["".join(node.itertext()) for node in tree_of(packed.read("xl/sharedStrings.xml"))]
        names = [node.attrib["name"] for node in tree_of(packed.read("xl/workbook.xml")).iter(f"{SPACE}sheet")]
        found = {}
        for place, name in enumerate(names, start=1):
            tree = tree_of(packed.read(f"xl/worksheets/sheet{place}.xml"))
            lines = {}
            for row in tree.iter(f"{SPACE}row"):
                cells = {}
                for cell in row.iter(f"{SPACE}c"):
                    value = cell.find(f"{SPACE}v")
                    if value is not None and value.text:
                        letters = re.sub(r"\d", "", cell.attrib["r"])
                        cells[letters] = texts[int(value.text)] if cell.attrib.get("t") == "s" else value.text
                lines[int(row.attrib["r"])] = cells
            heads = lines.pop(1, {})
            found[name] = [
                {"#": str(line), **{heads[key]: text for key, text in cells.items()}} for line, cells in lines.items()
            ]
            found[f"{name} heads"] = [dict.fromkeys(heads.values(), "")]
    return found


def of_form(raw: bytes) -> list[str]:
    sheets = sheets_of(raw)
    labels: list[str] = []
    for row in sheets["survey"]:
        head = f"survey, row {row['#']}" + (f" ({row['name']})" if row.get("name") else "")
        labels.append(head)
        labels += [
            f"{head} / {column}" for column in dict.fromkeys(key.partition("::")[0] for key in row) if column in LOGIC
        ]
    heads = list(sheets["survey heads"][0])
    labels += [
        f"survey, column {key}" for key in heads if key.partition("::")[0] not in LOGIC | {"type", "name", "label"}
    ]
    labels += [f"choices, row {row['#']} ({row['list_name']}: {row['name']})" for row in sheets["choices"]]
    more = list(sheets["choices heads"][0])
    labels += [f"choices, column {key}" for key in more if key.partition("::")[0] not in ("list_name", "name", "label")]
    labels += [f"settings / {key}" for row in sheets["settings"][:1] for key in row if key != "#"]
    labels += [f"language {code}" for code in dict.fromkeys(_code(key) for key in [*heads, *more] if _is_spoken(key))]
    others = [name for name in sheets if " heads" not in name and name not in ("survey", "choices", "settings")]
    return once(labels + [f"sheet {name}" for name in others])


def _is_spoken(header: str) -> bool:
    return header.partition("::")[0] in ("label", "hint", "guidance_hint", "constraint_message", "required_message")


def _code(header: str) -> str:
    said = header.partition("::")[2]
    return re.sub(r".*\((\w+)\)", r"\1", said) if said else "default"
