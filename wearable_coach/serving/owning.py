"""Whether what a text names is the user's own, now: not denied, planned, supposed, asked, over, nor somebody else's."""

from __future__ import annotations

import re

from wearable_coach.korean import Clause, Modality, Sentence
from wearable_coach.korean.tables import listed as of_korean
from wearable_coach.serving.asserting import is_denied, is_stated
from wearable_coach.serving.births import is_recent
from wearable_coach.serving.ended import is_over
from wearable_coach.serving.lexica import listed, pattern, rows
from wearable_coach.serving.mentions import NameMention, Spoken
from wearable_coach.serving.whose import (
    follows_person,
    is_of_another,
    is_of_person_behind,
    parent_of,
    speaks_of_user,
)

_BELIEVED = re.compile(
    r"^(?:인|이라는|라고|에 ?걸린|이|한|된|했는|생긴|[가이]? ?(?:있는|온|오는|올|나는|날))? ?(?:줄|걸로|것으로) ?(?:로 )?알(?:았|고)"
)
"""고혈압인 줄 알았는데."""


_UNBORN = re.compile(r"아기|아이|애기|태아")
"""A name that holds the child itself: 뱃속 아기가 놀아요."""
_NOT_YET = re.compile(
    r" ?(?:까지|예정|전|을 ?앞|준비)|[이은가]? ?(?:[가-힣\d]+ ?){0,3}(?:남[았은아]|앞[뒀두]|다가)"
)


_NOT_MINE = re.compile(
    r"(?<![가-힣])(?:제|내|저|나)[가는] ?(?:[가-힣]+ ){0,2}(?:먹는|쓰는|앓는|걸린|맞는|그런|가진|있는|다는|단) ?(?:건|게|것은|거는|거) ?아[니닌]"
)
"""제가 먹는 건 아니고 그냥 궁금해서요."""
_NOT_ME = re.compile(
    r"(?<![가-힣])(?:저는|전|나는|난) ?해당 ?(?:사항)?(?:이|은)? ?(?:없|안 ?[돼되])"
)
_MINE = re.compile(
    r"(?:제가|내가|저도|나도) ?(?:바로 ?)?(?:그|이) ?(?:병|경우|케이스|상황|사람|환자)"
)
"""제가 그 병이라서: what was told of people of a kind is the user's own."""
_IN_TITLE = re.compile(
    r"^[^'\"‘’“”「」《》]{0,20}['\"’”」》] ?(?:이라는|라는|란|이란)? ?(?:책|프로|방송|노래|영화|드라마|강의|카페|영상|유튜브|제목|글)"
)
"""'당뇨를 이기는 밥상'이라는 책."""


def is_own(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether a name in a text tells something of the user, now."""
    sentence = spoken.sentences[mention.sentence]
    if _is_disclaimed(spoken, mention) or _is_another_thing(spoken, sentence, mention):
        return False
    if not _MINE.search(spoken.text.text) and is_of_another(
        spoken,
        mention.sentence,
        mention.clause,
        mention.name.condition,
        child=bool(_UNBORN.search(mention.said)),
    ):
        return False
    if mention.name.is_mark and not _is_implanted(sentence, mention.clause):
        return False
    if not mention.name.is_lasting and is_over(spoken, mention):
        return False
    if mention.name.condition == "postpartum" and not is_recent(spoken.sentences, mention.sentence):
        return False
    frame = mention.clause.frame
    return frame is None or is_stated(spoken, sentence, mention, frame)


def is_anothers(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether a name in a text tells something of somebody else, now: 아버지가 와파린을 드시는데."""
    sentence, frame = spoken.sentences[mention.sentence], mention.clause.frame
    condition = mention.name.condition
    if not is_of_another(spoken, mention.sentence, mention.clause, condition):
        return False
    if mention.name.is_mark or (not mention.name.is_lasting and is_over(spoken, mention)):
        return False
    return frame is None or is_stated(spoken, sentence, mention, frame)


def _is_disclaimed(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether what is named last before it is said not to be the user's; nothing else is unsaid by it."""
    if speaks_of_user(mention.clause):
        return False
    text = spoken.text.text
    for said in (*_NOT_MINE.finditer(text), *_NOT_ME.finditer(text)):
        before = [m.end for m in spoken.mentions if m.end <= said.start()]
        if before and mention.end == max(before):
            return True
    return False


def is_own_denied(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether a user denies of themselves what a text names."""
    frame = mention.clause.frame
    sentence = spoken.sentences[mention.sentence]
    if frame is None or _is_another_thing(spoken, sentence, mention):
        return False
    is_another = is_of_another(spoken, mention.sentence, mention.clause, mention.name.condition)
    return not is_another and frame.modality is Modality.ASSERT and is_denied(mention, frame)


def _is_another_thing(spoken: Spoken, sentence: Sentence, mention: NameMention) -> bool:
    text = spoken.text.text
    after = text[mention.end : sentence.end]
    before = text[mention.clause.start : mention.start]
    nearest = re.match(r"(?:병|환자)?(?:의)? ?", after)
    rest = after[nearest.end() :] if nearest else after
    if _is_anothers_thing(after) or _IN_TITLE.match(after):
        return True
    if _BELIEVED.search(after) or is_of_person_behind(after) or follows_person(mention):
        return True
    if mention.name.condition == "postpartum" and _NOT_YET.match(after):
        return True
    beside = pattern("after").match(after) or pattern("after").match(rest)
    return bool(beside) or any(word in before or word in mention.clause.text for word in _before())


_WHOSE_IT_IS = re.compile(r"^[은는] ?(?:우리 |저희 )?([가-힣]+?)(?:의)? ?(?:약|거|것|꺼|건데|처방)")


def _is_anothers_thing(after: str) -> bool:
    """Say whether what is named is told to be somebody else's: 콩코르는 시아버지 약이고."""
    found = _WHOSE_IT_IS.match(after)
    return found is not None and (
        found[1] in of_korean("holders", "other") or found[1] in listed("others")
    )


def _before() -> tuple[str, ...]:
    return tuple(rows("owning")["before"])


def _is_implanted(sentence: Sentence, clause: Clause) -> bool:
    around = (clause, parent_of(sentence, clause))
    words = {t.lemma for c in around for t in c.tokens}
    is_had = bool(words & {"있다", "환자", "이다"}) and not listed("elsewhere") & set(
        sentence.lemmas
    )
    return bool(words & listed("implanting")) or is_had
