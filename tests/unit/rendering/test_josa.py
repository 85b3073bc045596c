import pytest

from wearable_coach.rendering.josa import josa


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("심박수", "은", "심박수는"), ("체중", "은", "체중은"), ("62bpm", "이에요", "62bpm이에요"),
        ("5.2km", "를", "5.2km를"), ("97%", "로", "97%로"), ("8시간", "으로", "8시간으로"),
        ("서울", "으로", "서울로"), ("8", "로", "8로"), ("3", "로", "3으로"), ("10", "이", "10이"),
        ("2", "가", "2가"), ("정상", "이라", "정상이라"), ("중강도", "이라", "중강도라"),
        ("수면(권장)", "은", "수면(권장)은"), ("", "은", "는"),
    ],
)  # fmt: skip
def test_a_particle_follows_the_sound(word, pair, expected):
    assert josa(word, pair) == expected


def test_an_unknown_particle_is_an_error():
    with pytest.raises(KeyError):
        josa("심박수", "도")
