"""The glossary names what is there, and no name means two things."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.support.cases import some

ROOT = Path(__file__).parents[3]
PACKAGES = ("wearable_coach", "expectations", "backends", "blocks", "tasks", "flows", "deployments")
TERM = re.compile(r"`([A-Z][A-Za-z]+)(?:\.\w+)?`")


def homes():
    """Return every public class and alias of the product, with the files that define it."""
    found = defaultdict(list)
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(str(file.relative_to(ROOT)))
    return found


def test_no_two_rooms_give_one_name_to_different_things():
    shared = {name: files for name, files in homes().items() if len(files) > 1}
    assert shared == {}


def test_every_type_of_the_glossary_is_defined():
    known = homes()
    for name in some(TERM.findall((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))):
        assert name in known, name
