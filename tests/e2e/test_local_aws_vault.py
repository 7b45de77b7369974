"""The vault brings back exactly the frames that were synced, whatever a crash left behind them."""

import asyncio
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.aws import disk
from local.aws.vault import DROP, Vault, apply, decode, encode
from local.ministack import ROOT

KILLS = int(os.environ.get("PARLEY_KILLS", "3"))
KEYS = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"))
CHANGES = st.lists(st.tuples(KEYS, st.none() | st.text(min_size=1)), min_size=1)


def written(folder, *frames, compact_bytes=10**9):
    vault = Vault(folder, compact_bytes)
    for frame in frames:
        vault.write(frame)
        vault.wait()
    return vault


def test_what_was_written_is_loaded_by_the_next_vault(tmp_path):
    written(tmp_path, [(("a", "1"), "one"), (("a", "2"), "two")], [(("a", "1"), None), (("b", "1"), "¡sí! \ud800")])
    assert Vault(tmp_path).load() == {("a", "2"): "two", ("b", "1"): "¡sí! \ud800"}


def test_dropping_a_key_drops_what_is_beneath_it(tmp_path):
    written(tmp_path, [(("t", "1", "a"), "x"), (("t", "2", "a"), "y")], [(("t", "1"), DROP)])
    assert Vault(tmp_path).load() == {("t", "2", "a"): "y"}


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_frame_cut_off_by_a_crash_is_left_out_whole(tmp_path, cut):
    written(tmp_path, [(("a",), "kept")], [(("b",), "lost"), (("c",), "lost")])
    (journal,) = tmp_path.glob("journal-*.log")
    journal.write_bytes(journal.read_bytes()[:-cut])
    written(tmp_path, [(("d",), "later")])
    assert Vault(tmp_path).load() == {("a",): "kept", ("d",): "later"}


def test_a_damaged_frame_is_not_taken_for_a_whole_one():
    frame = encode([(("a",), "text")])
    assert decode(frame) == [(("a",), "text")]
    assert decode(frame.replace(b"text", b"test")) is None


def test_compaction_changes_the_files_and_not_the_map(tmp_path):
    frames = [[((str(number % 7),), str(number))] for number in range(200)]
    written(tmp_path, *frames, compact_bytes=500)
    deadline = time.monotonic() + 10
    while not list(tmp_path.glob("snapshot-*.log")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert Vault(tmp_path).load() == {(str(number % 7),): str(number) for number in range(193, 200)}


def test_an_unfinished_compaction_is_ignored(tmp_path):
    written(tmp_path, [(("a",), "kept")])
    (tmp_path / "snapshot-00000001.log.part").write_bytes(b"half")
    assert Vault(tmp_path).load() == {("a",): "kept"}


def test_many_waiters_share_syncs_and_all_are_told(tmp_path):
    vault = Vault(tmp_path)

    async def write(number):
        vault.write([((str(number),), "x")])
        await vault.settled(asyncio.get_running_loop())

    async def write_all():
        await asyncio.gather(*(write(number) for number in range(500)))

    with ThreadPoolExecutor(1) as apart:  # a browser test of the same worker leaves its own loop in this thread
        apart.submit(asyncio.run, asyncio.wait_for(write_all(), 10)).result()
    assert len(Vault(tmp_path).load()) == 500


@pytest.mark.parametrize(("is_left_to_system", "waits"), [(False, True), (True, False)])
def test_nothing_is_said_to_be_kept_before_the_disk_has_it_unless_the_system_may_choose(
    tmp_path, monkeypatch, is_left_to_system, waits
):
    synced = []
    monkeypatch.setattr(disk, "_is_left_to_system", is_left_to_system)
    monkeypatch.setattr(disk, "_sync_data", synced.append)
    vault = Vault(tmp_path)
    vault.write([(("a",), "x")])
    vault.wait()
    assert bool(synced) is waits
    assert Vault(tmp_path).load() == {("a",): "x"}


WRITING = """
import sys
from pathlib import Path
from local.aws.vault import Vault

vault = Vault(Path(sys.argv[1]), compact_bytes=4000)
number = int(vault.load().get(("number",), "0"))
while True:
    number += 1
    vault.write([(("number",), str(number)), (("row", str(number % 20)), str(number))])
    vault.wait()
    print(number, flush=True)
"""


def test_kills_in_the_middle_of_compactions_lose_nothing_acknowledged(tmp_path):
    acknowledged = 0
    for life in range(2 * KILLS):
        command = [sys.executable, "-c", WRITING, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(100 + 37 * life % 200):
                acknowledged = int(writer.stdout.readline())
            writer.kill()
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        image = Vault(tmp_path).load()
        last = int(image["number",])
        assert acknowledged <= last <= acknowledged + 1
        assert sorted(int(text) for key, text in image.items() if key[0] == "row") == list(range(last - 19, last + 1))


@given(st.lists(CHANGES, max_size=8))
def test_frames_read_back_give_the_same_map_as_their_changes(frames):
    direct, read_back = {}, {}
    for changes in frames:
        apply(direct, changes)
        apply(read_back, decode(encode(changes)))
    assert read_back == direct
