"""The page of what the verifier understands says what it says today, and what is not understood is never accepted."""

from pathlib import Path

from tests.support.cases import some
from tests.support.twin_corpora import told_sentences, told_twins
from tests.support.verification_page import verdicts_of, verification_page

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_page_is_made_from_the_corpora_and_the_verifier():
    written = (DOCS / "verification.md").read_text(encoding="utf-8")
    assert written == verification_page(), "python -m tests.support.made_anew"


def test_what_it_is_said_not_to_understand_is_never_accepted():
    for sentence in some(told_sentences("refused")):
        found = {v.verdict for v in verdicts_of(sentence.text, sentence.day)}
        assert "not_understood" in found, sentence.text


def test_each_kind_that_it_shows_has_a_title_of_its_own():
    kinds = [twins.kind for twins in told_twins()]
    runs = [kind for i, kind in enumerate(kinds) if i == 0 or kinds[i - 1] != kind]
    assert len(runs) == len(set(runs)), "a kind stands in two files: its pairs are shown apart"
