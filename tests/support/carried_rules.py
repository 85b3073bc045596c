"""The ids that a verdict can carry, by the code and the tables that give them."""

import ast
import re
from functools import cache
from pathlib import Path

from wearable_coach.verification.doses import WALKS, doses
from wearable_coach.verification.norms import RULES

ROOT = Path(__file__).resolve().parents[2]
ID = re.compile(r"(?:VER|STD|FMT)-[A-Z]+-\d{3}")
JUDGING = ("verification", "serving", "evaluation", "answers")


@cache
def carried() -> frozenset[str]:
    """Return every id that a verdict can carry."""
    return frozenset(named_in_code() | named_in_tables())


def named_in_code() -> set[str]:
    """Every id that stands as a string of its own in the code that judges."""
    found: set[str] = set()
    folders = [ROOT / "wearable_coach" / name for name in JUDGING]
    for path in (p for folder in (*folders, ROOT / "expectations") for p in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if ID.fullmatch(node.value) else set()
    return found


def named_in_tables() -> set[str]:
    """Every id that a row of a table gives to a verdict."""
    advice = ROOT / "wearable_coach" / "verification" / "advice.yaml"
    forbidden = re.findall(
        rf"^ +rule: ({ID.pattern})$", advice.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {*forbidden, *RULES.values(), *(d.rule for rows in doses().values() for d in rows)}


def hidden_doses() -> set[str]:
    """The doses whose every word another dose has before them, so that the other's id is told; and walks, read as sessions."""
    return {
        row.rule
        for rows in doses().values()
        for place, row in enumerate(rows)
        if all(
            any(other.words.search(word) for other in rows[:place])
            for word in row.words.pattern.replace("\\ ?", " ").replace(" ?", " ").split("|")
        )
    } | WALKS
