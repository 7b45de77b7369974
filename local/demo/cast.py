"""Who plays in the demo. None of these people exists, and their sign-ins open nothing but a local demo."""

from dataclasses import dataclass

SLUG, NAME, TIMEZONE = "lakeview", "Lakeview Schools", "America/New_York"
MAIL_DOMAIN = "lakeview.example"
PASSWORD = "green boats on a quiet lake"  # noqa: S105 - printed on the start page of the local demo.


@dataclass(frozen=True)
class Colleague:
    """One of the staff."""

    username: str
    name: str
    roles: tuple[str, ...]
    does: str

    @property
    def levels(self) -> list[dict[str, str]]:
        return [{"role": role} for role in self.roles]

    @property
    def email(self) -> str:
        return f"{self.username}@{MAIL_DOMAIN}"


ALICE = Colleague("alice", "Alice Green", ("administrator",), "Administrator: everything in the district")
BEN = Colleague("ben", "Ben Carter", ("administrator",), "Administrator, and owner of buildings and safety")
CARLA = Colleague("carla", "Carla Reyes", ("author", "member"), "Writes surveys, answers about teaching")
DAVE = Colleague("dave", "Dave Brooks", ("member",), "Answers about buses and meals")
STAFF = (ALICE, BEN, CARLA, DAVE)

TEAMS = {
    "services": ("Buses and meals", (DAVE, ALICE)),
    "learning": ("Teaching and learning", (CARLA, ALICE)),
    "campus": ("Buildings and safety", (BEN, DAVE)),
}


@dataclass(frozen=True)
class Topic:
    """What people may write about, in English and Spanish: its team and its owner."""

    name: tuple[str, str]
    description: tuple[str, str]
    team: str
    owner: Colleague


TOPICS = {
    "transport": Topic(
        ("School buses", "Autobuses escolares"),
        ("Routes, stops and delays", "Rutas, paradas y retrasos"),
        "services",
        DAVE,
    ),
    "meals": Topic(
        ("Meals", "Comidas"), ("Breakfast, lunch and allergies", "Desayuno, almuerzo y alergias"), "services", DAVE
    ),
    "teaching": Topic(
        ("Teaching and homework", "Enseñanza y tareas"),
        ("Classes, homework and grades", "Clases, tareas y calificaciones"),
        "learning",
        CARLA,
    ),
    "safety": Topic(
        ("Safety and respect", "Seguridad y respeto"),
        ("Bullying, worries and help", "Acoso, preocupaciones y ayuda"),
        "campus",
        BEN,
    ),
    "buildings": Topic(
        ("Buildings and grounds", "Edificios y patios"),
        ("Heating, repairs and playgrounds", "Calefacción, reparaciones y patios"),
        "campus",
        BEN,
    ),
    "activities": Topic(
        ("Clubs and sports", "Clubes y deportes"),
        ("What happens after class", "Lo que pasa después de clase"),
        "learning",
        CARLA,
    ),
}

SCHOOLS = {
    "cedar": "Cedar Elementary",
    "maple": "Maple Elementary",
    "harbor": "Harbor Middle School",
    "lakeview": "Lakeview High School",
    "bridge": "Bridge Academy",
}
WRITERS = (
    "Ana", "Carlos", "Dana", "Elena", "Frank", "Grace", "Hugo", "Irene", "Jorge", "Kim",
    "Luis", "Maria", "Nora", "Omar", "Paula", "Ray", "Sara", "Tom", "Vera", "Will",
)  # fmt: skip
