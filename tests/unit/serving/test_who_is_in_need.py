"""Who is in need is the subject of what is wrong: not whoever is named first, nor who did it."""

import pytest

from wearable_coach.records import Profile
from wearable_coach.serving.need import need_in
from wearable_coach.serving.urgent_text import urgent_text

OWN = [
    "아기가 계속 보채서 미치겠고 아기랑 같이 죽고 싶다는 생각만 들어요",
    "반 애들이 나보고 죽으래요. 진짜 사라지고 싶어요",
    "아빠가 돌아가시고 나서 저도 죽고 싶어요",
    "팀장이 괴롭혀서 자살하고 싶어요",
    "여자친구가 헤어지자고 해서 손목을 그었어요",
    "딸이 말을 안 들어서 가슴이 조이고 숨이 막혀요",
    "아이 재우다가 갑자기 가슴이 쥐어짜듯 아파요",
    "남편은 출장 중인데 제가 숨쉬기가 힘들어요",
    "친구가 자살했는데 저도 따라 죽고 싶어요",
    "엄마가 끓여 준 국을 먹고 두드러기가 나고 숨이 차요",
    "장모님이 저한테 욕을 해서 손목을 그었어요",
    "의사 선생님이 뇌졸중 같다고 했어요. 지금 말이 어눌해요",
    "2형당뇨인데 손이 떨리고 식은땀이 나요",
    "1형당뇨라 인슐린 맞았는데 정신이 흐려져요",
    "강아지 산책하다가 쓰러졌어요",
    "고양이가 물어서 피가 철철 나요",
    "뱃속 아기가 어제부터 안 움직여요 임신 30주예요",
]
OTHERS = [
    ("죽고 싶다는 동생을 어떻게 달래요", "동생"),
    ("살기 싫다는 오빠한테 뭐라고 하죠", "오빠"),
    ("친구가 저한테 자살하고 싶다고 털어놨어요", "친구"),
    ("딸이 시험을 망쳐서 죽고 싶대요", "딸"),
    ("룸메가 수면제를 다 먹고 쓰러졌어요", "룸메"),
    ("우리 영감이 갑자기 말이 어눌해요", "영감"),
    ("제가 보는 앞에서 엄마가 쓰러졌어요", "엄마"),
    ("저는 괜찮은데 아내가 피를 토해요", "아내"),
    ("할아버지가 이상해요. 말이 어눌하고 팔에 힘이 없어요", "할아버지"),
    ("형이 갑자기 쓰러졌어요", "형"),
    ("아기가 너무 울어서 얼굴이 새파래졌어요", "아기"),
]


@pytest.mark.parametrize("text", OWN)
def test_the_users_own_danger_is_the_users(text):
    need = need_in(text)
    assert need.urgency != "none"
    assert need.who == "", need


@pytest.mark.parametrize(("text", "who"), OTHERS)
def test_anothers_danger_is_theirs(text, who):
    assert need_in(text).who == who


@pytest.mark.parametrize("text", ["우리 강아지가 경련하고 숨을 헐떡거려요", "고양이가 피를 토해요"])
def test_a_sick_animal_is_no_sick_person(text):
    need = need_in(text)
    said = urgent_text(need, Profile())
    assert need.kind == "animal"
    assert "동물병원" in said
    assert "누우" not in said


def test_an_animal_beside_a_crisis_hides_it_not():
    assert need_in("형이 자꾸 통장 비번 알려주고 고양이 부탁한다고 해요").urgency == "crisis"
