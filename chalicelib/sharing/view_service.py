"""What the recipient of a share sees, each view counted in the transaction that lets it happen."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.dialogues import shared_service as dialogues
from chalicelib.dialogues.shared_service import SharedThread, Shown
from chalicelib.dialogues.store import ThreadRow
from chalicelib.identity.permissions import Field, Verb
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.sharing import counts
from chalicelib.sharing.live_service import NO_SHARE, Live, find_live
from chalicelib.sharing.scope import Kind, is_held
from chalicelib.sharing.store import SHARE_SK, ShareRow
from chalicelib.surveys import result_service
from chalicelib.surveys.disclosure import THRESHOLD
from chalicelib.surveys.export_service import Part
from chalicelib.surveys.protection_service import Viewer
from chalicelib.surveys.result_service import Results

MOST_TRIES = 100
# A survey whose shared schools have no answer yet says what it says of a small group.
NOTHING_YET = Results(None, True, THRESHOLD, "", None, "", [], [], [])  # noqa: FBT003 - hidden.


class Asked(Struct, frozen=True):
    """Which part of a share is looked at."""

    group: str = ""
    locale: str = "en"
    thread_id: str = ""


class Content(Struct, frozen=True):
    """What a share shows: results, or dialogues, or one dialogue with its timeline. Times in seconds since 1970."""

    share_id: str
    kind: str
    title: str
    verbs: list[str]
    fields: list[str]
    schools: list[str] | None
    ends_at: int
    views: int
    most_views: int
    results: Results | None = None
    threads: list[SharedThread] | None = None
    thread: SharedThread | None = None


def view_received(keys: DistrictKeys, viewer: Viewer, actor: Actor, share_id: str, asked: Asked) -> Content:
    """What a colleague shared with somebody; NotFound where it is not theirs or does not open."""
    return view(keys, viewer, actor, _received(keys, viewer, share_id), asked)


def export_received(keys: DistrictKeys, viewer: Viewer, actor: Actor, share_id: str, asked: Asked) -> Part:
    """The counts that a colleague shared with somebody, as CSV; NotFound where they may not be exported."""
    return export(keys, viewer, actor, _received(keys, viewer, share_id), asked)


def _received(keys: DistrictKeys, viewer: Viewer, share_id: str) -> Live:
    live = find_live(keys, share_id)
    if viewer.session is None or live.row.recipient_id != viewer.session.user_id:
        raise NotFound(NO_SHARE)
    return live


def view(keys: DistrictKeys, viewer: Viewer, actor: Actor, live: Live, asked: Asked) -> Content:
    """What a share shows; NotFound for any part that is not of it. Counts as one view."""
    if not live.scope.may(Verb.READ):
        raise NotFound(NO_SHARE)
    if live.scope.kind is Kind.RESULTS:
        content = _results(keys, viewer, live, asked)
    else:
        content = _dialogues_held(keys, live, asked)
    return replace(content, views=_count_view(keys, actor, live.row, "read"))


def export(keys: DistrictKeys, viewer: Viewer, actor: Actor, live: Live, asked: Asked) -> Part:
    """The counts of one group as CSV, never an answer; NotFound where the share is not for export. One view."""
    if live.scope.kind is not Kind.RESULTS or not live.scope.may(Verb.EXPORT):
        raise NotFound(NO_SHARE)
    results = _gated(keys, viewer, live, asked)
    text = counts.written(results.group, results.items)
    _count_view(keys, actor, live.row, "export")
    return Part(text, None)


def _content(live: Live) -> Content:
    row, scope = live.row, live.scope
    return Content(
        live.share_id,
        scope.kind,
        row.object_name,
        list(scope.verbs),
        list(scope.fields),
        scope.schools,
        int(row.ends_at),
        int(row.views),
        int(row.most_views),
    )


def _results(keys: DistrictKeys, viewer: Viewer, live: Live, asked: Asked) -> Content:
    if asked.thread_id:
        raise NotFound(NO_SHARE)
    return replace(_content(live), results=_gated(keys, viewer, live, asked))


def _gated(keys: DistrictKeys, viewer: Viewer, live: Live, asked: Asked) -> Results:
    """The results behind the gate that every reader meets, so that no two shares can be subtracted."""
    scope = live.scope
    schools = None if scope.schools is None else frozenset(scope.schools)
    try:
        results = result_service.get_results(
            keys, viewer, scope.survey_id, schools=schools, group=asked.group, locale=asked.locale
        )
    except NotFound:
        if asked.group or schools is None:
            raise NotFound(NO_SHARE) from None
        results = replace(NOTHING_YET, counted_until=clock.iso(clock.now()))
    hidden = {one.dimension for one in results.groups if any(group.hidden for group in one.values)}
    items = counts.without_sizes(results.items, hidden if schools is None else ())
    items = items if scope.shows(Field.FREE_TEXT) else counts.without_free_text(items)
    rate = None if live.is_outside else results.response_rate
    return replace(results, items=items, response_rate=rate)


def _dialogues_held(keys: DistrictKeys, live: Live, asked: Asked) -> Content:
    """The dialogues; what the sharer may not read any more looks like what was never there."""
    try:
        return _dialogues(keys, live, asked)
    except (Forbidden, NotFound):
        raise NotFound(NO_SHARE) from None


def _dialogues(keys: DistrictKeys, live: Live, asked: Asked) -> Content:
    scope = live.scope
    shown = Shown(scope.shows(Field.FREE_TEXT), scope.shows(Field.CONTACT), notes=not live.is_outside)
    if asked.thread_id:
        _check_thread(keys, live, asked.thread_id)
        return replace(_content(live), thread=dialogues.show_thread(keys, asked.thread_id, shown))
    if scope.topic_id:
        heads = dialogues.list_topic(keys, live.sharer, scope.topic_id)
    else:
        heads = _still_held(keys, live, scope.thread_ids)
    return replace(_content(live), threads=dialogues.show_heads(keys, heads, shown))


def _still_held(keys: DistrictKeys, live: Live, thread_ids: list[str]) -> list[ThreadRow]:
    """Those of some threads that are still there and still the sharer's to show."""
    heads = dialogues.find_heads(keys, live.sharer, thread_ids)
    return [row for row in heads if is_held(live.sharer.access, live.scope, [row.topic_id])]


def _check_thread(keys: DistrictKeys, live: Live, thread_id: str) -> None:
    heads = _still_held(keys, live, [thread_id])
    scope = live.scope
    if not heads or (heads[0].topic_id != scope.topic_id if scope.topic_id else thread_id not in scope.thread_ids):
        raise NotFound(NO_SHARE)


def _count_view(keys: DistrictKeys, actor: Actor, row: ShareRow, act: str) -> int:
    """Count one view, only where the share still opens; gives how many there are. Many at once wait their turn."""
    views = ShareRow.views < int(row.most_views) if row.most_views else ShareRow.views >= 0
    for _ in range(MOST_TRIES):
        counted = dynamodb.update(
            ShareRow, row.pk, SHARE_SK, ShareRow.views.add(1), ShareRow.last_viewed_at.set(clock.seconds()),
            condition=(ShareRow.revoked_at == 0) & (ShareRow.ends_at > clock.seconds()) & views,
        )  # fmt: skip
        entry = assurance.record(keys.district_id, actor, "share.viewed", row.pk.rpartition("#")[2], act=act)
        try:
            dynamodb.transact(counted, entry)
        except TakenError:
            raise NotFound(NO_SHARE) from None
        except Conflict:
            continue
        return int(row.views) + 1
    raise Conflict("Many people look at this at the same moment. Please try again.")
