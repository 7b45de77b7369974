"""A forgotten password and its reset."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.entry.call import Call, Reply
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import devices
from chalicelib.identity.permissions import Permission
from chalicelib.identity.reset_service import forget_password, reset_password
from chalicelib.routes.shapes import Body, Done, Short, Token

routes = Gate(__name__)


class Forgotten(Body, frozen=True):
    username: Short


class Reset(Body, frozen=True):
    token: Token
    password: Annotated[str, Meta(max_length=256)]


@routes.on(
    "POST", "/password/forgotten", allow=Permission.PUBLIC, body=Forgotten, reply=Done, while_closed=WhileClosed.READS
)
def forgotten(call: Call[Forgotten, Any]) -> Done:
    """Ask for a letter with a link to a new password; the reply is the same whether or not there is such an account."""
    forget_password(call.district, call.keys, call.actor, username=call.body.username, address=call.address)
    return Done()


@routes.on("POST", "/password/reset", allow=Permission.PUBLIC, body=Reset, reply=Done, while_closed=WhileClosed.READS)
def reset(call: Call[Reset, Any]) -> Reply:
    """Choose a new password by the link of a letter. Everything ends that the account was signed in with."""
    browser = reset_password(
        call.district,
        call.keys,
        token=call.body.token,
        password=call.body.password,
        browser=call.browser,
        request_id=call.request_id,
    )
    return Reply(Done(), {"Set-Cookie": devices.header(browser)})
