"""Values of cells as values of answers."""

from chalicelib.surveys.imports.workbooks import Cell


def value_of(cell: Cell) -> str | int | float:
    """The value of a choice: a number stays one, as everything else it is a text."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.strip() if isinstance(cell, str) else cell
