"""The words of every letter, in the district's languages: a kind, a language and its parts give subject and text."""

from msgspec import Struct


class Letter(Struct, frozen=True):
    """A letter before it is sent: what is sealed in the outbox."""

    kind: str
    to: str
    language: str
    parts: dict[str, str]


class Rendered(Struct, frozen=True):
    subject: str
    text: str


_TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "staff_invitation": {
        "en": (
            "Your account at {district}",
            "You are invited to help {district} hear its community.\n\nCreate your account here within 24 hours:\n"
            "{link}\n\nThe link works once. We never ask for a password by e-mail.\n",
        ),
        "es": (
            "Su cuenta en {district}",
            "Le invitamos a ayudar a {district} a escuchar a su comunidad.\n\nCree su cuenta aquí en las próximas "
            "24 horas:\n{link}\n\nEl enlace funciona una sola vez. Nunca pedimos contraseñas por correo.\n",
        ),
    },
    "survey_invitation": {
        "en": (
            "{district} would like to hear from you: {title}",
            "Please take a few minutes for this survey of {district}:\n\n{title}\n{link}\n\nThe link is yours alone "
            "and counts once. Taking part is your choice.\n",
        ),
        "es": (
            "{district} quiere conocer su opinión: {title}",
            "Le pedimos unos minutos para esta encuesta de {district}:\n\n{title}\n{link}\n\nEl enlace es solo para "
            "usted y cuenta una vez. Participar es su decisión.\n",
        ),
    },
    "survey_reminder": {
        "en": (
            "A reminder: {title}",
            "There is still time for your voice in this survey of {district}:\n\n{title}\n{link}\n\nThe link is "
            "yours alone and counts once. Taking part is your choice.\n",
        ),
        "es": (
            "Recordatorio: {title}",
            "Todavía hay tiempo para su opinión en esta encuesta de {district}:\n\n{title}\n{link}\n\nEl enlace es "
            "solo para usted y cuenta una vez. Participar es su decisión.\n",
        ),
    },
    "message_received": {
        "en": (
            "We have your message ({reference})",
            "Thank you for writing to {district}. The right team has your message and will answer by {due}.\n\n"
            "Read or add to it here:\n{link}\n",
        ),
        "es": (
            "Recibimos su mensaje ({reference})",
            "Gracias por escribir a {district}. El equipo indicado tiene su mensaje y le responderá a más tardar el "
            "{due}.\n\nLéalo o añada algo aquí:\n{link}\n",
        ),
    },
    "reply": {
        "en": (
            "{district} has answered you ({reference})",
            "{message}\n\nAnswer, or tell us how we did:\n{link}\n",
        ),
        "es": (
            "{district} le ha respondido ({reference})",
            "{message}\n\nResponda o díganos cómo lo hicimos:\n{link}\n",
        ),
    },
}


def render(letter: Letter) -> Rendered:
    """Subject and text of a letter; a language that we do not have becomes English."""
    texts = _TEXTS[letter.kind]
    subject, text = texts.get(letter.language, texts["en"])
    one_line = {name: " ".join(value.split()) for name, value in letter.parts.items()}
    return Rendered(subject.format(**one_line), text.format(**letter.parts))
