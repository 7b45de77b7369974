"""What people of the demo write into the text boxes of the survey, by language; all made up."""

HOMEWORK = {
    "en": (
        "Two evenings a week without homework would help our family.",
        "Please do not give tests in three subjects on one day.",
        "More reading, fewer worksheets.",
        "It takes two hours every night. That is a lot in fourth grade.",
    ),
    "es": (
        "Dos tardes sin tareas por semana nos ayudarían.",
        "Que las instrucciones vengan también en español.",
        "Menos hojas de ejercicios y más lectura.",
    ),
}
SAFETY = {
    "en": (
        "A second adult in the hallway between classes.",
        "Better lights at the east parking lot.",
        "Talk with the older students about how they treat the small ones.",
        "The gate by the field is often open all day.",
        "A crossing guard on Mill Street in the morning.",
        "I feel safe. Keep going.",
    ),
    "es": (
        "Más luces en el estacionamiento.",
        "Un guardia para cruzar la calle Mill por la mañana.",
        "Que los maestros estén en el patio durante el recreo.",
        "Me siento segura, gracias.",
    ),
}
BEST = {
    "en": ("teachers", "friends", "music", "kindness", "library", "sports", "art", "community"),
    "es": ("maestros", "amigos", "música", "biblioteca", "respeto", "deportes"),
}
LAST = {
    "en": (
        "The school play was wonderful. Thank you for all the work behind it.",
        "Please send letters earlier; we often hear of meetings the day before.",
        "My daughter loves her science class.",
        "The restrooms on the second floor need new locks.",
        "Lunch is too short. My son comes home hungry.",
        "We would love a garden in which the children can plant things.",
        "The new reading hour is a gift.",
        "Parking at pick-up time is a daily adventure.",
        "More clubs for those who do not play a sport.",
        "I work here and I am proud of our team. Smaller classes would help us most.",
        "Thank you for asking us.",
        "It is cold in the music room every winter.",
    ),
    "es": (
        "Gracias por preguntarnos en español.",
        "Mi hijo está feliz con su maestra.",
        "Nos gustaría recibir los avisos con más tiempo.",
        "El almuerzo es demasiado corto.",
        "Los baños del segundo piso necesitan arreglos.",
        "Quisiera más clases de arte.",
        "La secretaria siempre nos ayuda. ¡Mil gracias!",
    ),
}
