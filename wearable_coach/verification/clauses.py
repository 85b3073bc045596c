"""Clauses of a masked sentence: where each ends, whether it is denied, supposed, asked or advised."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wearable_coach.verification.morphemes import Stem, stems_of

_LINKS = frozenset({
    "고", "며", "으며", "지만", "는데", "은데", "ㄴ데", "ᆫ데", "니", "으니", "니까", "으니까", "라서", "므로", "으므로",
    "면", "으면", "다면", "ㄴ다면", "는다면", "라면", "더라도", "라도", "도록", "자마자", "느라", "려면", "으려면",
    "아서", "어서", "ㅓ서", "ㅏ서", "아도", "어도", "ㅓ도", "ㅏ도", "기에", "더니", "거든", "다가", "고요", "라", "아야", "어야", "지",
})  # fmt: skip
"""Endings that a clause may end with."""
_GOES_ON = re.compile(
    r"(?:있|계시|나서|나면|난|싶|보[다니]|않|못|마[세시십요]|말[고아자]|되|돼|됩|된|좋|괜찮|충분|무난|안 |안되|하[면고지]|해요|합니다|한다|했|할|어떨|어때|어떻|주|드리|드려|드릴|두|놓|봐|보세|보시|봅|보기|볼|가세|가시|가면|오세|낫|나아|모르|알|그만)"
)
"""What makes an ending part of one predicate: an auxiliary, or the "되" of "해도 돼요"."""
_NEVER_ALONE = frozenset({"지", "아서", "어서", "ㅓ서", "ㅏ서", "아야", "어야", "라"})
_AGAINST = re.compile(r"(?:보다(?:는|도)?|대신(?:에)?|말고(?:는)?|말구)[,]?$")
"""A word that leaves what stands before it aside."""
_CONDITION = re.compile(
    r"(?:면|거든|더라도|라도|[아어여해돼]도|때|때는|때도|때에|때에는|때엔|경우|경우에는|경우엔|경우에|는지|은지|인지|을지|든지|든|전까지|전에는|전에|뒤에|뒤에는|후에|후에는|다음에|다음|뒤|후)[,]?$"
)
_NO_CONDITION = re.compile(r"(?:따르면|비하면|견주면|말하면|말하자면|다름없이|치면),?$")
_DENIAL = re.compile(
    r"지 ?(?:는 ?|도 ?|를 ?|가 ?)?(?:않|못|마(?!련)|말)|(?<![가-힣])(?:안|못) (?=[가-힣])|(?<![가-힣])(?:안|못)(?=해|하|돼|되|된|가[도지셔]|먹|자[고도는])|없(?!이|애)|아니(?!라면)|아닙|아닌|금지|금물|못 ?(?:하|해|한|합)"
)
_LEFT = re.compile(
    r"피하|피해|피할|삼가|삼갈|멈추|멈춰|멈출|중단|그만|미루|미뤄|미룰|빼(?:고|세|시|두|는|야|지)|제외|자제|보류|접어|접고|내려놓|쉬(?:세|시|어|고|는|면|기|었|지)|쉽니다|쉴|줄이|줄여|낮추|낮춰|이르|이릅|일러|취소|조심|대신|보다|어렵|무리|위험|해로|벗어|넘기지|넘지|거두|사양"
)
_ASKING = re.compile(r"(?:까요?|나요|가요|니|냐|죠|던가요|을지요)\?")
_ADVISING = re.compile(
    r"세요|십시오|시죠|시지요|합시다|ㅂ시다|봅시다|갑시다|읍시다|하자|보자|가자|자고요|자구요|해라|아라|어라|거라|[해봐가와]요[.!]|해 ?보|권해|권하|권합|권장|추천|좋아요|좋습니다|좋겠|좋을|좋은 ?(?:선택|방법|생각)|괜찮|돼요|됩니다|되어요|되세|해도|하셔도|도 ?[돼되됩]|어떨|어때|어떠|볼까|할까|갈까|가볼까|시길|바랍니다|바라|야 ?(?:해|합|하|돼|됩|되)|필요|하면 ?(?:돼|됩|충)|잡아|맞춰|이어 ?가|유지하|가능해|가능합|하기|셔요|셔야|주세|주시|부탁|합니다|하겠|할게|갈게|갑니다|합니다|넣었|준비했|짰|담았|추가|계획|프로그램|처방|코스|순서|목표"
)
_PAST = re.compile(
    r"[았었였했됐갔왔봤셨렸났겼졌쳤켰꼈췄뒀잤랐탔썼컸섰셨](?:[네습어고으던지다는]|을|음)"
)


_MOST_SENTENCES = 20_000
_IMPERATIVE = re.compile(r"지 ?(?:는 ?|도 ?)?말고$")


class Stretch(NamedTuple):
    """A clause of a masked sentence."""

    text: str
    start: int
    """Where it starts in the sentence."""
    words: tuple[tuple[int, str, tuple[Stem, ...]], ...]
    """Its words with their places in the clause."""
    left_aside: bool
    """Whether the words after it take it back ("…보다", "… 대신", "… 말고")."""
    supposed: bool
    asked: bool

    @property
    def end(self) -> int:
        """Return where it ends in the sentence."""
        return self.start + len(self.text)

    @property
    def denials(self) -> int:
        """Return how many times it denies."""
        return len(_DENIAL.findall(self.text)) + self.left_aside

    @property
    def leaves(self) -> bool:
        """Whether it advises to leave something: avoid, stop, put off, rest."""
        return bool(_LEFT.search(self.text))

    @property
    def advises(self) -> bool:
        """Whether it advises."""
        return bool(_ADVISING.search(self.text))

    @property
    def is_past(self) -> bool:
        """Whether it tells of what was."""
        return bool(_PAST.search(self.text))


@lru_cache(maxsize=_MOST_SENTENCES)
def clauses(sentence: str) -> tuple[Stretch, ...]:
    """Return the clauses of a masked sentence, or of a table's cell, in order."""
    words = _words(sentence)
    found: list[Stretch] = []
    first = 0
    for k, (_, word, morphemes) in enumerate(words):
        last = k + 1 == len(words)
        following = words[k + 1][1] if not last else ""
        if last or _ends(word, morphemes, following):
            found.append(_clause(sentence, words[first : k + 1]))
            first = k + 1
    return tuple(found)


def denies(text: str) -> bool:
    """Say whether a word of a masked text denies something."""
    return bool(_DENIAL.search(text))


def _words(sentence: str) -> list[tuple[int, str, tuple[Stem, ...]]]:
    found, place = [], 0
    for word in sentence.split(" "):
        if word:
            found.append((place, word, stems_of(word)))
        place += len(word) + 1
    return found


def _ends(word: str, morphemes: tuple[Stem, ...], following: str) -> bool:
    if word[-1] in ";:→" or word.endswith((".**", "!**", "?**")):
        return True
    if _AGAINST.search(word):
        return len(word) > 1
    morphemes = tuple(m for m in morphemes if not m.tag.startswith("S"))
    ending = morphemes[-1] if morphemes else None
    if word[-1] == "," and ending is not None and ending.tag in {"EC", "EF"}:
        return True
    if ending is None or ending.tag != "EC" or ending.form not in _LINKS:
        return False
    if _GOES_ON.match(following):
        return False
    return ending.form not in _NEVER_ALONE


def _supposes(morphemes: tuple[Stem, ...]) -> bool:
    ending = next((m for m in reversed(morphemes) if not m.tag.startswith("S")), None)
    return ending is not None and ending.tag == "EC" and ending.form.endswith(("면", "도", "거든"))


def _clause(sentence: str, words: list[tuple[int, str, tuple[Stem, ...]]]) -> Stretch:
    start = words[0][0]
    end = words[-1][0] + len(words[-1][1])
    last = words[-1][1].rstrip(".!?~ ")
    text = sentence[start:end]
    last_two = text.rstrip(".,!?~ ")
    return Stretch(
        text,
        start,
        tuple((place - start, word, found) for place, word, found in words),
        left_aside=bool(_AGAINST.search(last)) and not _IMPERATIVE.search(last_two),
        supposed=not _NO_CONDITION.search(last)
        and (bool(_CONDITION.search(last)) or _supposes(words[-1][2])),
        asked=bool(_ASKING.search(text)),
    )
