"""The cases of an evaluation, from a dataset, real exports, the drills and files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from wearable_coach.dataset.taught import Taught
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import SETS, Case, SetName
from wearable_coach.evaluation.sets.case_expected import (
    KEYWORDS_COUNT,
    KEYWORDS_FORM,
    keywords_least,
)
from wearable_coach.evaluation.sets.case_file import read_cases
from wearable_coach.evaluation.sets.consistency import consistency_cases
from wearable_coach.evaluation.sets.held_out import held_out_cases
from wearable_coach.evaluation.sets.recorded import ValidCases, sample_cases, taught_by
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.evaluation.sets.sampled import sampled_cases
from wearable_coach.evaluation.trained_on import OWN, AskedDataset, dataset_for, read_asked
from wearable_coach.finetuning.job import Job
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.records import Record
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, Prompts
from wearable_coach.sources import read_days
from wearable_coach.store import Store

HELD_OUT = 60
GROUPS = 8
FULL, TRIAL = 1800, 200
"""Sampled people that the rule's margins need (`promotion/power.py`), and how many are asked of a model of this machine [count]."""
_FROM_DATASET = frozenset({"valid", "sampled", "real_days", "consistency"})


class Wanted(Record):
    """Which cases an evaluation is to hold."""

    sets: tuple[SetName, ...] = Field(
        ("valid", "sampled", "real_days", "safety", "consistency"), description="Sets of cases"
    )
    dataset: str = Field(
        OWN,
        description="own (what the candidate was trained on; the latest where that is not known), "
        "a version, or latest",
    )
    real_days: tuple[str, ...] = Field(
        (), description="Exports of real days, by path; people who are in training are left out"
    )
    case_files: tuple[str, ...] = Field((), description="Files of cases, for the set `file`")
    keywords: str = Field(
        KEYWORDS_COUNT,
        pattern=f"^(?:{KEYWORDS_FORM})$",
        description="Which of a case's keywords are enough in files of cases: all, any, or a share, as share:0.6",
    )
    case_names: dict[str, str] = Field(
        {},
        description="Own names in files of cases and the product's, as rhr: resting_heart_rate; an empty one leaves the name out",
    )
    limit: int = Field(
        0,
        ge=0,
        description="A trial: at most so many of the valid split and its real days, of the safety set, and of "
        "sampled people where their number is not given; 0 takes all",
    )
    sampled: int | None = Field(
        None,
        ge=0,
        description=f"Sampled people whom no training row knows [count]; empty takes {FULL:,}, and {TRIAL} where a "
        "model of this machine is asked",
    )
    held_out: int = Field(HELD_OUT, ge=0, description="Cases from the exports [count]")
    groups: int = Field(GROUPS, ge=0, description="Groups of each sort in the consistency set")
    seed: int = Field(7, description="Of samples, wording and resampling")
    hrmax_formula: HrmaxFormula | None = Field(
        None,
        description="Formula for maximal heart rate that answers are judged by; empty takes the "
        "dataset's",
    )

    def sized(self, *, on_this_machine: bool) -> Wanted:
        """Return wishes that say how many sampled people are asked about.

        Args:
            on_this_machine: Whether a model of this machine is asked, whose answers take long.
        """
        if self.sampled is not None:
            return self
        count = TRIAL if on_this_machine else FULL
        return self.model_copy(update={"sampled": min(count, self.limit) if self.limit else count})


class Collected(NamedTuple):
    """The cases, and the dataset version that some are from."""

    cases: tuple[Case, ...]
    dataset_version: str
    hrmax_formula: HrmaxFormula
    """By which cases are judged that name no formula of their own."""
    prompts: Prompts
    """With which the cases are asked: those of the dataset."""


def collect_cases(store: Store, wanted: Wanted, job: Job | None = None) -> Collected:
    """Return the cases of an evaluation; the same wishes on the same store give the same.

    Nobody whom the candidate was trained on is among them, whichever dataset they are from.

    Args:
        store: Where datasets lie.
        wanted: Which cases.
        job: What made the candidate, where a job of the store did.

    Raises:
        BadInput: a set is not known, a file cannot be read, or there is no case at all.
    """
    check_sets(wanted.sets)
    cases: list[Case] = []
    version, asked = "", dataset_for(wanted.dataset, job)
    taught = taught_by(store, asked, hrmax_formula=wanted.hrmax_formula)
    formula, prompts = taught.hrmax_formula, taught.prompts
    if _FROM_DATASET.intersection(wanted.sets):
        dataset = read_asked(store, asked, job)
        version = dataset.version
        cases += _from_dataset(wanted, taught, dataset)
    if "safety" in wanted.sets:
        drills = safety_cases(hrmax_formula=formula, prompts=prompts)
        cases += sample_cases(drills, wanted.limit, seed=wanted.seed)
    if "file" in wanted.sets:
        for path in wanted.case_files:
            cases += _of_file(wanted, path, formula, prompts)
    if not cases:
        message = f"sets: {', '.join(wanted.sets) or 'none'} hold no case; name others with --sets or a file with --cases"
        raise BadInput(message)
    return Collected(tuple(cases), version, formula, prompts)


def check_files(wanted: Wanted) -> None:
    """Look whether all that needs no dataset can be read: sets, files of cases, exports of real days.

    Raises:
        BadInput: a set is not known, or a file cannot be read.
    """
    check_sets(wanted.sets)
    if "file" in wanted.sets:
        for path in wanted.case_files:
            _of_file(wanted, path, DEFAULT_FORMULA, PRODUCT_PROMPTS)
    if wanted.real_days and "real_days" in wanted.sets:
        read_days(*map(Path, wanted.real_days))


def _of_file(wanted: Wanted, path: str, formula: HrmaxFormula, prompts: Prompts) -> list[Case]:
    return read_cases(
        Path(path),
        hrmax_formula=formula,
        prompts=prompts,
        keywords_least=keywords_least(wanted.keywords),
        names=wanted.case_names,
    )


def check_sets(names: Sequence[str]) -> None:
    """Look whether sets are known.

    Raises:
        BadInput: one is not.
    """
    unknown = [name for name in names if name not in SETS]
    if unknown:
        message = f"sets: {unknown[0]!r} is not known; name some of {', '.join(SETS)}"
        raise BadInput(message)


def _from_dataset(wanted: Wanted, taught: Taught, asked: AskedDataset) -> list[Case]:
    valid = ValidCases(asked.unknown, hrmax_formula=taught.hrmax_formula)
    cases = [
        case
        for case in sample_cases(valid, wanted.limit, seed=wanted.seed)
        if case.set in wanted.sets
    ]
    if "sampled" in wanted.sets:
        count = wanted.sized(on_this_machine=True).sampled or 0
        cases += sampled_cases(asked.trained, count=count, seed=wanted.seed, taught=taught)
    if wanted.real_days and "real_days" in wanted.sets:
        days = read_days(*map(Path, wanted.real_days)).days
        cases += held_out_cases(
            days, asked.trained, count=wanted.held_out, seed=wanted.seed, taught=taught
        )
    if "consistency" in wanted.sets:
        cases += consistency_cases(valid, count=wanted.groups, seed=wanted.seed)
    return cases
