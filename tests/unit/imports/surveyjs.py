"""A SurveyJS definition with much that surveys here do not have, and logic of several sorts."""

from typing import Any

Json = dict[str, Any]


def rich_definition() -> Json:
    return {
        "title": {"default": "Family survey", "es": "Encuesta"},
        "cookieName": "once",
        "clearInvisibleValues": "onComplete",
        "calculatedValues": [{"name": "many", "expression": "{kids} > 3"}],
        "triggers": [{"type": "skip", "expression": "{role} = 'x'", "gotoName": "why"}],
        "pages": [
            {
                "name": "first",
                "elements": [
                    {
                        "type": "radiogroup",
                        "name": "role",
                        "choices": ["parent", "staff", "parent"],
                        "isRequired": True,
                    },
                    {"type": "text", "name": "kids", "inputType": "number", "min": 0, "odd": 1},
                    {"type": "comment", "name": "why", "visibleIf": "{role} = 'staff' and {kids} > 1"},
                    {"type": "text", "name": "WHY", "visibleIf": "{nobody} = 1"},
                    {"type": "html", "name": "hello", "html": "<script>x</script><b>Hi</b>"},
                    {"type": "checkbox", "name": "from", "choicesByUrl": {"url": "https://elsewhere.example/x"}},
                    {
                        "type": "checkbox",
                        "name": "ways",
                        "choices": ["bus", {"value": "car", "text": "Car", "visibleIf": "{kids} < 5"}],
                        "validators": [{"type": "answercount", "minCount": 1}, {"type": "strange"}],
                    },
                    {"type": "hologram", "name": "flow"},
                ],
            },
            {
                "name": "second",
                "visibleIf": "{ways} contains 'bus'",
                "elements": [
                    {"type": "matrix", "name": "grid", "columns": ["good", "bad"], "rows": ["food", "room"]},
                    {
                        "type": "panel",
                        "name": "inner",
                        "visibleIf": "{grid.food} = 'bad'",
                        "elements": [{"type": "rating", "name": "mood", "visibleIf": "{many} = true"}],
                    },
                    {
                        "type": "paneldynamic",
                        "name": "children",
                        "panelCount": 1,
                        "templateElements": [
                            {"type": "tagbox", "name": "likes", "choices": ["art", "music"]},
                            {"type": "text", "name": "which", "visibleIf": "{panel.likes} contains 'art'"},
                        ],
                    },
                    {
                        "type": "matrixdynamic",
                        "name": "trips",
                        "rowCount": 1,
                        "columns": [
                            {"name": "by", "cellType": "dropdown", "choices": ["bus", "car"]},
                            {"name": "late", "cellType": "text", "visibleIf": "{row.by} = 'bus'"},
                        ],
                    },
                    {"type": "slider", "name": "hours", "min": 0, "max": 10, "visibleIf": "{children.length} > 0"},
                    {"type": "multipletext", "name": "place", "items": [{"name": "street"}, {"name": "town"}]},
                    {"type": "buttongroup", "name": "press", "choices": ["a", "b"], "visibleIf": "{place.town} = 'x'"},
                    {"type": "text", "name": "loop_a", "visibleIf": "{loop_b} = 1"},
                    {"type": "text", "name": "loop_b", "visibleIf": "{loop_a} = 1"},
                    {"type": "text", "name": "after", "visibleIf": "{flow} notempty", "requiredIf": "{kids} > 2"},
                ],
            },
        ],
    }
