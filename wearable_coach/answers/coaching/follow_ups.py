"""What users say back after an answer: why, change it, since yesterday, that cannot be, thanks, a sigh.

One place for the dataset and for serving: both hear these kinds and say the same sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.answers import cap_line, is_deferred, is_resting
from wearable_coach.answers.coaching.closing import closing_slot
from wearable_coach.answers.coaching.notes import noted_all, noted_one
from wearable_coach.answers.coaching.topic import fresh
from wearable_coach.answers.coaching.words import choose
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.heart_rate import is_as_usual
from wearable_coach.standards.levels import SafetyLevel, cap_of
from wearable_coach.standards.safety import is_ill
from wearable_coach.standards.table import table

SORE = ("knee", "back", "ankle", "shoulder")
"""Parts that hurt and for which another exercise is known."""
_REASONS = {
    "sleep_lt_6": "sleep",
    "rhr_101_120": "high",
    "hr_at_rest_gt_120": "fast",
    "spo2_93_94": "oxygen",
    "fever_or_below_neck_illness": "ill",
    "rhr_lt_40_usual_for_person": "low_rate",
    "rhr_delta_ge_20": "rhr",
    "rhr_delta_ge_10": "rhr",
}
_OF_CONDITIONS = {"pregnancy": "mother", "postpartum": "birth"}
_OF_DOCTORS = frozenset({"exert.core", "clear.core", "clear.unknown"})
_ANCHORS = (
    ("resting_heart_rate", "rhr"),
    ("sleep_hr", "sleep"),
    ("oxygen_saturation", "oxygen"),
    ("steps", "steps"),
)
_WELCOME = frozenset({None, "low_normal", "normal", "recommended"})
"""Classes of readings that nobody argues with."""


class Talk(NamedTuple):
    """What a conversation has come to."""

    sore: str = ""
    """The part of `SORE` that the user said hurts, in this turn or before."""
    corrected: str = ""
    """The reading that the user now tells otherwise than the record."""
    of_today: bool = False
    """Whether the answer before said what today is for."""
    of_moving: bool = False
    """Whether the answer before was about moving or resting today."""
    of_readings: bool = False
    """Whether the answer before said what a reading means."""
    spoken: frozenset[str] = frozenset()
    """The readings that the answer before spoke of, empty where it spoke of all that were told."""
    unwell: bool = False
    """Whether the user asked about a sign of the heart, of breath or of fainting."""
    limited: bool = False
    """Whether the answer before said that the wish to train hard has to wait."""
    of_life: bool = False
    """Whether the user told of their life in asking about it, of which no record is kept."""
    overdid: bool = False
    """Whether the user said to have overdone it the day before."""
    meant: str = ""
    """What is meant by what is said back, of `MEANT`; empty where the words leave it open."""


MEANT = {
    "since": ("yesterday", "before"),
    "doubt": ("body", "watch", "scare", "wrong"),
    "sigh": ("vain", "less", "weak", "tired"),
    "days": ("slept", "walked", "better", "overdid"),
}
"""What may be meant by saying something back; each is answered in its own words."""


class FollowUp(NamedTuple):
    """One kind of saying something back."""

    name: str
    fits: Callable[[Brief, Talk], bool]
    says: Callable[[Brief, Talk, Speaker], list[str]]
    asks: Callable[[Brief, Talk], str] = lambda _b, _t: ""
    """The variant of the question, as the last part of its slot's name."""
    weight: float = 1.0
    is_heart: bool = False
    """Whether it tells a feeling, which is heard before anything else is said."""

    def question(self, brief: Brief, talk: Talk, speaker: Speaker) -> str:
        """Say it as a user does."""
        variant = self.asks(brief, talk)
        return speaker.say(f"{self.name}.q.{variant}" if variant else f"{self.name}.q")


def day_class(brief: Brief) -> str:
    """Return what the day is for: ``go``, ``gentle``, ``reduce`` or ``defer``."""
    facts = brief.facts
    if facts.safety_level >= SafetyLevel.DEFER or facts.max_intensity_allowed == "none":
        return "defer"
    light = cap_of(facts.max_intensity_allowed) <= cap_of("light")
    if facts.safety_level == SafetyLevel.REDUCE or light:
        return "reduce"
    return "go" if facts.max_intensity_allowed == "vigorous" else "gentle"


def reason_of(brief: Brief) -> str:
    """Return why the day is capped as it is, as a variant of ``why.core``; ``free`` where it is not.

    Where a doctor is to be asked before any exercise, it is the whole name of the slot that says so.
    """
    return _of_body(brief) or _of_person(brief)


def _of_body(brief: Brief) -> str:
    """Return the reason that symptoms and readings give, nothing where they give none."""
    facts, profile = brief.facts, brief.profile
    if is_ill(profile):
        return "ill"
    if facts.max_intensity_allowed == "none" and facts.safety_level < SafetyLevel.DEFER:
        unknown = "clear.unknown" if profile.regularly_active is None else "clear.core"
        return "exert.core" if facts.screening == "stop_and_clearance" else unknown
    reason = next((r for r in facts.safety_reasons if r in _REASONS), "")
    is_both = reason == "rhr_delta_ge_10" and facts.safety_level >= SafetyLevel.DEFER
    return "both" if is_both else _REASONS.get(reason, "")


def _of_person(brief: Brief) -> str:
    conditions = brief.profile.conditions
    told = next((word for name, word in _OF_CONDITIONS.items() if name in conditions), "")
    if told:
        return told
    if brief.facts.max_intensity_allowed == "vigorous":
        return "free"
    if has_disease(brief):
        return "care"
    if "hypertension" in conditions:
        return "pressure"
    if brief.profile.regularly_active:  # it is the day alone that binds
        return "free"
    return "unknown" if brief.profile.regularly_active is None else "screened"


def has_disease(brief: Brief) -> bool:
    """Say whether a known disease was told."""
    known = table("safety")["conditions"]["known_disease"]
    return not set(brief.profile.conditions).isdisjoint(known)


def _why_asked(brief: Brief, _talk: Talk) -> str:
    kinds = {"defer": "rest", "reduce": "low", "gentle": "moderate", "go": "free"}
    return kinds[day_class(brief)]


def _why(brief: Brief, _talk: Talk, speaker: Speaker) -> list[str]:
    reason = reason_of(brief)
    if reason in _OF_DOCTORS:
        then = "exert.when" if reason == "exert.core" else "none.next.do"
        return [fresh(speaker, reason), fresh(speaker, then)]
    of_person = reason != "free" and not _of_body(brief)
    whose = "why.do.person" if reason in {"screened", "unknown"} else "why.do.person.doctor"
    do = whose if of_person else _do(speaker, "why", reason)
    return [fresh(speaker, f"why.core.{reason}"), fresh(speaker, do)]


def _swap(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    if day_class(brief) == "defer":
        return [fresh(speaker, "swap.core.defer"), fresh(speaker, "swap.do")]
    is_light = cap_of(brief.facts.max_intensity_allowed) <= cap_of("light")
    return [
        fresh(speaker, f"swap.core.{'light' if is_light else talk.sore}"),
        fresh(speaker, "swap.why"),
        fresh(speaker, _do(speaker, "swap", talk.sore)),
    ]


def _since(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    based = brief.facts.rhr_delta_bpm is not None
    core = "since.core.based" if based else "since.core"
    if talk.meant == "before":
        core = "since.core.before_based" if based else "since.core.before"
    alike = brief.facts.rhr_delta_bpm and is_as_usual(brief.facts.rhr_delta_bpm)
    means = [fresh(speaker, "since.means")] if alike and not is_deferred(brief) else []
    return [fresh(speaker, core), *means, _next(brief, speaker, "since.do")]


def _next(brief: Brief, speaker: Speaker, do: str) -> str:
    """Say what comes next: on a day that its signs defer what they ask for, and no other habit."""
    bidden = cap_line(brief, speaker) if is_deferred(brief) else ""
    return bidden or fresh(speaker, do)


def _anchor(brief: Brief) -> str:
    readings = brief.vitals.__dict__
    return next((word for name, word in _ANCHORS if readings[name] is not None), "")


def _doubted(brief: Brief) -> str:
    """Return the weightiest reading that is not as one would wish, as `_ANCHORS` names it; may be empty."""
    facts = brief.facts
    unwelcome = {
        "rhr": facts.rhr_flag not in _WELCOME or facts.rhr_delta_flag in {"mild", "elevated"},
        "sleep": facts.sleep_flag not in _WELCOME,
        "oxygen": facts.spo2_flag not in _WELCOME,
        "steps": facts.step_class in {"sedentary", "low_active"},
    }
    readings = brief.vitals.__dict__
    return next((w for name, w in _ANCHORS if readings[name] is not None and unwelcome[w]), "")


def _doubt(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    if is_ill(brief.profile):  # which was the reason, and not a reading
        return [fresh(speaker, "doubt.core.ill"), fresh(speaker, "why.do.ill")]
    reason = _of_person(brief) if not _of_body(brief) else reason_of(brief)
    of_person = reason != "free" and not (brief.facts.safety_reasons or talk.spoken)
    if of_person and talk.meant != "watch":  # no reading set the limit
        why = reason if reason in _OF_DOCTORS else f"why.core.{reason}"
        return [fresh(speaker, "doubt.core.person"), fresh(speaker, why)]
    anchor = _doubted(brief) or _anchor(brief)
    told = [fresh(speaker, f"doubt.anchor.{anchor}")] if anchor else []
    core = fresh(speaker, f"doubt.core.{talk.meant}" if talk.meant else "doubt.core")
    return [core, *told, _next(brief, speaker, _do(speaker, "doubt", anchor))]


def _first(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    said = fresh(speaker, f"first.core.{day_class(brief)}")
    sore = talk.sore and day_class(brief) != "defer"
    told = [fresh(speaker, f"first.sore.{talk.sore}")] if sore else []
    return [*told, said, *([] if is_resting(brief) else [fresh(speaker, "first.do")])]


def _tomorrow(brief: Brief, _talk: Talk, speaker: Speaker) -> list[str]:
    """Promise nothing for tomorrow; what binds the person binds it too, however the night was."""
    core = f"tomorrow.core.{_of_person(brief)}"
    if is_resting(brief) or not speaker.has(core):
        core = "tomorrow.core"
    return [fresh(speaker, core), fresh(speaker, "tomorrow.do")]


def _again(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    return [
        fresh(speaker, "again.core"),
        *_person_again(brief, speaker),
        *_talk_again(talk, speaker),
        *noted_all(brief, speaker),
        fresh(speaker, "again.do"),
    ]


def _talk_again(talk: Talk, speaker: Speaker) -> list[str]:
    """Say what was told in the turns before."""
    said = []
    if talk.sore:
        said.append(f"again.sore.{talk.sore}")
    if talk.overdid:
        said.append("again.overdid")
    return [fresh(speaker, name) for name in said]


def _person_again(brief: Brief, speaker: Speaker) -> list[str]:
    """Say what was told of the person, beside the readings."""
    profile = brief.profile
    who = "again.age" if profile.sex is None else "again.person"
    said = [] if profile.age is None and profile.sex is None else [who]
    if profile.conditions:
        speaker.know(told=", ".join(map(condition_label, profile.conditions)))
        said.append("again.conditions")
    if is_ill(profile):
        said.append("again.symptoms")
    if profile.regularly_active is not None:
        said.append("again.active" if profile.regularly_active else "again.inactive")
    if profile.athlete:
        said.append("again.athlete")
    if profile.desired_intensity == "vigorous":
        said.append("again.vigorous")
    if profile.goal is not None:
        said.append("again.goal")
    return [fresh(speaker, name) for name in said]


def _corrected(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    """Say aloud that the user's words count over the record, what the reading means, and what the day is then."""
    return [
        fresh(speaker, "corrected.core"),
        noted_one(brief, talk.corrected, speaker),
        fresh(speaker, f"day_report.core.{day_class(brief)}"),
        fresh(speaker, "corrected.do"),
    ]


def _never(_brief: Brief, _talk: Talk) -> bool:
    return False


def _sigh(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    core = f"sigh.core.{talk.meant}" if talk.meant else "sigh.core"
    rests = talk.unwell or is_resting(brief)
    do = "sigh.do.rest" if rests else _do(speaker, "sigh", talk.meant)
    return [fresh(speaker, core), fresh(speaker, do)]


def _glad(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    """Thank back; who rests or waits for a doctor is not bid to go on with what was begun."""
    goes_on = closing_slot(brief) == "close.any" and not talk.unwell
    do = "glad.do" if goes_on else "glad.do.rest"
    return [fresh(speaker, "glad.core"), fresh(speaker, do)]


def _days(brief: Brief, talk: Talk, speaker: Speaker) -> list[str]:
    """Answer what was told of other days: by what it was, without a number of its own."""
    meant = talk.meant or "better"
    if meant == "overdid" and brief.facts.max_intensity_allowed == "none":
        meant = "overdid.held"
    return [fresh(speaker, f"days.core.{meant}"), _next(brief, speaker, f"days.do.{meant}")]


def _meant(name: str, _brief: Brief, talk: Talk) -> str:
    return talk.meant or MEANT[name][0]


def _do(speaker: Speaker, name: str, variant: str) -> str:
    special = f"{name}.do.{variant}"
    return special if speaker.has(special) else f"{name}.do"


def _always(_brief: Brief, _talk: Talk) -> bool:
    return True


def _of_moving(_brief: Brief, talk: Talk) -> bool:
    return talk.of_moving


def _may_begin(_brief: Brief, talk: Talk) -> bool:
    return talk.of_moving and not talk.unwell


def _may_ask_why(brief: Brief, talk: Talk) -> bool:
    """Say whether there is something to ask the reason of: a restraint that was said, or that today is free of one."""
    is_bound = day_class(brief) in {"defer", "reduce"}
    return talk.of_moving and (talk.of_today or talk.limited or is_bound)


def _may_swap(brief: Brief, talk: Talk) -> bool:
    conditions = brief.profile.conditions
    return (
        talk.of_moving
        and not talk.sore
        and not is_ill(brief.profile)
        and {"pregnancy", "postpartum"}.isdisjoint(conditions)
    )


def _has_readings(brief: Brief, _talk: Talk) -> bool:
    return bool(_anchor(brief))


def _may_doubt(brief: Brief, talk: Talk) -> bool:
    of_person = talk.limited and not brief.facts.safety_reasons
    anchor = _doubted(brief)
    is_spoken_of = not talk.spoken or anchor in {w for n, w in _ANCHORS if n in talk.spoken}
    return talk.of_readings and bool(anchor) and is_spoken_of and not of_person


FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("why", _may_ask_why, _why, _why_asked, weight=2.2),
    FollowUp("swap", _may_swap, _swap, lambda _b, t: t.sore, weight=1.8),
    FollowUp("since", _has_readings, _since, partial(_meant, "since"), weight=1.2),
    FollowUp("doubt", _may_doubt, _doubt, partial(_meant, "doubt"), weight=1.6),
    FollowUp("tomorrow", _of_moving, _tomorrow, weight=1.2),
    FollowUp("first", _may_begin, _first, weight=1.4),
    FollowUp("again", _has_readings, _again, lambda _b, t: "records" * t.of_life, weight=0.8),
    FollowUp("glad", _always, _glad, weight=0.6, is_heart=True),
    FollowUp("sigh", _always, _sigh, partial(_meant, "sigh"), weight=0.6, is_heart=True),
    FollowUp("corrected", _never, _corrected),  # in service alone: a row's day is one
    FollowUp("days", _has_readings, _days, partial(_meant, "days"), weight=0.6),
)


def follow_up(name: str) -> FollowUp:
    """Return a kind by its name.

    Raises:
        KeyError: there is none of that name.
    """
    return {one.name: one for one in FOLLOW_UPS}[name]


def draw_follow_up(
    brief: Brief, talk: Talk, asked: frozenset[str], speaker: Speaker
) -> tuple[FollowUp, Talk] | None:
    """Draw what the user says back, and what the conversation comes to by it; None where nothing fits."""
    gone = asked | (
        {"sigh"} if "glad" in asked else frozenset()
    )  # who is glad does not despair next
    if "days" in asked:  # who told of other days is not told that only today is known
        gone |= {"since"}
    fitting = [f for f in FOLLOW_UPS if f.name not in gone and f.fits(brief, talk)]
    if not fitting:
        return None
    point = speaker.rng.random() * sum(f.weight for f in fitting)
    chosen = fitting[-1]
    for one in fitting:
        point -= one.weight
        if point < 0:
            chosen = one
            break
    if chosen.name == "swap":
        talk = talk._replace(sore=choose(speaker.rng, SORE))
    meant = [m for m in MEANT.get(chosen.name, ()) if _may_mean(m, brief, talk)]
    return chosen, talk._replace(meant=choose(speaker.rng, meant) if meant else "")


def _may_mean(meant: str, brief: Brief, talk: Talk) -> bool:
    """Say whether a user may mean something.

    Of nights and steps speaks who told today's, of too much care who was bid to take some, and of having overdone it
    nobody who has just told a sign.
    """
    if meant == "overdid":
        return not talk.unwell
    if meant == "scare":
        return bool(brief.facts.safety_reasons)
    readings = brief.vitals
    told = {"slept": readings.sleep_hr, "walked": readings.steps}
    return told.get(meant, True) is not None


def answered(kind: FollowUp, brief: Brief, talk: Talk, speaker: Speaker) -> str:
    """Return the coach's answer.

    Args:
        kind: What the user said back.
        brief: The person and day.
        talk: What was said before, this turn included.
        speaker: The conversation's voice.
    """
    lines = kind.says(brief, talk, speaker)
    if kind.name in {"tomorrow", "first"} and is_resting(brief):
        lines.append(fresh(speaker, closing_slot(brief)))
    return " ".join(lines)
