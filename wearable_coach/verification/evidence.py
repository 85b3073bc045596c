"""The facts of one day, laid out so that a claim can be looked up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from wearable_coach.day import warned_day
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import NOTHING_TOLD, VITAL_FIELDS, Profile, ToldReadings, Vitals
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.fields import class_tables, whole_numbers
from wearable_coach.standards.intensity import hrmax_bands, hrr_bands
from wearable_coach.standards.karvonen import karvonen_target_bpm
from wearable_coach.standards.numbers import Bands, bands, exact, half_up, shown, two_decimals
from wearable_coach.standards.table import table
from wearable_coach.verification.stated import stated

_DERIVED = frozenset({"hrmax", "hrr", "pct_hrr", "pct_hrmax", "stride"})


_OF_PROFILE = ("baseline_rhr", "age", "height_cm")


class Evidence:
    """What may be said of one day: values, classes, targets."""

    def __init__(
        self,
        profile: Profile,
        vitals: Vitals,
        formula: HrmaxFormula,
        told: ToldReadings = NOTHING_TOLD,
    ) -> None:
        """Derive the facts anew from the readings; nothing of a generator is trusted.

        What is unusual of a reading is no claim of an answer, so warnings are not looked for.
        """
        self.profile, self.vitals, self.formula, self.told = profile, vitals, formula, told
        self.facts: Facts = warned_day(profile, vitals, (), hrmax_formula=formula, told=told).facts
        self._values: dict[str, Decimal | None] = {}
        self._shown: dict[str, frozenset[str]] = {}
        self._targets: dict[str, int] = {}
        self.classes: dict[str, str | None] = {
            "bmi": self.facts.bmi_ksso,
            "steps": self.facts.step_class,
            "resting_heart_rate": self.facts.rhr_flag,
            "oxygen_saturation": self.facts.spo2_flag,
            "sleep_hr": self.facts.sleep_flag,
            "rhr_delta": None if self.facts.rhr_delta_bpm is None else self.facts.rhr_delta_flag,
            "intensity": None if self.facts.hr is None else self.facts.hr.acsm_class,
        }
        self.cap: str = self.facts.max_intensity_allowed
        self.quick: dict[str, tuple[str, ...]] = {}
        """The usual spellings of a value, tried before any other."""
        for field in VITAL_FIELDS:
            raw = getattr(vitals, field)
            if raw is not None:
                self.quick[field] = _spellings(raw)
        for field in _OF_PROFILE:
            raw = getattr(profile, field)
            if raw is not None:
                self.quick[field] = _spellings(raw)
        self.begin("")

    def begin(self, question: str) -> None:
        """Start a new answer: forget what the last one stated of itself."""
        self.question = question
        self.stated_ranges: list[tuple[str, str]] = []
        self.stated_percents: set[str] = set()
        self.rests_today = False
        self.week_minutes: set[Decimal] = set()
        self.week_days: set[Decimal] = set()
        self.week_totals: set[Decimal] = set()

    @property
    def stated(self) -> str:
        """What the user states of themselves, without what is only asked, supposed or feared."""
        return stated(self.question)

    @property
    def asks_who_bmi(self) -> bool:
        """Whether the user asked for the WHO's names of the BMI classes (STD-BMI-002)."""
        asked = self.question
        return ("WHO" in asked or "세계보건" in asked or "세계 보건" in asked) and any(
            word in asked for word in ("BMI", "체질량", "비만", "체중")
        )

    @property
    def bars_bpm(self) -> bool:
        """Whether no heart rate to exercise at may be given to this person, whoever named it first."""
        facts = self.facts
        why = facts.hr_targets_withheld
        return bool(facts.hr_invalid) or why in {"minor_out_of_scope", "hr_unsettled"}

    def was_told(self, words: str, *, of_heart: bool = False) -> bool:
        """Say whether the user said a number with the same unit.

        Args:
            words: The number as the answer says it.
            of_heart: Whether it is a heart rate: of those a wish of the user makes none right where they are barred.
        """
        if of_heart and self.bars_bpm:
            return False
        told = self.question.replace(" ", "")
        wanted = words.replace(" ", "")
        place = told.find(wanted) if wanted else -1
        while place >= 0:
            end = place + len(wanted)
            inside = told[place - 1 : place].isdigit() or told[end : end + 1].isdigit()
            if not inside and (not wanted[-1].isdigit() or told[end : end + 1] not in {",", "."}):
                return True
            place = told.find(wanted, place + 1)
        return False

    def value(self, field: str) -> Decimal | None:
        """Return the exact value of a field, None when it is unknown."""
        if field not in self._values:
            self._values[field] = self._value(field)
        return self._values[field]

    def _value(self, field: str) -> Decimal | None:
        found: float | Decimal | None
        if field in VITAL_FIELDS:
            found = getattr(self.vitals, field)
        elif field in _OF_PROFILE:
            found = getattr(self.profile, field)
        else:
            found = self._derived(field)
        return None if found is None else exact(found)

    def _derived(self, field: str) -> Decimal | int | None:
        facts, hr = self.facts, self.facts.hr
        if field == "rhr_delta":
            return facts.rhr_delta_bpm
        if field == "stride":
            return facts.stride_m
        if field == "implied_height":
            return facts.implied_height_m
        if hr is None:
            return None
        if field == "target":
            return None
        return {
            "hrmax": hr.hrmax_bpm,
            "hrr": hr.hrr_bpm,
            "pct_hrr": hr.pct_hrr,
            "pct_hrmax": hr.pct_hrmax,
            "rhr_used": Decimal(hr.rhr_used_bpm),
        }.get(field)

    def shown(self, field: str) -> frozenset[str]:
        """Return every way in which the value of a field may be written, without its unit."""
        if field not in self._shown:
            self._shown[field] = self._ways(field)
        return self._shown[field]

    def usual(self, field: str) -> tuple[str, ...]:
        """Return the usual spellings of a value: the reading itself, or a derived value as shown."""
        written = self.quick.get(field)
        if written is None:
            value = self.value(field) if field in _DERIVED else None
            if value is None:
                written = ()
            elif field == "stride":
                written = (str(two_decimals(value)),)
            else:
                exactly = field in {"hrmax", "hrr"}
                written = (
                    f"{value.normalize():f}" if exactly else shown(value, self.bands_of(field)),
                )
            self.quick[field] = written
        return written

    def _ways(self, field: str) -> frozenset[str]:
        value = self.value(field)
        if value is None:
            return frozenset()
        if field in whole_numbers():
            whole = int(value)
            return frozenset({str(whole), f"{whole:,}", f"{whole}.0"})
        ways = {str(value), f"{value.normalize():f}", shown(value, self.bands_of(field))}
        if field in {"hrmax", "hrr"}:
            ways.add(str(half_up(value)))
        if field == "stride":
            ways |= {str(value.quantize(Decimal(q), ROUND_HALF_UP)) for q in ("0.01", "0.1")}
        more = {
            str(Decimal(w).quantize(Decimal("0.01"))) for w in ways if exact(Decimal(w)) == value
        }
        return frozenset(ways | more | {_plain(w) for w in ways})

    def bands_of(self, field: str) -> Bands | None:
        """Return the classes of a field, None when it has none in a table of bands."""
        if (where := class_tables().get(field)) is not None:
            return bands(*where)
        if field == "pct_hrr":
            return hrr_bands()
        if field == "pct_hrmax":
            return hrmax_bands()
        if field == "sleep_hr":
            return sleep_bands(older=self.older)
        return None

    @property
    def older(self) -> bool:
        """Whether the person is of the older adults of the sleep and activity standards."""
        return self.profile.age is not None and self.profile.age >= table("sleep")["older_from_age"]

    def target_bpm(self, percent: str) -> int | None:
        """Return the Karvonen target at a share of the reserve, None when targets are withheld."""
        if percent not in self._targets:
            hr = self.facts.hr
            if hr is None:
                return None
            target = karvonen_target_bpm(
                Decimal(percent), resting_bpm=hr.rhr_used_bpm, hrmax_bpm=hr.hrmax_bpm
            )
            self._targets[percent] = half_up(target)
        return self._targets[percent]


@lru_cache(maxsize=4)
def sleep_bands(*, older: bool) -> Bands:
    """Return the sleep classes as half-open bands of displayed hours."""
    row = table("sleep")
    low, high = row["recommended_h"]["older_adult" if older else "adult"]
    edges = [None, row["very_short_below_h"], low, exact(high) + Decimal("0.0001"), None]
    return Bands(
        [{"class": c, "from": edges[k], "to": edges[k + 1]} for k, c in enumerate(row["classes"])]
    )


def _spellings(raw: float) -> tuple[str, ...]:
    if isinstance(raw, int):
        return (str(raw),) if raw < 1000 else (f"{raw:,}", str(raw))  # noqa: PLR2004 - where a comma begins
    return (str(raw), f"{raw:.0f}") if raw.is_integer() else (str(raw),)


def _plain(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written


@lru_cache(maxsize=512)
def evidence_of(
    profile: Profile,
    vitals: Vitals,
    formula: HrmaxFormula,
    told: ToldReadings = NOTHING_TOLD,
) -> Evidence:
    """Return the evidence of a day, made once for all of its answers."""
    return Evidence(profile, vitals, formula, told)
