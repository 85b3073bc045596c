"""A rule is whole or the test says what it lacks, file by file: read of the table as it is written, whole or not."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from tests.support.carried_rules import ID, ROOT, carried, hidden_doses
from tests.support.cases import some

TABLE = "wearable_coach/verification/rules.yaml"
PAGE = "docs/rules.md"
WORDS = ("label_ko", "means", "supports", "refuses")
LISTS = ("claims", "rests_on")
EXAMPLES = ("supported", "refused")


@cache
def written():
    return yaml.safe_load((files("wearable_coach.verification") / "rules.yaml").read_text("utf-8"))


def rows():
    return {key: row for group in written()["rules"].values() for key, row in group.items()}


def lacks(rule, row, page) -> Iterator[str]:
    """Say what a rule lacks: ``FILE: what``."""
    if row is None:
        yield f"{TABLE}: `rules` has no row {rule}; add one, as its head says"
        return
    yield from (f"{TABLE}: {rule} lacks `{key}`" for key in WORDS if not row.get(key))
    yield from (f"{TABLE}: {rule} lacks `{key}`" for key in LISTS if key not in row)
    if not re.search("[가-힣]", row.get("label_ko") or ""):
        yield f"{TABLE}: `label_ko` of {rule} is no Korean name for the pages"
    for key in EXAMPLES:
        if not row.get(key, {}).get("says"):
            yield f"{TABLE}: {rule} lacks `{key}`, a sentence for it or against it (`says`)"
    for kind in row.get("claims", ()):
        if kind not in written()["claims"]:
            yield f"{TABLE}: `claims` does not explain {kind}, which {rule} covers"
    if rule not in carried():
        yield f"{TABLE}: nothing in the code or the tables carries {rule}; give it a judge, or take the row out"
    if f"### {rule}\n" not in page:
        yield f"{PAGE}: no part {rule}; run `python -m tests.support.made_anew` and read the verdicts"


@cache
def page():
    return (ROOT / PAGE).read_text(encoding="utf-8")


def test_every_rule_that_a_verdict_can_carry_is_whole_and_no_other_has_a_row():
    known = rows()
    rules = dict.fromkeys((*sorted(carried() - hidden_doses()), *known))
    lacking = [line for rule in some(rules) for line in lacks(rule, known.get(rule), page())]
    assert not lacking, "a rule is not whole yet:\n" + "\n".join(lacking)
    assert len(carried()) > 50


def test_each_piece_that_a_row_lacks_is_named():
    whole = rows()["VER-VALUE-001"]
    for key in some((*WORDS, *LISTS, *EXAMPLES)):
        told = lacks("VER-VALUE-001", {k: v for k, v in whole.items() if k != key}, page())
        assert f"`{key}`" in next(told)


def test_a_rule_that_nobody_knows_is_named_with_the_files_to_edit():
    assert list(lacks("VER-GONE-001", None, page())) == [
        f"{TABLE}: `rules` has no row VER-GONE-001; add one, as its head says"
    ]
    told = "\n".join(lacks("VER-GONE-001", rows()["VER-VALUE-001"] | {"claims": ["gone"]}, page()))
    assert "does not explain gone" in told
    assert "nothing in the code or the tables carries VER-GONE-001" in told
    assert f"{PAGE}: no part VER-GONE-001" in told
    assert not ID.search("VER-GONE-1")
