"""A bar that a stored sentence names is the standards' own: no reading that the law acts on falls through by a word."""

import re
from importlib.resources import files
from typing import NamedTuple

import pytest
import yaml

from wearable_coach.standards.table import table
from wearable_coach.standards.topics import everyday_topics

RHR, TOLD = table("safety")["triggers"], table("told")
TEMPERATURE, GLUCOSE, PRESSURE = (
    TOLD[name] for name in ("temperature_c", "glucose_mg_dl", "pressure_mm_hg")
)
SIDES = {
    "from": "이상|부터",
    "above": "(?:다시 )?넘|초과|위(?:라|면|거|에)|보다 높",
    "below": "미만|아래(?!로)|밑|보다 낮|안 되",
    "to": "이하",
}
SIDE = re.compile("|".join(f"(?P<{side}>{words})" for side, words in SIDES.items()))
BAR = r"(?<![\d/.~])(?P<number>\d+(?:\.\d+)?){unit}(?:의|을|를|이|가|은|에서|도)? ?(?:거듭 |계속 )?(?={side})"


class Bars(NamedTuple):
    """What may be said of a number: by each of the law's numbers its only side."""

    named: str
    unit: str
    sides: dict[float, str]
    only: bool = False
    """Whether no other number is a bar of it."""


BARS = {
    "oxygen": Bars(
        "산소|포화도|손가락 측정기",
        "%",
        {
            **{
                RHR[f"spo2_{one}_max_pct"]: "to" for one in ("critical", "low", "ill", "borderline")
            },
            RHR["spo2_borderline_max_pct"] + 1: "from",
        },
        only=True,
    ),
    "systolic": Bars("혈압", "(?:mmHg)?", {PRESSURE["systolic_from"]: "from"}),
    "temperature": Bars(
        "열이|열은|열에|체온|산후|감기|콧물",
        "(?:도|℃|°C)",
        {TEMPERATURE["fever_from"]: "from", TEMPERATURE["emergency_from"]: "from"},
    ),
    "glucose": Bars(
        "혈당",
        "(?:mg/dL)?",
        {
            GLUCOSE["low_below"]: "below",
            GLUCOSE["critical_below"]: "below",
            GLUCOSE["high_above"]: "above",
        },
    ),
    "heart_rate": Bars(
        "안정시 심박|쉬(?:는|어도|고|ㄹ) [^.]*(?:심박|맥박)|쉴 때 심박",
        "(?:bpm|회|번)?",
        {
            RHR["rhr_high_above_bpm"]: "above",
            RHR["rhr_very_high_above_bpm"]: "above",
            RHR["rhr_very_low_below_bpm"]: "below",
        },
    ),
}
PAIR = re.compile(
    rf"(?<![\d/])(?P<systolic>\d{{3}})/(?P<diastolic>\d{{2,3}})(?:을|를|이|가)? ?(?:거듭 |계속 )?(?={SIDE.pattern})"
)


def leaves(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from leaves(one)


def sentences():
    for topic in everyday_topics().values():
        for point in topic.points:
            yield from point.ways
    for path in files("wearable_coach.rendering").joinpath("phrases").iterdir():
        if path.name.endswith(".yaml"):
            yield from leaves(yaml.safe_load(path.read_text("utf-8")))


def side_at(said, place):
    return SIDE.match(said, place).lastgroup


def faults(said):
    """Return the bars of a sentence that are not the law's."""
    for match in PAIR.finditer(said):
        told = (int(match["systolic"]), int(match["diastolic"]))
        law = (PRESSURE["systolic_from"], PRESSURE["diastolic_from"])
        is_laxer = any(one >= other for one, other in zip(told, law, strict=True))
        if is_laxer and (told != law or side_at(said, match.end()) != "from"):
            yield match.group()
    for bars in BARS.values():
        if not re.search(bars.named, said):
            continue
        pattern = re.compile(BAR.format(unit=bars.unit, side=SIDE.pattern))
        for match in pattern.finditer(said):
            due = bars.sides.get(float(match["number"]))
            if side_at(said, match.end()) != due and (due or bars.only):
                yield match.group()


def test_every_stored_bar_is_the_standards_own():
    assert {said: found for said in sentences() if (found := list(faults(said)))} == {}


@pytest.mark.parametrize(
    "said",
    [
        "산소포화도를 다시 재도 92% 아래면 오늘 진료를 받으세요.",
        "산소포화도가 89% 이하면 119예요.",
        "혈압이 180/120을 넘으면 연락하세요.",
        "혈압이 180/110을 넘으면 연락하세요.",
        "윗혈압이 180을 넘으면 연락하세요.",
        "열이 38도를 넘으면 쉬세요.",
        "혈당이 70 이하면 당부터 드세요.",
        "안정시 심박수가 100bpm 이상이면 쉬세요.",
    ],
)
def test_a_shifted_bar_is_found(said):
    assert list(faults(said))


@pytest.mark.parametrize(
    "said",
    [
        "산소포화도는 95% 이상이 보통이고 90% 이하면 119예요.",
        "혈압이 135/85 이상이면 진료를 받고 180/110 이상이면 그날 연락하세요.",
        "혈당이 70mg/dL 미만이면 당부터 드세요.",
        "안정시 심박수가 100bpm을 넘으면 다시 재세요.",
    ],
)
def test_the_law_itself_stands(said):
    assert not list(faults(said))
