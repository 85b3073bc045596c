"""Where an answer comes from: rules, tables, code, and model, dataset and job where a model spoke."""

from __future__ import annotations

from pydantic import Field

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Record


class AnswerProvenance(Record):
    """What an answer rests on and what made it, so that it can be explained and made again."""

    source: str = Field(description="Who wrote it: model or rules")
    rules: tuple[str, ...] = Field(
        description="Ids of the rules that supported or bound the text and of the standards that "
        "they lean on, sorted"
    )
    tables_sha256: str = Field(description="Hash of the tables and lexica that it was judged by")
    hrmax_formula: HrmaxFormula = Field(
        description="The formula for maximal heart rate that it went by"
    )
    code_version: str = Field(description="Version of the library that judged it")
    code_commit: str = Field("", description="Its commit, where the build wrote it down")
    model: str = Field("", description="The model that spoke; empty where the rules did")
    identity: str = Field("", description="Which model that is, by what decides its answers")
    job: str = Field("", description="The fine-tuning job that made it; empty where nobody knows")
    dataset: str = Field("", description="The version of the dataset that it was trained on")
