"""`wearable-coach pipeline`: the whole loop in one command."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from wearable_coach.cli.evaluate import summarise
from wearable_coach.cli.refresh import asked_recipe
from wearable_coach.cli.way import CommandWay, DirectOption, PrefectOption, decided_way, find_blocks
from wearable_coach.cli.workflow import (
    DaskAddressOption,
    EngineOption,
    EngineWord,
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)

if TYPE_CHECKING:
    from flows.compositions.pipeline import PipelineResult
    from wearable_coach.dataset.recipe import Recipe
    from wearable_coach.evaluation.collecting import Wanted
    from wearable_coach.store import Store

_LIMIT = 150
"""Cases of each set that a laptop answers in about a minute with the embedded model."""


def pipeline(  # noqa: PLR0913 - one option each
    *,
    rows: Annotated[
        int | None, typer.Option(help="Conversations of the dataset (the plan: 1,500).")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of the dataset. Default: today's date in Seoul.")
    ] = None,
    vitals: Annotated[
        list[Path] | None,
        typer.Option(help="Exports of real days: into the dataset, and held out to evaluate on."),
    ] = None,
    backend: Annotated[
        str, typer.Option(help="local (this machine), azure, foundry, or block:NAME.")
    ] = "local",
    limit: Annotated[
        int | None,
        typer.Option(
            help="A trial: at most so many cases of the valid split, of the safety set and of sampled people. 0: "
            f"all. Default: {_LIMIT} where this machine trains, all elsewhere.",
            min=0,
        ),
    ] = None,
    promote: Annotated[
        bool,
        typer.Option(help="Serve the model where the rule says promote; else only say so."),
    ] = True,
    engine: EngineOption = "auto",
    dask_address: DaskAddressOption = "",
    direct: DirectOption = False,
    prefect: PrefectOption = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Refresh the dataset, fine-tune on it, watch, evaluate, and promote the model if it is better.

    On the embedded defaults this trains a tiny model on this machine for real, in some ten minutes
    on two cores. It shows the loop, not medical quality: the rule will hardly let it be served, and
    `wearable-coach ask` then answers from the rules. Run again, what is done already is taken as it is.

    The run is recorded by the Prefect API that is configured, or that `up` has running; where there
    is none, it runs directly.

    Exit code 0: promoted, or served already. 1: hold, reject, or a part was refused. 2: bad input.

    Examples:

      wearable-coach pipeline

      wearable-coach pipeline --rows 300 --prefect --out /tmp/try
    """
    place = place_name(out, store)
    need_workflow("pipeline")
    from wearable_coach.evaluation.collecting import Wanted  # noqa: PLC0415 - a fast start

    started = time.monotonic()
    recipe = asked_recipe(None, seed=seed, vitals=vitals or [], real_share=None)
    most = (_LIMIT if backend.startswith("local") else 0) if limit is None else limit
    cases = Wanted(limit=most, real_days=tuple(str(p.absolute()) for p in vitals or ()))
    way = decided_way(place, direct=direct, prefect=prefect)
    find_blocks(backend)
    opened = open_named_store(place)
    opened.check_writable()
    loop = _Loop(recipe, rows, backend, cases, opened, place, promote, engine, dask_address)
    result = _through_prefect(way, loop) if way.through else _direct(way, loop)
    summarise(result.evaluated)
    _tell_served(opened)
    tell(f"all of it took {(time.monotonic() - started) / 60:.1f} minutes")
    if result.evaluated.evaluation.decision.verdict != "promote":
        raise typer.Exit(1)


class _Loop(NamedTuple):
    """What a run of the loop is asked to do."""

    recipe: Recipe
    rows: int | None
    backend: str
    cases: Wanted
    store: Store
    place: str
    """The store's name, by which a flow opens it."""
    promote: bool
    engine: EngineWord
    dask_address: str


def _direct(way: CommandWay, asked: _Loop) -> PipelineResult:
    from flows.compositions.pipeline import (  # noqa: PLC0415
        PipelineRequest,
        compose_pipeline,
        settle_job,
    )
    from flows.compositions.promotion import PromotionRequest, compose_promotion  # noqa: PLC0415
    from flows.compositions.refresh_request import refresh_request  # noqa: PLC0415
    from flows.openers.contestants import Names  # noqa: PLC0415 - the workflow, when needed
    from flows.openers.sinks import sinks_of  # noqa: PLC0415
    from tasks.running.direct import DirectSteps  # noqa: PLC0415
    from wearable_coach.finetuning.hyperparameters import Hyperparameters  # noqa: PLC0415
    from wearable_coach.promotion.rule import read_rule  # noqa: PLC0415

    store = asked.store
    request = PipelineRequest(
        refresh=refresh_request(
            asked.recipe,
            rows=asked.rows,
            store=store,
            workers=0,
            due_at=now(),
            engine=asked.engine,
            dask_address=asked.dask_address,
        ),
        backend=asked.backend,
        hyperparameters=Hyperparameters(),
        wanted=asked.cases,
        names=Names(),
        rule=read_rule(),
        environment=os.environ,
        clock=now,
        sinks=sinks_of(store, os.environ),
    )
    steps = DirectSteps(way.teller())
    result = compose_pipeline(steps, request)
    if asked.promote:
        promotion = PromotionRequest(store, result.evaluated, "when_better", "pipeline", now)
        compose_promotion(steps, promotion)
    settle_job(steps, request, result.evaluated.evaluation)
    return result


def _through_prefect(way: CommandWay, asked: _Loop) -> PipelineResult:
    result: PipelineResult = way.run_flow(
        "flows.pipeline",
        "pipeline",
        recipe=asked.recipe,
        rows=asked.rows,
        backend=asked.backend,
        cases=asked.cases,
        promotion="when_better" if asked.promote else "never",
        store=asked.place,
        engine=asked.engine,
        dask_address=asked.dask_address,
    )
    return result


def _tell_served(store: Store) -> None:
    from wearable_coach.promotion.pointer import RULES, read_promoted  # noqa: PLC0415

    entry = read_promoted(store).promoted.current
    served = entry.model if entry else RULES
    tell(f"served now: {served}; ask it with `wearable-coach ask`")
