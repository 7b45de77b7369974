"""What the community of the demo writes to its district and what the staff answers; all made up.

Each topic has exchanges (kind, message, answer) in both languages. `{school}`, `{bus}`, `{day}` and `{room}` differ
from one dialogue to the next.
"""
# ruff: noqa: E501 - a letter is easier to read on one line than in pieces.

from typing import NamedTuple


class Exchange(NamedTuple):
    kind: str
    message: str
    answer: str


EN: dict[str, tuple[Exchange, ...]] = {
    "transport": (
        Exchange(
            "concern",
            "Bus {bus} came twenty minutes late on {day} and on the day before. My son missed his first class at {school}.",
            "I am sorry. The route has a detour until the bridge on Mill Street is open again. From next {day} the bus leaves ten minutes earlier.",
        ),
        Exchange(
            "question",
            "We are moving next month. Does bus {bus} still stop at Oak Street, and how do I sign up for {school}?",
            "Yes, at 7:12 in the morning. Please tell the school office your new address; they sign you up the same day.",
        ),
        Exchange(
            "suggestion",
            "Could the stop of bus {bus} move across the street? The children now wait next to a busy lot.",
            "Thank you, that is a good idea. We looked at the place on {day} and will move the stop by the first of the month.",
        ),
        Exchange(
            "compliment",
            "The driver of bus {bus} waited for my daughter when she had dropped her glove. Please thank her!",
            "We told her, and she was very glad. Thank you for taking the time.",
        ),
        Exchange(
            "concern",
            "Bus {bus} is so full on {day} that three students stand in the aisle.",
            "Thank you for telling us. A larger bus drives this route from Monday on.",
        ),
        Exchange(
            "question",
            "Is there a late bus from {school} on {day} for those in the band?",
            "There is one at 5:15 from the main entrance. A pass is not needed.",
        ),
    ),
    "meals": (
        Exchange(
            "question",
            "My daughter cannot eat peanuts. How does the kitchen at {school} handle this?",
            "Our kitchens do not use peanuts at all. If you send us a note of her doctor, we mark her account as well.",
        ),
        Exchange(
            "comment",
            "Lunch at {school} on {day} was cold again.",
            "We are sorry. One of the warming carts was broken; the new one came this week.",
        ),
        Exchange(
            "suggestion",
            "Please offer more fruit at breakfast. My children at {school} would love it.",
            "From next month on there are apples and oranges every morning. Thank you!",
        ),
        Exchange(
            "concern",
            "Fifteen minutes are too short for lunch at {school}. On {day} my son ate half of his.",
            "We hear this from several families. The principal is trying a second line at the counter from {day}.",
        ),
        Exchange(
            "compliment",
            "The soup on {day} was the best my daughter ever had at school. Can you share the recipe?",
            "The kitchen is proud! You find the recipe in the next newsletter of {school}.",
        ),
    ),
    "teaching": (
        Exchange(
            "question",
            "How can my son at {school} catch up in math after two weeks of illness?",
            "There is a help hour every {day} after class in room {room}. His teacher keeps the exercises for him.",
        ),
        Exchange(
            "concern",
            "My daughter had three tests on one {day} at {school}. Could teachers plan together?",
            "You are right. From now on teachers enter tests in one calendar, with at most two in a day.",
        ),
        Exchange(
            "compliment",
            "The science evening in room {room} at {school} was wonderful. My son now wants to build a telescope.",
            "Thank you! We passed this on. The next one is in spring, and he is welcome to help.",
        ),
        Exchange(
            "suggestion",
            "Could homework at {school} be posted before four? We plan our evenings around it.",
            "We have agreed on half past three with all teachers. Please write again if it does not work.",
        ),
        Exchange(
            "question",
            "When are the conferences with teachers at {school}, and may we come in the evening?",
            "On {day} of next week from three to eight. You can choose a time with the office.",
        ),
        Exchange(
            "comment",
            "The new reading hour at {school} is a success in our home: the television stays off.",
            "That makes us happy to hear. We will keep it.",
        ),
    ),
    "safety": (
        Exchange(
            "concern",
            "Two older students take the ball from the small ones in the yard of {school}, mostly on {day}.",
            "Thank you for trusting us. We spoke with them and their families, and a second adult is in the yard now.",
        ),
        Exchange(
            "question",
            "Who has the keys to the side door of {school}? It stood open on {day} evening.",
            "Only our staff. The closer was broken and is repaired. Please call the office whenever you see it open.",
        ),
        Exchange(
            "suggestion",
            "Cars drive too fast past {school} in the morning. Could there be a crossing guard?",
            "The city has agreed: from {day} there is a guard from 7:30 to 8:15.",
        ),
        Exchange(
            "concern",
            "My daughter gets unkind messages from classmates at {school}. What can we do?",
            "We are glad that you wrote. Our counselor in room {room} would like to meet you both this week; she keeps what you say to herself.",
        ),
        Exchange(
            "comment",
            "The drill on {day} was explained very calmly to the children. That helped mine.",
            "Thank you. We practice the words as carefully as the way out.",
        ),
    ),
    "buildings": (
        Exchange(
            "concern",
            "It is 60 degrees in room {room} at {school}. The children keep their jackets on.",
            "The valve of the heater is replaced since {day}. Please write again if the room stays cold.",
        ),
        Exchange(
            "concern",
            "The lock in the restroom beside room {room} has been broken since September.",
            "It is repaired. Thank you; nobody had told us.",
        ),
        Exchange(
            "suggestion",
            "A water fountain near the field of {school} would be great for {day} practice.",
            "We have put it into the plan for the summer.",
        ),
        Exchange(
            "question",
            "When does the new playground at {school} open?",
            "If the weather holds, on {day} in two weeks. There will be lemonade.",
        ),
        Exchange(
            "compliment",
            "The hallway at {school} looks bright and friendly with the new paint. Well done.",
            "Our painters will read this at their next break. Thank you!",
        ),
    ),
    "activities": (
        Exchange(
            "question",
            "Is there still a place in the robotics club of {school} on {day}?",
            "Yes, three places. Please come to room {room} next {day} at 3:30.",
        ),
        Exchange(
            "suggestion",
            "A chess club for the younger ones at {school} would be nice. I could help on {day}.",
            "What a kind offer! We will call you this week about the volunteer form.",
        ),
        Exchange(
            "comment",
            "The uniforms of the soccer team at {school} cost too much for us.",
            "Nobody has to pay for them. The office has a fund; a word is enough, and it stays between us.",
        ),
        Exchange(
            "compliment",
            "Thank you for the concert on {day}. We had tears in our eyes.",
            "The whole orchestra says thank you.",
        ),
    ),
}

ES: dict[str, tuple[Exchange, ...]] = {
    "transport": (
        Exchange(
            "concern",
            "El autobús {bus} llegó veinte minutos tarde el {day}. Mi hijo perdió su primera clase en {school}.",
            "Lo sentimos mucho. Hay un desvío en la calle Mill. Desde la próxima semana el autobús sale diez minutos antes.",
        ),
        Exchange(
            "question",
            "¿A qué hora pasa el autobús {bus} por la calle Oak para ir a {school}?",
            "A las 7:12 de la mañana. No hace falta inscribirse de nuevo.",
        ),
        Exchange(
            "compliment",
            "La conductora del autobús {bus} es muy amable con los niños. ¡Gracias!",
            "Se lo dijimos y se alegró mucho. Gracias a usted.",
        ),
    ),
    "meals": (
        Exchange(
            "question",
            "Mi hija no puede comer lácteos. ¿Qué le ofrecen en {school}?",
            "Hay leche de avena todos los días. Con una nota del médico lo anotamos en su cuenta.",
        ),
        Exchange(
            "comment",
            "El almuerzo del {day} en {school} estaba frío.",
            "Lo sentimos. El carro térmico estaba roto y ya llegó el nuevo.",
        ),
    ),
    "teaching": (
        Exchange(
            "question",
            "¿Hay ayuda con la lectura en español en {school}?",
            "Sí, cada {day} después de clase en el salón {room}. Su hijo es bienvenido.",
        ),
        Exchange(
            "suggestion",
            "¿Podrían enviar los avisos de {school} también en español?",
            "Tiene razón. Desde este mes todos los avisos salen en los dos idiomas.",
        ),
        Exchange(
            "compliment",
            "Mi hija adora su clase de ciencias en el salón {room}. Gracias a la maestra.",
            "Se lo dijimos con gusto. ¡Gracias por escribir!",
        ),
    ),
    "safety": (
        Exchange(
            "concern",
            "A mi hijo lo molestan en el patio de {school} los {day}. ¿Qué podemos hacer?",
            "Gracias por confiar en nosotros. Ya hay un segundo adulto en el patio, y la consejera del salón {room} quiere hablar con ustedes.",
        ),
        Exchange(
            "suggestion",
            "Hace falta un guardia para cruzar frente a {school}.",
            "La ciudad está de acuerdo: desde el {day} hay uno por las mañanas.",
        ),
    ),
    "buildings": (
        Exchange(
            "concern",
            "Hace mucho frío en el salón {room} de {school}.",
            "La calefacción se arregló el {day}. Avísenos si sigue frío.",
        ),
        Exchange(
            "question",
            "¿Cuándo abre el nuevo patio de juegos de {school}?",
            "En dos semanas, si el tiempo ayuda. ¡Habrá limonada!",
        ),
    ),
    "activities": (
        Exchange(
            "question",
            "¿Queda lugar en el club de robótica de {school}?",
            "Sí, hay tres lugares. Venga el {day} a las 3:30 al salón {room}.",
        ),
        Exchange(
            "comment",
            "Gracias por el concierto del {day}. Fue precioso.",
            "Toda la orquesta les da las gracias.",
        ),
    ),
}
EXCHANGES = {"en": EN, "es": ES}
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes"),
}
NOTES = (
    "Called the office; they confirm.",
    "Ask the garage before we answer.",
    "Second message about this in a month. Worth a look at the next meeting.",
    "Has been repaired, see the work order.",
)
THANKS = {
    "en": (
        "Thank you, that helps!",
        "Thanks for the quick answer.",
        "We will try that. One more thing: can my neighbor do the same?",
    ),
    "es": ("¡Muchas gracias!", "Gracias por responder tan pronto."),
}
PRAISE = {
    "en": ("Quick and kind.", "Exactly what I needed.", "A real answer from a real person."),
    "es": ("Rápido y amable.", "Justo lo que necesitaba."),
}
GRUMBLE = {"en": ("It took too long.", "This does not solve it yet."), "es": ("Tardó demasiado.",)}
