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
    "password_reset": {
        "en": (
            "A new password at {district}",
            "Somebody, hopefully you, asked for a new password for your account at {district}.\n\nChoose it here "
            "within an hour:\n{link}\n\nThe link works once. If it was not you, do nothing: your password stays as it "
            "is. We never ask for a password by e-mail.\n",
        ),
        "es": (
            "Una contraseña nueva en {district}",
            "Alguien, esperamos que usted, pidió una contraseña nueva para su cuenta en {district}.\n\nElíjala aquí "
            "en la próxima hora:\n{link}\n\nEl enlace funciona una sola vez. Si no fue usted, no haga nada: su "
            "contraseña no cambia. Nunca pedimos contraseñas por correo.\n",
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
    "privacy_notice": {
        "en": (
            "The privacy notice of {district} has changed",
            "{district} has a new privacy notice, of {day}. It says what is kept about you and about the families you "
            "work for, why, who sees it and how long, and what has changed:\n{link}\n\nYou need not do anything. If "
            "you do not agree with something, please talk to your administrator.\n",
        ),
        "es": (
            "El aviso de privacidad de {district} ha cambiado",
            "{district} tiene un nuevo aviso de privacidad, del {day}. Dice qué se guarda sobre usted y sobre las "
            "familias para las que trabaja, por qué, quién lo ve y cuánto tiempo, y qué ha cambiado:\n{link}\n\nNo "
            "tiene que hacer nada. Si no está de acuerdo con algo, hable con su administrador.\n",
        ),
    },
    "share_invitation": {
        "en": (
            "{person} at {district} shares something with you",
            "{person} at {district} shares something with you. It is open to you alone, until {until}.\n\n{link}\n\n"
            "We then send a code to this address. The link opens nothing without it, so there is no use in passing it "
            "on. We never ask for a password by e-mail.\n",
        ),
        "es": (
            "{person} de {district} comparte algo con usted",
            "{person} de {district} comparte algo con usted. Está abierto solo para usted, hasta el {until}.\n\n"
            "{link}\n\nDespués enviaremos un código a esta dirección. Sin él, el enlace no abre nada; no sirve "
            "reenviarlo. Nunca pedimos contraseñas por correo.\n",
        ),
    },
    "share_code": {
        "en": (
            "Your code for {district}",
            "Your code: {code}\n\nIt is good for 10 minutes and works once. If you did not ask for it, you need not do "
            "anything. Nobody at {district} will ever ask you for it.\n",
        ),
        "es": (
            "Su código para {district}",
            "Su código: {code}\n\nVale 10 minutos y funciona una sola vez. Si no lo pidió, no tiene que hacer nada. "
            "Nadie de {district} se lo pedirá jamás.\n",
        ),
    },
    "district_terminated": {
        "en": (
            "The service for {district} has ended",
            "The service for {district} has ended. Nothing can be changed any more, and nobody can answer or write.\n\n"
            "Until the data goes, you can sign in, read it and take it along:\n{desk}\n\nBy {date} at the latest "
            "everything is de-identified and deleted, and its keys are destroyed. The certificate will be here:\n"
            "{link}\n",
        ),
        "es": (
            "El servicio para {district} ha terminado",
            "El servicio para {district} ha terminado. Ya no se puede cambiar nada, y nadie puede responder ni "
            "escribir.\n\nHasta que se eliminen los datos, puede entrar, leerlos y llevárselos:\n{desk}\n\nA más "
            "tardar el {date} todo se anonimiza y se elimina, y se destruyen sus claves. El certificado estará aquí:\n"
            "{link}\n",
        ),
    },
    "erasure_requested": {
        "en": (
            "A request to erase the data of {district}",
            "We have a signed request to erase the data of {district}. It will be carried out by {date}.\n\nUntil then "
            "you can sign in, read it and take it along:\n{desk}\n\nThe certificate will be here:\n{link}\n",
        ),
        "es": (
            "Una solicitud de eliminar los datos de {district}",
            "Tenemos una solicitud firmada de eliminar los datos de {district}. Se cumplirá a más tardar el {date}.\n\n"
            "Hasta entonces puede entrar, leerlos y llevárselos:\n{desk}\n\nEl certificado estará aquí:\n{link}\n",
        ),
    },
    "district_reinstated": {
        "en": (
            "The service for {district} goes on",
            "The end of the service for {district} has been taken back. Everything is as it was:\n{desk}\n",
        ),
        "es": (
            "El servicio para {district} continúa",
            "El fin del servicio para {district} quedó sin efecto. Todo está como antes:\n{desk}\n",
        ),
    },
    "district_closing": {
        "en": (
            "The data of {district} is being destroyed",
            "As announced, the data of {district} is being destroyed now, your own account and address with it.\n\n"
            "The signed certificate is here, at the latest on {date}. Please keep this link:\n{link}\n",
        ),
        "es": (
            "Los datos de {district} se están destruyendo",
            "Como se anunció, los datos de {district} se están destruyendo ahora, también su cuenta y su dirección.\n\n"
            "El certificado firmado está aquí, a más tardar el {date}. Guarde este enlace:\n{link}\n",
        ),
    },
    "request_received": {
        "en": (
            "Please confirm your request to {district}",
            "Somebody, hopefully you, asked {district} about the information that it keeps under this address.\n\n"
            "Please confirm within 14 days that it was you:\n{link}\n\nYou will have an answer by {due}. If it was "
            "not you, do nothing. We never ask for a password by e-mail.\n",
        ),
        "es": (
            "Confirme su solicitud a {district}",
            "Alguien, esperamos que usted, preguntó a {district} por la información que guarda con esta dirección.\n\n"
            "Confirme en 14 días que fue usted:\n{link}\n\nTendrá una respuesta a más tardar el {due}. Si no fue "
            "usted, no haga nada. Nunca pedimos contraseñas por correo.\n",
        ),
    },
    "request_ready": {
        "en": (
            "Your information at {district}",
            "You asked {district} for the information that it keeps under your address. You can read it here and take "
            "it along, for 24 hours:\n\n{link}\n",
        ),
        "es": (
            "Su información en {district}",
            "Usted pidió a {district} la información que guarda con su dirección. Puede leerla aquí y llevársela "
            "durante 24 horas:\n\n{link}\n",
        ),
    },
    "request_done": {
        "en": (
            "Your request to {district} is done",
            "We have done what you asked of {district}: what was wrong is corrected, or what you wanted erased is "
            "deleted. Copies in backups can no longer be read within eight days.\n\nConfidential and anonymous "
            "answers to surveys stay: nobody can tell whose they are.\n",
        ),
        "es": (
            "Su solicitud a {district} está hecha",
            "Hicimos lo que usted pidió a {district}: lo incorrecto está corregido o lo que quería borrar está "
            "borrado. En ocho días ya no se podrán leer las copias de seguridad.\n\nLas respuestas confidenciales y "
            "anónimas a encuestas se quedan: nadie puede saber de quién son.\n",
        ),
    },
    "request_refused": {
        "en": (
            "Your request to {district}",
            "{district} cannot do what you asked. The reason:\n\n{reason}\n\nYou may ask for a hearing, or write to "
            "the Student Privacy Policy Office of the U.S. Department of Education.\n",
        ),
        "es": (
            "Su solicitud a {district}",
            "{district} no puede hacer lo que usted pidió. El motivo:\n\n{reason}\n\nPuede pedir una audiencia o "
            "escribir a la Student Privacy Policy Office del Departamento de Educación de EE. UU.\n",
        ),
    },
    "request_due": {
        "en": (
            "A request waits for its answer, due {due}",
            "Somebody asked {district} about the information that it keeps of them. The answer is due by {due}:\n\n"
            "{link}\n",
        ),
        "es": (
            "Una solicitud espera su respuesta, a más tardar el {due}",
            "Alguien preguntó a {district} por la información que guarda de esa persona. La respuesta se debe a más "
            "tardar el {due}:\n\n{link}\n",
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
