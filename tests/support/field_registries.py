"""Where a vital must be known, file by file: what `test_fields_are_whole` asks of each, and says where it is not.

``python -m tests.support.field_registries NAME`` says what NAME still lacks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple, get_args

from expectations import vitals as gate
from expectations.columns_vitals import vitals_columns
from expectations.told import tells_vitals
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.interpretation.ground import BOOKS
from wearable_coach.answers.interpretation.vitals import WRITERS
from wearable_coach.answers.questions import LAYOUTS, data_block
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.numbers_ko import WAYS, writer
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.serving import told
from wearable_coach.sources.days import sample_day
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.importer import Importer
from wearable_coach.sources.importers import IMPORTERS
from wearable_coach.sources.people import sample_person
from wearable_coach.standards.document import standards_page
from wearable_coach.standards.fields import VitalField, lacking, looks_like, vital_rows
from wearable_coach.standards.table import table
from wearable_coach.verification.evidence import evidence_of
from wearable_coach.verification.judgement import Judgement
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import words
from wearable_coach.verification.verify import _judge

_ROOT = Path(__file__).resolve().parents[2]


class Registry(NamedTuple):
    """One place that must know every vital."""

    file: str
    """What to edit, from the root of the repository."""
    lacks: Callable[[str], Iterable[str]]
    """Says of a vital what the file still lacks, a piece each; nothing when it is whole."""


def all_lacks(name: str) -> list[str]:
    """Return what a vital still lacks: ``FILE: what``, the file to edit first."""
    return [f"{r.file}: {what}" for r in REGISTRIES for what in r.lacks(name)]


def _row(name: str) -> VitalField | None:
    """Return the row, where record and table both have the field."""
    return vital_rows().get(name) if name in Vitals.model_fields else None


def _of_record(name: str) -> Iterable[str]:
    if name not in Vitals.model_fields:
        yield f"class Vitals has no field {name}; add it, with its unit"


def _of_row(name: str) -> Iterable[str]:
    raw = table("vitals")["fields"].get(name)
    if raw is None:
        yield f"`fields` has no row {name}; add one, as its head says"
        return
    if lacks := lacking(raw):
        yield f"the row {name} lacks {', '.join(lacks)}"
    elif raw["words"]["written"] not in {*WAYS, "plain"}:
        yield f"the row {name} is `written: {raw['words']['written']}`, which is no way of rendering/numbers_ko.py; take plain or one of {', '.join(WAYS)}"
    record = Vitals.model_fields.get(name)
    if (
        record is not None
        and "type" in raw
        and _is_whole(record.annotation) != (raw["type"] == "int")
    ):
        yield f"the row {name} is {raw['type']}, the field of Vitals is not"


def _is_whole(annotation: object) -> bool:
    return int in get_args(annotation)


def _of_looks(name: str) -> Iterable[str]:
    if name not in {field for _, field in looks_like()}:
        yield f"`looks_like` names no column that means {name}; a table with another name for it would be read without it"


def _of_population(name: str) -> Iterable[str]:
    kind = "health_interpretation"
    person = sample_person(Random(1), stratum="normal", kind=kind)
    _, vitals = sample_day(person, Random(1), stratum="normal", kind=kind)
    if getattr(vitals, name, None) is None:
        yield f"no sampled day ever has {name}; add it to `days.by_itself` (rule, source, mean, sd, range), or a draw of its own to sources/readings.py and days.py"


def _of_importer(importer: Importer | DeviceFormat) -> Callable[[str], Iterable[str]]:
    def lacks(name: str) -> Iterable[str]:
        if name not in importer.reads | importer.lacks:
            yield f"neither `reads` takes {name} from a column of the export, nor `lacks` says that it has none"

    return lacks


def _of_questions(name: str) -> Iterable[str]:
    row = _row(name)
    if row is None:
        yield f"a row of {name} is needed before a question can tell it"
        return
    vitals = Vitals.model_validate({name: _usual(row)})
    for layout in LAYOUTS:
        for seed in range(12):
            text = data_block(Profile(), vitals, layout=layout, rng=Random(seed))
            if not tells_vitals(text, vitals):
                yield f"`words` of {name} tell no value in a question of layout {layout}: {text!r}"
                return


def _of_gate(name: str) -> Iterable[str]:
    made = f"VIT-{name.upper()}-RANGE" in {check.code for check in gate.checks()}
    if not made or name not in vitals_columns([], DEFAULT_FORMULA):
        yield f"the gate has no column and no range of {name}: both come from Vitals and from its row in vitals.yaml"
    elif f'"column": "{name}"' not in _text("expectations/snapshots/vitals.json"):
        yield f"the suite's snapshot does not show {name}; run `python -m tests.support.made_anew` and read the difference"


def _of_docs(name: str) -> Iterable[str]:
    made = f"| {name} |" in standards_page()
    if not made or f"| {name} |" not in _text("docs/standards.md"):
        yield f"no line of {name}; run `python -m tests.support.made_anew`"


def _of_report(name: str) -> Iterable[str]:
    row, slots = _row(name), phrase_book(*BOOKS).slots
    if row is None or (row.words.slot not in WRITERS and f"{row.words.slot}.plain" not in slots):
        slot = name if row is None else row.words.slot
        yield f"no phrase {slot}.plain, what a report says of {name} (or a writer of its own in answers/interpretation/vitals.py)"
    if f"miss.{name}" not in slots:
        yield f"no phrase miss.{name}, what a report says where it is not told"


def _of_coaching(name: str) -> Iterable[str]:
    slots = book().slots
    ways = {"s": "a sentence", "m": "the same carried on with 고", "k": "label and value"}
    for way, what in ways.items():
        if f"{name}.{way}" not in slots:
            yield f"no phrase {name}.{way}, how a user tells it: {what}"
    if name != "resting_heart_rate" and f"note.{name}" not in slots:
        yield f"no phrase note.{name}, what the coach adds where its topic leaves it aside"


def _of_lexicon(name: str) -> Iterable[str]:
    if name not in words()["fields"]:
        yield f"`fields` has no words that mean {name}: the verifier would refuse a true sentence about it"


def _of_labels(name: str) -> Iterable[str]:
    if name not in LABELS:
        yield f"LABELS does not say what a verdict's reason calls {name}"


def _of_verifier(name: str) -> Iterable[str]:
    row = _row(name)
    if row is None:
        yield f"no reader of the verifier can be asked about {name} before it has a row"
        return
    vitals = Vitals.model_validate({name: _usual(row)})
    for value, wanted in ((_usual(row), "supported"), (_other(row), "contradicted")):
        text = f"{josa(row.label_ko, '은')} {josa(writer(name)(value), '이에요')}."
        judged = _judge(text, evidence_of(Profile(), vitals, "tanaka"), None, "", 0)
        said = [(v.claim, v.verdict) for v in Judgement([judged]).verdicts()]
        if (f"value:{name}", wanted) not in said:
            yield f"{text!r} of a day with {_usual(row)} is to be {wanted}, read was {said}; give its row `units`, or its unit a reader in verification/quantity_readers.py"


def _of_chat(name: str) -> Iterable[str]:
    row = _row(name)
    if row is None or row.words.chat != (name in told.READ_FROM_WORDS):
        yield f"a pattern is to read {name} out of a user's own words where its row says `chat: true`, and only there"


def _usual(row: VitalField) -> float:
    low, high = row.unusual
    middle = (low + high) / 2
    return int(middle) if row.is_whole else round(middle * 2) / 2


def _other(row: VitalField) -> float:
    return _usual(row) + max(1, int(row.unusual[1] - row.unusual[0]) // 5)


@cache
def _text(path: str) -> str:
    return (_ROOT / path).read_text(encoding="utf-8")


_VITALS = "wearable_coach/standards/tables/vitals.yaml"
REGISTRIES = (
    Registry("wearable_coach/records.py", _of_record),
    Registry(_VITALS, _of_row),
    Registry(_VITALS, _of_looks),
    Registry(_VITALS, _of_questions),
    Registry("wearable_coach/standards/tables/population.yaml", _of_population),
    *(
        Registry(f"wearable_coach/sources/{i.name}.py", _of_importer(i))
        for i in IMPORTERS
        if i.form
    ),
    *(Registry(f"{d.read.__module__.replace('.', '/')}.py", _of_importer(d)) for d in DEVICES),
    Registry("wearable_coach/verification/lexicon.yaml", _of_lexicon),
    Registry("wearable_coach/verification/labels.py", _of_labels),
    Registry(_VITALS, _of_verifier),
    Registry("wearable_coach/rendering/phrases/interpretation_vitals.yaml", _of_report),
    Registry("wearable_coach/rendering/phrases/coaching_tell.yaml", _of_coaching),
    Registry("wearable_coach/serving/told.py", _of_chat),
    Registry("expectations/snapshots/vitals.json", _of_gate),
    Registry("docs/standards.md", _of_docs),
)


if __name__ == "__main__":
    for asked in sys.argv[1:]:
        sys.stdout.write("\n".join(all_lacks(asked) or [f"{asked} is whole"]) + "\n")
