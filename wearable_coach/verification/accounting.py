"""Every clause accounted for: understood, or not; read once a sentence shape, judged for every answer that uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection
from wearable_coach.verification.clauses import Stretch, clauses, denies
from wearable_coach.verification.everyday_words import is_everyday
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.meaning.absence import read_absence
from wearable_coach.verification.meaning.claimed import read_claimed
from wearable_coach.verification.meaning.comfort import (
    read_alarm,
    read_comfort,
    read_frightening,
    read_made_light,
    read_mostly,
    read_slept_off,
    read_threat_in_images,
)
from wearable_coach.verification.meaning.denying import read_denied_twice
from wearable_coach.verification.meaning.effort import (
    read_allowed,
    read_as_ever,
    read_caution_dropped,
    read_effort,
    read_may_start,
)
from wearable_coach.verification.meaning.fitting import read_fit, read_risky_sport
from wearable_coach.verification.meaning.grounds import read_given, read_ground
from wearable_coach.verification.meaning.harm import (
    read_false_facts,
    read_harm,
    read_rude,
    read_sleepless,
)
from wearable_coach.verification.meaning.helping import (
    acts_of,
    read_help,
    read_left_alone,
)
from wearable_coach.verification.meaning.history import (
    read_acts,
    read_expecting,
    read_habit,
    read_history,
    read_knowing,
    read_person_told,
    read_symptom,
)
from wearable_coach.verification.meaning.medicine import (
    read_disease,
    read_medicine,
    read_soft_diagnosis,
)
from wearable_coach.verification.meaning.patients import read_clearance_left, read_patient
from wearable_coach.verification.meaning.persons import read_age, read_others, read_states
from wearable_coach.verification.meaning.presuming import read_presumed
from wearable_coach.verification.meaning.recorded import read_recorded
from wearable_coach.verification.meaning.recovering import read_recovery
from wearable_coach.verification.meaning.refusing import read_refusing
from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    not_understood,
)
from wearable_coach.verification.meaning.scope import (
    read_clearance,
    read_formula,
    read_scope,
    read_who_said,
)
from wearable_coach.verification.meaning.stating import read_statement
from wearable_coach.verification.meaning.valuing import (
    read_beyond,
    read_blame,
    read_bmi_name,
    read_grade,
    read_like_ever,
    read_obese,
    read_slept_little,
    read_value,
)
from wearable_coach.verification.meaning.weighing import read_risen, read_weighed
from wearable_coach.verification.morphemes import HELPLINES, Stem, stems_between, stems_of
from wearable_coach.verification.remembering import make_room
from wearable_coach.verification.sentence import Mention, mentions
from wearable_coach.verification.word_kinds import KindFound, kinds_in, known_words, reviewed

_READERS: tuple[Callable[[ClauseWords], Iterator[ClauseJudge]], ...] = (
    read_help, read_comfort, read_mostly, read_made_light, read_alarm, read_given, read_ground, read_patient, read_weighed, read_risen, read_effort, read_disease, read_soft_diagnosis, read_medicine, read_harm,
    read_sleepless, read_rude, read_others, read_states, read_age, read_history, read_symptom, read_absence, read_fit, read_risky_sport, read_value, read_grade, read_beyond, read_scope,
    read_formula, read_clearance, read_caution_dropped, read_may_start, read_recovery, read_acts, read_expecting, read_habit,
    read_knowing, read_left_alone, read_blame, read_as_ever, read_false_facts,
    read_person_told, read_obese, read_like_ever, read_bmi_name, read_denied_twice, read_refusing, read_statement,
    read_slept_off, read_threat_in_images, read_clearance_left, read_claimed, read_slept_little, read_allowed, read_frightening, read_presumed, read_recorded, read_who_said,
)  # fmt: skip
_HEADING = re.compile(r"^\s*(?:#+ |\*\*[^*]{2,20}\*\*\s*$)|^\s*\|[\s|:-]+\|?\s*$")


class AccountedClause(NamedTuple):
    """A clause, what is not known of it, and its judges."""

    start: int
    """Where it starts in the masked sentence."""
    end: int
    health_words: int
    """How many words of health it has [count]."""
    unknown: tuple[str, ...]
    """Words that nobody knows here."""
    judges: tuple[ClauseJudge, ...]
    acts: frozenset[str] = frozenset()
    """The help that it sends to: 119, doctor."""
    everyday: tuple[str, ...] = ()
    """Words of everyday life, which are understood where the sentence does not sound like harm."""

    def objections(self, evidence: Evidence) -> list[Objection]:
        """Return why it does not stand, each reason once."""
        found: list[Objection] = []
        for judge in self.judges:
            objection = judge.judge(evidence)
            if objection is not None and objection not in found:
                found.append(objection)
        if self.unknown and (
            self.health_words or evidence.facts.safety_level >= SafetyLevel.CONTACT
        ):
            found.append(not_understood(f"모르는 말이 있어요: {', '.join(self.unknown)}"))
        return found


ACCOUNTS: dict[str, tuple[AccountedClause, ...]] = {}
_IN_ANY_SENTENCE: dict[tuple[str, tuple[str, ...], tuple[KindFound, ...]], AccountedClause] = {}
"""Clauses that were judged without a look at the sentence around them: half of what comes again in others."""
MOST_ACCOUNTS = 30_000
"""Some 2 kB each; 10,000 rows bring 22,000, most of which are kept for processes to come."""


def account(shape: str) -> tuple[AccountedClause, ...]:
    """Return the clauses of a masked sentence, remembered by its shape."""
    known = ACCOUNTS.get(shape)
    if known is None:
        make_room(ACCOUNTS, MOST_ACCOUNTS)
        known = ACCOUNTS[shape] = tuple(_account(shape))
    return known


_COUNTS = re.compile(r" ?(?:bpm|BPM|%|회|분|보|걸음|k|m|세|살|c|호|명|개|박|일|시간|점|년|번째|초)")
"""What makes a number an amount and no name of a line."""


_TO = frozenset({"~", "-", "–", "에서"})
"""What alone stands between the ends of a range: its first number names no line either."""


def shape_of(sentence: str, numbers: list[str]) -> str:
    """Return a masked sentence with the lines for help named, which are numbers and say who is called."""
    if not any(n in HELPLINES for n in numbers):
        return sentence
    parts = sentence.split(SLOT)
    signs = [
        SLOT if _COUNTS.match(after) or after.strip() in _TO else HELPLINES.get(n, SLOT)
        for n, after in zip(numbers, parts[1:], strict=True)
    ]
    return "".join(p + s for p, s in zip(parts, [*signs, ""], strict=True))


def span_of(
    clause: AccountedClause, sentence: str, place: int, base: int, shifts: list[int]
) -> tuple[int, int]:
    """Return where the words of a clause stand in the answer."""
    before = base + sentence.count(SLOT, 0, clause.start)
    until = base + sentence.count(SLOT, 0, clause.end)
    return place + clause.start + shifts[before], place + clause.end + shifts[until]


_KINDS = {"VER-FORBID": "forbidden:words", "STD-SAFE": "advice:words", "VER-NOWHERE": "forbidden:trend", "VER-READ": "unread", "VER-CMP": "comparison:words", "VER-NUM": "number:words", "VER-VALUE": "value:words", "STD-WHO": "week:words", "VER-MATH": "arithmetic:words", "STD-SLP": "class:words", "STD-HR": "class:words", "STD-OXY": "class:words", "STD-BMI": "class:words", "STD-STEP": "class:words", "VER-SOURCE": "class:words"}  # fmt: skip


def kind_of(objection: Objection) -> str:
    """Return what kind of claim an objection to a clause stands under."""
    rule = objection.rule
    return _KINDS_OF_ONE.get(rule) or _KINDS.get(rule.rpartition("-")[0], "said")


_KINDS_OF_ONE = {
    "STD-SLP-010": "citation:words",
    "STD-HR-010": "arithmetic:words",
    "STD-HR-001": "value:words",
}


def _account(shape: str) -> Iterator[AccountedClause]:
    if not shape.strip() or (_HEADING.match(shape) and not _says_something(shape)):
        return
    found = [one for one in kinds_in(shape) if not _is_within_everyday(shape, one)]
    named = mentions(shape)
    for clause in _parts(shape):
        inside = [f for f in found if clause.start <= f.start < clause.end]
        yield _accounted(clause, inside, shape, named)
    if shape.startswith("|") and _denies_help(shape, found):
        yield AccountedClause(0, len(shape), 0, (), (_ROW,))


def _is_within_everyday(shape: str, found: KindFound) -> bool:
    """Say whether a word of health is only letters of a longer everyday one: the 아파 of 아파트, the 박사 of 사박사박."""
    start = shape.rfind(" ", 0, found.start) + 1
    end = shape.find(" ", found.end)
    word = shape[start : end if end >= 0 else len(shape)]
    part = shape[found.start : found.end]
    return " " not in part and any(
        len(stem.form) > len(part) and part in stem.form and is_everyday(stem)
        for stem in stems_of(word)
    )


def _denies_help(row: str, found: list[KindFound]) -> bool:
    """Say whether a row of a table names help in one cell and denies something in another."""
    return any(f.kind in {"helpline", "doctor"} for f in found) and denies(row)


def _says_something(heading: str) -> bool:
    """Say whether a heading or a line in bold is a sentence, or names a line for help: it is read as one then."""
    words = heading.strip(" #*|").split(" ")
    ends = [stem.tag for stem in stems_of(words[-1]) if not stem.tag.startswith("S")]
    is_sentence = words[-1].endswith("!") or bool(ends and ends[-1] == "EF")
    return is_sentence or any(sign in heading for sign in HELPLINES.values())


def _parts(shape: str) -> Iterator[Stretch]:
    if not shape.startswith("|"):
        yield from clauses(shape)
        return
    place = 0
    for cell in shape.split("|"):
        for clause in clauses(cell):
            yield clause._replace(start=clause.start + place)
        place += len(cell) + 1


def _accounted(
    clause: Stretch, found: list[KindFound], sentence: str, named: Sequence[Mention]
) -> AccountedClause:
    here = tuple([m.field for m in named if clause.start <= m.start < clause.end])
    fields = here or tuple([m.field for m in named if m.start < clause.end])[::-1]
    inside = [_moved(f, clause.start) for f in found]
    key = (clause.text, fields, tuple(inside))
    account = _IN_ANY_SENTENCE.get(key)
    if account is None:
        said = ClauseWords(clause, inside, sentence, fields)
        account = _judged_alone(said)
        if not said.is_read_whole:
            make_room(_IN_ANY_SENTENCE, MOST_ACCOUNTS)
            _IN_ANY_SENTENCE[key] = account
    return account._replace(start=clause.start, end=clause.end)


def _judged_alone(said: ClauseWords) -> AccountedClause:
    """Return the account of a clause, its place left open."""
    text = said.text
    health = len(said.found) + text.count(SLOT)
    if _bare(text) in reviewed():
        return AccountedClause(0, 0, health, (), (), acts_of(said))
    judges = [judge for read in _READERS for judge in read(said)]
    if "{{" in text or "}}" in text:
        judges.append(_UNRENDERED)
    strange = dict(_strange(said))
    unknown = tuple(word for word, is_known in strange.items() if not is_known)
    everyday = tuple(word for word, is_known in strange.items() if is_known)
    return AccountedClause(0, 0, health, unknown, tuple(judges), acts_of(said), everyday)


def _bare(text: str) -> str:
    """Return a clause without the marks of a list, emphasis, and the lines for help as numbers."""
    return _MARKS.sub("", text).translate(_AS_NUMBERS)


_MARKS = re.compile(rf"^[\s#>*-]*(?:{SLOT}[.)]\x02?\s*)?|\*\*|\s+$")
_AS_NUMBERS = {ord(sign): SLOT for sign in HELPLINES.values()}


def _moved(found: KindFound, by: int) -> KindFound:
    return KindFound(found.kind, found.start - by, found.end - by)


_UNRENDERED = Always(not_understood("채워지지 않은 자리가 있어요"))
_ROW = Always(not_understood("표의 칸을 함께 읽어야 뜻이 정해져요"))


def _strange(said: ClauseWords) -> Iterator[tuple[str, bool]]:
    """Yield the words that are not understood wherever they stand, and whether they are of everyday life."""
    for place, word, morphemes in said.clause.words:
        strange = _unknown_of(morphemes)
        if strange:
            found = [stem for stem in strange if _is_left(said, place, word, stem.form)]
            if not all(map(is_everyday, found)):
                found = _read_among_others(said, place, word, found)
            yield from ((stem.form, is_everyday(stem)) for stem in found)


def _unknown_of(stems: Iterable[Stem]) -> list[Stem]:
    known = known_words()
    return [stem for stem in stems if stem.is_content and stem.form not in known]


def _is_left(said: ClauseWords, place: int, word: str, form: str) -> bool:
    """Say whether a stem stands in what the words of health leave of a word."""
    left = word
    for f in said.found:
        if f.start < place + len(word) and f.end > place:
            part = said.text[max(f.start, place) : min(f.end, place + len(word))]
            left = left.replace(part, " ", 1)
    return form in left or (form[:1] in left and left == word)


def _read_among_others(said: ClauseWords, place: int, word: str, alone: list[Stem]) -> list[Stem]:
    """Read a word with those around it, and take what leaves less unknown."""
    among = _unknown_of(stems_between(said.text, place, place + len(word)))
    among = [stem for stem in among if _is_left(said, place, word, stem.form)]
    return min((alone, among), key=lambda found: sum(not is_everyday(stem) for stem in found))
