"""Changing one thing of a right answer, so that its meaning is wrong: the verifier's sparring partner.

Every change alters meaning on purpose: a target moves by more than its ±1 bpm tolerance, a dose leaves any
sensible range, a class becomes another class of the same field, a direction turns round, a unit slips.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from tests.support.days import day
from wearable_coach.records import Profile, Vitals


class Mutation(NamedTuple):
    """A wrong answer and what was changed in it."""

    kind: str
    text: str
    before: str
    after: str
    start: int


class _Change(NamedTuple):
    start: int
    end: int
    after: str


_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CLASSES: dict[str, tuple[str, ...]] = {
    "sleep": ("매우 부족", "부족", "권장", "김"),
    "steps": ("좌식", "저활동", "다소 활동적", "활동적", "매우 활동적"),
    "bmi": ("저체중", "비만 전단계", "1단계 비만", "2단계 비만", "3단계 비만"),
    "spo2": ("경계", "위급"),
    "delta": ("변화 없음", "약간 상승", "상승"),
    "rhr": ("매우 낮음", "정상 하단", "매우 높음", "높음"),
}
_SLIPS = {"km": ("m", "마일"), "kcal": ("kJ",), "kg": ("lb", "g"), "보": ("km",)}
_OPPOSITE = {
    "높": "낮",
    "낮": "높",
    "올랐": "내렸",
    "오른": "내린",
    "올라": "내려",
    "내려": "올라",
    "짧": "길",
}


def mutations(text: str, *, profile: Profile, vitals: Vitals, rng: Random) -> Iterator[Mutation]:
    """Yield one mutation of every kind that the answer offers, in a fixed order of kinds.

    Args:
        text: A right answer.
        profile: The person it is about.
        vitals: The day it is about.
        rng: Picks the place and the new value.
    """
    kinds: dict[str, Callable[[str, Profile, Vitals, Random], list[_Change]]] = {
        "value": _values,
        "exact": _exact_numbers,
        "dose": _doses,
        "class": _class_labels,
        "unit": _units,
        "direction": _directions,
        "comparator": _comparators,
        "citation": _citations,
        "cap": _caps,
        "emergency": _emergency,
        "invention": _inventions,
    }
    for kind, find in kinds.items():
        changes = find(text, profile, vitals, rng)
        if changes:
            change = rng.choice(changes)
            yield Mutation(
                kind,
                text[: change.start] + change.after + text[change.end :],
                text[max(0, change.start - 20) : change.end + 12],
                change.after,
                change.start,
            )


def _moved(written: str, rng: Random, *, least: float, share: float = 0.0) -> str:
    """Return another number of the same look, at least `least` away."""
    places = len(written.partition(".")[2])
    value = float(written.replace(",", ""))
    step = max(least, value * share)
    new = value + rng.choice((1, 1, -1) if value > step * 1.5 else (1,)) * step * rng.uniform(
        1.0, 1.6
    )
    return f"{new:,.{places}f}" if "," in written else f"{new:.{places}f}"


def _values(text: str, _p: Profile, v: Vitals, rng: Random) -> list[_Change]:
    """Readings told of the person: each is exact."""
    found = []
    told: tuple[tuple[str, float | None, float, float], ...] = (
        ("bpm", None, 3, 0.0),
        ("보", v.steps, 300, 0.1),
        ("km", v.distance_km, 0.4, 0.1),
        ("kcal", v.active_calories, 20, 0.1),
        ("kg", v.weight, 2, 0.05),
        ("%", v.oxygen_saturation, 2, 0.0),
    )
    for unit, value, least, share in told:
        for match in re.finditer(rf"(?<![\d.,±+~]){_NUMBER}(?={unit}(?![a-z~/]))", text):
            number = float(match.group().replace(",", ""))
            own = (
                number in {v.heart_rate, v.resting_heart_rate}
                if value is None
                else abs(number - value) < 0.06
            )
            if own and not re.search(
                r"[×=−/]|WHO|RPE", text[max(0, match.start() - 12) : match.end() + 6]
            ):
                found.append(
                    _Change(*match.span(), _moved(match.group(), rng, least=least, share=share))
                )
    found.extend(
        _Change(*match.span(1), _moved(match.group(1), rng, least=1.3))
        for match in re.finditer(rf"BMI(?: |는 |가 |\*\* )({_NUMBER})", text)
    )
    for match in re.finditer(r"(\d+)시간(?: (\d+)분)?", text):
        hours = int(match.group(1)) + int(match.group(2) or 0) / 60
        if v.sleep_hr is not None and abs(hours - v.sleep_hr) < 0.02:
            found.append(_Change(*match.span(1), str(int(match.group(1)) + rng.choice((1, 2)))))
    return found


def _exact_numbers(text: str, _p: Profile, _v: Vitals, rng: Random) -> list[_Change]:
    """Numbers that a formula, a table of a standard or a study fixes."""
    found = []
    for match in re.finditer(rf"({_NUMBER})~({_NUMBER})(?=bpm)", text):
        k = rng.choice((1, 2))
        found.append(_Change(*match.span(k), _moved(match.group(k), rng, least=4)))
    found.extend(
        _Change(*match.span(1), _moved(match.group(1), rng, least=3))
        for match in re.finditer(rf"= (?:주 )?({_NUMBER})", text)
    )
    for match in re.finditer(r"(?:여유심박수|HRR\))(?:의|는|로는)? ?(\d+)~(\d+)%", text):
        k = rng.choice((1, 2))
        found.append(_Change(*match.span(k), _moved(match.group(k), rng, least=7)))
    found.extend(
        _Change(*match.span(2), str(int(match.group(2)) + rng.choice((1, 2))))
        for match in re.finditer(r"RPE (\d+)~(\d+)(?!\()", text)
    )
    for match in re.finditer(r"(?:주 )(150)~(300)분|(?:주 )(75)~(150)분", text):
        group = rng.choice([k for k in (1, 2, 3, 4) if match.group(k)])
        found.append(_Change(*match.span(group), _moved(match.group(group), rng, least=20)))
    found.extend(
        _Change(*match.span(1), str(int(match.group(1)) + 5))
        for match in re.finditer(r"(\d+)분 × (?:주 )?(\d)일 =", text)
    )
    found.extend(
        _Change(*match.span(2), "10")
        for match in re.finditer(r"(?:권장 |성인 )(7)~(9|8)시간", text)
    )
    found.extend(
        _Change(*match.span(1), str(int(match.group(1)) + rng.choice((1, 2, 5))))
        for match in re.finditer(r"(\d+)bpm (?:높|낮|올랐|오른)", text)
    )
    return found


def _doses(text: str, _p: Profile, _v: Vitals, rng: Random) -> list[_Change]:
    """Prescribed amounts, moved far out of any range."""
    found = []
    for match in re.finditer(r"(?<![\d.~×,])(?<!주 )(\d+)(?=(분|초|회|세트)(?!류|복|의))", text):
        if (
            re.search(r"시간 ?$|\d시간 $", text[: match.start()])
            or "=" in text[match.start() : match.end() + 14]
        ):
            continue
        found.append(
            _Change(*match.span(1), str(int(match.group(1)) * 7 + rng.choice((13, 14, 16))))
        )
    return found


def _class_labels(text: str, _p: Profile, _v: Vitals, rng: Random) -> list[_Change]:
    found = []
    for labels in _CLASSES.values():
        for label in labels:
            found += [
                _Change(m.start(1), m.end(1), rng.choice([x for x in labels if x != label]))
                for m in re.finditer(rf"'({label})'(?!(?:으로|로) (?:보는|두는))", text)
                if "규칙" not in text[m.end() : m.end() + 14]
            ]
    return found


def _units(text: str, _p: Profile, v: Vitals, rng: Random) -> list[_Change]:
    found = []
    for unit, wrong in _SLIPS.items():
        found += [
            _Change(*match.span(), rng.choice(wrong))
            for match in re.finditer(rf"(?<=\d){unit}(?![a-z/²~다])", text)
        ]
    if v.oxygen_saturation is not None:
        found += [
            _Change(*m.span(), f"0.{v.oxygen_saturation}")
            for m in re.finditer(rf"(?<=산소포화도 ){v.oxygen_saturation}%", text)
        ]
    return found


def _directions(text: str, profile: Profile, vitals: Vitals, _rng: Random) -> list[_Change]:
    delta = day(profile, vitals).facts.rhr_delta_bpm
    if not delta:
        return []
    return [
        _Change(*m.span(1), _OPPOSITE[m.group(1)])
        for m in re.finditer(r"(?:보다|대비) (?:\d+bpm )(?:더 )?(높|낮|올랐|오른)", text)
    ]


def _comparators(text: str, _p: Profile, _v: Vitals, _rng: Random) -> list[_Change]:
    found = [_Change(*m.span(1), "초과") for m in re.finditer(r"(?<!±)10bpm (이상)(?! 차이)", text)]
    found += [_Change(*m.span(1), "이하") for m in re.finditer(r"(?:6시간|95%|8시간) (미만)", text)]
    return found


def _citations(text: str, _p: Profile, _v: Vitals, rng: Random) -> list[_Change]:
    found = [
        _Change(*m.span(1), str(int(m.group(1)) + rng.choice((-3, -2, 2, 3))))
        for m in re.finditer(
            r"(?:Buchheit|Milewski 등|대한비만학회|신체활동 지침|Tanaka)\(((?:19|20)\d\d)\)", text
        )
    ]
    found += [_Change(*m.span(1), "10") for m in re.finditer(r"GETP (11)판", text)]
    found += [_Change(*m.span(), "212명") for m in re.finditer(r"112명", text)]
    found += [_Change(*m.span(), "2.7배") for m in re.finditer(r"1\.7배", text)]
    found += [
        _Change(*m.span(), "세계보건기구 기준")
        for m in re.finditer(r"대한비만학회\(2022\) 기준", text)
    ]
    return found


def _caps(text: str, profile: Profile, vitals: Vitals, rng: Random) -> list[_Change]:
    cap = day(profile, vitals).facts.max_intensity_allowed
    over = {
        "none": ("오늘은 가볍게 걷기를 하세요.", "저강도로 운동하세요.", "오늘 조깅을 추천해요."),
        "light": (
            "오늘은 중강도로 운동하세요.",
            "빠르게 걷기로 중강도까지 올려요.",
            "인터벌 훈련을 해 보세요.",
        ),
        "moderate": ("오늘은 고강도로 운동하세요.", "인터벌 훈련을 해 보세요.", "HIIT를 추천해요."),
    }.get(cap)
    if over is None:
        return []
    places = [m.end() for m in re.finditer(r"요\.(?=\n)", text)]
    return [_Change(p, p, "\n" + rng.choice(over)) for p in places]


def _emergency(text: str, profile: Profile, vitals: Vitals, _rng: Random) -> list[_Change]:
    if day(profile, vitals).facts.safety_level == 4:
        return [_Change(*m.span(), "112") for m in re.finditer(r"119", text)][:1]
    return []


_INVENTED = (
    "HRV는 {a}ms로 안정적이에요.",
    "안정시 심박수는 지난주보다 낮아졌어요.",
    "혈압은 {b}/{a}mmHg예요.",
    "Kim 등(20{c})의 연구에서도 같은 결과가 나왔어요.",
    "부정맥이 의심돼요.",
    "병원에 갈 필요는 없습니다.",
    "해열제를 드시면 좋아요.",
    "VO₂max는 {a}로 추정돼요.",
    "깊은 수면이 부족했어요.",
    "WHO는 하루 10,000보를 권해요.",
    "수면이 부족하면 부상 위험이 1.7배 높아져요.",
)


def _inventions(text: str, _p: Profile, _v: Vitals, rng: Random) -> list[_Change]:
    places = [m.end() for m in re.finditer(r"요\.(?=\n)", text)]
    said = rng.choice(_INVENTED).format(
        a=rng.randint(40, 70), b=rng.randint(110, 140), c=rng.randint(10, 24)
    )
    return [_Change(p, p, "\n" + said) for p in places]
