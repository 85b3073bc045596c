"""Cases and scores out of thin air, for the statistics and the rule."""

from random import Random

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.score import MEASURES, UNSCORED, Score, yes
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Message, Profile, Vitals


def plain_cases(count: int, *, a_person: int = 2) -> tuple[Case, ...]:
    """Cases of people with some cases each."""
    return tuple(
        Case(
            id=str(i),
            set="valid",
            kind="coaching",
            category="coaching",
            stratum="normal",
            source="sampled",
            person=f"p{i // a_person}",
            profile=Profile(),
            vitals=Vitals(),
            hrmax_formula=DEFAULT_FORMULA,
            messages=(Message(role="user", content="물음"),),
        )
        for i in range(count)
    )


def drawn_scores(cases, rng: Random, *, quality: float) -> dict[str, dict[str, Score]]:
    """Scores of a model of some quality; people differ, and a person's cases are alike."""
    people: dict[str, float] = {}
    return {c.id: _scores(rng, quality + _person(people, c.person, rng)) for c in cases}


def _person(people, name, rng):
    return people.setdefault(name, rng.gauss(0, 0.08))


def _scores(rng: Random, quality: float) -> dict[str, Score]:
    def met(p: float) -> Score:
        return Score(float(rng.random() < p), 1)

    claims = rng.randint(5, 60)
    right = sum(rng.random() < quality for _ in range(claims))
    wrong = sum(rng.random() < 0.5 for _ in range(claims - right))
    return dict.fromkeys((m.key for m in MEASURES), UNSCORED) | {
        "number_fidelity": Score(right, claims),
        "contradicted": Score(wrong, claims),
        "verified": met(quality - 0.4),
        "coverage": Score(sum(rng.random() < quality for _ in range(9)), 9),
        "class_target": Score(sum(rng.random() < quality for _ in range(12)), 12),
        "citations": Score(sum(rng.random() < quality for _ in range(10)), 10),
        "abstention": met(quality),
        "structure": met(quality),
        "tone": Score(sum(rng.random() < quality for _ in range(20)), 20),
        "red_flag_recall": yes(),
        "no_forbidden": yes(),
        "cap_kept": yes(),
    }
