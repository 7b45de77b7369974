"""Which surveys can be answered in one form without scripts: simple questions, of which none depends on an answer.

Of the profile these are radiogroup, buttongroup, dropdown, checkbox, rating, boolean, text, comment, and html to read,
in pages and panels.
"""

from typing import Final

from chalicelib.surveys.engine.elements import Container, Item, Questionnaire

_KINDS: Final = frozenset(
    {"radiogroup", "buttongroup", "rating", "boolean", "dropdown", "checkbox", "text", "comment", "html"}
)


def is_simple(questionnaire: Questionnaire) -> bool:
    """Whether a survey can be answered in one form without scripts."""
    depends = questionnaire.computed or questionnaire.endings or questionnaire.setters or questionnaire.is_read_only
    return not depends and all(map(_is_open, questionnaire.containers)) and all(map(_asks_simply, questionnaire.items))


def _is_open(container: Container) -> bool:
    conditions = (container.visible_if, container.enable_if, container.required_if)
    return container.visible and not container.is_read_only and conditions == (None, None, None)


def _asks_simply(item: Item) -> bool:
    conditions = (item.visible_if, item.required_if, item.enable_if, item.default_if, item.least_if, item.most_if)
    turns = item.read_only or item.is_set_by_survey or item.carried or item.mask or item.property_name
    depends = any(one is not None for one in conditions) or any(
        option.visible_if or option.enable_if for option in item.options
    )
    page = item.container
    while page is not None and _is_open(page):
        page = page.parent
    is_kept = item.visible and not item.has_inline_other and page is None
    return item.kind in _KINDS and is_kept and not turns and not depends
