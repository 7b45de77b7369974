"""Somebody who holds copies of everything: what can still be read with every key that is alive today?

Where a store does not exist on one machine (streams, replicas, point-in-time copies), the recorder stands for it: it
keeps every version of every item it has seen, for as long as that store would.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError
from msgspec import Struct

from chalicelib.continuity.manifest import read_line
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, Place, SealError
from local.platform import Platform
from tests.canaries import found_in

KEY_TABLES = ("keys", "closing_keys")
# For how long an earlier version of an item can be had: point-in-time recovery (AWS, "Point-in-time recovery").
WINDOWS = {"keys": timedelta(days=7), "closing_keys": timedelta(0), "unfinished": timedelta(0)}
OTHERS = timedelta(days=35)
Item = dict[str, Any]


class Held(Struct, frozen=True):
    """A copy of an item, and of which table."""

    table: str
    item: Item


class Recorder:
    """Every version of every item of every table, with when it was last the newest."""

    def __init__(self, running: Platform, begins: str) -> None:
        self.dynamodb = running.client("dynamodb")
        self.begins = begins
        self.seen: dict[tuple[str, str], tuple[Held, datetime]] = {}

    def look(self, now: datetime) -> list[Held]:
        """Take up whatever stands under the beginning of a key now; gives what was not seen before."""
        fresh = []
        for name in self.dynamodb.list_tables()["TableNames"]:
            table = name.partition("-")[2]
            for page in self.dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
                for item in page["Items"]:
                    if item["pk"]["S"].startswith(self.begins):
                        held, place = Held(table, item), (table, _spelled(item))
                        fresh += [] if place in self.seen else [held]
                        self.seen[place] = (held, now)
        return fresh

    def within_reach(self, now: datetime) -> list[Held]:
        """The versions that some recovery window still gives back."""
        return [held for held, last in self.seen.values() if now - last <= WINDOWS.get(held.table, OTHERS)]


def _spelled(item: Item) -> str:
    return json.dumps(item, sort_keys=True, default=bytes.hex)


class Attacker:
    """Holds copies of items and files, and asks KMS as the platform may."""

    def __init__(self, running: Platform, held: Iterable[Held], files: Iterable[bytes] = ()) -> None:
        self.kms = running.client("kms")
        self.held = list(held)
        self.files = list(files)
        self.keks = list(self._keks())
        self.keys = self._data_keys()

    def _keks(self) -> Iterator[tuple[str, bytes]]:
        """District keys, as far as KMS still opens them."""
        for one in self.held:
            if one.table in KEY_TABLES and one.item["pk"]["S"].endswith("#KEK"):
                district_id = one.item["pk"]["S"].split("#")[1]
                context = {"district": district_id, "use": "kek", "ver": one.item["version"]["N"]}
                try:
                    asked = self.kms.decrypt(CiphertextBlob=one.item["wrapped"]["B"], EncryptionContext=context)
                except ClientError:
                    continue
                yield district_id, asked["Plaintext"]

    def _data_keys(self) -> dict[str, list[DataKey]]:
        """Every data key that a district key opens, by subject."""
        found: dict[str, list[DataKey]] = {}
        for one in self.held:
            parts = one.item["pk"]["S"].split("#")
            if one.table not in KEY_TABLES or parts[2:3] != ["K"]:
                continue
            for district_id, kek in self.keks:
                if district_id != parts[1]:
                    continue
                version, wrapped = int(one.item["version"]["N"]), one.item["wrapped"]["B"]
                try:
                    key = vault.unwrap(kek, district_id, parts[3], version, wrapped)
                except SealError:
                    continue
                found.setdefault(parts[3], []).append(key)
        return found

    def opened(self) -> Iterator[bytes]:
        """Everything sealed that some key opens."""
        for one in self.held:
            for attribute, value in one.item.items():
                if isinstance(value, dict) and isinstance(value.get("B"), bytes):
                    yield from self._tried(one, attribute, value["B"])

    def _tried(self, one: Held, attribute: str, sealed: bytes) -> Iterator[bytes]:
        place = Place(one.table, one.item["pk"]["S"], one.item["sk"]["S"], attribute)
        for keys in self._candidates(one.item):
            for key in keys:
                used = vault.derive(key.secret, f"v1|{place.table}|{place.attribute}")
                try:
                    yield vault.decrypt(used, sealed, vault._aad(key, place))
                except SealError:
                    continue

    def _candidates(self, item: Item) -> list[list[DataKey]]:
        """The keys of whoever an item names; of everybody, where it names nobody that has one."""
        named = {value["S"] for value in item.values() if isinstance(value, dict) and isinstance(value.get("S"), str)}
        parts = {part for text in named for part in text.split("#")}
        known = [keys for subject, keys in self.keys.items() if subject in parts]
        return known or list(self.keys.values())

    def reads(self, words: list[str]) -> set[str]:
        """Which words can be read: in the open, or under any key that is alive."""
        plain = b"\n".join([*self.opened(), *(_spelled(one.item).encode() for one in self.held), *self.files])
        return found_in(plain, words)


def files_of(running: Platform, bucket: str) -> dict[str, bytes]:
    """Every version of every object of a bucket."""
    s3 = running.client("s3")
    found = {}
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in page.get("Versions", []):
            request = {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]}
            found[f"{version['Key']} {version['VersionId']}"] = s3.get_object(**request)["Body"].read()
    return found


def items_in(files: dict[str, bytes]) -> Iterator[Held]:
    """The items that backups and the log of changes hold."""
    for name, raw in files.items():
        kind, *rest = name.split(" ")[0].split("/")
        if not name.split(" ")[0].endswith(".jsonl.gz"):
            continue
        for line in gzip.decompress(raw).splitlines():
            if kind == "log":
                told = json.loads(line)
                if told.get("item"):
                    yield Held(told["table"], read_line(json.dumps(told["item"]).encode()))
            elif kind in {"daily", "weekly", "monthly"}:
                yield Held(rest[1], read_line(line))
