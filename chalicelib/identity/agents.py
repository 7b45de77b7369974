"""A browser by its kind, as its owner knows it: "Firefox on Windows". Nothing finer is kept."""

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def agent_named(header: str) -> str:
    """The kind of browser and system that a User-Agent header tells of; empty where it tells nothing known."""
    browser = next((name for mark, name in _BROWSERS if f"{mark}/" in header), "")
    system = next((name for mark, name in _SYSTEMS if mark in header), "")
    return " on ".join(part for part in (browser, system) if part)
