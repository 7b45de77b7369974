"""A short survey in four languages, of which the page itself speaks three."""

from typing import Any


def said(default: str, es: str, ar: str, **more: str) -> dict[str, str]:
    return {"default": default, "es": es, "ar": ar, **more}


SAFE: dict[str, Any] = {
    "type": "radiogroup",
    "name": "safe",
    "title": said("Do you feel safe?", "¿Se siente seguro?", "هل تشعر بالأمان؟", vi="Bạn có thấy an toàn không?"),
    "isRequired": True,
    "choices": [
        {"value": "yes", "text": said("Yes", "Sí", "نعم", vi="Có")},
        {"value": "no", "text": said("No", "No", "لا", vi="Không")},
    ],
}
STREET = {"type": "text", "name": "street", "title": said("Your street", "Su calle", "شارعك")}
SECOND = [
    {"type": "comment", "name": "why", "title": said("Why?", "¿Por qué?", "لماذا؟")},
    {"type": "rating", "name": "bus", "title": said("The bus", "El autobús", "الحافلة")},
]
TITLE = said("How is school?", "¿Cómo va la escuela?", "كيف حال المدرسة؟", vi="Trường học thế nào?")


def paged(*pages: list[Any]) -> dict[str, Any]:
    return {"title": TITLE, "pages": [{"name": f"page{at}", "elements": page} for at, page in enumerate(pages)]}


DEFINITION = paged([SAFE, STREET], SECOND)
WITHOUT_STREET = paged([SAFE], SECOND)
ON_ONE_PAGE = paged([SAFE, STREET, *SECOND])
