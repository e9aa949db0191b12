"""Two nodes in processes of their own, over loopback TLS: what an officer does, and what a bad day does to it."""

import os
import random
import signal
import threading
import time

import pytest

from tests.process.nodes import PATIENCE_S, a_line, until
from watchline.host.socket import NotRunning, call, stream
from watchline.store import open_read_only

KILLS = int(os.environ.get("WATCHLINE_KILLS", "15"))
"""A bench does a thousand."""


def held(node, by="XBB"):
    """Tell whether the other party is known to hold all of ours."""
    return lambda: next(peer["held"] for peer in node.live()["peers"] if peer["code"] == by) >= node.size()


def test_a_message_is_held_read_and_acknowledged_and_both_sides_show_it(tmp_path):
    with a_line(tmp_path) as line:
        xaa, xbb = line.open()["XAA"], line["XBB"]
        ref = xaa.say("message", text="Aircraft approach the area from the north.", precedence="O")
        until(held(xaa))
        until(lambda: f"message/{ref}" in xbb.situations())
        read = xbb.say("read", ref=ref)
        acknowledged = xbb.say("acknowledged", ref=ref)
        assert xbb.ask("say", kind="acknowledged", ref=ref) == {"ref": acknowledged, "written": False, "error": ""}
        until(line.settled)
        assert (read, acknowledged) == (f"XBB/1/{xaa.size('XBB') - 2}", f"XBB/1/{xaa.size('XBB') - 1}")
        assert xaa.status()["state"] == xbb.status()["state"] == "NORMAL"
        assert [xaa.stop(signal.SIGINT), xbb.stop(signal.SIGHUP)] == [0, 0]
        assert not (xaa.folder / "node.sock").exists()
        said = [item["what"] for item in xaa.diagnostics]
        assert (said[0], said[-1]) == ("up", "down")
        assert not [item for node in line.nodes.values() for item in node.diagnostics if item["level"] == "error"]
        assert "approach the area" not in "".join(str(node.diagnostics) for node in line.nodes.values())


def test_a_watcher_is_told_what_happens_and_gets_the_answer_before_the_node_ends(tmp_path):
    with a_line(tmp_path) as line:
        xaa, xbb = line.open()["XAA"], line["XBB"]
        told, ended = [], threading.Event()

        def follow():
            try:
                told.extend(stream(xbb.folder))
            except NotRunning:
                ended.set()

        watcher = threading.Thread(target=follow, daemon=True)
        watcher.start()
        until(lambda: any("status" in item for item in told))
        ref = xaa.say("message", text="Hold fire.", precedence="Z")
        until(lambda: any(item.get("news", {}).get("ref") == ref for item in told))
        assert call(xbb.folder, {"verb": "stop"}) == {"stopping": True}
        assert ended.wait(PATIENCE_S)
        assert xbb.process.wait(PATIENCE_S) == 0


def test_a_peer_that_was_gone_comes_back_and_has_everything(tmp_path):
    with a_line(tmp_path) as line:
        xaa, xbb = line.open()["XAA"], line["XBB"]
        assert xbb.stop() == 0
        until(lambda: xaa.status()["state"] == "DARK")
        refs = [xaa.say("message", text=f"While you were away, {number}.") for number in range(20)]
        xbb.start()
        until(held(xaa))
        until(lambda: xaa.status()["state"] == "NORMAL" and line.settled())
        assert [xbb.say("read", ref=ref) for ref in refs]
        until(line.settled)


def test_an_entry_under_way_when_the_node_is_told_to_end_is_answered_or_refused(tmp_path):
    """Whoever got a reference finds the entry at the next start; nobody is left without a word."""
    with a_line(tmp_path) as line:
        xaa = line.open()["XAA"]
        refs, words, broken = [], [], []

        def speak():
            try:
                while True:
                    answer = xaa.ask("say", kind="message", text="and another one")
                    (words if answer["error"] else refs).append(answer["error"] or answer["ref"])
                    if answer["error"]:
                        return
            except NotRunning as why:
                broken.append(str(why))

        speakers = [threading.Thread(target=speak) for _ in range(4)]
        for speaker in speakers:
            speaker.start()
        until(lambda: len(refs) > 20)
        xaa.process.send_signal(signal.SIGTERM)
        assert xaa.process.wait(PATIENCE_S) == 0
        for speaker in speakers:
            speaker.join(PATIENCE_S)
        # Whoever asked too late is told so, or that there is a doubt; whoever was answered was answered.
        assert all("No node runs" in why or "may or may not have been written" in why for why in broken), broken
        xaa.process = None
        xaa.start()
        assert all(xaa.say("correction", ref=ref, text="checked") for ref in refs[-20:])


class Speaker(threading.Thread):
    """Says one message after the other to a node that may be killed at any time; says it again until it is answered."""

    def __init__(self, node, chance):
        super().__init__(daemon=True)
        self.node, self.chance = node, chance
        self.stood = {}
        self.ending = threading.Event()

    def run(self):
        number = 0
        while not self.ending.is_set():
            number += 1
            draft, text = self.chance.randbytes(16).hex(), f"{self.node.code} {number}"
            while True:
                try:
                    answer = self.node.ask("say", kind="message", text=text, draft=draft, timeout=5)
                except NotRunning:
                    time.sleep(0.01)
                    continue
                if not answer["error"]:
                    break
                time.sleep(0.01)
            self.stood[answer["ref"]] = text
            time.sleep(self.chance.random() * 0.004)


@pytest.mark.slow
def test_nothing_that_was_answered_is_lost_when_either_side_is_killed_again_and_again(tmp_path):
    rounds, chance = KILLS, random.Random(7)
    with a_line(tmp_path) as line:
        line.open()
        speakers = [Speaker(node, random.Random(at)) for at, node in enumerate(line.nodes.values())]
        for speaker in speakers:
            speaker.start()
        for number in range(rounds):
            victims = [(line["XAA"],), (line["XBB"],), (line["XAA"], line["XBB"])][number % 3]
            time.sleep(chance.random() * 0.3)
            for victim in victims:
                victim.kill()
            for victim in victims:
                victim.start(wait=False)
            for victim in victims:
                victim.up()
        for speaker in speakers:
            speaker.ending.set()
        for speaker in speakers:
            speaker.join(PATIENCE_S)
            assert not speaker.is_alive()
        until(line.settled)
        for node in line.nodes.values():
            live = node.live()
            assert not live["closed"]
            assert {log["status"] for log in live["logs"]} == {"open"}
            assert not [item for item in node.diagnostics if item["level"] == "error"]
        assert [node.stop() for node in line.nodes.values()] == [0, 0]
        records = [open_read_only(node.folder / "record") for node in line.nodes.values()]
        for origin in line_origins(records[0]):
            leaves = [
                [(item.index, item.leaf, item.body) for item in held.entries(origin, 0, 1 << 20)] for held in records
            ]
            assert leaves[0] == leaves[1]
        texts = b"".join(
            item.body or b"" for origin in line_origins(records[0]) for item in records[0].entries(origin, 0, 1 << 20)
        )
        for held_rows in records:
            held_rows.close()
        stood = {ref: text for speaker in speakers for ref, text in speaker.stood.items()}
        assert len(stood) > rounds
        lost = [ref for ref, text in stood.items() if texts.count(b"%c%s" % (0x60 + len(text), text.encode())) != 1]
        assert not lost, f"{len(lost)} of {len(stood)} lost or doubled: {lost[:5]}"


def line_origins(held):
    from watchline.log.held import DOC_CHARTER

    (line, _signed), *_ = held.rows(DOC_CHARTER, b"", None, 2)
    return sorted(row.origin for row in held.logs(line))


@pytest.mark.slow
def test_a_stopped_peer_is_shown_as_silent_and_recovers(tmp_path):
    with a_line(tmp_path) as line:
        xaa, xbb = line.open()["XAA"], line["XBB"]
        xbb.freeze()
        until(lambda: xaa.status()["state"] == "DARK", pace_s=0.1)
        assert {"dark/XBB", "circuit/XBB/one", "circuit/XBB/two"} <= xaa.situations()
        ref = xaa.say("message", text="Do you hear us?", precedence="O")
        xbb.thaw()
        until(lambda: xaa.status()["state"] == xbb.status()["state"] == "NORMAL", pace_s=0.1)
        until(held(xaa))
        xbb.say("read", ref=ref)
        until(line.settled)


@pytest.mark.slow
def test_a_cut_circuit_leaves_the_other_one_and_comes_back(tmp_path):
    with a_line(tmp_path, cables=True) as line:
        xaa, xbb = line.open()["XAA"], line["XBB"]
        line.cables.cut("one")
        first = xaa.say("message", text="Said at the moment of the cut.", precedence="O")
        until(lambda: xaa.status()["state"] == xbb.status()["state"] == "DEGRADED", pace_s=0.1)
        assert xaa.alive() == [("XBB", "two")]
        second = xaa.say("message", text="Said over the circuit that is left.", precedence="Z")
        until(held(xaa))
        assert xbb.say("read", ref=first)
        assert xbb.say("read", ref=second)
        line.cables.restore("one")
        until(lambda: xaa.status()["state"] == xbb.status()["state"] == "NORMAL", pace_s=0.1)
        until(line.settled)
