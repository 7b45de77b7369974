"""The school climate survey: 30 items on four pages, in English and Spanish."""

from typing import Any

from local.demo.cast import SCHOOLS

Json = dict[str, Any]
TITLE = "School climate survey"
SEGMENTS = ["school", "role"]


def said(english: str, spanish: str) -> Json:
    return {"default": english, "es": spanish}


def choice(value: str | int, english: str, spanish: str) -> Json:
    return {"value": value, "text": said(english, spanish)}


def ask(kind: str, name: str, english: str, spanish: str, **more: Any) -> Json:
    return {"type": kind, "name": name, "title": said(english, spanish), **more}


AGREEMENT = [
    choice(4, "Strongly agree", "Muy de acuerdo"),
    choice(3, "Agree", "De acuerdo"),
    choice(2, "Disagree", "En desacuerdo"),
    choice(1, "Strongly disagree", "Muy en desacuerdo"),
]
HOW_OFTEN = [
    choice("never", "Never", "Nunca"),
    choice("seldom", "Once or twice", "Una o dos veces"),
    choice("often", "Often", "Con frecuencia"),
]
FIVE: Json = {
    "rateMin": 1,
    "rateMax": 5,
    "minRateDescription": said("Poor", "Malo"),
    "maxRateDescription": said("Excellent", "Excelente"),
}

ABOUT_YOU = [
    {
        "type": "html",
        "name": "welcome",
        "html": said(
            "<p>Thank you for helping our schools. The survey takes about <strong>eight minutes</strong>.</p>",
            "<p>Gracias por ayudar a nuestras escuelas. La encuesta toma unos <strong>ocho minutos</strong>.</p>",
        ),
    },
    ask(
        "dropdown",
        "school",
        "Which school are you thinking of?",
        "¿En qué escuela piensa?",
        isRequired=True,
        choices=[choice(value, name, name) for value, name in SCHOOLS.items()],
    ),
    ask(
        "radiogroup",
        "role",
        "Who are you?",
        "¿Quién es usted?",
        isRequired=True,
        choices=[
            choice("family", "A parent or guardian", "Madre, padre o tutor"),
            choice("student", "A student", "Estudiante"),
            choice("staff", "I work at the school", "Trabajo en la escuela"),
            choice("neighbor", "A neighbor or partner", "Vecino o colaborador"),
        ],
    ),
    ask(
        "checkbox",
        "grades",
        "Which grades do your children attend?",
        "¿En qué grados están sus hijos?",
        visibleIf="{role} = 'family'",
        requiredIf="{role} = 'family'",
        colCount=2,
        choices=[
            choice("k2", "Kindergarten to 2", "Kínder a 2.º"),
            choice("g35", "3 to 5", "3.º a 5.º"),
            choice("g68", "6 to 8", "6.º a 8.º"),
            choice("g912", "9 to 12", "9.º a 12.º"),
        ],
    ),
    ask(
        "text",
        "years",
        "For how many years have you known this school?",
        "¿Desde hace cuántos años conoce esta escuela?",
        inputType="number",
        min=0,
        max=60,
    ),
    ask(
        "dropdown",
        "home_language",
        "Which language do you mostly speak at home?",
        "¿Qué idioma habla más en casa?",
        showOtherItem=True,
        otherText=said("Another language", "Otro idioma"),
        choices=[choice("en", "English", "Inglés"), choice("es", "Spanish", "Español")],
    ),
]

LEARNING = [
    ask(
        "matrix",
        "learning",
        "At this school …",
        "En esta escuela …",
        columns=AGREEMENT,
        rows=[
            choice("explain", "teachers explain things well", "los maestros explican bien"),
            choice("expect", "much is expected of every student", "se espera mucho de cada estudiante"),
            choice("fair", "grades are fair", "las calificaciones son justas"),
            choice("curious", "students become curious", "se despierta la curiosidad"),
        ],
    ),
    ask("rating", "teaching", "How good is the teaching?", "¿Qué tan buena es la enseñanza?", **FIVE),
    ask(
        "radiogroup",
        "homework",
        "The amount of homework is …",
        "La cantidad de tareas es …",
        choices=[
            choice("little", "too little", "muy poca"),
            choice("right", "just right", "la correcta"),
            choice("much", "too much", "demasiada"),
        ],
    ),
    ask(
        "comment",
        "homework_why",
        "What would you change about homework?",
        "¿Qué cambiaría de las tareas?",
        visibleIf="{homework} = 'much'",
        maxLength=500,
    ),
    ask(
        "matrixdropdown",
        "help",
        "When help is needed …",
        "Cuando se necesita ayuda …",
        choices=HOW_OFTEN,
        columns=[
            {"name": "asked", "title": said("Asked for help", "Pidió ayuda"), "cellType": "dropdown"},
            {
                "name": "good",
                "title": said("Was it good?", "¿Fue buena?"),
                "cellType": "dropdown",
                "choices": [choice("yes", "Yes", "Sí"), choice("no", "No", "No")],
                "visibleIf": "{row.asked} = 'seldom' or {row.asked} = 'often'",
            },
        ],
        rows=[choice("math", "Math", "Matemáticas"), choice("reading", "Reading", "Lectura")],
    ),
    ask("boolean", "device", "Is there a computer to work on at home?", "¿Hay una computadora para trabajar en casa?"),
    ask(
        "checkbox",
        "device_help",
        "What would help?",
        "¿Qué ayudaría?",
        visibleIf="{device} = false",
        choices=[
            choice("loan", "A computer on loan", "Una computadora prestada"),
            choice("internet", "Help with the internet", "Ayuda con el internet"),
            choice("room", "A quiet room at school", "Un cuarto tranquilo en la escuela"),
        ],
    ),
]

BELONGING = [
    ask(
        "matrix",
        "safe",
        "I feel safe …",
        "Me siento seguro …",
        columns=AGREEMENT,
        rows=[
            choice("class", "in class", "en clase"),
            choice("hall", "in the hallways", "en los pasillos"),
            choice("yard", "in the school yard", "en el patio"),
            choice("way", "on the way to school", "en el camino a la escuela"),
        ],
    ),
    {
        "type": "panel",
        "name": "belonging",
        "title": said("Belonging", "Pertenencia"),
        "elements": [
            ask("rating", "belong", "How much do you feel at home here?", "¿Qué tan a gusto se siente aquí?", **FIVE),
            ask(
                "boolean",
                "adult",
                "Is there an adult here you can turn to?",
                "¿Hay aquí un adulto en quien pueda confiar?",
            ),
            ask("rating", "respect", "How respectful are people?", "¿Qué tan respetuosa es la gente?", **FIVE),
        ],
    },
    ask(
        "radiogroup",
        "bullying",
        "How often did you see bullying this year?",
        "¿Con qué frecuencia vio acoso este año?",
        isRequired=True,
        choices=HOW_OFTEN,
    ),
    ask(
        "checkbox",
        "bullying_where",
        "Where was that?",
        "¿Dónde fue?",
        visibleIf="{bullying} = 'seldom' or {bullying} = 'often'",
        requiredIf="{bullying} = 'often'",
        choices=[
            choice("class", "In class", "En clase"),
            choice("yard", "In the yard", "En el patio"),
            choice("bus", "On the bus", "En el autobús"),
            choice("online", "Online", "En internet"),
        ],
    ),
    ask(
        "boolean",
        "bullying_told",
        "Did you tell somebody at school?",
        "¿Se lo dijo a alguien en la escuela?",
        visibleIf="{bullying} = 'often'",
    ),
    ask(
        "comment",
        "safety_idea",
        "What would make the school safer?",
        "¿Qué haría más segura la escuela?",
        maxLength=1000,
    ),
]

TOGETHER = [
    ask("boolean", "bus", "Do you or your children take the school bus?", "¿Usa el autobús escolar en su familia?"),
    ask(
        "rating",
        "bus_time",
        "How reliable is the bus?",
        "¿Qué tan puntual es el autobús?",
        visibleIf="{bus} = true",
        **FIVE,
    ),
    ask("rating", "meals", "How good are the meals?", "¿Qué tan buenas son las comidas?", **FIVE),
    ask(
        "matrix",
        "places",
        "These places are clean and in good repair",
        "Estos lugares están limpios y en buen estado",
        columns=AGREEMENT,
        rows=[
            choice("rooms", "Classrooms", "Salones"),
            choice("rest", "Restrooms", "Baños"),
            choice("sport", "Gym and fields", "Gimnasio y canchas"),
        ],
    ),
    ask(
        "checkbox",
        "channels",
        "How do you like to hear from us?",
        "¿Cómo prefiere que le informemos?",
        showNoneItem=True,
        noneText=said("Not at all", "De ninguna manera"),
        choices=[
            choice("mail", "E-mail", "Correo electrónico"),
            choice("text", "Text message", "Mensaje de texto"),
            choice("paper", "A letter", "Una carta"),
            choice("meet", "A meeting", "Una reunión"),
        ],
    ),
    ask(
        "radiogroup",
        "informed",
        "We keep you informed …",
        "Le mantenemos informado …",
        choices=[
            choice("well", "well", "bien"),
            choice("some", "somewhat", "más o menos"),
            choice("bad", "badly", "mal"),
        ],
    ),
    ask("text", "best", "In one word: what is best here?", "En una palabra: ¿qué es lo mejor aquí?", maxLength=40),
    ask(
        "ranking",
        "priorities",
        "What should we work on first? Most important on top.",
        "¿En qué debemos trabajar primero? Lo más importante arriba.",
        choices=[
            choice("teaching", "Teaching", "Enseñanza"),
            choice("safety", "Safety", "Seguridad"),
            choice("buildings", "Buildings", "Edificios"),
            choice("meals", "Meals", "Comidas"),
            choice("buses", "Buses", "Autobuses"),
        ],
    ),
    ask(
        "rating",
        "recommend",
        "Would you recommend this school?",
        "¿Recomendaría esta escuela?",
        rateMin=0,
        rateMax=10,
        minRateDescription=said("Never", "Nunca"),
        maxRateDescription=said("Gladly", "Con gusto"),
    ),
    ask("comment", "words", "What else should we know?", "¿Qué más debemos saber?", maxLength=2000),
]

DEFINITION: Json = {
    "title": said(TITLE, "Encuesta sobre el ambiente escolar"),
    "showProgressBar": "top",
    "pages": [
        {"name": "about", "title": said("About you", "Sobre usted"), "elements": ABOUT_YOU},
        {"name": "learn", "title": said("Learning", "Aprendizaje"), "elements": LEARNING},
        {"name": "people", "title": said("Safety and belonging", "Seguridad y pertenencia"), "elements": BELONGING},
        {"name": "work", "title": said("Working together", "Trabajar juntos"), "elements": TOGETHER},
    ],
}
