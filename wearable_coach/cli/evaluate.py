"""`wearable-coach evaluate`: is a model better than the one it would replace?"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from wearable_coach.cli.formula_option import DatasetFormulaOption
from wearable_coach.cli.way import CommandWay, DirectOption, PrefectOption, decided_way, find_blocks
from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from flows.compositions.evaluation import Evaluated
    from flows.openers.contestants import Names
    from wearable_coach.evaluation.changes import EvaluationChanges
    from wearable_coach.evaluation.collecting import Wanted
    from wearable_coach.evaluation.evaluation import Evaluation
    from wearable_coach.evaluation.rubric_judge import RubricJudgement
    from wearable_coach.store import Store

_KEYWORDS = "share:0.6"
_SETS = "valid,sampled,real_days,safety,consistency"


def evaluate(  # noqa: PLR0913 - one option each
    candidate: Annotated[
        str,
        typer.Argument(
            help="latest (the job that completed last), a model of the store, base:tiny, base:FOLDER, "
            "block:NAME, or an entry of the endpoints file."
        ),
    ] = "latest",
    *,
    base: Annotated[
        str | None,
        typer.Option(help="Model to compare with besides the served one. Default: its own base."),
    ] = None,
    reference: Annotated[
        str | None, typer.Option(help="A further model, such as a general one.")
    ] = None,
    dataset: Annotated[
        str,
        typer.Option(
            help="own (what the candidate was trained on; the latest where that is not known), a version, or latest."
        ),
    ] = "own",
    sets: Annotated[
        str | None,
        typer.Option(help=f"Sets of cases. Default: {_SETS}; with --cases: file."),
    ] = None,
    real: Annotated[
        list[Path] | None,
        typer.Option(help="Export of real days; people in training are left out. May be repeated."),
    ] = None,
    cases: Annotated[
        list[Path] | None,
        typer.Option(
            help="Your own cases, unchanged: JSON or JSON lines, in whatever they are wrapped."
        ),
    ] = None,
    keywords: Annotated[
        str,
        typer.Option(
            help="Which keywords of your cases are enough: all, any, or a share of them.",
            metavar="all|any|share:0.6",
        ),
    ] = _KEYWORDS,
    case_name: Annotated[
        list[str] | None,
        typer.Option(
            help="A name in your cases and the product's; nothing after = leaves the name out. May be repeated.",
            metavar="OWN=NAME",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            help="An evaluation before: a model or an id. What was gained and lost since is told case by case, with both answers."
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            help="A model that answers yes or no to a rubric (helpful, asked, kind, clear, lean); off by default, and part of no decision."
        ),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            help="A trial: at most so many cases of the valid split and of the safety set, spread. 0: all.",
            min=0,
        ),
    ] = 0,
    sampled: Annotated[
        int | None,
        typer.Option(
            help="Sampled people whom no training row knows. Default: 1,800 (what the rule needs), 200 of a "
            "model of this machine, at most --limit where that is given.",
            min=0,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of samples and resampling.")] = 7,
    hrmax_formula: DatasetFormulaOption = None,
    endpoints: Annotated[
        Path | None,
        typer.Option(help="Endpoints file (YAML). Default: $WEARABLE_COACH_ENDPOINTS."),
    ] = None,
    rule: Annotated[
        Path | None, typer.Option(help="Your own promotion rule (YAML). Default: the product's.")
    ] = None,
    direct: DirectOption = False,
    prefect: PrefectOption = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Ask models the same questions, verify every answer, compare, and say what the rule decides.

    Compares the candidate with the model now served, with its base, and with a reference. Answers
    are kept as they come: a killed evaluation goes on, the same one again asks nothing. How likely an equal
    model passes the rule with so many questions is told before any is asked. The report
    is an HTML page in Korean, the verdict first; the verdict is printed as JSON.

    A model that lies at Azure is deployed for it, and taken down where the rule says reject; what
    stands after a hold, until when and for how much, is told.

    The run is recorded by the Prefect API that is configured, or that `up` has running; where there
    is none, it runs directly. It puts no model into service: `promote` does.

    Exit code 0: the rule says promote. 1: hold or reject. 2: bad input.

    Examples:

      wearable-coach evaluate

      wearable-coach evaluate azure-coach --endpoints endpoints.yaml --reference gpt --cases my.jsonl
    """
    place = place_name(out, store)
    need_workflow("evaluate")
    from flows.openers.contestants import Names  # noqa: PLC0415 - the workflow
    from wearable_coach.evaluation.collecting import Wanted, check_sets  # noqa: PLC0415

    chosen = sets if sets is not None else ("file" if cases else _SETS)
    kinds: tuple[Any, ...] = tuple(s.strip() for s in chosen.split(",") if s.strip())
    check_sets(kinds)
    wanted = Wanted(
        sets=kinds,
        dataset=dataset,
        real_days=tuple(str(p) for p in real or ()),
        case_files=tuple(str(p) for p in cases or ()),
        keywords=_keywords(keywords),
        case_names=case_names_given(case_name or ()),
        limit=limit,
        sampled=sampled,
        seed=seed,
        hrmax_formula=hrmax_formula,
    )
    way = decided_way(place, direct=direct, prefect=prefect)
    find_blocks(candidate, base, reference)
    asked = _Question(Names(candidate, base, reference), wanted, rule, endpoints, place)
    done = _through_prefect(way, asked) if way.through else _direct(way, asked)
    changes = _changes(way, asked, done, against) if against else None
    judged = _judged(way, asked, done, judge) if judge else None
    summarise(done, changes, judged)
    if done.evaluation.decision.verdict != "promote":
        raise typer.Exit(1)


def _keywords(count: str) -> str:
    """Return how keywords count, looked at."""
    from wearable_coach.evaluation.sets.case_expected import keywords_least  # noqa: PLC0415

    keywords_least(count)
    return count


def case_names_given(given: Sequence[str]) -> dict[str, str]:
    """Return own names → the product's."""
    found = dict(pair.partition("=")[::2] for pair in given)
    if bad := [pair for pair in given if "=" not in pair]:
        message = f"--case-name {bad[0]!r} names nothing; write OWN=NAME, such as rhr=resting_heart_rate, or OWN= to leave it out"
        raise BadInput(message)
    return found


class _Question(NamedTuple):
    """What an evaluation is asked."""

    names: Names
    cases: Wanted
    rule: Path | None
    endpoints: Path | None
    place: str
    """The store's name."""


def _direct(way: CommandWay, asked: _Question) -> Evaluated:
    from flows.compositions.hosted_evaluation import (  # noqa: PLC0415 - the workflow
        HostedRequest,
        compose_hosted_evaluation,
        settle,
    )
    from tasks.running.direct import DirectSteps  # noqa: PLC0415
    from wearable_coach.promotion.rule import read_rule  # noqa: PLC0415

    rule, store, steps = read_rule(asked.rule), open_named_store(asked.place), DirectSteps(way.teller())  # fmt: skip
    request = HostedRequest(
        store, asked.names, asked.cases, rule, os.environ, now, "evaluate", asked.endpoints
    )
    done = compose_hosted_evaluation(steps, request)
    settle(steps, request, done.evaluation, wait=True)
    return done


def _through_prefect(way: CommandWay, asked: _Question) -> Evaluated:
    from flows.compositions.evaluation import Evaluated  # noqa: PLC0415
    from wearable_coach.evaluation.shelf import find_evaluation  # noqa: PLC0415
    from wearable_coach.promotion.rule import read_rule  # noqa: PLC0415

    read_rule(asked.rule)
    store = _looked(asked)  # what is missing is told before a run is made of it
    names, rule, endpoints = asked.names, asked.rule, asked.endpoints
    told: dict[str, Any] = way.run_flow(
        "flows.evaluate_model",
        "evaluate_model",
        **names._asdict(),
        cases=asked.cases,
        promotion="never",
        rule=str(rule.absolute()) if rule else "",
        endpoints=str(endpoints.absolute()) if endpoints else "",
        store=asked.place,
    )
    found = find_evaluation(store, told["candidate"], told["evaluation"])
    if found is None:
        message = (
            f"evaluation: {told['evaluation']} is not in the store any more; run the command again"
        )
        raise BadInput(message)
    return Evaluated(found, told["report"], told["created"])


def _looked(asked: _Question) -> Store:
    """Open the store, and see that the models that are named can be opened; where they answer is seen later."""
    from flows.openers.contestants import (  # noqa: PLC0415 - the workflow
        closing,
        look_at_models,
        open_contenders,
    )
    from flows.openers.hosted import look_at_deployment  # noqa: PLC0415

    store, environment = open_named_store(asked.place), os.environ
    name, endpoints = asked.names.candidate, asked.endpoints
    found = look_at_deployment(store, name, environment=environment, endpoints=endpoints)
    if found.remote is not None:
        look_at_models(store, asked.names, environment=environment, endpoints=endpoints)
        return store
    with closing(open_contenders(store, asked.names, environment=environment, endpoints=endpoints)):
        return store


def _changes(way: CommandWay, asked: _Question, done: Evaluated, against: str) -> EvaluationChanges:
    from tasks.evaluation import tell_changes  # noqa: PLC0415 - the workflow
    from tasks.running.direct import DirectSteps  # noqa: PLC0415

    store = open_named_store(asked.place)
    return DirectSteps(way.teller()).call(tell_changes, store, done.evaluation, against)


def _judged(way: CommandWay, asked: _Question, done: Evaluated, judge: str) -> RubricJudgement:
    from flows.openers.contestants import open_judge  # noqa: PLC0415 - the workflow
    from tasks.evaluation import ask_judge  # noqa: PLC0415
    from tasks.running.direct import DirectSteps  # noqa: PLC0415

    store, steps = open_named_store(asked.place), DirectSteps(way.teller())
    opened = steps.call(open_judge, store, judge, environment=os.environ, endpoints=asked.endpoints)
    with closing(opened) as model:
        return steps.call(ask_judge, store, done.evaluation, model)


def summarise(
    done: Evaluated,
    changes: EvaluationChanges | None = None,
    judged: RubricJudgement | None = None,
) -> None:
    """Tell what was found: reasons for people, the verdict as JSON for programs."""
    found = done.evaluation
    made = "" if done.created else " (known already, nothing was asked)"
    tell(f"{found.candidate}: {found.decision.verdict}{made}")
    for reason in found.decision.reasons:
        tell(f"  {'ok' if reason.met else 'NO'}  {reason.text}")
    tell(f"report: {done.report}")
    line = verdict_line(found, done.report)
    if changes is not None:
        tell(
            f"against {changes.model} {changes.against}: {len(changes.gained):,} gained, {len(changes.lost):,} lost "
            f"of {changes.compared:,} cases; both answers are in the report"
        )
        line["against"] = {
            "evaluation": changes.against,
            "compared": changes.compared,
            "gained": {c.case: [k for k, _ in c.measures] for c in changes.gained},
            "lost": {c.case: [k for k, _ in c.measures] for c in changes.lost},
        }
    if judged is not None:
        line["judge"] = {
            f.key: {
                "yes": f.yes,
                "of": f.n,
                "kappa": f.agreement.kappa if f.agreement else None,
                "labelled": f.agreement.n if f.agreement else 0,
            }
            for f in judged.figures
        } | {"model": judged.judge, "unread": judged.unread}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def verdict_line(found: Evaluation, report: str) -> dict[str, Any]:
    """Return an evaluation in one line: the verdict, what stood in the way, headline shares."""
    return {
        "evaluation": found.id,
        "candidate": found.candidate,
        "rival": found.decision.rival,
        "verdict": found.decision.verdict,
        "unmet": [reason.about for reason in found.decision.unmet],
        "cases": found.sets,
        "faults": {
            model.name: kinds
            for model in found.models
            if (kinds := model.costs.faults.model_dump(exclude_defaults=True))
        },
        "headline": {
            model.name: {
                f.measure: None if f.share is None else round(f.share, 4)
                for f in model.headline
                if f.measure in found.rule.headline
            }
            for model in found.models
        },
        "report": report,
    }
