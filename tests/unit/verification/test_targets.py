from tests.unit.verification.answers import ADULT, DAY
from wearable_coach.records import Profile, Vitals
from wearable_coach.verification.evidence import evidence_of
from wearable_coach.verification.target_judges import TargetRange


class Falling(frozenset):
    """The same classes, met in the other order: a set's own order differs from run to run."""

    def __iter__(self):
        return iter(sorted(super().__iter__()))


class Rising(Falling):
    def __iter__(self):
        return reversed(list(super().__iter__()))


def found(called, low, high):
    evidence = evidence_of(Profile(**ADULT), Vitals(**DAY), "tanaka")
    return TargetRange(0, 1, -1, -1, called=called, advised=False).judge(evidence, [low, high])


def test_a_target_of_two_classes_is_judged_alike_in_whichever_order_they_are_met():
    low_intensity = {"very_light", "light"}
    for low, high in (("63", "108"), ("97", "108"), ("63", "97"), ("120", "131")):
        assert found(Rising(low_intensity), low, high) == found(Falling(low_intensity), low, high)
    assert found(Falling(low_intensity), "63", "108") is None
    wrong = found(Falling(low_intensity), "120", "131")
    assert wrong.reason == "카보넨 목표는 63~97, 97~108, 63~108bpm이에요"
