"""An importer is whole when its own row says all of it; what it lacks is told with the file to edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cases import some
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.reporting.labels import value_label
from wearable_coach.sources import detect, importing, read_days
from wearable_coach.sources.importer import Importer
from wearable_coach.sources.importers import IMPORTERS, SAMPLED, forms, source_names
from wearable_coach.sources.real_days import ImportResult
from wearable_coach.sources.sheets import open_sheet

ROOM = Path(importing.__file__).parent
EXPORTS = [importer for importer in IMPORTERS if importer.form]


def lacks(importer: Importer, folder: Path) -> list[str]:
    """Say what an importer of exports lacks: ``FILE: what``."""
    file = f"wearable_coach/sources/{importer.name}.py"
    found = [*_of_its_row(importer), *_of_its_vitals(importer), *_of_its_examples(importer, folder)]
    return [f"{file}: {what}" for what in found]


def _of_its_row(importer: Importer) -> Iterator[str]:
    if not (ROOM / f"{importer.name}.py").is_file():
        yield "there is none; name the module as the importer"
    if not re.search("[가-힣]", importer.label_ko):
        yield "`label_ko` is no Korean name for the pages"


def _of_its_vitals(importer: Importer) -> Iterator[str]:
    for name in VITAL_FIELDS:
        if (name in importer.reads) == (name in importer.lacks):
            yield f"{name} stands in both or neither of `reads` and `lacks`"
    for name in sorted((importer.reads | importer.lacks) - {*VITAL_FIELDS}):
        yield f"{name} is no vital"


def _of_its_examples(importer: Importer, folder: Path) -> Iterator[str]:
    files = examples(importer, folder)
    if not files:
        yield "`examples` shows no file with one whole person-day"
    for path in files:
        with open_sheet(path) as sheet:
            by = [i.name for i in EXPORTS if i.recognises(sheet)]
        if by != [importer.name]:
            yield f"its example is recognised by {', '.join(by) or 'nobody'}; `recognises` of the right one is to take it, and no other"
            return
    for day in read_days(*files).days[:1] if files else ():
        told = {*day.vitals.model_dump(exclude_none=True)}
        if differing := sorted(importer.reads ^ told):
            yield f"`reads` and what is read of its examples differ by {', '.join(differing)}"


def examples(importer: Importer, folder: Path) -> list[Path]:
    """Write an importer's examples and return the files."""
    paths = [folder / f"{importer.name}-{place}.csv" for place in range(len(importer.examples))]
    for path, text in zip(paths, importer.examples, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_every_importer_is_whole(tmp_path: Path) -> None:
    missing = [line for importer in some(EXPORTS) for line in lacks(importer, tmp_path)]
    assert not missing, "an importer is not whole yet:\n" + "\n".join(missing)


def test_every_module_with_an_importer_is_in_the_registry() -> None:
    made = re.compile(r"^[A-Z_]+ = Importer\($", re.MULTILINE)
    with_one = {p.stem for p in ROOM.glob("*.py") if made.search(p.read_text(encoding="utf-8"))}
    named = {"plain_table" if i.name == "table" else i.name for i in IMPORTERS}
    assert with_one == named, "sources/importers.py: IMPORTERS is to name each module's importer"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"name": "watch"}, "sources/watch.py: there is none"),
        ({"label_ko": "Watch"}, "label_ko"),
        ({"lacks": frozenset()}, "bmi stands in both or neither"),
        ({"lacks": frozenset({*VITAL_FIELDS})}, "steps stands in both or neither"),
        ({"reads": frozenset({"pulse"})}, "pulse is no vital"),
        ({"examples": ()}, "shows no file"),
        ({"examples": ("day,pulse\n1,60\n",)}, "recognised by nobody"),
        ({"reads": frozenset({"steps"})}, "differ by distance_km"),
    ],
)
def test_what_an_importer_lacks_is_named(changed: dict, what: str, tmp_path: Path) -> None:
    assert any(what in line for line in lacks(EXPORTS[0]._replace(**changed), tmp_path))


@pytest.mark.parametrize("importer", EXPORTS, ids=lambda i: i.name)
def test_an_example_is_one_day_of_its_source_without_its_identifier(
    importer: Importer, tmp_path: Path
) -> None:
    result: ImportResult = read_days(*examples(importer, tmp_path))
    (day,) = result.days
    assert (day.source, day.person_key, result.n_rows) == (importer.name, "real-0001", 1)
    identifiers = {text.split("\n")[1].split(",")[0] for text in importer.examples}
    assert not any(identifier in repr(result) for identifier in some(identifiers))
    assert detect(tmp_path / f"{importer.name}-0.csv") == importer.name


def test_the_gate_and_the_pages_know_every_source() -> None:
    assert {SAMPLED, "lifesnaps", "fitabase", "table"} <= set(source_names()), "records say these"
    gate = Path(importing.__file__).parents[2] / "expectations" / "snapshots" / "dataset.json"
    assert all(f'"{name}"' in gate.read_text(encoding="utf-8") for name in source_names())
    for importer in some(IMPORTERS):
        assert value_label("source", importer.name) == importer.label_ko
    assert len({importer.label_ko for importer in IMPORTERS}) == len(IMPORTERS)


def test_messages_name_the_exports() -> None:
    assert all(importer.form in forms() for importer in some(EXPORTS))
    assert " or " in forms()
    folders = [importer.form for importer in EXPORTS if importer.by_folder]
    assert forms(by_folder=True) == " or ".join(folders) == "Fitabase"
