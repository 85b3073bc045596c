"""What help a person needs, by all that was said: frames and the learned reader raise it, only being looked after ends it."""

from __future__ import annotations

from functools import lru_cache

from wearable_coach.korean import Frame, Modality, Role, read
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
from wearable_coach.serving.looked_after import after_care, is_helped, is_looked_after
from wearable_coach.serving.low_sugar import is_well_measured, need_of_sugar
from wearable_coach.serving.patients import is_animal, patient, wishes_as_user
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.signs import (
    Sign,
    is_brief,
    is_supposed,
    sure_signs,
    tells_of_within,
    told_in,
)
from wearable_coach.serving.telling import (
    asks_of_training,
    denies_low_mood,
    is_all_figure,
    tells_danger,
    tells_eating,
    tells_only_rest,
    tells_only_skin,
    tells_only_who_asks,
    tells_what_others_say,
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
from wearable_coach.serving.violence import (
    VIOLENCE,
    Violence,
    is_child,
    is_man,
    is_threat_in_play,
    violence_in,
)
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.table import table
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
_DONE_TO = frozenset(
    {"head_injury", "injury", "bleeding", "breathing", "consciousness", "pregnancy"}
)
"""What violence does to the body; of this kind the learned reader is believed beside it."""
_ALLERGY = "anaphylaxis"
_ARREST, _DANGER, _POISON = "arrest", "suicide_danger", "poison"
_OF_HEART = frozenset({"heart_attack", "heart_rhythm", "exertional_pain", "breathing", "fainting"})
"""Kinds after which the doctor who treated says how much one moves."""
_ANOTHER, _UNDERWEIGHT = "another", "underweight"
_INFANT = "infant"
_SUICIDE = "suicide_self_harm"
_OF_MIND = frozenset({_SUICIDE, _DANGER, "self_harm_wound"})
_PREGNANCY, _ANIMAL, _LOW_SUGAR = "pregnancy", "animal", "low_sugar"
_HIGH_SUGAR = "high_sugar"
_BABY = "아기"
_SOMEBODY = "그분"


def need_of(asked: Asked) -> Need:
    """Return the help that the user's words ask for, earlier turns too; reports are read from their readings.

    A goal in own words asks for it as well, in a report too, until a turn says that it was looked after; of a goal
    nothing is asked back. Where a told reading says what is needed (혈압이 190에 115예요), the ear, which knows no number, adds nothing.
    """
    turns = tuple(turn.content for turn in asked.history if turn.role == "user")
    turns = (*turns, asked.question) if asked.kind == "coaching" else ()
    said = max(_needed(turns, _known_of(asked)), _of_wish(asked.wish, turns), key=_rank)
    sugar = need_of_sugar(turns) if turns else NOTHING
    if said.kind == _LOW_SUGAR:
        said = _as_measured(said, sugar, turns)
    said = fitting(said, asked)
    if said.by_ear and told_reason(asked.known.facts):
        said = NOTHING
    return max(said, sugar, key=_rank_told)


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


def _known_of(asked: Asked) -> frozenset[str]:
    """Return what a profile and its readings tell, by the names that rows of signs ask for."""
    profile, facts = asked.known.profile, asked.known.facts
    said = {*profile.conditions, *(["minor"] if is_minor(profile) else [])}
    return frozenset(said | ({_UNDERWEIGHT} if facts.bmi_ksso == _UNDERWEIGHT else set()))


@lru_cache(maxsize=512)
def _needed(turns: tuple[str, ...], known: frozenset[str] = frozenset()) -> Need:
    """Return the need that stands after some turns: what is told goes on, and each turn is read with all of it."""
    needed, seen, before, told = NOTHING, NOTHING, "", known
    said = ""
    for turn in turns:
        if needed.kind in {SEEN, _ANIMAL} or _is_dropped(needed, said, turn):
            needed, before = NOTHING, "" if needed.kind == _ANIMAL else before
        if is_looked_after(turn):
            seen = max(needed, need_in(turn, "", told), key=_rank)
            needed, before, told = _seen(seen), "", known
        others = frozenset({_ANOTHER}) if needed.who else frozenset()
        heard = _after_violence(needed, need_in(after_care(turn), before, told | others))
        needed = _going_on(needed, heard, turn)
        said = said if needed.held else turn
        told |= told_in(turn) | {heard.kind, *(s.kind for s in sure_signs(turn, before, told))}
        before = turn
    is_about = seen.who == SELF or seen.who in before
    if needed == NOTHING and seen.kind in _OF_HEART and is_about and "moves" in told_in(before):
        needed = Need("none", "after_heart", seen.who)
    return _with_notes(needed, told)


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


def _going_on(needed: Need, heard: Need, turn: str) -> Need:
    """Return the need after a turn: the more urgent one, and of two alike the one whose acts come first, or the new one.

    What is said of nobody goes on about whom was spoken of: 옆 사람이 쓰러졌어요. 숨을 꺽꺽거려요.
    """
    acts = table("urgent_acts")
    if needed.kind in acts["passing"]:
        needed = NOTHING
    if needed.urgency == "urgent" and heard.by_ear and _is_untold_crisis(heard, turn):
        heard = NOTHING
    if _is_of_same(heard, turn):
        heard = heard._replace(who=needed.who)
    if heard.kind == _DANGER and needed.who not in {SELF, heard.who}:
        return _held(needed, heard, turn)  # who does not answer is not who is in danger
    if needed.by_ear and not heard.by_ear and heard.kind in acts["keeps"]:
        heard = heard._replace(urgency=higher(needed.urgency, heard.urgency))
    if heard != NOTHING and (heard.rank > needed.rank or _is_worse(heard, needed, turn)):
        return heard._replace(helped=_helped(needed, turn))
    return needed if needed.kind == SEEN else _held(needed, heard, turn)


def _is_untold_crisis(heard: Need, turn: str) -> bool:
    """Say whether a crisis is heard in words that tell of no despair, beside what the body needs."""
    return heard.urgency == "crisis" and not tells_danger(turn, of_mind=True)


def _is_of_same(heard: Need, turn: str) -> bool:
    """Say whether what a turn tells is of the person in need so far: it names no other, and not the user."""
    is_violence = VIOLENCE in {heard.kind, heard.beside}
    is_open = heard not in {NOTHING, heard._replace(kind=UNCLEAR)} and heard.who == SELF
    return is_open and not is_violence and not _speaks_of_self(turn)


def _is_worse(heard: Need, needed: Need, turn: str) -> bool:
    """Say whether a turn tells a new sign of the same urgency, by which is said what to do now."""
    if heard.rank != needed.rank or heard.kind in {needed.kind, UNCLEAR}:
        return False
    is_told = not heard.by_ear or tells_danger(turn)
    return _ahead(heard) > _ahead(needed) or (is_told and _ahead(heard) == _ahead(needed))


def _held(needed: Need, heard: Need, turn: str) -> Need:
    """Return a need in a later turn: how long ago it was said, whether it is told again, and whether help is there."""
    if needed == NOTHING:
        return NOTHING
    is_anew = heard.urgency == needed.urgency and not heard.by_ear
    return needed._replace(held=needed.held + 1, helped=_helped(needed, turn), anew=is_anew)


def _seen(needed: Need) -> Need:
    """Return what is left of a need that somebody has looked after: what holds until training again."""
    if needed.rank <= _OF_CONTACT:
        return NOTHING
    return Need("none", SEEN, needed.who)


def _helped(needed: Need, turn: str) -> int:
    return needed.helped + 1 if needed.helped or is_helped(turn) else 0


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


def _ahead(need: Need) -> int:
    """Return how far the acts of a kind go before those of others; what the ear alone says gives way."""
    order: list[str] = table("urgent_acts")["ahead"]
    if need.by_ear or need.kind not in order:
        return 0
    return len(order) - order.index(need.kind)


def _with_notes(need: Need, told: frozenset[str]) -> Need:
    """Return a need with what is said beside it, of what was told in any turn."""
    if need in {NOTHING, need._replace(kind=UNCLEAR)}:
        return need
    rows: dict[str, dict[str, list[str]]] = table("urgent_acts")["also"]
    also = (
        name
        for name, row in rows.items()
        if set(row["told"]) <= told
        and name != need.kind
        and {need.kind, need.beside} & set(row["kinds"] or [need.kind])
    )
    return need._replace(also=tuple(also))


def need_in(text: str, before: str = "", told: frozenset[str] = frozenset()) -> Need:
    """Return the help that one turn asks for.

    Args:
        text: What the user says.
        before: What the same user said a turn before, heard with it.
        told: What was told before, as `told_in` names it.
    """
    if is_all_figure(before):
        before = ""
    said = _of_signs(text, before, told)
    if said.kind:
        said = max(said, _of_signs(text, before, told | {said.kind}), key=_order)
    need = _heard_beside(said, text, before, told)
    if need.kind == _LOW_SUGAR and "no_insulin" in told_in(text):
        need = need._replace(urgency="urgent" if need.by_ear else need.urgency, kind=_HIGH_SUGAR)
    violence = violence_in(text)
    if violence is not None:
        return _of_violence(violence, need, said)
    if need.by_ear and need.urgency == "crisis" and need.who != SELF and is_threat_in_play(text):
        return NOTHING
    is_of_animal = is_animal(need.who) and need.urgency != "crisis"
    return Need("contact", _ANIMAL, need.who) if is_of_animal else need


def _heard_beside(said: Need, text: str, before: str, told: frozenset[str]) -> Need:
    """Return what frames say or, where that is more, what the learned reader hears, with the acts that stay."""
    heard = _of_ear(text, _heard(text, before))
    if heard.kind == _POISON and "gas" in told_in(text):
        heard = heard._replace(kind="gas")
    is_kept = said.kind in table("urgent_acts")["keeps"]
    if heard.rank <= said.rank or (is_kept and _is_untold_crisis(heard, text)):
        return said
    if heard.urgency == "crisis" or heard.kind == UNCLEAR or not is_kept:
        again = _of_signs(text, before, told | {heard.kind}) if heard.urgency == "crisis" else said
        return again if again.rank > heard.rank else heard
    return heard._replace(kind=said.kind, who=said.who, by_ear=False)


def _heard(text: str, before: str) -> Heard:
    """Hear a turn with the one before, where a word of danger stands in one of the two and one of them is something of its own.

    Two harmless turns make no sign that neither holds: 변비가 심해요. 물은 많이 먹어요.
    """
    alone = hear(text)
    if not before:
        return alone
    if alone.band == "quiet" and not tells_complaint(text) and need_in(before) == NOTHING:
        return alone
    joined = hear(text, before)
    is_crisis = joined.urgency == "crisis"
    is_told = any(tells_danger(said, of_mind=is_crisis) for said in (text, before))
    return joined if is_told else alone


def _of_violence(told: Violence, need: Need, said: Need) -> Need:
    """Return what violence asks for: who is hurt is who needs help, for what it did to them, too.

    A crisis counts where frames say that it is the user's own: to the learned reader a threat of death sounds like one.
    """
    if said.kind in _OF_MIND and said.who == SELF:
        return said._replace(beside=VIOLENCE)
    is_injured = need.kind not in {"", UNCLEAR, VIOLENCE, *_OF_MIND} and need.urgency != "contact"
    is_injured = is_injured and (not need.by_ear or need.kind in _DONE_TO)
    if is_injured:
        is_emergency = need.urgency == "emergency" or told.is_grave
        urgency: Urgency = "emergency" if is_emergency else need.urgency
        return Need(urgency, VIOLENCE, told.who, beside=need.kind)
    is_now = told.is_grave or (need.kind == VIOLENCE and need.urgency == "emergency")
    return Need("emergency" if is_now else "contact", VIOLENCE, told.who)


def _of_signs(text: str, before: str, told: frozenset[str]) -> Need:
    """Return the most urgent need that frames tell; what they name nobody for is of whom the text is about, save what is only of who speaks."""
    signs = sure_signs(text, before, told)
    found = [(_of_sign(sign, text, told), sign.is_own) for sign in signs]
    need, is_own = max(found, key=lambda one: _order(one[0]), default=(NOTHING, True))
    if need == NOTHING or need.who != SELF or is_own:
        return need
    other = _other_in(text, of_crisis=need.urgency == "crisis")
    return need._replace(who=_called(need.kind, other))


def _order(need: Need) -> tuple[tuple[int, int], int, bool]:
    """Rank needs; of two crises the user's own comes first."""
    return need.rank, _ahead(need), need.urgency == "crisis" and need.who == SELF


def _rank_told(need: Need) -> tuple[tuple[int, int], bool]:
    """Rank needs; of two alike what is told comes before what the ear alone says."""
    return need.rank, not need.by_ear


def _rank(need: Need) -> tuple[int, int]:
    return need.rank


def _of_sign(sign: Sign, text: str, told: frozenset[str]) -> Need:
    if sign.urgency == "none":
        return NOTHING
    who = sign.who
    if sign.kind == _ARREST and not who and _ANOTHER not in told:
        said = told_in(text)
        who = SELF if "collapsed" not in said else _other_in(text) or _SOMEBODY
        who = _BABY if "baby" in said else who
        if who == SELF:  # who tells of it breathes
            return NOTHING
    return Need(sign.urgency, sign.kind, _called(sign.kind, who))


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


def _is_hardly_told(text: str, heard: Heard) -> bool:
    """Say whether a score alone would raise what no word of the text tells: a condition or a medicine, a question of life or of training.

    A word of danger that is not denied, of the kind that is heard, leaves it to the score; so does a score that hardly
    any harmless text reaches, save where the text tells no more than who asks.
    """
    if heard.band == "quiet":
        return False
    is_crisis = heard.urgency == "crisis"
    is_over = is_looked_after(text) and not tells_danger(text)
    is_over = is_over and not tells_danger(text, of_mind=True)
    is_skin = heard.kind == _ALLERGY and tells_only_skin(text)
    is_rest = is_crisis and tells_only_rest(text)
    if is_over or is_skin or is_rest or tells_only_who_asks(text) or is_all_figure(text):
        return True
    if heard.score >= threshold(_HARDLY_PERCENT) or tells_danger(text, of_mind=is_crisis):
        return False
    nearest = topics_heard(text)[0]
    if is_crisis:
        is_said_not = denies_low_mood(text) or tells_what_others_say(text)
        return is_said_not or nearest.score >= _TOPICAL or asks_of_training(text)
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


def _speaks_of_self(text: str) -> bool:
    return any(map(_says_self, read(text).frames))


def _says_self(frame: Frame) -> bool:
    """Say whether a frame is of the user by name; who asks what to do (내가 뭘 해야 돼) helps another."""
    if frame.predicate.lemma == "하다" and frame.modality in {Modality.ASK, Modality.ADVISE}:
        return False
    roles = {Role.SUBJECT, Role.TOPIC, Role.BARE}
    return any(a.lemma in _ME and a.role in roles for a in frame.arguments)


_ME = frozenset({"저", "나", "제", "내"})
