"""From names to loaded plugins: order, and every way a plugin can be unsound."""

import sys
from types import ModuleType

import pytest

from portal.plugins.activation import activate
from portal.plugins.config import PluginConfig
from portal.plugins.discovery import Candidate, candidates


@pytest.fixture
def make(monkeypatch):
    """make("label", depends_on=…, requires_portal=…) -> a candidate whose module exists."""

    def make_candidate(label, **attributes):
        module = ModuleType(f"made_{label}")
        attributes = {"name": module.__name__, "label": label, **attributes}
        module.Config = type("Config", (PluginConfig,), attributes)
        module.Config.__module__ = module.__name__
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return Candidate(label, f"{module.__name__}:Config")

    return make_candidate


def labels(activation):
    return [config.label for config in activation.plugins]


def codes(activation):
    return [problem.code for problem in activation.problems]


def test_only_named_plugins_are_loaded(make):
    assert labels(activate(["a"], [make("a"), make("b")], "1.0")) == ["a"]


def test_what_a_plugin_depends_on_comes_first(make):
    found = [make("a", depends_on=("b",)), make("b", depends_on=("c",)), make("c")]
    assert labels(activate(["a", "b", "c"], found, "1.0")) == ["c", "b", "a"]


def test_an_unknown_name_is_reported(make):
    activation = activate(["nowhere"], [make("a")], "1.0")
    assert codes(activation) == ["unknown"]
    assert "nowhere" in activation.problems[0].message


def test_a_plugin_for_another_portal_is_left_out(make):
    activation = activate(["a"], [make("a", requires_portal=">=2")], "1.0")
    assert (labels(activation), codes(activation)) == ([], ["version"])


def test_a_nonsense_version_limit_is_reported(make):
    assert codes(activate(["a"], [make("a", requires_portal="about 2")], "1.0")) == ["version"]


def test_a_missing_dependency_takes_down_all_that_need_it(make):
    found = [make("a", depends_on=("b",)), make("b", depends_on=("c",)), make("c")]
    activation = activate(["a", "b"], found, "1.0")
    assert labels(activation) == []
    assert codes(activation) == ["dependency", "dependency"]


def test_two_candidates_of_one_label_collide(make):
    activation = activate(["a"], [make("a"), make("a")], "1.0")
    assert (labels(activation), codes(activation)) == ([], ["collision"])


def test_a_label_of_the_host_collides(make):
    activation = activate(["areas"], [make("areas")], "1.0", taken_labels=frozenset({"areas"}))
    assert codes(activation) == ["collision"]


def test_a_label_other_than_the_candidates_name_is_reported(make):
    candidate = make("a")
    activation = activate(["b"], [Candidate("b", candidate.path)], "1.0")
    assert codes(activation) == ["label"]


def test_a_ring_of_dependencies_is_reported(make):
    found = [make("a", depends_on=("b",)), make("b", depends_on=("a",))]
    assert codes(activate(["a", "b"], found, "1.0")) == ["cycle"]


@pytest.mark.parametrize(
    "path", ["no_such_module:X", "portal.apps:Nothing", "portal.apps:AppConfig"]
)
def test_a_plugin_that_cannot_be_loaded_is_reported(path):
    assert codes(activate(["a"], [Candidate("a", path)], "1.0")) == ["broken"]


def test_the_trees_own_plugins_are_candidates():
    assert {"qr_venues", "declarations", "tracing"} <= {c.label for c in candidates()}
