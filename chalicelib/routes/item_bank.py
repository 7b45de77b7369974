"""The item bank, from which authors take scales and questions; the same for every district."""

from typing import Any

from msgspec import Struct

from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.surveys import item_bank
from chalicelib.surveys.item_bank import BankEntry, BankItem

routes = Gate(__name__)


class Bank(Struct, frozen=True):
    items: list[BankEntry]


@routes.on("GET", "/item-bank", allow=Permission.READ_SURVEYS, reply=Bank)
def list_bank(_call: Call[Any, Any]) -> Bank:
    """The scales and questions of the item bank."""
    return Bank(item_bank.list_entries())


@routes.on("GET", "/item-bank/{item}", allow=Permission.READ_SURVEYS, reply=BankItem)
def get_bank_item(call: Call[Any, Any]) -> BankItem:
    """One item with its element and its scale."""
    return item_bank.get_item(call.params["item"])
