"""Comfort where there is a red flag, alarm where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.meaning.said import (
    ClauseJudge,
    ClauseWords,
    FromLevel,
    WhenCalm,
    not_understood,
)

_COMFORT = contradicted("VER-FORBID-004", "위험 신호가 있는데 안심시키는 말이에요")
_ALARM = contradicted("VER-FORBID-005", "안전 0단계인데 경보를 울려요")
_ADVISED_GOOD = re.compile(
    r"(?:게|것이|것도|편이|쪽이|면|면서|[아어여해돼]도|셔도|도|기가|기에|기|건|수록|으로|정도가|정도면|만으로도) ?(?:더욱?|가장|훨씬|제일|딱|충분히|아주|참|꽤)? ?(?:좋|괜찮|충분|무난|안전|알맞|적당|적절|든든)|좋은 ?(?:질문|선택|방법|시간|습관|시작|하루|아침|기회|생각|참고|때|날|밤|운동|계획|목표|출발|바탕|기준|자세|예)|충분히 ?(?:쉬|쉰|쉴|자|주무|마시|드시|물|몸|준비|휴식|회복|하|스트|풀|시간)|여유 ?(?:심박|있게|롭게|를)|시간 ?여유|잘 ?(?:하|챙|유지)|(?:모습|마음|태도|생각|질문|선택|노력|의지|습관)[이가도은는]? ?(?:참 |아주 |정말 )?(?:좋|훌륭|대단)|괜찮다고 ?(?:확인|하[실시]면)|개운(?:했는지|하게 ?일어)|는지|기분 ?좋|때만|방식|정도는 ?괜찮|괜찮을 ?때|(?:괜찮|좋)게 ?나와도"
)
_WORRY = re.compile(
    r"걱정|염려|놀라|놀랄|겁|불안|심각|큰일|별일|별거|별것|문제|지장|상관없|이상[이은]? ?없|대수롭|마음 ?(?:쓰|졸)|신경 ?쓰|무서|두려|우려|응급[^.]{0,8}(?:아니|아닌|않)|위험한 ?(?:상태|수준|건|것|일)"
)
_FEELING = re.compile(
    r"(?:걱정|놀라|불안|무서|두려|염려)[^.]{0,6}(?:시겠|셨겠|시죠|셨죠|실 ?텐데|되시|되실)"
)
_WAITING_FOR_HELP = re.compile(
    r"(?:구급|도움|☎|\x03|도착|구조)[^.]{0,16}(?:기다리|올 ?때까지)|기다리(?:는 ?동안|시는 ?동안|면서|시면서)|올 ?때까지|는지 ?(?:지켜|살펴)|증상을 ?지켜|(?:앉|누워|기대)[^.]{0,8}기다|흔[히한] ?(?:보이는 ?)?범위|접어|일부러|안정적|(?:가라앉|나아지|나아질|좋아지|좋아질|사라지|회복되|회복될|풀리|내려오)[가-힣]{0,2} ?(?:때까지|뒤|후|다음|면|는지|은 ?게|는 ?게|는 ?것)"
)
_LEAVING_ALONE = re.compile(
    r"무시|넘기|넘겨|넘어가|지켜보|지켜봐|지켜볼|두고 ?보|두고 ?볼|(?:버틸|견딜|참을) ?만|경과|기다리|기다려|참[으아]|참고(?!만|하|로|해)|참는|버티|버텨|견디|견뎌|이겨|악물|저절로|자연스럽게|자연히|금방|금세|가라앉|나아지|나아질|좋아지|좋아질|지나가|사라지|풀리|회복되|돌아오|흔하|흔한|흔히|대개|대체로|누구나|누구에게나|일시적|탓"
)
_SOOTHING = re.compile(
    r"괜찮|안심|안전(?=하[다니고지]|합|해[요도]|한(?! ?곳))|건강(?=하[다니고시]|합|해|한 ?(?:편|상태|수준|심장|몸|값))|튼튼|양호|무난|다행|좋(?:은 ?(?:편|상태|신호|수준|값|결과|수치|심장)|네요|습니다|아요|다는|군요|으시네)|훌륭|완벽|최고|이상적|정상(?:입니다|이에요|이니|이라|이고|적)|적정|적절|충분|넉넉|개운|든든|거뜬|멀쩡|끄떡|효율|단련|탄탄|부럽|(?<!일)부러|반갑|반가|뛰어난|우수|대단|안정적|순조|가뿐|자신감|증거|좋은 ?신호|젊"
)
_ALARMING = re.compile(
    r"위험(?:합니다|해요|하니|하다|한 ?(?:상태|수준|상황|수치|값|단계|편|신호))|위험이 ?(?:높|크|커|있[어습])|심각|심상치|적신호|빨간불|비정상|방치|위태|우려[되할스]|걱정스러|큰 ?병|주의가 ?필요한 ?(?:수준|상태)|응급(?!실| ?구조)|큰일|치명|생명|목숨|멎|무너|망가|경고|경보|비상(?!구)|무서운|두려운|위기|마지막 ?(?:신호|구조)|구조 ?신호|쓰러질|쓰러지실|심장마비|돌연"
)
_OF_COMFORT = re.compile(
    r"(?:틀린|거짓|섣부른|섣불리|헛된|근거 ?없는|잘못된) ?안심|안심시[키켜][^.]{0,8}(?:싶지만|싶어도|수 ?없|수는 ?없)"
)
"""Comfort that is spoken of, not given."""
_ONCE_GONE = re.compile(
    r"(?:가라앉|나아지|좋아지|사라지|풀리|회복되|멎)고 ?[^.,]{0,12}(?:온|난|된|진|은|친|한) ?(?:다음|뒤|후)(?:이에요|예요|입니다|에요|이죠)"
)
"""That it is gone as a condition: "구토가 가라앉고 기운이 돌아온 다음이에요"."""
_BY_ITSELF = re.compile(r"저절로|자연스럽게|자연히|금방|금세|곧 ")
_NOT_PASSED_OVER = re.compile(
    r"수도 ?있지만,? ?(?:그렇다고 ?)?(?:그냥 ?)?(?:넘기|넘어가|무시하|지나치|지켜보)지(?:는|도)? ?(?:않|마|말)"
)
"""A harmless cause that is granted, and no reason to wait."""
_AN_AMOUNT = re.compile(rf"{SLOT} ?시간[^.]{{0,6}}(?:잔|주무신|자는|잠)")
_RESTING = re.compile(r"쉬|휴식|지켜보세|살펴|사라지고|가라앉게|안정적")
_OF_THE_WHOLE = re.compile(
    r"괜찮|안심|안전(?:하|합|해)|건강|튼튼|멀쩡|거뜬|끄떡|걱정(?![^.]*값)|염려|큰일|별일|별거|컨디션이|몸이|최고|완벽"
)
_OF_WHAT_WAS = re.compile(
    r"(?:전|어제|그제|지난[가-힣 ]{1,5})(?:에|에는)? ?(?:이미 |다 )?(?:가라앉은|나은|사라진|지나간|풀린|멎은|내린)"
)
"""What went by before today."""
_BODY = frozenset({"symptom", "vital", "disease", "doctor", "helpline", "praise", "record"})


def read_comfort(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what soothes."""
    soothing = _soothes(said)
    if soothing:
        yield FromLevel(_COMFORT, SafetyLevel.CONTACT)
        named = said.fields or "vital" in said.kinds or said.has(_AN_AMOUNT)
        if not named and said.has(_OF_THE_WHOLE):
            yield FromLevel(not_understood("무엇이 좋다는 말인지 알 수 없어요"), SafetyLevel.DEFER)
    if not _lets_pass(said):
        return
    yield FromLevel(_COMFORT, SafetyLevel.CONTACT)
    if (
        "symptom" in said.kinds
        and not said.is_open
        and not said.has(_RESTING)
        and not said.has(_OF_WHAT_WAS)
    ):
        yield FromLevel(not_understood("증상을 두고 본다는 말이에요"), SafetyLevel.PROCEED)


def _lets_pass(said: ClauseWords) -> bool:
    if "passing" not in said.kinds or said.clause.supposed:
        return False
    passing = _LEAVING_ALONE.search(said.text)
    if (
        passing is None
        or said.has(_WAITING_FOR_HELP)
        or said.denies(passing.start())
        or said.supposes(passing.start())
    ):
        return False
    return not (_NOT_PASSED_OVER.search(said.sentence) or _is_condition(said))


def _is_condition(said: ClauseWords) -> bool:
    return bool(_ONCE_GONE.search(said.sentence)) and not _BY_ITSELF.search(said.sentence)


def _soothes(said: ClauseWords) -> bool:
    given = _OF_COMFORT.sub("", said.text)
    praises = (
        "praise" in said.kinds and bool(_SOOTHING.search(given)) and not _ADVISED_GOOD.search(given)
    )
    worry = _WORRY.search(said.text) if "worry" in said.kinds else None
    if worry is not None and said.denies(worry.start()):
        return not said.supposes(worry.start())
    if not praises or said.is_open or said.is_denied:
        return False
    return not _WAS_WELL.search(said.text)


_WAS_WELL = re.compile(
    r"(?:멀쩡|괜찮|건강|정상)(?:하|이)?(?:았|었|셨|시)?던|(?:멀쩡|괜찮|건강|정상)[가-힣]{0,3} ?(?:시각|때를|때가 ?언제)"
)
"""That one was well once, as people who help ask: 마지막으로 멀쩡하셨던 시각."""
_MOSTLY = re.compile(
    r"(?:때|경우|일|쪽|분|사람|이유|증상)[가이은는들]*(?: ?더)? ?(?:대부분|태반|보통|거의)|대부분(?:이에요|입니다|이라|이고|이죠|이니)|(?:일|때|경우|분)[가이들]* (?:더 )?(?:많아요|많습니다|많으니|많고|많죠|흔해|흔합)|흔히 ?(?:있는|겪는|오는|생기는)"
)


def read_mostly(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a symptom is nothing in most people, or comes of something small."""
    often = _MOSTLY.search(said.text)
    if often is None or not said.kinds & {"symptom", "vital", "worry", "passing"}:
        return
    if not said.kinds & {"doctor", "helpline"} and said.states(often.end() - 1):
        yield FromLevel(_COMFORT, SafetyLevel.CONTACT)


_LIGHTLY = re.compile(
    r"마음(?:을|은)? ?(?:푹 |편히 |편하게 )?(?:놓|편하|편히)|느긋|다름없|웃어넘|별 ?뜻|별다른 ?(?:일|뜻|문제)|특별한 ?(?:일|뜻|문제|의미)|아무 ?일|체질|원래 ?그런|(?:나이|연세)(?:에는|엔|쯤|면)|스쳐 ?가|지나가는|(?:며칠|하루|한숨|푹) ?(?:이면|쉬면|자면|자고 ?나면)|기분 ?탓|착각|예민하|오작동|기계가 ?(?:잘못|틀)|(?:센서|기기|손목)[^.,]{0,8}(?:잘못|틀린|실수|장난)|심리적|신경성|흔들릴 ?것|대단한 ?(?:일|것)|사소|가벼운 ?(?:증상|일|문제|값|변화)|큰 ?(?:일|문제|병|뜻)(?:은|이)? ?아니"
)
"""Words that make little of a finding."""
_LIGHTLY_DENIED = re.compile(r"다름없|아무 ?일|별 ?뜻|별다른|특별한|대단한|흔들릴|큰 ?")


def read_made_light(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a finding is made little of, on a day of a red flag."""
    lightly = _LIGHTLY.search(said.text)
    if lightly is None or said.kinds & {"doctor", "helpline"} or said.supposes(lightly.start()):
        return
    takes_denial = bool(_LIGHTLY_DENIED.match(lightly.group()))
    if takes_denial or not said.denies(lightly.start()):
        yield FromLevel(_COMFORT, SafetyLevel.CONTACT)


def read_alarm(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what frightens."""
    speaks = bool(said.kinds & {"worry", "disease"})
    if speaks and said.has(_ALARMING) and not said.has(_FEELING) and said.is_plain:
        yield WhenCalm(_ALARM)
    threat = _THREAT.search(said.text)
    if threat is None or said.supposes(threat.end() - 1):
        return
    if _DENYING_ITSELF.search(threat.group()) or not said.denies(threat.end() - 1):
        yield Groundless(_ALARM)


_DENYING_ITSELF = re.compile(r"못|않|없|이상")
_THREAT = re.compile(
    r"(?:심장|숨|맥)[이가은도]? ?(?:언제 ?)?(?:멈[출추춰]|멎)|(?:언제|곧) ?(?:멈춰도|멎어도|쓰러져도|터져도) ?이상|다치게 ?[돼되됩]|(?:반드시|분명히?|꼭|머지않아|언젠가|조만간) ?(?:다치|쓰러지|터지|망가지|탈이|큰일)|(?:혈관|장기|심장|뼈|폐|장)[이가은]? ?(?:썩|굳|터지|터질|무너지|녹)|견디지 ?못[하한할합해]|버티지 ?못[하한할합해]|못 ?버[티텨]|살아남|수명[이을]|오래 ?못 ?(?:사|삽|살)|목숨|관 ?짜|삶이 ?끝|돌이킬 ?수 ?없"
)


_IMAGES = re.compile(
    r"살얼음|시한 ?폭탄|벼랑|낭떠러지|외줄|폭풍 ?전야|먹구름|지뢰|풍전등화|바람 ?앞의? ?(?:등불|촛불)|화약고|빨간 ?(?:등|불)|사이렌|비상벨|아슬아슬한 ?(?:하루|상태|날)|줄초상|나락|파국|재앙"
)
"""Images of danger, for a day or a body."""
_MANY = re.compile(
    r"(?:문제|별일|이상|탈|걱정|위험|경고|신호|나쁜)[가-힣 ]{0,14}(?:한두 ?(?:가지|군데|개|곳)[가이]? ?(?:아니|아닙|아닌)|수두룩|줄줄이|투성이|잔뜩|여럿|넘칩|넘쳐|가득)"
)
_TURNS = re.compile(r"아니|아닙|아닌|없|않|피하|멀")


_FRIGHTENS = re.compile(
    r"늦기 ?전에|손쓸 ?(?:수|틈)|병을 ?키[우워]|(?:몸|심장)이 ?(?:보내는|지르는) ?(?:구조|경고|비명|SOS|마지막)|(?:안심|방심)[^.,]{0,4}(?:수 ?없|못 ?[하할])|마음을? ?놓[을기][^.,]{0,6}(?:없|어렵|이르)|(?:가볍게|예사로|만만히|쉽게) ?(?:볼|여길|넘길|생각할) ?(?:수치|수준|상황|값|일|문제)[이은가]? ?아[니닌닙]|그냥 ?(?:넘길|둘|지나칠) ?(?:수준|수치|상황|일|값)[이은가]? ?아[니닌닙]|돌이키기 ?(?:어렵|힘들)|큰 ?탈|무슨 ?일이 ?(?:생|나|일어)|(?:고장|한계)[이에]? ?(?:났|난|다다|직전)|벼르|심장[이에]? ?(?:비명|무리가 ?(?:가|오)고)"
)
"""What frightens on a day without a finding; to one who complains it may be right."""


class GroundlessUnlessAsked(NamedTuple):
    """What frightens a person whose day holds no finding, and who told of none."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on such a day."""
        is_calm = evidence.facts.safety_level == SafetyLevel.PROCEED and evidence.cap != "none"
        is_ill = bool(evidence.profile.conditions) or _COMPLAINS.search(evidence.question)
        return self.objection if is_calm and not is_ill else None


def read_frightening(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what frightens where nothing was found."""
    found = _FRIGHTENS.search(said.text)
    if found is None or said.supposes(found.end() - 1):
        return
    if re.search("[없못]|아[니닌닙]", found.group()) or not said.denies(found.end() - 1):
        yield GroundlessUnlessAsked(_ALARM)


def read_threat_in_images(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read danger told by an image, or by how much is said to be wrong."""
    image = _IMAGES.search(said.text)
    if image is not None and not said.supposes(image.start()):
        after = said.text[image.end() :]
        if not _TURNS.search(after):
            yield Groundless(_ALARM)
    many = _MANY.search(said.text)
    if many is not None and not said.supposes(many.start()):
        yield Groundless(_ALARM)


_SLEPT_OFF = re.compile(
    r"(?:자고 ?(?:일어나|나)면|(?:푹|한숨|하룻밤|며칠|좀) ?(?:자면|쉬면|주무시면|쉬시면|지나면)|시간이 ?지나면|놔두면|내버려 ?두면)[^.,]{0,10}(?:풀|나아|나을|낫|괜찮|사라|없어|가라앉|좋아)"
)
_COMPLAINS = re.compile(
    r"혈당|의식|가슴|흉통|숨[이을 ]|마비|저[리려린]|어눌|졸[리려]|경련|토[하했]|피[가를]|어지|열[이은]|체온|두통|머리|아[프파픈]|통증|쓰러|기절|두근"
)


class SleptOff(NamedTuple):
    """That what a person complains of goes by rest."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it where the user told of a complaint."""
        return self.objection if _COMPLAINS.search(evidence.question) else None


def read_slept_off(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a complaint goes by sleep or by time."""
    found = _SLEPT_OFF.search(said.sentence, said.clause.start)
    if found is None or found.start() >= said.clause.end:
        return
    if not said.denies(found.end() - 1 - said.clause.start):
        yield SleptOff(not_understood("증상이 쉬면 낫는다는 말이에요"))


class Groundless(NamedTuple):
    """What threatens a person whose day holds no red flag."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on such a day."""
        is_calm = evidence.facts.safety_level <= SafetyLevel.REDUCE
        return self.objection if is_calm else None
