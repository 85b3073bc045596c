"""`wearable-coach refresh`: make a dataset version."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from wearable_coach.cli.table_option import MapFileOption, MapOption, MissingOption, PersonOption
from wearable_coach.cli.way import CommandWay, DirectOption, PrefectOption, decided_way
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
    from flows.compositions.refreshed import Refreshed
    from tasks.dataset import RefreshRequest
    from wearable_coach.dataset.recipe import Recipe
    from wearable_coach.sources.table_options import TableOptions


def refresh(  # noqa: PLR0913 - one option each
    *,
    rows: Annotated[
        int | None,
        typer.Option(help="Rows in all, in the recipe's proportions (the plan: 1,500)."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Same recipe and seed, same bytes. Default: today's date in Seoul."),
    ] = None,
    out: OutOption = None,
    store: StoreOption = None,
    vitals: Annotated[
        list[Path] | None,
        typer.Option(
            help="Real days: an export of a phone or watch as it comes, LifeSnaps or Fitabase, or a table (CSV, JSON, .xlsx, Parquet). May be repeated."
        ),
    ] = None,
    mapped: MapOption = None,
    map_file: MapFileOption = None,
    person: PersonOption = None,
    missing: MissingOption = None,
    real_share: Annotated[
        float | None,
        typer.Option(help="Share of rows from real days, 0 to 1. Default: 0.3, or what there is."),
    ] = None,
    workers: Annotated[
        int, typer.Option(help="Worker processes. Default 0: what pays off on this machine.")
    ] = 0,
    engine: EngineOption = "auto",
    dask_address: DaskAddressOption = "",
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe as YAML or JSON. Default: the plan.")
    ] = None,
    latest: Annotated[
        bool,
        typer.Option(
            "--latest",
            help="Train on it by default, though it has fewer rows than the recipe: whole ones are latest anyway.",
        ),
    ] = False,
    direct: DirectOption = False,
    prefect: PrefectOption = False,
    repair: Annotated[
        str | None,
        typer.Option(
            "--repair",
            metavar="VERSION",
            help="Make the damaged files of this version again, by its own manifest, without Prefect.",
        ),
    ] = None,
) -> None:
    """Make a verified dataset version: compose, verify, gate, split, publish.

    The default is the plan: 700 health interpretations, 500 exercise recommendations and 300
    coaching conversations, 1,200 to train and 300 to validate. The same content again is the same
    version: nothing is rewritten but a file of it that is missing or was changed, which is put right.

    The run is recorded by the Prefect API that is configured, or that `up` has running; where there
    is none, it runs directly. The bytes are the same either way.

    A dataset of --rows is a trial: it becomes what is trained on by default only where there is no
    other, or with --latest.

    More than one shard (10,000 rows) is made shard by shard, straight into the store: a run that was
    ended goes on where it was. Any engine makes the same bytes; docs/cluster.md says more of Dask.

    Exit code 0: published. 1: the gate refused. 2: bad input, nothing was written.

    Examples:

      wearable-coach refresh

      wearable-coach refresh --prefect

      wearable-coach refresh --vitals days.csv --real-share 0.3 --seed 7 --out datasets

      wearable-coach refresh --vitals my.csv --map 심박수=heart_rate --id 회원 --missing "--,NA,0"

      wearable-coach refresh --rows 1000000 --engine dask

      wearable-coach refresh --repair 20261124-0123456789ab
    """
    from wearable_coach.errors import BadInput  # noqa: PLC0415 - a fast start
    from wearable_coach.sources.table_options import table_options  # noqa: PLC0415 - a fast start

    place = place_name(out, store)
    if repair is not None:
        _repair(
            repair,
            place,
            workers,
            others=(rows, seed, vitals, mapped, map_file, person, missing, real_share, recipe, prefect or None, dask_address or None),
        )  # fmt: skip
        return
    tables = table_options(mapped=mapped or (), person=person, missing=missing, file=map_file)
    asked = asked_recipe(
        recipe, seed=seed, vitals=vitals or [], tables=tables, real_share=real_share
    )
    if workers < 0:
        message = f"workers: got {workers}, need 0 or more"
        raise BadInput(message)
    started = time.monotonic()
    need_workflow("refresh")
    way = decided_way(place, direct=direct, prefect=prefect)
    request = _request(
        asked, rows=rows, place=place, latest=latest, work=_Work(workers, engine, dask_address)
    )
    if way.through:
        result = _through_prefect(way, request, asked, rows, place)
    else:
        result = _direct(way, request)
    _summarise(result, request, time.monotonic() - started)


def asked_recipe(
    path: Path | None,
    *,
    seed: int | None,
    vitals: list[Path],
    tables: TableOptions | None = None,
    real_share: float | None,
) -> Recipe:
    """Return the recipe that the options come to; what they say of tables goes instead of the recipe's.

    Raises:
        BadInput: the file cannot be read, or a value is out of range.
    """
    from wearable_coach.dataset.recipe import Recipe, checked_recipe, read_recipe  # noqa: PLC0415 - a fast start
    from wearable_coach.input_files import expanded  # noqa: PLC0415 - a fast start

    data: dict[str, Any] = (read_recipe(path) if path else Recipe()).model_dump()
    if seed is not None:
        data["seed"] = seed
    if vitals:
        data["sources"]["vitals"] = [str(expanded(v).absolute()) for v in vitals]
    if tables is not None and tables.columns:
        data["sources"]["columns"] = tables.columns_as_said()
    if tables is not None and tables.missing:
        data["sources"]["missing"] = tables.missing
    if real_share is not None:
        data["sources"]["real_share"] = real_share
    return checked_recipe(data)


class _Work(NamedTuple):
    """Who does the work, as the options say."""

    workers: int
    engine: EngineWord
    dask_address: str


def _request(
    recipe: Recipe, *, rows: int | None, place: str, latest: bool, work: _Work
) -> RefreshRequest:
    from flows.compositions.refresh_request import refresh_request  # noqa: PLC0415 - the workflow

    store = open_named_store(place)
    store.check_writable()
    return refresh_request(
        recipe, rows=rows, store=store, due_at=now(), make_latest=latest, **work._asdict()
    )


def _repair(version: str, place: str, workers: int, *, others: tuple[object, ...]) -> None:
    """Put the damaged files of a version right.

    Raises:
        BadInput: another option says how to make a dataset, or the version cannot be made again.
    """
    from wearable_coach.errors import BadInput  # noqa: PLC0415 - a fast start

    if any(other not in (None, []) for other in others):
        message = "repair: makes the version by its own manifest; leave --rows, --seed, --vitals and what is said of its tables, --real-share, --recipe and --prefect out"
        raise BadInput(message)
    need_workflow("refresh")
    from flows.compositions.repairing import repair_request  # noqa: PLC0415 - the workflow

    store = open_named_store(place)
    store.check_writable()
    started = time.monotonic()
    request = repair_request(store, version, workers=workers or 1)
    if request is None:
        tell(f"{version} is whole, nothing to repair")
        return
    _summarise(_direct(CommandWay(through=False), request), request, time.monotonic() - started)


def _look_at_inputs(request: RefreshRequest) -> None:
    """Read and plan once before a Prefect run starts, so that bad input stays one line."""
    from tasks.dataset import make_plan, read_real_days  # noqa: PLC0415 - the workflow, when needed

    make_plan(request.recipe, request.seed, read_real_days(request.recipe.sources).days)


def _direct(way: CommandWay, request: RefreshRequest) -> Refreshed:
    from flows.compositions.refresh import compose_refresh  # noqa: PLC0415 - the workflow, when needed
    from tasks.running.direct import DirectSteps  # noqa: PLC0415

    return compose_refresh(DirectSteps(way.teller()), request)


def _through_prefect(
    way: CommandWay, request: RefreshRequest, asked: Recipe, rows: int | None, place: str
) -> Refreshed:
    _look_at_inputs(request)
    result: Refreshed = way.run_flow(
        "flows.refresh_dataset",
        "refresh_dataset",
        recipe=asked,
        rows=rows,
        seed=request.seed,
        make_latest=not request.trial,
        store=place,
        workers=0 if request.dask_address else request.workers,
        engine=request.engine,
        dask_address=request.dask_address,
    )
    return result


def _summarise(result: Refreshed, request: RefreshRequest, seconds: float) -> None:
    published = result.published
    made = "published" if published.created else "was there already, nothing rewritten:"
    if published.repaired:
        made = f"was there already, {', '.join(published.repaired)} repaired:"
    lines = [f"{made} {published.version}: {result.rows:,} conversations in {seconds:.1f} s"]
    for category, splits in result.counts.items():
        parts = " + ".join(f"{n:,} {split}" for split, n in splits.items())
        lines.append(f"  {category}: {sum(splits.values()):,} ({parts})")
    lines.append(
        f"  {result.real_rows:,} rows from real days, {result.rejected_days:,} real rows rejected, "
        f"{result.refused:,} attempts refused and composed anew, seed {request.seed}"
    )
    lines.append(f"  gate: passed, {len(result.report.results)} expectations")
    lines.append(f"  card: {published.where}/report.html")
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stdout.write(f"{published.where}\n")
