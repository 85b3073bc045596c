"""What help a person needs, by all that was said: frames and the learned reader raise it, only being looked after ends it."""

from __future__ import annotations

import re
from functools import lru_cache

from wearable_coach.korean import Frame, HolderKind, Modality, Role, read
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
from wearable_coach.serving.holding import SOMEBODY, holding
from wearable_coach.serving.lexicon import sign_table
from wearable_coach.serving.looked_after import after_care, is_helped, is_looked_after
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.signs import Sign, is_brief, is_supposed, sure_signs, tells_of_within
from wearable_coach.serving.stretches import SpokenStretch, stretches
from wearable_coach.serving.telling import (
    asks_of_training,
    is_all_figure,
    tells_danger,
    tells_eating,
    tells_only_who_asks,
)
from wearable_coach.serving.told_text import told_reason
from wearable_coach.serving.urgency import (
    NOTHING,
    ORDER,
    SEEN,
    SELF,
    UNCLEAR,
    Need,
    Urgency,
    higher,
    of_day,
)
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.topics import OF_SYMPTOMS

_ASKED_BACK_PERCENT = 10
"""What passes the threshold of so many per cent of harmless look-alikes is asked back, whatever frames make of it."""
_HARMLESS_PERCENT = 20
"""What lies below the threshold of so many per cent of harmless look-alikes is taken for harmless where a topic speaks of it."""
_HARDLY_PERCENT = 1
"""A score above the threshold of so many per cent of harmless look-alikes needs no word of danger beside it."""
_SURELY, _WEAKLY = 0.95, 0.7
"""How surely an everyday topic is heard that outweighs an urgency that is heard so weakly [margins]."""
_LIKELY, _HARDLY = 0.1, 0.3
"""The same for a crisis, which in its own words is heard more surely, and whose lines for help frighten [margins]."""
_TOPICAL, _LEAD, _UNSURE = -0.25, 0.3, -0.5
"""How surely a topic is heard, how far before the next, that outweighs what is hardly more than harmless [margins]."""
_CLEARLY = 0.25
"""How surely a topic is heard that outweighs a weak score without a word of danger [margins]."""
_OF_CONTACT = (ORDER.index("contact"), int(SafetyLevel.CONTACT))
_INFANT = "infant"
_VIOLENCE = "violence"
_PREGNANCY = "pregnancy"
_BABY = "아기"
_UNBORN = frozenset({"아기", "애기", "아이", "애"})
_SOMEBODY = "그분"


def need_of(asked: Asked) -> Need:
    """Return the help that the user's words ask for, earlier turns too; reports are read from their readings.

    A goal in own words asks for it as well, in a report too, until a turn says that it was looked after; of a goal
    nothing is asked back. Where a told reading says what is needed (혈압이 190에 115예요), the ear, which knows no number, adds nothing.
    """
    turns = tuple(turn.content for turn in asked.history if turn.role == "user")
    turns = (*turns, asked.question) if asked.kind == "coaching" else ()
    said = max(_needed(turns), _of_wish(asked.wish, turns), key=_rank)
    need = fitting(said, asked)
    return NOTHING if need.by_ear and told_reason(asked.known.facts) else need


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
    needed, before, said = NOTHING, "", ""
    for turn in turns:
        if needed.kind == SEEN or _is_dropped(needed, said, turn):
            needed = NOTHING
        if is_looked_after(turn):
            told = max(needed, need_in(turn), key=_rank)
            needed, before = _seen(told), ""
        heard = need_in(after_care(turn), before)
        if needed.violent and heard.by_ear and heard.urgency == "crisis":
            heard = NOTHING  # the other's threat, or fear of it
        if heard != NOTHING and (heard.rank > needed.rank or _is_worse(heard, needed, turn)):
            needed, said = _gone_on(heard, needed, turn), turn
        elif needed.urgency == "crisis" and _tells_edge(turn):
            needed = _at_edge(needed)._replace(held=0)
        elif needed.kind != SEEN:
            needed = _held(needed, turn)
        before = turn
    return needed


def _seen(needed: Need) -> Need:
    """Return what is left of a need that somebody has looked after: what holds until training again."""
    if needed.rank <= _OF_CONTACT:
        return NOTHING
    return Need("none", SEEN, needed.who)


def _held(needed: Need, turn: str) -> Need:
    if needed == NOTHING:
        return NOTHING
    again = need_in(turn)
    is_anew = again.urgency == needed.urgency and not again.by_ear
    return needed._replace(held=needed.held + 1, helped=_helped(needed, turn), anew=is_anew)


def _helped(needed: Need, turn: str) -> int:
    return needed.helped + 1 if needed.helped or is_helped(turn) else 0


def _is_worse(heard: Need, needed: Need, turn: str) -> bool:
    """Say whether a turn tells a new sign of the same urgency, by which is said what to do now."""
    is_told = not heard.by_ear or tells_danger(turn)
    return heard.rank == needed.rank and heard.kind not in {needed.kind, UNCLEAR} and is_told


def _gone_on(heard: Need, needed: Need, turn: str) -> Need:
    """Return a need that goes on from an earlier one: of the same person, where no other is named."""
    heard = heard._replace(violent=heard.violent or needed.violent, helped=_helped(needed, turn))
    goes_on = needed.who and heard.who == SELF and not heard.violent
    is_own = any(_says_self(f) for f in read(turn).frames)
    return heard._replace(who=needed.who) if goes_on and not is_own else heard


def _is_dropped(needed: Need, said: str, turn: str) -> bool:
    """Say whether a turn ends what no word had told: it denies it, or surely asks about something else."""
    if needed == NOTHING:
        return False
    if needed.kind == UNCLEAR:
        is_told = tells_complaint(said) or tells_of_within(said)
    else:
        is_told = tells_danger(said) or tells_danger(said, of_mind=True)
    if is_told:
        return False
    is_weak = needed.kind == UNCLEAR or (
        needed.by_ear and hear(said).score < threshold(_HARDLY_PERCENT)
    )
    if not is_weak or need_in(turn) != NOTHING:
        return False
    nearest = topics_heard(turn)[0]
    return is_denied_whole(turn) or (nearest.score >= _CLEARLY and nearest.name not in OF_SYMPTOMS)


def need_in(text: str, before: str = "") -> Need:
    """Return the help that one turn asks for.

    Args:
        text: What the user says.
        before: What the same user said a turn before, heard with it.
    """
    if is_all_figure(before):
        before = ""
    needs = [_of_sign(sign) for sign in sure_signs(text, before)]
    said = max(needs, key=_rank, default=NOTHING)
    heard = _of_ear(text, _heard(text, before))
    if any(need.kind == _VIOLENCE for need in needs):
        return _of_violence(said, heard)
    if said.kind in _UNAWAKE:
        said = next((n for n in needs if n.kind == _BREATHING and n.rank == said.rank), said)
    need = heard if heard.rank > said.rank else said
    if said.kind == _DROWSY and need.by_ear:
        return said
    if need.kind == _LOW_SUGAR and _MISSED.search(text):
        return need._replace(urgency="urgent" if need.by_ear else need.urgency, kind=_PERSISTENT)
    is_at_edge = need.urgency == "crisis" and need.who != SELF and _tells_edge(text)
    return _at_edge(need) if is_at_edge else need


def _heard(text: str, before: str) -> Heard:
    """Hear a turn with the one before, where a word of danger stands in one of the two."""
    alone, joined = hear(text), hear(text, before)
    is_crisis = joined.urgency == "crisis"
    is_told = any(tells_danger(said, of_mind=is_crisis) for said in (text, before))
    return joined if is_told else alone


_UNAWAKE, _BREATHING = frozenset({"fainting", "consciousness"}), "breathing"
_DROWSY = "drowsy_driving"
_LOW_SUGAR, _PERSISTENT = "low_sugar", "persistent_symptom"
_MISSED = re.compile(r"인슐린[^.?!]{0,8}(?:안 ?맞|못 ?맞|빼먹|까먹|깜빡|잊|거르|걸렀|떨어졌)")
"""Who missed insulin is not low in sugar by it."""


def _tells_edge(text: str) -> bool:
    """Say whether a text tells a wound, a place or that nobody can be reached, by which a crisis is an emergency."""
    return any("edge" in part.words for part in stretches(text))


def _at_edge(need: Need) -> Need:
    return need._replace(urgency="emergency")


def _of_violence(said: Need, heard: Need) -> Need:
    """Return the need of somebody whom another hurts or threatens: the one who does it is not in need.

    A crisis that the score alone hears is the other's threat (죽이겠다고 해요).
    """
    is_ear = heard.rank > said.rank and heard.urgency != "crisis" and heard.kind != UNCLEAR
    need = heard if is_ear else said
    return need._replace(who=SELF, violent=True)


def _rank(need: Need) -> tuple[int, int]:
    return need.rank


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
    if _asks_of_everyday_life(text, heard) or _is_hardly_told(text, heard):
        return NOTHING
    if heard.band == "alarm":
        who = _called(heard.kind, _other_in(text))
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


def _is_hardly_told(text: str, heard: Heard) -> bool:
    """Say whether a score alone would raise what no word of the text tells: a condition or a medicine, a question of life or of training.

    A word of danger that is not denied, of the kind that is heard, leaves it to the score; so does a score that hardly
    any harmless text reaches, save where the text tells no more than who asks.
    """
    if heard.band == "quiet":
        return False
    is_over = is_looked_after(text) and not tells_danger(text)
    is_over = is_over and not tells_danger(text, of_mind=True)
    if is_over or tells_only_who_asks(text) or is_all_figure(text):
        return True
    is_crisis = heard.urgency == "crisis"
    if heard.score >= threshold(_HARDLY_PERCENT) or tells_danger(text, of_mind=is_crisis):
        return False
    nearest = topics_heard(text)[0]
    if is_crisis:
        return nearest.score >= _TOPICAL or asks_of_training(text)
    is_contact = heard.urgency == "contact" and heard.band == "alarm" and not tells_eating(text)
    is_reading = nearest.name == OF_READINGS and nearest.score >= _TOPICAL
    is_clear = nearest.score >= _CLEARLY and nearest.name not in OF_SYMPTOMS | {OF_READINGS}
    return is_contact or is_reading or is_clear


def _asked_back(text: str) -> Need:
    return Need("contact", UNCLEAR, _called("", _other_in(text)))


def _is_mild(heard: Heard) -> bool:
    return heard.band == "triage" or heard.urgency == "contact"


def _called(kind: str, who: str) -> str:
    """Return how an answer calls the person in need; who is named beside violence is who does it."""
    if kind == _VIOLENCE or (kind == _PREGNANCY and who in _UNBORN):
        return SELF
    if not who:
        return _BABY if kind == _INFANT else SELF
    known: dict[str, str] = sign_table()["persons"]
    return next((name for name, words in known.items() if who in words.split()), who)


def _other_in(text: str) -> str:
    """Return the other person that a text is about, nothing where it is about the user.

    Of several clauses the one with a word of danger says it, else the first that names somebody.
    """
    frames = read(text).frames
    if any(_says_self(f) or _wishes_self(f) or _bids_self(f) for f in frames):
        return SELF
    parts = stretches(text)
    found = next((who for part in parts if (who := _in_danger(part)) is not None), None)
    if found is not None:
        return found
    others = [f for f in frames if _is_other(f)]
    return (others[0].holder.person or SOMEBODY) if others else SELF


def _in_danger(part: SpokenStretch) -> str | None:
    """Return of whom a part tells a danger, None where it tells none."""
    places = sorted(w.last for name in _DANGERS for w in part.words.get(name, ()))
    of = [
        holding(part, place).who
        for place in places
        if (frame := part.clause(place).frame) is not None
        and frame.modality not in {Modality.ASK, Modality.CONDITION}
    ]
    return next(filter(None, of), SELF) if of else None


_DANGERS = (
    "harm",
    "hurts",
    "presses",
    "weak",
    "numb",
    "breathless",
    "dizzy",
    "nausea",
    "confused",
    "sweat",
)


def _is_other(frame: Frame) -> bool:
    """Say whether a frame is of another person; the 형 of 1형 당뇨 is none."""
    return frame.holder.kind is HolderKind.OTHER


def _says_self(frame: Frame) -> bool:
    """Say whether a frame is of the user by name; who asks what to do (내가 뭘 해야 돼) helps another."""
    if frame.predicate.lemma == "하다" and frame.modality in {Modality.ASK, Modality.ADVISE}:
        return False
    roles = {Role.SUBJECT, Role.TOPIC, Role.BARE}
    return any(a.lemma in _ME and a.role in roles for a in frame.arguments)


_ME = frozenset({"저", "나", "제", "내"})


def _wishes_self(frame: Frame) -> bool:
    """Say whether somebody tells a wish of their own: 사라지고 싶다는 생각이 들어요; reported (싶대요) it is another's."""
    is_reported = frame.predicate.ending.endswith(("대요", "대", "다고", "댔어요"))
    return "wishes" in frame.predicate.auxiliaries and not is_reported and not _is_other(frame)


def _bids_self(frame: Frame) -> bool:
    """Say whether a frame tells what others bid the user: 애들이 나보고 죽으래요."""
    is_bid = frame.predicate.ending.endswith(("래요", "래", "라고", "랍니다"))
    return is_bid and any(a.lemma in _ME for a in frame.arguments)
