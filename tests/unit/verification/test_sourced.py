"""A way of a topic is sourced word for word, on a day and to a person it is for; nothing else is."""

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.topics import everyday_topics, fits_day
from wearable_coach.verification import accepted, verify_answer
from wearable_coach.verification.sourced import SOURCED

ACTIVE = Profile(age=40, sex="F", baseline_rhr=60, regularly_active=True)
DAYS = {
    "quiet": day(ACTIVE, Vitals(resting_heart_rate=62, sleep_hr=7.5, oxygen_saturation=97)),
    "nothing known": day(Profile(), Vitals()),
    "reduce": day(ACTIVE, Vitals(resting_heart_rate=66, sleep_hr=5.5)),
    "rest": day(ACTIVE, Vitals(resting_heart_rate=73, sleep_hr=5.1)),
} | {
    name: day(
        ACTIVE.model_copy(update={"conditions": (name,)}),
        Vitals(resting_heart_rate=60, sleep_hr=7.5, steps=8000),
    )
    for name in ("pregnancy", "diabetes", "asthma", "hypertension")
}
CONTACT = day(Profile(age=45, regularly_active=True), Vitals(resting_heart_rate=125))


def ways():
    return [
        (topic, point, way)
        for topic in everyday_topics().values()
        for point in topic.points
        for way in point.ways
    ]


@pytest.mark.parametrize("field", sorted({topic.field for topic in everyday_topics().values()}))
def test_every_way_is_accepted_on_each_day_and_to_each_person_it_is_for(field):
    refused = []
    for topic, point, way in some([one for one in ways() if one[0].field == field]):
        for name, known in DAYS.items():  # one after another, while its words are remembered
            if fits_day(point, known.profile, known.facts):
                found = verify_answer(way, day=known, kind="coaching", question=topic.questions[0])
                if not accepted(found) or not any(v.rule == SOURCED for v in found):
                    wrong = [v for v in found if v.verdict != "supported"]
                    refused.append((name, point.id, way, wrong))
    assert not refused


@pytest.mark.parametrize("name", DAYS)
def test_most_ways_are_for_each_day_and_not_all(name):
    known = DAYS[name]
    fit = [fits_day(point, known.profile, known.facts) for _, point, _ in ways()]
    assert len(fit) * 0.7 < sum(fit) < len(fit)


def test_a_way_is_refused_on_a_day_that_allows_no_movement_it_advises():
    known = DAYS["rest"]
    for _, point, way in some([one for one in ways() if one[1].moves]):
        found = verify_answer(way, day=known, kind="coaching")
        assert not accepted(found), point.id
        assert any((v.rule, v.verdict) == (SOURCED, "contradicted") for v in found)


def test_from_medical_contact_on_no_way_is_a_source():
    assert CONTACT.facts.safety_level == SafetyLevel.CONTACT
    for _, _, way in some(ways()):
        found = verify_answer(way, day=CONTACT, kind="coaching")
        assert not any((v.rule, v.verdict) == (SOURCED, "supported") for v in found)


def altered_ways():
    known = {way for _, _, way in ways()}
    changed = [
        other
        for _, _, way in ways()[::20]
        for other in (way.replace("5", "7"), way.replace(" 뒤", " 앞"), way.split(". ")[0] + ".")
    ]
    return [way for way in changed if way not in known]


def test_another_number_or_a_part_of_it_is_not_sourced():
    for way in some(altered_ways()):
        found = verify_answer(way, day=DAYS["quiet"], kind="coaching")
        assert not any((v.rule, v.verdict) == (SOURCED, "supported") for v in found)


def test_what_contradicts_the_day_stays_so_beside_a_sourced_sentence():
    _, _, way = ways()[0]
    text = f"{way} 안정시 심박수는 80bpm이에요."
    found = verify_answer(text, day=DAYS["quiet"], kind="coaching")
    assert any(v.verdict == "contradicted" for v in found)
    assert [text[v.start : v.start + len(v.span)] for v in found if v.rule == SOURCED] == [way]


def test_lines_and_blanks_between_the_sentences_of_a_way_do_not_matter():
    quiet = DAYS["quiet"]
    fitting = [w for _, p, w in ways() if ". " in w and fits_day(p, quiet.profile, quiet.facts)]
    for way in some(fitting[::3]):  # as many of each topic as it has points, or nearly
        text = "좋은 질문이에요.\n\n" + way.replace(". ", ".\n")
        found = verify_answer(text, day=DAYS["quiet"], kind="coaching")
        assert any((v.rule, v.verdict) == (SOURCED, "supported") for v in found)
