"""A backup's Merkle root is RFC 6962's, and a copy has the content of its original."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.continuity import manifest
from chalicelib.continuity.manifest import Manifest, TableSaved

# The test vectors of RFC 6962 (as Certificate Transparency publishes them): eight leaves, and the roots of 1 to 8.
LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive(leaves: list[bytes]) -> bytes:
    """Section 2.1, word for word."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\x00" + leaves[0]).digest() if leaves else hashlib.sha256().digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


def test_roots_are_those_of_the_published_vectors() -> None:
    assert manifest.merkle_root([]) == hashlib.sha256().hexdigest()
    assert [manifest.merkle_root(LEAVES[:count]) for count in range(1, 9)] == ROOTS


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_roots_are_those_of_the_definition(leaves: list[bytes]) -> None:
    assert manifest.merkle_root(leaves) == naive(leaves).hex()


def test_a_copy_differs_in_its_places_alone() -> None:
    tables = [TableSaved("audit", ["daily/2027-03-10/audit/part-00000.jsonl.gz"], 1, "0" * 64, ROOTS[0])]
    made = Manifest("2027-03-10", "a", "b", tables, manifest.root_of_tables(tables))
    copy = manifest.copied(made, "weekly")
    assert copy.tables[0].parts == ["weekly/2027-03-10/audit/part-00000.jsonl.gz"]
    assert manifest.root_of_tables(copy.tables) == copy.merkle_root == made.merkle_root
