"""What help a person needs, by all that was said: frames and the learned reader raise it, only being looked after ends it."""

from __future__ import annotations

from functools import lru_cache

from wearable_coach.korean import read
from wearable_coach.learned import Heard, hear
from wearable_coach.learned.hearing import threshold
from wearable_coach.learned.topics import OF_READINGS, topics_heard
from wearable_coach.serving.everyday import (
    is_bare_ache,
    is_denied_whole,
    is_everyday,
    is_terse,
    may_be_heart,
    tells_complaint,
)
from wearable_coach.serving.fitting import fitting
from wearable_coach.serving.lexicon import sign_table
from wearable_coach.serving.looked_after import is_looked_after
from wearable_coach.serving.low_sugar import is_well_measured, need_of_sugar
from wearable_coach.serving.patients import is_animal, patient, wishes_as_user
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.signs import Sign, is_brief, is_supposed, sure_signs, tells_of_within
from wearable_coach.serving.told_text import told_reason
from wearable_coach.serving.urgency import NOTHING, SELF, UNCLEAR, Need, Urgency, higher, of_day
from wearable_coach.serving.violence import (
    VIOLENCE,
    Violence,
    is_child,
    is_man,
    is_threat_in_play,
    violence_in,
)
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.topics import OF_SYMPTOMS

_ASKED_BACK_PERCENT = 10
"""What passes the threshold of so many per cent of harmless look-alikes is asked back, whatever frames make of it."""
_HARMLESS_PERCENT = 20
"""What lies below the threshold of so many per cent of harmless look-alikes is taken for harmless where a topic speaks of it."""
_SURELY, _WEAKLY = 0.95, 0.7
"""How surely an everyday topic is heard that outweighs an urgency that is heard so weakly [margins]."""
_LIKELY, _HARDLY = 0.1, 0.3
"""The same for a crisis, which in its own words is heard more surely, and whose lines for help frighten [margins]."""
_TOPICAL, _LEAD, _UNSURE = -0.25, 0.3, -0.5
"""How surely a topic is heard, how far before the next, that outweighs what is hardly more than harmless [margins]."""
_DONE_TO = frozenset(
    {"head_injury", "injury", "bleeding", "breathing", "consciousness", "pregnancy"}
)
"""What violence does to the body; of this kind the learned reader is believed beside it."""
_INFANT = "infant"
_SUICIDE = "suicide_self_harm"
_PREGNANCY, _ANIMAL, _LOW_SUGAR = "pregnancy", "animal", "low_sugar"
_BABY = "아기"
_SOMEBODY = "그분"


def need_of(asked: Asked) -> Need:
    """Return the help that the user's words ask for, earlier turns too; reports are read from their readings.

    A goal in own words asks for it as well, in a report too, until a turn says that it was looked after; of a goal
    nothing is asked back. Where a told reading says what is needed (혈압이 190에 115예요), the ear, which knows no number, adds nothing.
    """
    turns = tuple(turn.content for turn in asked.history if turn.role == "user")
    turns = (*turns, asked.question) if asked.kind == "coaching" else ()
    said = max(_needed(turns), _of_wish(asked.wish, turns), key=_rank)
    sugar = need_of_sugar(turns) if turns else NOTHING
    if said.kind == _LOW_SUGAR:
        said = _as_measured(said, sugar, turns)
    need = max(fitting(said, asked), sugar, key=_rank)
    return NOTHING if need.by_ear and told_reason(asked.known.facts) else need


def _as_measured(said: Need, sugar: Need, turns: tuple[str, ...]) -> Need:
    """Return a need for sugar as told readings have it: of whom they are, and nothing that the ear hears against them."""
    if sugar.kind == _LOW_SUGAR:
        return NOTHING if said.by_ear else said._replace(who=sugar.who)
    return NOTHING if said.by_ear and is_well_measured(turns, said.who) else said


def urgency_of(asked: Asked) -> Urgency:
    """Return the urgency of an answer: that of the day, or the higher one of the words."""
    return higher(of_day(asked.known.facts), need_of(asked).urgency)


def safety_level(asked: Asked) -> SafetyLevel:
    """Return the level of an answer: that of the day, or the higher one of the words."""
    return max(asked.known.facts.safety_level, need_of(asked).level)


def _of_wish(wish: str, turns: tuple[str, ...]) -> Need:
    """Return the help that a goal asks for; a few nouns (당뇨 관리) are no wording to go by, save of a crisis."""
    if not wish or any(map(is_looked_after, turns)):
        return NOTHING
    need = need_in(wish)
    is_unsure = need.kind == UNCLEAR or (need.by_ear and need.urgency != "crisis")
    return NOTHING if is_unsure else need


@lru_cache(maxsize=512)
def _needed(turns: tuple[str, ...]) -> Need:
    needed, before = NOTHING, ""
    for turn in turns:
        if is_looked_after(turn) or needed.kind == _ANIMAL:
            needed, before = NOTHING, ""
        heard = _after_violence(needed, need_in(turn, before))
        needed = heard if heard.rank > needed.rank else needed._replace(held=needed != NOTHING)
        before = turn
    return needed


def _after_violence(needed: Need, heard: Need) -> Need:
    """Return what a turn asks for, after violence that was told: what hurts is of who is hurt, and nobody stays with the other."""
    if needed.kind != VIOLENCE or heard.kind in {"", UNCLEAR}:
        return heard
    if heard.kind == VIOLENCE:
        return heard._replace(who=heard.who or needed.who, beside=heard.beside or needed.beside)
    if heard.kind == _SUICIDE:
        is_own = heard.who in {SELF, needed.who}
        return heard._replace(who=needed.who, beside=VIOLENCE) if is_own else NOTHING
    return heard._replace(kind=VIOLENCE, who=needed.who, beside=heard.kind)


def need_in(text: str, before: str = "") -> Need:
    """Return the help that one turn asks for.

    Args:
        text: What the user says.
        before: What the same user said a turn before, heard with it.
    """
    said = max(
        (_of_sign(sign) for sign in sure_signs(text, before)), key=_rank_own, default=NOTHING
    )
    if said.who == SELF and said != NOTHING:
        said = said._replace(
            who=_called(said.kind, _other_in(text, of_crisis=said.urgency == "crisis"))
        )
    heard = _of_ear(text, hear(text, before))
    need = heard if heard.rank > said.rank else said
    told = violence_in(text)
    if told is not None:
        return _of_violence(told, need, said)
    if need.by_ear and need.urgency == "crisis" and need.who != SELF and is_threat_in_play(text):
        return NOTHING
    is_of_animal = is_animal(need.who) and need.urgency != "crisis"
    return Need("contact", _ANIMAL, need.who) if is_of_animal else need


def _of_violence(told: Violence, need: Need, said: Need) -> Need:
    """Return what violence asks for: who is hurt is who needs help, for what it did to them, too.

    A crisis counts where frames say that it is the user's own: to the learned reader a threat of death sounds like one.
    """
    if said.kind == _SUICIDE and said.who == SELF:
        return said._replace(beside=VIOLENCE)
    is_injured = need.kind not in {"", UNCLEAR, VIOLENCE, _SUICIDE} and need.urgency != "contact"
    is_injured = is_injured and (not need.by_ear or need.kind in _DONE_TO)
    if is_injured:
        is_emergency = need.urgency == "emergency" or told.is_grave
        urgency: Urgency = "emergency" if is_emergency else need.urgency
        return Need(urgency, VIOLENCE, told.who, beside=need.kind)
    is_now = told.is_grave or (need.kind == VIOLENCE and need.urgency == "emergency")
    return Need("emergency" if is_now else "contact", VIOLENCE, told.who)


def _rank(need: Need) -> tuple[int, int]:
    return need.rank


def _rank_own(need: Need) -> tuple[int, int, bool]:
    """Rank needs; of two crises the user's own comes first."""
    return (*need.rank, need.urgency == "crisis" and need.who == SELF)


def _of_sign(sign: Sign) -> Need:
    if sign.urgency == "none":
        return NOTHING
    return Need(sign.urgency, sign.kind, _called(sign.kind, sign.who))


def _of_ear(text: str, heard: Heard) -> Need:
    """Return what the learned reader raises; what frames understand as everyday it does not raise to a contact."""
    if is_supposed(text) or is_denied_whole(text):
        return NOTHING
    if tells_of_within(text) and (is_bare_ache(text) or heard.band == "quiet"):
        is_known = is_looked_after(text) or _is_harmless(text, heard)
        return NOTHING if is_known else _asked_back(text)
    if is_everyday(text) and (_is_mild(heard) or is_terse(text)):
        return _asked_back(text) if may_be_heart(text) and not _is_mild(heard) else NOTHING
    if _asks_of_everyday_life(text, heard):
        return NOTHING
    if heard.band == "alarm":
        is_crisis = heard.urgency == "crisis"
        who = _called(heard.kind, _other_in(text, of_crisis=is_crisis))
        return Need(heard.urgency, heard.kind, who, by_ear=True)
    is_unclear = heard.score > threshold(_ASKED_BACK_PERCENT) or tells_complaint(text)
    return _asked_back(text) if heard.band == "triage" and is_unclear else NOTHING


def _is_harmless(text: str, heard: Heard) -> bool:
    """Say whether a text sounds harmless, and is long enough to tell, or of a topic whose answer says when it is none (옆구리 결림)."""
    if heard.score >= threshold(_HARMLESS_PERCENT):
        return False
    nearest = topics_heard(text)[0]
    return not is_brief(text) or (nearest.name != OF_READINGS and nearest.score >= _SURELY)


def _asks_of_everyday_life(text: str, heard: Heard) -> bool:
    """Say whether a text surely asks about a topic without symptoms, and sounds hardly urgent: 임신 중 수영, 다리 찢기."""
    nearest, second = topics_heard(text)[:2]
    if nearest.name in OF_SYMPTOMS | {OF_READINGS} or tells_complaint(text):
        return False
    leads = nearest.score > _TOPICAL and nearest.score - second.score > _LEAD
    if leads and heard.band == "triage" and heard.score < _UNSURE:
        return True
    is_sure = nearest.score >= _SURELY and heard.score < _WEAKLY
    is_likelier = nearest.score >= _LIKELY and heard.score < _HARDLY
    return is_sure or (heard.urgency == "crisis" and is_likelier)


def _asked_back(text: str) -> Need:
    return Need("contact", UNCLEAR, _called("", _other_in(text)))


def _is_mild(heard: Heard) -> bool:
    return heard.band == "triage" or heard.urgency == "contact"


def _called(kind: str, who: str) -> str:
    """Return how an answer calls the person in need; who is named beside violence is who does it."""
    if kind == VIOLENCE:
        return SELF
    if kind == _PREGNANCY and (is_child(who) or is_man(who)):
        return SELF  # who is within is not who goes to the doctor
    if not who:
        return _BABY if kind == _INFANT else SELF
    known: dict[str, str] = sign_table()["persons"]
    return next((name for name, words in known.items() if who in words.split()), who)


def _other_in(text: str, *, of_crisis: bool = False) -> str:
    """Return the other person of whom the most urgent clause of a text is, nothing where it is of the user."""
    clauses = read(text).clauses
    said = [k for k, clause in enumerate(clauses) if clause.frame is not None]
    if of_crisis and any(wishes_as_user(clauses, k) for k in said):
        return SELF
    by = {k: patient(clauses, k) for k in said}
    if of_crisis or any(who and not is_animal(who) for who in by.values()):
        by = {k: who for k, who in by.items() if not is_animal(who)}
    return by[max(by, key=lambda k: hear(clauses[k].text).score)] if by else SELF
