"""The records that travel through the product: frozen, closed, with units in their docstrings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula

SCHEMA_VERSION = 1

Kind = Literal["health_interpretation", "exercise_recommendation", "coaching"]
HrContext = Literal["rest", "exercise", "24h"]
Intensity = Literal["light", "moderate", "vigorous"]
Condition = Literal[
    "cvd",
    "diabetes",
    "renal",
    "beta_blocker",
    "pacemaker",
    "atrial_fibrillation",
    "heart_transplant",
    "pregnancy",
    "hypertension",
    "asthma",
    "anticoagulant",
    "postpartum",
]
Symptom = Literal[
    "chest_pain",
    "syncope",
    "dyspnea_at_rest",
    "cyanosis",
    "confusion",
    "one_sided_weakness",
    "fever",
    "body_aches",
    "chest_cough",
    "vomiting",
    "diarrhea",
    "palpitations",
    "dizziness",
    "exertional_symptom",
]


class Record(BaseModel):
    """Base of every record: immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unsaying(Record):
    """A record that is kept; fields that came later are not written down where they hold their default.

    So what was written before them reads as it was meant, and an older version of the library reads
    what this one writes wherever the default is used.
    """

    unsaid: ClassVar[Mapping[str, object]] = {}

    @model_serializer(mode="wrap")
    def _default_unsaid(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        for name, default in self.unsaid.items():
            if getattr(self, name) == default:
                written.pop(name, None)
        return written


class OfFormula(Unsaying):
    """A record that rests on a formula; the default one is not written down."""

    unsaid: ClassVar[Mapping[str, object]] = {"hrmax_formula": DEFAULT_FORMULA}
    hrmax_formula: HrmaxFormula = Field(
        DEFAULT_FORMULA, description="The formula for maximal heart rate that it goes by"
    )


class Vitals(Record):
    """One day's nine readings; a reading that is not there is None, never invented."""

    heart_rate: int | None = Field(None, description="current heart rate [bpm]")
    resting_heart_rate: int | None = Field(None, description="resting heart rate [bpm]")
    sleep_hr: float | None = Field(None, description="time asleep, not in bed [h]")
    steps: int | None = Field(None, description="steps that day [count]")
    distance_km: float | None = Field(None, description="distance covered [km]")
    active_calories: int | None = Field(None, description="active energy, not total [kcal]")
    oxygen_saturation: int | None = Field(None, description="SpO₂ [%]")
    weight: float | None = Field(None, description="body mass [kg]")
    bmi: float | None = Field(None, description="body mass index [kg/m²]")


VITAL_FIELDS = tuple(Vitals.model_fields)
"""The nine vitals in the order of the plan; what is known of each stands in ``standards/fields.py``."""


class ToldReadings(Record):
    """What a person tells of today's body beside the nine vitals; held for an answer, in no store."""

    temperature: float | None = Field(None, description="body temperature [°C]")
    glucose: int | None = Field(None, description="blood glucose [mg/dL]")
    systolic_bp: int | None = Field(None, description="systolic blood pressure [mmHg]")
    diastolic_bp: int | None = Field(None, description="diastolic blood pressure [mmHg]")
    pressure_sign: bool = Field(
        default=False,
        description="headache, chest pain or a neurological sign told beside the pressure",
    )
    hr_unsettled: bool = Field(
        default=False,
        description="what bars a target in bpm was spoken of, and nothing settled that it is not the user's",
    )


NOTHING_TOLD = ToldReadings()


class PastDays(Unsaying):
    """What a person's own days before this one were, reckoned from those days and never sampled.

    Source: STD-PAST-001; what fewer days hold than it asks for is None.
    """

    unsaid: ClassVar[Mapping[str, object]] = dict.fromkeys(
        ("baseline_days", "resting_heart_rate", "sleep_hr", "steps")
    )
    baseline_days: int | None = Field(
        None, description="days whose median `baseline_rhr` is [count]"
    )
    resting_heart_rate: int | None = Field(None, description="mean of the last 7 days [bpm]")
    sleep_hr: float | None = Field(None, description="mean of the last 7 days, asleep [h]")
    steps: int | None = Field(None, description="mean of the last 7 days [count a day]")


PAST_MEANS = tuple(name for name in PastDays.model_fields if name != "baseline_days")
"""The vitals whose mean of the days before is told, in the order of telling."""


class Profile(Unsaying):
    """What the nine vitals cannot say about the person."""

    unsaid: ClassVar[Mapping[str, object]] = {"past": None}
    age: int | None = Field(None, description="completed years")
    sex: Literal["M", "F"] | None = None
    height_cm: float | None = Field(None, description="stated height [cm]")
    baseline_rhr: int | None = Field(
        None, description="own resting HR: median of at least 14 days [bpm]"
    )
    hr_context: HrContext | None = Field(None, description="how `heart_rate` was taken")
    regularly_active: bool | None = None
    athlete: bool = False
    desired_intensity: Intensity = "moderate"
    goal: str | None = None
    conditions: tuple[Condition, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    past: PastDays | None = Field(
        None, description="the person's own days before this one; of real days only"
    )


class Message(Record):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


VerdictName = Literal["supported", "contradicted", "unsupported", "not_understood"]


class Verdict(NamedTuple):
    """What the verifier says of one claim of an answer."""

    claim: str
    """What is claimed of what, e.g. ``value:resting_heart_rate``; the words stand in `span`."""
    verdict: VerdictName
    rule: str
    """Id of the rule that decides, e.g. ``STD-BMI-001``."""
    span: str
    """The words of the answer that make the claim."""
    reason: str = ""
    """Why it is not supported, with the right value where there is one."""
    message: int = 0
    """Index of the message in the conversation."""
    start: int = 0
    """Offset of `span` in that message's text [characters]."""


def packed(verdicts: Sequence[Verdict]) -> str:
    """Return verdicts as JSON text without their spans: those stand in the messages already."""
    return json.dumps(
        [[v[0], v[1], v[2], v[4], v[5], v[6], len(v[3])] for v in verdicts], separators=(",", ":")
    )


class Draft(NamedTuple):
    """A conversation as a generator composes it, without its system prompt."""

    turns: tuple[tuple[str, str], ...]
    """(question, answer) pairs, one to three."""
    template_ids: tuple[str, ...]
    """The question frame and the phrases used, for the audit."""


class Row(Record):
    """One accepted row of a dataset."""

    row_id: str
    category: str
    kind: Kind
    stratum: str
    split: str
    source: str = Field(description="sampled, or the importer that read the vitals")
    person_id: str = Field(description="pseudonym; never an identifier of the source")
    template_family: str
    template_ids: tuple[str, ...] = ()
    completed_fields: tuple[str, ...] = Field(
        (), description="fields that a real day lacks and that were sampled conditionally"
    )
    profile: Profile
    vitals: Vitals
    facts: str = Field(description="the facts as JSON text, as `facts` answers")
    messages: tuple[Message, ...]
    verdicts: str = Field("[]", description="the verdicts as JSON text, as `packed` writes them")
    claims: int = Field(0, description="number of claims the verifier read")
    attempt: int = Field(0, description="how often this row was composed anew before it passed")
    schema_version: Literal[1] = 1

    def read_verdicts(self) -> list[Verdict]:
        """Return the verdicts as records, their spans cut out of the messages."""
        return [
            Verdict(claim, verdict, rule, self._span(message, start, size), reason, message, start)
            for claim, verdict, rule, reason, message, start, size in json.loads(self.verdicts)
        ]

    def _span(self, message: int, start: int, size: int) -> str:
        return self.messages[message].content[start : start + size]


SuiteName = Literal["vitals", "conversations", "dataset", "files", "own"]
"""Of the product's expectations; what is asked of a version's files; a recipe's own suites."""


class CheckResult(Record):
    """What the gate says of one expectation."""

    code: str = Field(description="stable code, e.g. VIT-RHR-RANGE")
    rule: str = Field(description="id of the rule, e.g. STD-VIT-001")
    source: str = Field(description="where the number comes from")
    suite: SuiteName
    severity: Literal["critical", "warning"]
    description_en: str
    description_ko: str
    success: bool
    observed: str = Field("", description="what was seen, short and readable")
    expected: str = Field("", description="what was asked for, short and readable")
    failing_row_ids: tuple[str, ...] = Field(
        (), description="rows to quarantine; empty at level dataset"
    )
    failing_values: tuple[str, ...] = Field(
        (), description="what each of those rows holds there, cut to a readable length"
    )


class GateReport(Record):
    """All that the gate says of a dataset."""

    results: tuple[CheckResult, ...]
    rows: int
    kept: dict[str, bytes] = Field(
        default_factory=dict,
        exclude=True,
        repr=False,
        description="files that a version keeps of the check: the suites, and the columns they ran on",
    )

    @property
    def passed(self) -> bool:
        """Whether no critical expectation failed."""
        return all(r.success for r in self.results if r.severity == "critical")

    def quarantined(self) -> dict[str, tuple[str, ...]]:
        """Return the codes that each bad row failed, by row id."""
        bad: dict[str, tuple[str, ...]] = {}
        for result in self.results:
            if result.severity == "critical":
                for row_id in result.failing_row_ids:
                    bad[row_id] = (*bad.get(row_id, ()), result.code)
        return bad


class OwnSuite(Record):
    """A Great Expectations suite of a user's own."""

    name: str
    expectations: tuple[dict[str, Any], ...] = Field(
        description="as Great Expectations writes them: type, kwargs, meta, severity"
    )


class LanguageFloor(Record):
    """What the gate asks of a category's language; `wearable_coach.dataset.variety` measures it."""

    skeletons_min: int = Field(
        description="distinct answer sentences with numbers masked; 0 where rows are too few to ask"
    )
    top_share_max: float = Field(description="share of the 20 commonest among all")
    shared_max: float = Field(description="share of valid's sentences that stand in train")


class GatePlan(Record):
    """What the gate is to find: exact counts, and the dataset's own thresholds."""

    hrmax_formula: HrmaxFormula = Field(description="by which readings in exercise are judged")
    category_counts: dict[str, int]
    stratum_counts: dict[str, dict[str, int]] = Field(description="category → stratum → rows")
    split_counts: dict[str, int]
    split_category_counts: dict[str, dict[str, int]] = Field(description="split → category → rows")
    min_masked_distinct: float = Field(
        0.8, description="share of answers distinct with numbers masked"
    )
    near_twin_jaccard: float = Field(
        0.9, description="5-gram Jaccard from which a pair is a near twin"
    )
    max_near_twin_share: float = Field(
        0.01, description="share of valid answers with a twin in train"
    )
    max_tokens: int = Field(8192, description="longest conversation allowed [estimated tokens]")
    language: dict[str, LanguageFloor] = Field(
        default_factory=dict, description="category → floor; of those with the kind's own strata"
    )
    own_suites: tuple[OwnSuite, ...] = Field((), description="suites that the recipe brings")
    group_floors: dict[str, int] = Field(
        {}, description="group of people or questions → least rows that are of it"
    )
