"""The pages of the privacy notice as documents: the notice in both languages, sub-processors, the supplement."""

from collections.abc import Callable, Iterator

from chalicelib.privacy.notice import Notice, Sentence

Said = Callable[[Sentence], str]
HEADINGS = {
    "en": {
        "title": "Privacy notice",
        "version": "Version {version}. Made from the data map; do not edit.",
        "kept": "What is kept",
        "what": "what",
        "why": "what for",
        "who": "who sees it",
        "long": "how long",
        "rights": "Your rights",
        "shared": "Whom it is shared with",
        "never": "What is never stored in your browser",
        "browser": "Nothing: no cookie, no storage. Only an answer that could not be sent yet waits there until it is.",
    },
    "es": {
        "title": "Aviso de privacidad",
        "version": "Versión {version}. Hecha a partir del mapa de datos; no se edita.",
        "kept": "Qué se guarda",
        "what": "qué",
        "why": "para qué",
        "who": "quién lo ve",
        "long": "cuánto tiempo",
        "rights": "Sus derechos",
        "shared": "Con quién se comparte",
        "never": "Qué no se guarda nunca en su navegador",
        "browser": "Nada: ni cookies ni almacenamiento. Solo espera allí una respuesta que aún no se pudo enviar.",
    },
}
PARTS = {
    "exclusive_purposes": "Exclusive purposes",
    "subcontractors": "Subcontractors",
    "duration": "Duration, and what happens at the end",
    "correction": "Correcting data",
    "location": "Where data is stored",
    "protection": "How it is protected",
    "encryption": "Encryption",
}


def pages(made: Notice, version: str) -> dict[str, str]:
    """Every page by its path."""
    return {
        "docs/privacy/notice.en.md": "\n".join(_notice(made, version, "en")),
        "docs/privacy/notice.es.md": "\n".join(_notice(made, version, "es")),
        "docs/privacy/sub-processors.md": "\n".join(_processors(made, version)),
        "docs/privacy/supplement-ny-2d.md": "\n".join(_supplement(made, version)),
    }


def _spoken(language: str) -> Said:
    return lambda words: str(getattr(words, language))


def _notice(made: Notice, version: str, language: str) -> Iterator[str]:
    heads, said = HEADINGS[language], _spoken(language)
    yield f"# {heads['title']}\n\n{heads['version'].format(version=version)}\n"
    for person, name in made.people.items():
        yield f"## {said(name)}\n\n### {heads['kept']}\n"
        yield f"| {heads['what']} | {heads['why']} | {heads['who']} | {heads['long']} |\n| --- | --- | --- | --- |"
        for kept in made.kept:
            if kept.person == person:
                why = ", ".join(said(made.purposes[purpose]) for purpose in kept.purposes)
                readers = dict.fromkeys(one for some in kept.seen.values() for one in some)
                who = "; ".join(said(made.readers[one]) for one in made.readers if one in readers)
                yield f"| {said(kept.says)} | {why} | {who} | {said(made.lives[kept.life])} |"
        yield f"\n### {heads['rights']}\n"
        yield from (f"- {said(right)}" for right in made.rights[person])
        yield ""
    yield f"## {heads['shared']}\n"
    yield from (f"- {said(words)}" for words in made.shared)
    yield ""
    for service, processor in made.processors.items():
        yield f"- **{service}**: {getattr(processor, language)}"
    yield f"\n## {heads['never']}\n\n{heads['browser']}\n"


def _processors(made: Notice, version: str) -> Iterator[str]:
    yield f"# Sub-processors\n\nOf privacy notice {version}. All in {', '.join(made.regions)}.\n"
    yield "| service | what it does | what it gets |\n| --- | --- | --- |"
    for name, one in made.processors.items():
        yield f"| {name} | {one.en} | {', '.join(one.gets)} |"
    yield ""


def _supplement(made: Notice, version: str) -> Iterator[str]:
    yield "# Supplemental information: New York Education Law 2-d and 8 NYCRR Part 121\n"
    yield f"Of privacy notice {version}. The district adds its own name and contact.\n"
    for part, words in made.supplement.items():
        yield f"## {PARTS[part]}\n\n{words.en}\n"
        if part == "exclusive_purposes":
            yield from (f"- {purpose.en}" for purpose in made.purposes.values())
            yield ""
        if part == "subcontractors":
            yield from (f"- {name}: {one.en}" for name, one in made.processors.items())
            yield ""
        if part == "location":
            yield f"Regions: {', '.join(made.regions)}.\n"
