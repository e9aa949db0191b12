import asyncio
import random

import pytest

from tests.carrier.circuits import ALPHA, BRAVO, CHARLIE, PATIENCE_S, Ear, identity
from watchline.carrier import DirectCarrier, DirectPort, Identity
from watchline.errors import Misconfigured


def carrier(circuit, peer, pins, ours, dial=None):
    return DirectCarrier(circuit, peer, pins, ours, dial, jitter=random.Random(5).random)


def run(story):
    async def main():
        async with asyncio.timeout(120):
            await story()

    asyncio.run(main())


def test_the_certificate_tells_whose_circuit_it_is():
    async def story():
        port = DirectPort("c1", CHARLIE)
        at_charlie = {
            who: carrier("c1", who, [key.certificate], CHARLIE) for who, key in (("ALPHA", ALPHA), ("BRAVO", BRAVO))
        }
        for each in at_charlie.values():
            port.attach(each)
        await port.listen("127.0.0.1", 0)
        callers = {
            who: carrier("c1", "CHARLIE", [CHARLIE.certificate], key, port.address)
            for who, key in (("ALPHA", ALPHA), ("BRAVO", BRAVO))
        }
        ears = {who: Ear(each) for who, each in at_charlie.items()}
        far = {who: Ear(each) for who, each in callers.items()}
        for who, each in callers.items():
            await far[who].until(lambda ear: ear.standing)
            await each.send(who.encode())
        for who, ear in ears.items():
            await ear.until(lambda ear, who=who: ear.frames == [who.encode()])
        # One peer's end touches no other.
        await at_charlie["ALPHA"].aclose()
        await far["ALPHA"].until(lambda ear: ear.closed)
        await callers["BRAVO"].send(b"still here")
        await ears["BRAVO"].until(lambda ear: b"still here" in ear.frames)
        assert not ears["BRAVO"].closed
        for each in (*callers.values(), *at_charlie.values(), port):
            await each.aclose()
        for ear in (*ears.values(), *far.values()):
            await ear.task

    run(story)


def test_a_peer_attached_later_gets_in_and_a_detached_one_does_not():
    async def story():
        refused = []
        port = DirectPort("c1", CHARLIE, on_refused=lambda words, address: refused.append(words))
        await port.listen("127.0.0.1", 0)
        caller = carrier("c1", "CHARLIE", [CHARLIE.certificate], ALPHA, port.address)
        far = Ear(caller)
        await far.until(lambda _: refused)
        here = carrier("c1", "ALPHA", [ALPHA.certificate], CHARLIE)
        port.attach(here)
        near = Ear(here)
        await near.until(lambda ear: ear.standing)
        port.detach(here)
        await caller.send(b"what stands goes on")
        await near.until(lambda ear: ear.frames)
        before = len(refused)
        caller.hang_up("to dial again")
        await far.until(lambda _: len(refused) > before)
        for each in (caller, here, port):
            await each.aclose()
        for ear in (near, far):
            await ear.task

    run(story)


def test_one_key_pinned_for_two_parties_gets_in_as_neither():
    async def story():
        told = asyncio.get_running_loop().create_future()
        port = DirectPort("c1", CHARLIE, on_refused=lambda words, _: told.done() or told.set_result(words))
        here = [carrier("c1", who, [ALPHA.certificate], CHARLIE) for who in ("ALPHA", "BRAVO")]
        for each in here:
            port.attach(each)
        await port.listen("127.0.0.1", 0)
        caller = carrier("c1", "CHARLIE", [CHARLIE.certificate], ALPHA, port.address)
        far = Ear(caller)
        assert "pinned for ALPHA and BRAVO at once" in await asyncio.wait_for(told, PATIENCE_S)
        for each in (caller, *here, port):
            await each.aclose()
        await far.task

    run(story)


def test_a_port_in_use_is_told_with_the_address_and_what_to_do():
    async def story():
        first, second = DirectPort("c1", ALPHA), DirectPort("c1", BRAVO)
        await first.listen("127.0.0.1", 0)
        host, port = first.address
        with pytest.raises(Misconfigured, match=rf"circuit c1: cannot listen on {host}:{port}: .*another address"):
            await second.listen(host, port)
        await second.aclose()
        await first.aclose()

    run(story)


@pytest.mark.parametrize("host", ["host.invalid", "a" * 70, "203.0.113.7"])
def test_an_address_that_is_not_ours_is_told(host):
    async def story():
        with pytest.raises(Misconfigured, match="cannot listen"):
            await DirectPort("c1", ALPHA).listen(host, 0)

    run(story)


def test_a_wrong_key_is_found_before_the_first_caller():
    async def story():
        with pytest.raises(Misconfigured, match="do not belong together"):
            await DirectPort("c1", Identity(ALPHA.certificate, BRAVO.key)).listen("127.0.0.1", 0)

    run(story)


def test_a_carrier_of_another_circuit_or_a_second_one_of_a_peer_cannot_be_attached():
    port = DirectPort("c1", ALPHA)
    port.attach(carrier("c1", "BRAVO", [BRAVO.certificate], ALPHA))
    for wrong in (
        carrier("c2", "CHARLIE", [CHARLIE.certificate], ALPHA),
        carrier("c1", "BRAVO", [identity("BRAVO2").certificate], ALPHA),
    ):
        with pytest.raises(Misconfigured, match="cannot be attached"):
            port.attach(wrong)


def test_ipv6_addresses_work_and_read_well():
    async def story():
        told = asyncio.get_running_loop().create_future()
        port = DirectPort("c1", BRAVO, on_refused=lambda _, address: told.done() or told.set_result(address))
        await port.listen("::1", 0)
        caller = carrier("c1", "BRAVO", [BRAVO.certificate], ALPHA, port.address)
        ear = Ear(caller)
        assert (await asyncio.wait_for(told, PATIENCE_S)).startswith("[::1]:")
        await caller.aclose()
        await port.aclose()
        await ear.task

    run(story)
