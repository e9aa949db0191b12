"""The page that an administrator reads names every key, metric, verb and kind that there is."""

import re

from tools.tree import ROOT
from watchline.host.config import CircuitConfig, Config
from watchline.host.metrics import _Page
from watchline.host.runtime import Counts
from watchline.host.socket import NodeSocket
from watchline.host.verbs import KINDS
from watchline.line import LineState
from watchline.node import CircuitFact, Live, LogFact, PeerFact

PAGE = (ROOT / "docs" / "reference" / "node.md").read_text(encoding="utf-8")


def test_every_key_of_the_configuration_is_explained():
    for key in (*Config.__struct_fields__, *CircuitConfig.__struct_fields__):
        assert f"`{key}`" in PAGE, key


def test_every_metric_is_explained_and_no_other():
    peer = PeerFact("XBB", LineState.NORMAL, (CircuitFact("one", True, True, 0.1),), 1, 0, 0)
    log = LogFact("o", "XAA", 1, 2, 2, "open", {}, 0)

    class Node:
        counts = Counts()

        @staticmethod
        def live():
            return Live(LineState.NORMAL, True, "", (peer,), (log,), (), None, 0, {"limit": 1})

    names = {sample.name for family in _Page({"0" * 64: Node()}).collect() for sample in family.samples}
    assert set(re.findall(r"watchline_\w+", PAGE)) == names


def test_every_verb_and_kind_of_the_socket_is_explained():
    import inspect

    verbs = set(re.findall(r'case "(\w+)"', inspect.getsource(NodeSocket._do))) | {"watch"}
    assert len(verbs) == 8
    for name in (*verbs, *KINDS):
        assert f"`{name}`" in PAGE, name
