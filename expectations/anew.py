"""A row judged anew, by nothing but its day and its texts; no column of it is trusted.

What is found stands under the name of the column that shows it; a row that is right gives nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from expectations.texts.found import shown
from expectations.texts.injection import injection
from expectations.texts.language import foreign
from expectations.texts.lines import Place, read_line
from expectations.texts.shape import empty_section, is_named
from wearable_coach.day import Day, warned_day
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Message, Profile, Row
from wearable_coach.sources.importers import source_names
from wearable_coach.sources.strata import STRATA, belongs
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.validity import check_records
from wearable_coach.verification import Judgement, judge_messages

Found = dict[str, str]
"""Column → what is wrong there, short."""

OF_A_DAY = ("impossible", "facts_differ", "unsupported_anew", "verdicts_differ", "claims_differ", "stratum_denied")  # fmt: skip
OF_ITS_MAKING = ("id_unlike", "family_unlike", "origin_unclear", "completed_wrongly")
OF_ITS_TEXTS = ("personal", "odd_characters", "markup", "residue", "not_korean", "impolite", "empty_section", "cut", "injected")  # fmt: skip
UNJUDGED = "unjudged"
"""A fault of ours: the row made a judge stumble."""
COLUMNS = (*OF_A_DAY, *OF_ITS_MAKING, *OF_ITS_TEXTS, UNJUDGED)

_SAMPLED = "sampled"
_PAST = "past"
"""What the days before hold is reckoned from a person's own days alone."""
_MISSING_KINDS = ("no_vitals", "fields_missing", "age_missing", "baseline_missing")
_FAMILY = re.compile(r"(?P<kind>\w+)/q(?P<frame>\d\d)/v(?P<voice>\d\d)")
_REAL_PERSON = re.compile(r"real-\d{4,}")
_EXACT = re.compile(r"\w+_exact")
_UNKNOWN = Profile()


def judged(row: Row, formula: HrmaxFormula) -> Found:
    """Judge one row of the right types.

    Args:
        row: The row.
        formula: The dataset's one formula for maximal heart rate.
    """
    try:
        found = _day(row, formula) | _making(row) | _texts(row)
    except Exception as error:  # noqa: BLE001 - whatever a row holds, it is told and the gate goes on
        found = {UNJUDGED: shown(f"{type(error).__name__}: {error}")}
    return {name: what for name, what in found.items() if what}


def _day(row: Row, formula: HrmaxFormula) -> Found:
    checked = check_records(row.profile, row.vitals, hrmax_formula=formula)
    if checked.reject:
        return {"impossible": ", ".join(checked.reject)}
    day = warned_day(row.profile, row.vitals, checked.warnings, hrmax_formula=formula)
    judgement = judge_messages(row.messages, day=day, kind=row.kind, by_ear=False)
    claims = judgement.claims
    return {
        "facts_differ": _facts_differ(row.facts, day),
        "unsupported_anew": "" if judgement.accepted else _unsupported(judgement),
        "verdicts_differ": _verdicts_differ(row.verdicts, judgement),
        "claims_differ": "" if row.claims == claims else f"{row.claims} stored, {claims} read",
        "stratum_denied": "" if _is_of(row.stratum, day) else f"{row.stratum} does not hold",
    }


def _facts_differ(stored: str, day: Day) -> str:
    anew = json.dumps(day.facts.as_json())
    if stored == anew:
        return ""
    derived = json.loads(anew)
    try:
        held = json.loads(stored)
    except ValueError:
        return f"no JSON: {shown(stored, 30)}"
    if not isinstance(held, dict):
        return f"no facts: {shown(stored, 30)}"
    held, derived = _one_name(held), _one_name(derived)
    differing = [name for name in {**derived, **held} if not _same(held, derived, name)]
    if not differing:
        return ""
    name = differing[0]
    more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
    return (
        shown(f"{name} {held.get(name, 'missing')}, derived {derived.get(name, 'none')}", 90) + more
    )


def _same(held: dict[str, Any], derived: dict[str, Any], name: str) -> bool:
    both = name in held and name in derived
    return both and json.dumps(held[name]) == json.dumps(derived[name])


def _one_name(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with the unrounded maximal heart rate under one key: it was one for all formulas once."""
    hrmax = facts.get("hrmax")
    if not isinstance(hrmax, dict):
        return facts
    return facts | {"hrmax": {_EXACT.sub("exact", key): value for key, value in hrmax.items()}}


def _unsupported(judgement: Judgement) -> str:
    bad = [v for v in judgement.verdicts() if v.verdict != "supported"]
    first = bad[0]
    more = f" and {len(bad) - 1} more" if len(bad) > 1 else ""
    reason = f": {shown(first.reason)}" if first.reason else ""
    return (
        f"{first.claim} {first.verdict} by {first.rule} in {shown(first.span, 30)!r}{reason}{more}"
    )


def _verdicts_differ(stored: str, judgement: Judgement) -> str:
    anew = judgement.packed()
    if stored == anew:
        return ""
    try:
        held = json.loads(stored)
    except ValueError:
        return f"no JSON: {shown(stored, 30)}"
    if not isinstance(held, list):
        return f"no verdicts: {shown(stored, 30)}"
    for place, (one, other) in enumerate(zip_longest(held, json.loads(anew))):
        if one != other:
            return shown(f"verdict {place}: stored {_verdict(one)}, found {_verdict(other)}", 100)
    return ""


def _verdict(held: object) -> str:
    return (
        " ".join(map(str, held[:3]))
        if isinstance(held, list)
        else "none"
        if held is None
        else str(held)
    )


def _is_of(stratum: str, day: Day) -> bool:
    """Say whether a stratum holds of a day; a short chat tells less than a normal day has."""
    if stratum not in STRATA:
        return False
    if belongs(stratum, day):
        return True
    holds = (name for name in STRATA if name != "normal" and belongs(name, day))
    return (
        stratum == "normal"
        and day.facts.safety_level == SafetyLevel.PROCEED
        and not day.profile.symptoms
        and all(name in _MISSING_KINDS for name in holds)
    )


def _making(row: Row) -> Found:
    return {
        "id_unlike": "" if _is_id(row) else shown(row.row_id),
        "family_unlike": _family_unlike(row),
        "origin_unclear": _origin_unclear(row),
        "completed_wrongly": _completed_wrongly(row),
    }


def _is_id(row: Row) -> bool:
    category, _, place = row.row_id.rpartition("-")
    return category == row.category and place.isascii() and place.isdigit() and len(place) >= 6  # noqa: PLR2004 - %06d


def _family_unlike(row: Row) -> str:
    family = _FAMILY.fullmatch(row.template_family)
    first = row.template_ids[0] if row.template_ids else ""
    if family is None or family["kind"] != row.kind:
        return f"{shown(row.template_family)} of a {row.kind}"
    frame = re.fullmatch(r"(?:\w+\.q|frame\.)(\d+)", first)
    if frame is None or int(frame[1]) != int(family["frame"]):
        return f"{shown(row.template_family)}, asked by {shown(first) or 'nothing'}"
    return ""


def _origin_unclear(row: Row) -> str:
    if row.source == _SAMPLED:
        kin = f"{row.category}/{row.stratum}/{row.split}/"
        number = row.person_id.removeprefix(kin)
        is_right = row.person_id.startswith(kin) and number.isdigit()
    else:
        is_right = row.source in source_names() and bool(_REAL_PERSON.fullmatch(row.person_id))
    return "" if is_right else f"{shown(row.person_id)} of {shown(row.source) or 'nowhere'}"


def _completed_wrongly(row: Row) -> str:
    """Return what is wrong with the list of what was sampled for a real day."""
    named = row.completed_fields
    if _PAST in named or (row.source == _SAMPLED and row.profile.past is not None):
        return "days before that were sampled"
    if row.source == _SAMPLED:
        return f"{', '.join(named)} of a sampled day" if named else ""
    order = [name for name in (*Profile.model_fields, *VITAL_FIELDS) if name in named]
    if order != list(named):
        return f"{shown(', '.join(named))} are not fields in order"
    untold = [name for name in named if not _is_told(row, name)]
    if untold:
        return f"{', '.join(untold)} not told"
    real = [n for n in VITAL_FIELDS if getattr(row.vitals, n) is not None and n not in named]
    return "" if real else "no reading is the real day's"


def _is_told(row: Row, name: str) -> bool:
    if name in VITAL_FIELDS:
        return getattr(row.vitals, name) is not None
    return bool(getattr(row.profile, name) != getattr(_UNKNOWN, name))


def _texts(row: Row) -> Found:
    found: Found = {}
    for index, message in enumerate(row.messages):
        text, role = message.content, message.role
        place: Place = "answer" if role == "assistant" else "said"
        said = text.split("\n")
        lines = [read_line(line, place) for line in said]
        for at, line in enumerate(lines):
            for name, what in line.found:
                if name != "cut" or not is_named(said, at):
                    _note(found, name, index, what)
        if role == "user":
            _note(found, "injected", index, injection(text, _reply(row.messages, index)))
        elif role == "assistant":
            _note(found, "empty_section", index, empty_section(text))
        if role != "system":
            _note(found, "not_korean", index, foreign(text, [line.letters for line in lines], role))
    for text in (*_ids(row), *row.template_ids):
        for name, what in read_line(text, "id").found:
            found.setdefault(name, f"id: {what}")
    return found


def _ids(row: Row) -> tuple[str, ...]:
    made = (row.row_id, row.person_id, row.template_family)
    return (*made, row.category, row.stratum, row.split, row.source)


def _note(found: Found, name: str, index: int, what: str) -> None:
    if what and name not in found:
        found[name] = f"message {index}: {what}"


def _reply(messages: Sequence[Message], index: int) -> str:
    after = messages[index + 1 : index + 2]
    return after[0].content if after and after[0].role == "assistant" else ""
