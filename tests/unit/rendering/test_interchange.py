"""Words that stand for one another make a phrase a choice, and every row and every further wording is of use."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import pytest
import yaml

from tests.support.cases import some
from wearable_coach.korean.tokenizer import pieces
from wearable_coach.rendering.interchange import compiled, rows, with_choices
from wearable_coach.rendering.phrases import PhraseBook, forms_of
from wearable_coach.standards.table import table

_FIELD = re.compile(r"\{\{ *([a-z_.]+)")
FOLDER = files("wearable_coach.rendering") / "phrases"
QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BOOKS = {
    item.name.removesuffix(".yaml"): yaml.load(item.read_text(encoding="utf-8"), Loader=QUICK)  # noqa: S506 - a safe loader
    for item in FOLDER.iterdir()
    if item.name.endswith(".yaml")
}


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("함께 보세요.", {"함께 봐요.", "같이 봐요.", "함께 보세요.", "같이 보세요."}),
        ("이 값도 함께 움직여요.", {"이 값도 함께 움직여요.", "이 값도 같이 움직여요."}),  # told, not bidden
        ("함께 말해 주세요.", {"함께 말해 주세요."}),
        ("꼭대기까지 가요.", {"꼭대기까지 가요."}),
        ("{{ n | josa('은') }} 꼭 쉬세요.", {f"{{{{ n | josa('은') }}}} {a} {b}." for a in ("꼭", "반드시") for b in ("쉬어요", "쉬세요")}),
    ],
)  # fmt: skip
def test_a_phrase_is_said_in_each_of_its_words(phrase: str, said: set[str]) -> None:
    assert set(forms_of(with_choices(phrase))) == said


def test_every_row_is_found_in_some_phrase_and_holds_words_of_its_own() -> None:
    said = [str(ways) for book in BOOKS.values() for ways in book.values()]
    cues = [
        f"{way}."
        for part in ("aerobic", "strength", "flexibility", "balance")
        for row in table("exercises")[part].values()
        for way in row.get("how_ko", ())
    ]
    phrases = "\n".join([*said, *cues])
    for row in some(rows()):
        assert compiled(row.written).search(phrases), row.words
        assert len(set(row.words)) == len(row.words) > 1


def misjoined(text: str) -> list[str]:
    """Words with a particle that their last letter does not take: 안내을, 걷기을, 고른 편이해요."""
    found = []
    for word, particle in re.findall(r"([가-힣]+)(을|를|와|으로|로)(?=[ ,.!?]|$)", text):
        final = (ord(word[-1]) - ord("가")) % 28
        takes = {"을": final, "를": not final, "와": not final, "으로": final not in {0, RIEUL}, "로": final in {0, RIEUL} or word[-1] == "으"}  # fmt: skip
        if not takes[particle] and word + particle not in PLAIN:
            found.append(word + particle)
    return found + re.findall(r"편이[해했하한]", text) + misjoined_nouns(text)


def misjoined_nouns(text: str) -> list[str]:
    """Nouns with a topic or subject particle that their last letter does not take, and no verb: 방향는, not 먹는."""
    found = []
    for before, after in pairwise(pieces(text)):
        letter, particle = before.surface[-1], after.surface
        is_joined = before.start + len(before.surface) == after.start and "가" <= letter <= "힣"
        if is_joined and after.tag in {"JX", "JKS"} and particle in TAKES_FINAL:
            final = (ord(letter) - ord("가")) % 28
            if bool(final) is not TAKES_FINAL[particle]:
                found.append(before.surface + particle)
    return found


RIEUL = 8
TAKES_FINAL = {"은": True, "는": False, "이": True, "가": False}
PLAIN = {"가을", "마을", "노을", "나을"}


def test_in_every_form_a_word_takes_its_particle() -> None:
    assert misjoined_nouns("변화의 방향는 몰라요. 먹는 양은 같은 방향이") == ["방향는"]
    assert misjoined("의사의 안내을 따르세요. 둘 다 고른 편이해요. 집와 물로 손으로 밤로") == [
        "안내을",
        "집와",
        "밤로",
        "편이해",
    ]
    for name, book in some(BOOKS.items()):
        for slot, ways in some(book.items()):
            phrases = [way for way in ways if isinstance(way, str)]
            said = {form for way in phrases for form in forms_of(with_choices(way))}
            wrong = [w for form in said for w in misjoined(re.sub(r"\{[{%].*?[%}]\}", "#", form))]
            assert wrong == [], (name, slot)


def test_what_letters_may_follow_ends_alike_in_a_row() -> None:
    table_of = yaml.safe_load((FOLDER.parent / "interchangeable.yaml").read_text(encoding="utf-8"))
    for row in some(row for row in table_of["words"] if row[0].endswith("~")):
        assert len({word.rstrip("~")[-1] for word in row}) == 1, row


def test_what_a_book_goes_on_with_are_slots_that_it_has() -> None:
    for name, book in some((n, b) for n, b in BOOKS.items() if n.endswith("_more")):
        kind = name.removesuffix("_more")
        known = {
            slot
            for other, b in BOOKS.items()
            if other != name and other.startswith(kind)
            for slot in b
        }
        assert set(book) <= known | set(BOOKS["considerations"]) | set(BOOKS["coaching_safety"])
        for slot, ways in book.items():
            assert len(set(ways)) == len(ways), slot


def test_no_form_is_said_twice_and_none_in_a_formal_style() -> None:
    for name, book in some((n, b) for n, b in BOOKS.items() if n.endswith("_more")):
        for slot, ways in some(book.items()):
            forms = [form for way in ways for form in forms_of(way)]
            assert len(set(forms)) == len(forms), (name, slot)
            assert not [form for form in forms if "니다." in form], (name, slot)


def test_a_question_is_said_as_it_is_written() -> None:
    book = PhraseBook("prescription_questions")
    for slot in some(book.slots):
        assert [way.forms[0].text for way in book.known(slot, 0)] == [
            book.slots[slot][k] for k in book.ways(slot, 0)
        ]


def test_a_further_wording_says_what_the_others_of_its_slot_say() -> None:
    """It asks for no value that they do not have, and leaves none out that all of them name."""
    own = {s: _ways(w) for n, b in BOOKS.items() if not n.endswith("_more") for s, w in b.items()}
    for book in some(b for n, b in BOOKS.items() if n.endswith("_more")):
        for slot, ways in some(book.items()):
            fields = [set(_FIELD.findall(way)) for way in own[slot]]
            for way in some(ways):
                found = set(_FIELD.findall(way))
                assert set.intersection(*fields) <= found <= set.union(*fields), (slot, way)


def _ways(ways: str | list[str]) -> list[str]:
    return [ways] if isinstance(ways, str) else ways
