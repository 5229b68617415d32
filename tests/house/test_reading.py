"""`visible_to` is the only word for reading at the edge, and every model has a rule."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from agencies.scoping import ScopedQuerySet

ROOT = Path(__file__).resolve().parents[2]
EDGE = ("views", "forms", "api", "admin", "pages", "day", "search", "templatetags")
READING = {"visible_to", "writable_by", "none"}

# Models without a scope: who is who, and how one signs in. None holds what an agency knows; most
# are guarded all the same, so that each administration writes its own agency's alone.
OPEN = {
    "Partnership": "which partnerships exist",
    "Agency": "which agencies exist",
    "Participation": "which agency takes part in which partnership",
    "Agreement": "whether a partnership has an agreement in force",
    "AgreementParty": "which agencies have signed it",
    "StandingDecision": "which kinds of group-level rows an agency shares",
    "LegalGround": "the law",
    "User": "staff; read before anyone is an actor",
    "Posting": "staff's functions; read before anyone is an actor",
    "Receiver": "whom a disclosure can name",
    "Token": "keys of other systems; read before anyone is an actor",
}
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in {"agencies", "groups", "callins", "offers", "gvi"}
]


def bare_reads(tree: ast.AST) -> list[int]:
    """Lines where `.objects` of a scoped model is followed by anything but a word for reading."""
    fine = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            owner = node.value
            if owner.attr in {"objects", "_default_manager", "_base_manager"} and (
                node.attr in READING or ast.unparse(owner.value) in OPEN
            ):
                fine.add(id(owner))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and id(node) not in fine
    ]


def edges() -> list[Path]:
    found = []
    for folder in ("agencies", "groups", "callins", "offers", "gvi"):
        found += [
            path
            for path in sorted((ROOT / folder).rglob("*.py"))
            if any(part.removesuffix(".py") in EDGE for part in path.relative_to(ROOT).parts)
            and "actions" not in path.parts
        ]
    return found


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_has_a_rule_or_is_open_for_a_reason(model):
    if model.__name__ in OPEN:
        assert not any(field.name == "scope" for field in model._meta.get_fields())
        return
    queryset = model._default_manager.all()
    assert isinstance(queryset, ScopedQuerySet), f"{model.__name__} states no rule."
    assert queryset.rule
    assert not model._meta.get_field("scope").null


@pytest.mark.parametrize("path", edges(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_bare_read_at_the_edge(path):
    assert bare_reads(ast.parse(path.read_text())) == []


def test_every_unique_constraint_starts_with_scope():
    """A unique constraint across agencies would tell one of another's row."""
    for model in OURS:
        if model.__name__ in OPEN:
            continue
        for constraint in model._meta.constraints:
            fields = getattr(constraint, "fields", ())
            if fields and tuple(fields) != ("id", "scope"):
                assert fields[0] == "scope", f"{model.__name__}.{constraint.name}"
        for together in model._meta.unique_together:
            assert together[0] == "scope", f"{model.__name__}: {together}"


def test_the_detector_sees_what_it_looks_for():
    assert bare_reads(ast.parse("Person.objects.all()"))
    assert bare_reads(ast.parse("Person.objects.filter(pk=1)"))
    assert bare_reads(ast.parse("rows = Person.objects"))
    assert not bare_reads(ast.parse("Person.objects.visible_to(actor)"))
    assert not bare_reads(ast.parse("Agency.objects.filter(pk=1)"))
