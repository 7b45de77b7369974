"""The survey that is published, answered and read in the test of the day."""

DEFINITION = {
    "title": {"default": "How is school?", "es": "¿Cómo va la escuela?"},
    "pages": [
        {
            "name": "first",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "safe",
                    "isRequired": True,
                    "choices": [
                        {"value": "yes", "text": {"default": "Yes", "es": "Sí"}},
                        {"value": "no", "text": "No"},
                    ],
                    "title": {"default": "Do you feel safe at school?", "es": "¿Se siente a salvo en la escuela?"},
                },
                {
                    "type": "comment",
                    "name": "why",
                    "visibleIf": "{safe} = 'no'",
                    "title": {"default": "What should change?", "es": "¿Qué debería cambiar?"},
                },
                {"type": "text", "name": "street", "title": {"default": "Your street", "es": "Su calle"}},
            ],
        },
        {
            "name": "second",
            "elements": [
                {"type": "rating", "name": "bus", "title": {"default": "The bus", "es": "El autobús"}},
                {
                    "type": "dropdown",
                    "name": "school",
                    "choices": ["North", "South"],
                    "title": {"default": "School", "es": "Escuela"},
                },
                {
                    "type": "matrix",
                    "name": "agree",
                    "columns": ["Yes", "No"],
                    "rows": ["Teachers listen", "Food is good"],
                    "title": {"default": "Do you agree?", "es": "¿Está de acuerdo?"},
                },
            ],
        },
    ],
}
