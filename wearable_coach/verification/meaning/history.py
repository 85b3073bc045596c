"""What one day does not hold: a trend, a history, the device; symptoms and records that are there or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import NOT_TOLD, ClauseJudge, ClauseWords, UnlessTold
from wearable_coach.verification.past_words import without_week
from wearable_coach.verification.stated import stated

_UNKNOWN = unsupported("VER-NOWHERE-002", "입력에 없는 추세나 이력이에요")
_NOT_KNOWN = re.compile(r"없|않|모르|모릅|못|어렵|아니|알 ?수|물어|여쭙|궁금|(?<!수)면 |는지")
_USUAL = re.compile(r"평소|기저|기준선|기준값|본인|평상시")
_COMING = re.compile(
    r"세요|십시오|시죠|합시다|봅시다|보자|하자|볼까|어떨|어때|하면 ?[돼되됩좋]|는 ?게 ?좋|것이 ?좋|것도|편이 ?(?:좋|낫)|좋[아겠습은을]|권|추천|목표|계획|늘려|늘리|필요|도움|중요|습관|바랍|주세|부탁|해야|하셔야|기르|이어 ?가|기대|수 ?있|줄게|볼게|드릴게|겠어요|겠습니다|해요$|합니다$|봐요|둬요|돼요|됩니다"
)
_TELLS = re.compile(
    r"세(?:예|입|네|를|가 ?(?:이어|뚜렷))|[았었였했됐갔왔봤셨렸났겼졌쳤켰꼈췄뒀잤랐탔썼컸섰셨]|고 ?(?:있|계)|추세|추이|경향|흐름|패턴|개선|악화|호전|째|보다|대비|비해|만에|이후|내내|연속|갤럭시|애플|핏빗|가민|미밴드|샤오미|링|측정계|하시던|시는 ?편|시네요|으시네요|하네요|습관이 ?있|신 ?(?:값|기록|분)"
)


class UnlessStated(NamedTuple):
    """What only the user may know: it stands when the user stated it, not when it was only asked."""

    words: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse what nobody stated; the means that are known of the days before state nothing else."""
        question = evidence.question
        known = stated(question if evidence.profile.past is None else without_week(question))
        return None if any(w in known for w in self.words) else _UNKNOWN


def read_history(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is told of other days."""
    if said.clause.supposed or said.has(_NOT_KNOWN):
        return
    if said.has(_BROKEN_SLEEP) and not said.clause.asked:
        yield UnlessStated(("깨", "깼", "뒤척", "코를"))
        return
    going = _GOES_ON.search(said.text)
    if going is not None and not said.clause.asked:
        yield UnlessStated((going.group().strip()[:2],))
        return
    if said.has(_USED_TO_TRAIN):
        yield OfThePerson("active")
        return
    found = next((m for p in _OF_OTHER_DAYS if (m := p.search(said.text)) is not None), None)
    if found is not None and _USUAL.search(said.sentence) and _BEATS.search(said.sentence):
        found = None
    if found is not None and not said.clause.asked:
        yield UnlessStated((found.group()[:2],))
        return
    words = tuple(dict.fromkeys(w.strip() for w in said.words("past")))
    if words and said.has(_TELLS) and not _USUAL.search(said.sentence) and not said.is_open:
        yield from _of_other_days(said, words)


def _of_other_days(said: ClauseWords, words: tuple[str, ...]) -> Iterator[ClauseJudge]:
    if _KEPT_UP.search(said.text):
        yield OfThePerson("active")
        return
    is_of_device = said.has(_DEVICE)
    if (said.has(_GENERAL) or _BETTER_AS_A_GOAL.search(said.text)) and not is_of_device:
        return
    if said.has(_COMING) and not is_of_device and not said.clause.is_past:
        return
    yield UnlessStated(words)


_BETTER_AS_A_GOAL = re.compile(
    r"(?:목표|바라|원하)[^.,]{0,10}(?:개선|변화)|(?:개선|변화)[^.,]{0,8}(?:목표|맞[춰추췄]|중심|방향|위해|위한|원하|바라)|(?:개선|변화)[은는][^.,]{0,14}(?:부터|넣|다음)"
)
_GOES_ON = re.compile(
    r"(?:사흘|나흘|닷새|며칠|이틀|여러 ?날|보름|한 ?달|몇 ?주)째|(?<![가-힣])또 ?[^.,]{0,10}(?:떨어졌|올랐|나왔|찍혔|기록됐|내려갔|높아졌|낮아졌)"
    r"|(?<![가-힣])(?:오늘|이번에)도 ?(?:역시 ?)?(?:\x01[^ ]*[가이]? ?)?(?:나왔|찍혔|높았|낮았|떨어졌|올랐)|만성(?:적인|적으로|이)|처음보다|지난주부터"
    r"|습관[이으][가-힣]* ?(?:자리 ?)?(?:잡혔|잡았|잡으셨|잡힌|굳었|굳으셨|붙었|붙으셨|됐|되셨)|(?:늘|줄|나아지|좋아지|나빠지|회복되|올라가|떨어지|이어지)(?:고 ?있(?:으니|어|습|네|다|음)|는 ?중이)"
    r"|회복 ?중인 ?(?:게|것)|(?:나아져|좋아져|늘어|줄어) ?온|이제 ?(?:다 ?)?(?:지나갔|나으셨|나았|가라앉았|사라졌)|(?:다 ?)?(?:지나갔|나으셨|나았)(?:으니|네요|군요)"
    r"|아직도?[^.,]{0,6}(?:회복이 ?덜|덜 ?회복)|예전에 ?있다가|원래[^.,]{0,8}(?:편이|분이|사람이)|일시적인 ?(?:것이|거예|거라|현상)|처음 ?나타난"
    r"|(?:돌아왔|돌아오는 ?중|돌아가는 ?길)|계속 ?(?:못|높|낮|안 )[^.,]{0,8}(?:거라|것이|셨|었|았|거예|거네)"
)
"""That something goes on, came back, or is over: one day tells nothing of it."""
_TREND = re.compile(
    r"(?:떨어지|오르|늘|줄|나빠지|좋아지|높아지|낮아지|올라가|내려가|짧아지|길어지|이어지)[가-힣]{0,4} ?(?:추세|추이|패턴|경향)(?:라|이라|예요|이에요|입니다|이고|이니|이네|을 ?보이|이 ?(?:이어|계속|뚜렷))"
)
_USED_TO_TRAIN = re.compile(
    r"(?:평소|그동안|꾸준히)[^.]{0,10}운동[을은]?[^.]{0,8}(?:하신|하셨|해 ?오셨) ?(?!가)"
)
_BEATS = re.compile(r"심박|맥박|맥이|bpm")
_PAST = r"[셨였었았했졌랐렸겼뀌됐]"
_MOVED = re.compile(
    r"(?:걸음|잠(?!깐|시|들)|수면|체중|몸무게|심박|맥박|산소|포화도|회복|체력|지구력|근력|이동 ?거리|칼로리)[가-힣 ]{0,14}(?:늘었|줄었|올랐|내렸|내려왔|떨어졌|빨라졌|느려졌|좋아졌|나빠졌|길어졌|짧아졌|높아졌|낮아졌|빠졌|쪘|붙었|들쭉날쭉)(?:어요|네요|습니다|군요|고요|죠|다|으니|더니)"
)
_OTHER_TIMES = re.compile(
    rf"(?:이번 ?주(?! ?목표)|이번 ?달|올해 ?들|요 ?며칠|최근|주말마다|평일|오전에|오후에|점심 ?이후|처음 ?오)[^.,]{{0,16}}(?:{_PAST}(?:어|네|습|군|고|으니|더|죠|다)|들쭉날쭉|시는군|시네요|[은는] ?날이)|(?:밤|새벽|자정)[^.,]{{0,8}}시(?!간)[^.,]{{0,6}}(?:주무셨|잠드셨|깨셨|누우셨)|관리해 ?오신|스마트 ?워치로|워치로 ?재신|시계로 ?재신"
)
_USUAL_OTHER = re.compile(
    r"평소(?:보다|에는|엔|처럼|와|의)?[^.,]{0,8}(?:잠|수면|걸음|걸으|체중|산소|거리|칼로리|주무|움직)[^.,]{0,12}(?:짧|길|많|적|낮|높|비슷|늦|일찍|셨)"
)
_BROKEN_SLEEP = re.compile(
    r"깨[신셨](?!나)|깬 ?(?:흔적|횟수)|뒤척이[신셨]|뒤척인|코를? ?고[시셨]|(?:얕은|깊은) ?(?:잠|수면)(?:이|을|은) ?(?:많|적|길|짧|부족|충분)"
)
_OTHER_DAYS = re.compile(
    r"(?:월|화|수|목|금|토|일)요일[가-힣]{0,2}[^.]{0,16}[셨였었았했](?:으니|으므|네|던|기|고|는데|어요|습)|(?:(?<![가-힣])늘|매번|항상|언제나|환절기마다) ?[^.,]{0,12}(?:셨듯|시더니|하시던|으시니|시는군|시네요)|예전만큼(?![^.]{0,6}(?:하지|말|못|아니))|예전처럼[^.]{0,10}[셨였었았했]|아침형|올빼미형|복귀하신|공백이|이번에도[^.]{0,12}[셨였었았했](?:군|네)"
)
_OF_OTHER_DAYS = (_TREND, _OTHER_DAYS, _MOVED, _OTHER_TIMES, _USUAL_OTHER)
_KEPT_UP = re.compile(
    r"^(?:이미 ?|그동안 ?|평소 ?)?(?:운동을 ?)?꾸준히 ?(?:운동을? ?)?해 ?오[셨신]"
)
"""That exercise was kept up, which the profile tells."""
_GENERAL = re.compile(
    r"(?:함께|같이) ?봤|지금까지 ?(?:주신|말씀|알려|보내|적어|받은)|경향[은이]? ?있|늘 ?좋|워치|기기|조건이|기준이|규칙|측정|재기|지침|권고|자주[^.]{0,8}보다|ㄹ ?수 ?있|(?:았|었|했)을 ?수 ?있"
)
_DEVICE = re.compile(r"갤럭시|애플|핏빗|가민|미밴드|샤오미|스마트 ?링|오우라|체성분계")
_HAD = re.compile(
    r"(?:러우|아프|거리)(?:니|므로)|(?:러우시|프시|차시|리시|거리시)(?:니|네요|군요|고 |는데|다고)|(?:러우신|프신) ?(?:상태|지금|데)|[는은운픈린한] ?상태(?:이[니시라므]|라서?|니|인데|네요|군요)|(?:이|가|도|까지|은|는)? ?(?:있으시|있으셔|있으니|있다고|있으셨|계속되|느끼셨|느껴지신|느끼신|하신다니|이 ?심하(?!게 ?[가-힣]{1,4}(?:면|거나|때))|나타났|생기셨|겪으)(?<!수 있으니)(?<!수 있으시)(?<!수 있다고)"
)
SYMPTOMS = {
    "chest_pain": r"가슴|흉통",
    "syncope": r"실신|기절|쓰러|정신을 ?잃",
    "dyspnea_at_rest": r"숨|호흡",
    "cyanosis": r"파랗|파래|파란|청색",
    "confusion": r"혼란|혼동|멍|의식",
    "one_sided_weakness": r"한쪽|마비|어눌",
    "fever": r"열|발열|고열|미열",
    "body_aches": r"몸살|근육통|쑤시|쑤셔|으슬",
    "chest_cough": r"기침",
    "vomiting": r"구토|토",
    "diarrhea": r"설사",
    "palpitations": r"두근|벌렁|떨리|떨려",
    "dizziness": r"어지|현기증",
}


class SymptomTold(NamedTuple):
    """A symptom that is said of the person."""

    words: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where it was told."""
        known = evidence.profile.symptoms
        named = [s for s, pattern in SYMPTOMS.items() if re.search(pattern, self.words)]
        if not named or set(named) & set(known) or "exertional_symptom" in known:
            return None
        if any(re.search(SYMPTOMS[s], evidence.stated) for s in named):
            return None
        return unsupported("VER-SOURCE-001", "알려 주지 않은 증상이에요")


def read_symptom(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a symptom that is said of the person."""
    if "symptom" not in said.kinds or not said.has(_HAD) or said.is_open or said.is_denied:
        return
    yield SymptomTold(" ".join(said.words("symptom")))


_DID = re.compile(
    r"(?P<what>[가-힣]+)?(?:을|를|이|가|에|도|으로)? ?(?P<did>(?<!힘)드셨|마셨|피우셨|뛰셨|달리셨|무리하셨|다녀오셨|일하셨|받으셨|다치셨|앓으셨|깨셨|뒤척이셨|운동하셨|훈련하셨|빼셨|거르셨|줄이셨|늘리셨|겪으셨|지내셨|굶으셨|새우셨|타셨|드시고 ?계시|복용하고 ?계시|피우시|하시던)(?:으니|네요|군요|고|어서|기에|기 ?때문|습니다|어요|죠|는데|지만|더니|니)"
)
_OF_A_PATIENT = re.compile(r"이식|투석|박동기|조율기|임신|출산")
_TOLD_OF_IT = re.compile(r"말씀|하셨(?:죠|네요|으니)$|알려|다고 ?하")


def read_acts(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what the person is said to have done, which only the person knows."""
    did = _DID.search(said.text)
    if did is None or said.is_open or said.is_denied or _TOLD_OF_IT.search(said.text):
        return
    if _OF_A_PATIENT.search(said.text):
        return  # judged by the profile: `presuming`
    what = (did["what"] or did["did"])[:2]
    yield UnlessTold((what, did["did"][:2]), _UNKNOWN)


_EXPECTING = re.compile(
    r"임신 ?중이(?:시니|시네|시고|신데|라서|니)|임신하(?:셨|신)|산모(?:이시|님)|태아"
)


class Expecting:
    """That the person is pregnant."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by what was told."""
        if "pregnancy" in evidence.profile.conditions or "임신" in evidence.stated:
            return None
        return unsupported("VER-SOURCE-001", "알려 주지 않은 임신이에요")


def read_expecting(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the person is pregnant."""
    if _EXPECTING.search(said.text) and not said.is_open:
        yield Expecting()


_HABIT = re.compile(
    r"(?:흡연|담배|술|음주|커피|카페인|야근|교대|야식|다이어트|스트레스|갱년기|수유|코골이|과로|과음|폭식|게임|육아)[^.]{0,12}(?:시는군요|시네요|시니 |시므로|시는 ?분|고 ?계시|있으시|많으시|잦으시|심하시|받으시|때문|탓)"
)


def read_habit(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a habit that is said of the person."""
    habit = _HABIT.search(said.text)
    if habit is not None and not said.is_open and not said.is_denied:
        yield UnlessTold((habit.group()[:2],), _UNKNOWN)


_RECKONED = re.compile(
    r"(?:최대 ?심박|목표 ?심박|여유 ?심박|심박 ?구간|HRR|카보넨|카르보넨)[^.]{0,16}(?:계산|구하|구할|정하|정할|알|말씀드리|말씀드릴|드리|드릴|나오)[^.]{0,4} ?수 ?(?:는|가|도)? ?(?P<can>있|없)"
)
_BEYOND_KNOWING = re.compile(
    r"(?:변화|추세|원인|이유|진단|혈압|수면 ?단계|렘|깊은 ?잠|HRV|심박 ?변이|체지방|근육량|호흡수|스트레스|어느 ?기기|어떤 ?병)[^.]{0,14}(?:알|말씀드릴|판단할|확인할|단정할) ?수 ?(?:는|도|가)? ?있"
)


_ONCE_TOLD = re.compile(r"면 |면,|봐야|알려|있어야|필요")


class CanBeReckoned(NamedTuple):
    """That targets can be reckoned, or cannot."""

    can: bool

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by whether they are."""
        if (evidence.facts.hr is not None) == self.can:
            return None
        return contradicted("VER-ABSENT-001", "심박수 목표를 계산할 수 있는지가 달라요")


def read_knowing(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is said to be known, or reckoned, or not."""
    reckoned, beyond = _RECKONED.search(said.text), said.has(_BEYOND_KNOWING)
    if (reckoned is None and not beyond) or _ONCE_TOLD.search(said.sentence) or said.is_open:
        return
    if reckoned is not None:
        yield CanBeReckoned(reckoned["can"] == "있")
    elif beyond:
        yield UnlessTold(("변화를", "추세를"), _UNKNOWN)


_INACTIVE = re.compile(
    r"운동[을은]?[^.]{0,10}(?:안 ?하시|하지 ?않으시|안 ?하셨|하지 ?않으셨|거의 ?없으시)"
)
_ACTIVE = re.compile(
    r"(?:규칙적|꾸준)[^.]{0,10}운동[^.]{0,8}(?:하시는|하고 ?계시|해 ?오신|하시니|하셨)"
)
_AGED = re.compile(r"(?:나이|연세)[가도]? ?있으시|고령이시|어르신이시|연세(?:에|가)")


class OfThePerson(NamedTuple):
    """What is said of the person's habits or years."""

    what: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the profile."""
        of = evidence.profile
        right = {
            "inactive": of.regularly_active is False,
            "active": of.regularly_active is True,
            "aged": evidence.older,
        }[self.what]
        return None if right else NOT_TOLD


def read_person_told(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read habits and years that are said of the person."""
    for what, pattern in (("inactive", _INACTIVE), ("active", _ACTIVE), ("aged", _AGED)):
        if pattern.search(said.text) and not said.is_open:
            yield OfThePerson(what)
