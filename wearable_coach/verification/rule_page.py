"""The rules as a page for people: ``python -m wearable_coach.verification.rule_page --write docs/rules.md``.

Each example is judged anew when the page is made, so that it shows what the verifier says today.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.exits import DONE, REFUSED, guarded
from wearable_coach.records import Verdict
from wearable_coach.standards.table import table
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.rules import Example, VerdictRule, claim_kinds, occasions, rules
from wearable_coach.verification.standing_on import standard_rows
from wearable_coach.verification.verify import verify_answer

_HEAD = """# Rules

What a verdict's `rule` means. Every claim that the verifier reads out of an answer is judged by one rule: the facts say
so (*supported*), they say otherwise (*contradicted*), or nothing says so (*unsupported*). `VER-` rules are the
verifier's own; `STD-` rules hold a claim to a standard, whose numbers stand with unit and source in
[the standards](standards.md); `FMT-` rules hold the form. This page is made from
`wearable_coach/verification/rules.yaml` and the standards' tables, its verdicts by the verifier; change a rule there.
"""
_PAGE = Path("docs/rules.md")
_NOT_NUMBERS = frozenset(
    {"rule", "source", "locator", "words_ko", "unit", "label_ko", "written_ko", "note"}
)


def rules_page() -> str:
    """Return the page as Markdown."""
    return "".join(
        [
            _HEAD,
            *_contents(),
            *_claims(),
            *_days(),
            *(line for rule in _titled() for line in rule),
        ]
    )


def _contents() -> Iterator[str]:
    for group, members in groupby(rules().values(), key=lambda r: r.group):
        yield f"\n**{group}**\n\n| rule | means |\n|---|---|\n"
        yield from (f"| [{r.id}](#{r.id.lower()}) | {r.means} |\n" for r in members)


def _claims() -> Iterator[str]:
    yield "\n## Kinds of claims\n\nWhat stands before the colon of a verdict's `claim`.\n\n| claim | is |\n|---|---|\n"
    yield from (f"| `{kind}` | {what} |\n" for kind, what in claim_kinds().items())


def _days() -> Iterator[str]:
    yield "\n## Days of the examples\n\n| day | of whom |\n|---|---|\n"
    yield from (f"| *{_spaced(name)}* | {day.about} |\n" for name, day in occasions().items())


def _titled() -> Iterator[Iterator[str]]:
    for group, members in groupby(rules().values(), key=lambda r: r.group):
        yield iter((f"\n## {group}\n",))
        yield from map(_section, members)


def _section(rule: VerdictRule) -> Iterator[str]:
    yield f"\n### {rule.id}\n\n{rule.means}\n\n"
    yield f"- supports: {rule.supports}\n- refuses: {rule.refuses}\n"
    yield f"- claims: {', '.join(f'`{kind}`' for kind in rule.claims)}\n"
    yield from (f"- standard: {_standard(key)}\n" for key in rule.rests_on)
    yield from (f"- table: [{name}](standards.md#{name})\n" for name in rule.tables)
    yield from _shown(rule, refused=False)
    yield from _shown(rule, refused=True)


def _standard(key: str) -> str:
    """Return where a standard stands, its source, and its numbers where they are few."""
    node, source = standard_rows()[key]
    cited = table("sources").get(source, {}).get("cite_ko", source)
    return f"[{key}](standards.md#{key.lower()}), {cited}{_numbers(node)}"


def _numbers(node: dict[str, Any]) -> str:
    if "bands" in node:
        unit = _unit_of_bands(node["rule"])
        return f"{unit and f' [{unit}]'}: {', '.join(map(_band, node['bands']))}"
    told = {name: value for name, value in node.items() if name not in _NOT_NUMBERS}
    if not told or not all(map(_is_flat, told.values())):
        return ""
    unit = f" {node['unit']}" if "unit" in node else ""
    return ": " + "; ".join(f"{name} {_joined(value)}{unit}" for name, value in told.items())


def _unit_of_bands(key: str) -> str:
    read = {**table("vitals")["profile"], **table("vitals")["fields"]}
    units = [read[field]["unit"] for field, rule in RULES.items() if rule == key and field in read]
    return units[0] if units else ""


def _band(row: dict[str, Any]) -> str:
    low, high = ("" if row[edge] is None else str(row[edge]) for edge in ("from", "to"))
    edges = f"{low} to below {high}" if low and high else f"from {low}" if low else f"below {high}"
    return f"{row['label_ko']} {edges}"


def _is_flat(value: object) -> bool:
    parts = value if isinstance(value, list) else [value]
    return not any(isinstance(part, dict | list) for part in parts)


def _joined(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    return ("–" if len(value) == len(("from", "to")) else ", ").join(map(str, value))


def _shown(rule: VerdictRule, *, refused: bool) -> Iterator[str]:
    example = rule.refused if refused else rule.supported
    asked = f"asked “{example.asked}”, " if example.asked else ""
    verdict = judged(example, refused=refused)
    said = "  \n  ".join(f"`{line}`" for line in example.says.split("\n"))
    by = "" if example.by == rule.id else f" by [{example.by}](#{example.by.lower()})"
    why = f": {verdict.reason}" if verdict.reason else ""
    yield f"- {said}  \n  {asked}*{_spaced(example.day)}* → **{verdict.verdict}**{by}{why}\n"


def judgements(example: Example) -> list[Verdict]:
    """Return all that the verifier says of an example."""
    day = occasions()[example.day].day
    return verify_answer(example.says, day=day, kind=example.kind, question=example.asked)


def judged(example: Example, *, refused: bool) -> Verdict:
    """Return the verdict that an example is for.

    Raises:
        BadInput: the verifier gives no such verdict.
    """
    found = judgements(example)
    for v in found:
        if v.rule == example.by and (v.verdict != "supported") == refused:
            return v
    said = ", ".join(f"{v.rule} {v.verdict}" for v in found) or "nothing"
    message = f"rules.yaml: {example.says!r} is to be {'refused' if refused else 'supported'} by {example.by}, the verifier says {said}; teach a reader, or correct the example"
    raise BadInput(message)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check or write the page; return the exit code."""
    parser = argparse.ArgumentParser(description="The page of the verdicts' rules")
    mode = parser.add_mutually_exclusive_group(required=True)
    for name, what in (("--check", "exit 1 when it is stale"), ("--write", "write it anew")):
        mode.add_argument(name, nargs="?", const=_PAGE, type=Path, metavar="FILE", help=what)
    chosen = parser.parse_args(arguments)
    if chosen.write:
        chosen.write.write_text(rules_page(), encoding="utf-8")
        return DONE
    if chosen.check.read_text(encoding="utf-8") == rules_page():
        return DONE
    sys.stderr.write(
        f"stale: {chosen.check}; run python -m wearable_coach.verification.rule_page --write and review\n"
    )
    return REFUSED


if __name__ == "__main__":
    sys.exit(guarded("rule_page", main))
