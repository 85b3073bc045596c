"""What fits whom: easy on the joints beside stairs, without gear beside a barbell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.meaning.said import Always, ClauseJudge, ClauseWords

_UNFIT = contradicted("VER-FIT-001", "맞는다고 한 것과 맞지 않는 종목이에요")
_IMPACT = r"계단|런지|달리|러닝|뛰|뜀|조깅|줄넘기|점프|버피|스쿼트|등산|산행|오르막|농구|축구|풋살|배드민턴|테니스|크로스핏|하산|박스|에어로빅|복싱|마라톤|인터벌|데드리프트|레그 ?프레스|무릎 ?꿇|오리걸음"
_FITS = (
    (r"(?:관절|무릎|허리|발목|뼈)[^.]{0,16}(?:편|부담[^.]{0,6}(?:없|적|덜)|순한|순해|무리[^.]{0,6}(?:없|덜|적)|안전|좋은|좋아|착|딱|맞|충격[^.]{0,6}(?:없|적|덜)|쉬게|보호|아끼|걱정)|저충격(?! ?에어로빅)|충격이 ?(?:없|적|거의)", _IMPACT),
    (r"(?:어깨|팔)[^.]{0,14}(?:편|부담[^.]{0,6}(?:없|적)|쉬게|순한|무리[^.]{0,6}없|맞)", r"턱걸이|오버헤드|벤치|푸시업|팔굽혀|철봉|매달리|수영|자유형|배드민턴|테니스|프레스"),
    (r"넘어질[^.]{0,8}(?:없|적)|낙상[^.]{0,8}(?:없|적)|균형[^.]{0,10}(?:걱정|필요)[^.]{0,4}없", r"자전거(?! ?머신)|등산|스케이트|스키|보드|계단|한 ?발|런지|줄넘기|배드민턴|축구|사이클|언덕"),
    (r"층간 ?소음|조용(?:히|한)|소리[^.]{0,4}안", r"점프|줄넘기|버피|뛰|뜀|달리|박스|에어로빅"),
    (r"맨몸으로만|기구 ?없이|도구 ?없이|장비 ?없이|빈손", r"덤벨|바벨|머신|케틀벨|레그 ?프레스|랫풀|실내 ?자전거|로잉|아령|밴드"),
    (r"초보|입문|처음|운동 ?습관이 ?없|첫날", r"크로스핏|버피|인터벌|타바타|마라톤|하프|풀코스|데드리프트|스파링|스피닝|전력|질주|턱걸이|역도|고강도"),
    (r"(?:임신|산모|태아|배 ?속)[^.]{0,20}(?:안전|맞|좋|편|순한|무리)", r"스키|점프|복싱|승마|자전거|등산|배드민턴|크로스핏|핫요가|줄넘기|달리|엎드|윗몸|플랭크|축구|농구|스쿠버|역도"),
    (r"실내에서|집에서|집 ?안", r"등산|둘레길|스키|서핑|골프 ?라운|자전거 ?도로|한강|야외"),
    (r"비 ?오는|눈 ?오는|미세먼지|추운 ?날|더운 ?날", r"야외 ?(?:달리|조깅|러닝)|둘레길|등산|한강"),
)  # fmt: skip
_TABLE = tuple((re.compile(fit), re.compile(against)) for fit, against in _FITS)


def read_fit(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a claim of fit beside what does not fit, in one sentence."""
    for fit, against in _TABLE:
        claim = fit.search(said.text)
        if claim is None:
            continue
        rest = said.sentence.replace(claim.group(), " ")
        if against.search(rest) and not _LEFT_OUT.search(rest) and said.is_proposed:
            yield Always(_UNFIT)
            return


_LEFT_OUT = re.compile(r"대신|말고|보다|빼|피하|제외|않|없|아니|미루|멈추|삼가")
