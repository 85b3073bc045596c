import re
from pathlib import Path

import pytest

from backends.azure.foundry.settings import FOUNDRY_VARIABLES
from backends.azure.settings import VARIABLES
from tests.support.cases import some
from tests.support.fuzzing.cases import commands
from tests.support.steps import all_steps
from wearable_coach.standards.document import standards_page

ROOT = Path(__file__).parents[3]
PAGES = [
    ROOT / "README.md",
    ROOT / "README.ko.md",
    ROOT / "docs" / "guide.md",
    ROOT / "docs" / "serving.md",
    ROOT / "docs" / "operations.md",
    ROOT / "docs" / "backup.md",
    ROOT / "docs" / "cluster.md",
    ROOT / "deployments" / "README.md",
]
AZURE = ROOT / "docs" / "azure.md"
RECIPES = ROOT / "docs" / "recipes.md"
PHYSIOLOGISTS = ROOT / "docs" / "physiologists.md"
VERIFICATION = ROOT / "docs" / "verification.md"


def test_the_standards_page_is_made_from_the_tables():
    written = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    assert written == standards_page(), (
        "python -m wearable_coach.standards.document > docs/standards.md"
    )


def test_the_operations_page_lists_every_task_and_how_often_it_is_tried_again():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## Tasks of a run\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    said = dict(re.findall(r"^\| `(.+?)` \| (.+?) \|", section, re.MULTILINE))
    tries = {0: "no", 2: "twice"}
    assert said == {step.name: tries[step.policy.retries] for step in all_steps()}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_in_a_page_has_its_options(page):
    text = page.read_text(encoding="utf-8")
    known = commands()
    used = re.findall(rf"wearable-coach ({'|'.join(known)})\b([^`\n|]*)", text)
    assert used
    for command, rest in used:
        options = {word for parameter in known[command].params for word in parameter.opts}
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in options | {"--help"}, f"{command} {option}"


@pytest.mark.parametrize(
    "page",
    [*PAGES, AZURE, RECIPES, PHYSIOLOGISTS, VERIFICATION],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_every_link_in_a_page_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    here = [target for target in links if not target.startswith("http")]
    assert [target for target in here if not (page.parent / target).exists()] == []


def test_both_readmes_name_the_same_commands():
    line = re.compile(r"python3 -m pip install uv && .*")
    found = [line.findall(p.read_text(encoding="utf-8")) for p in PAGES[:2]]
    assert found[0] == found[1]
    assert len(found[0]) == 3


def test_the_azure_page_names_every_setting():
    text = AZURE.read_text(encoding="utf-8").replace("`…_MODELS`", "WEARABLE_COACH_AZURE_MODELS")
    for variable in some({*VARIABLES.values(), *FOUNDRY_VARIABLES.values()}):
        assert variable in text, variable


@pytest.mark.parametrize("page", [RECIPES, PHYSIOLOGISTS], ids=lambda p: p.name)
def test_every_file_that_a_recipe_names_is_there(page):
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./]+/[\w./]+\.(?:py|yaml|md|json))`", text))
    rooms = ("", "wearable_coach/", "wearable_coach/sources/")
    for name in some(n for n in named if "NAME" not in n and "SUBJECT" not in n):
        assert any((ROOT / room / name).is_file() for room in rooms), name


def test_every_law_that_a_recipe_names_is_a_test():
    rows = re.findall(r"^\| \[.*\| (.*) \|$", RECIPES.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 7
    for row in rows:
        assert (ROOT / re.findall(r"`(tests/[\w/]+\.py)`", row)[0]).is_file()
