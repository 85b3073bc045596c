"""The workers of a refresh, and what a killed one changes: nothing but a line."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from wearable_coach.dataset.assembly import content_hash
from wearable_coach.dataset.batches import Batch, DatasetPlan, make_plan, settle, workers
from wearable_coach.dataset.recipe import Recipe

SEED, POINTS = 7, range(10)


def small_batches(plan: DatasetPlan) -> list[Batch]:
    """The plan's rows five at a time, so that a kill meets a batch."""
    return [
        Batch(batch.category, number, batch.specs[number : number + 5], batch.settings)
        for batch in plan.batches()
        for number in range(0, len(batch.specs), 5)
    ]


def kill_one() -> None:
    """Kill a process of the pool, as the system does where memory runs out."""
    multiprocessing.active_children()[0].kill()


def composed(pool, plan, *, kill_after=None) -> str:
    """Compose a plan by several threads, one process killed after so many batches; its content's hash."""
    batches = small_batches(plan)
    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(pool.generate, batch) for batch in batches]
        for done, _ in enumerate(as_completed(futures)):
            if done == kill_after:
                kill_one()
        parts = [future.result() for future in futures]
    return content_hash(settle(plan, parts).rows, seed=SEED)


@pytest.mark.slow("kills")
def test_a_worker_killed_at_any_point_changes_no_byte_and_is_told_in_one_line():
    plan, told = make_plan(Recipe().scaled_to(60), SEED, ()), []
    with workers(1) as here:
        expected = composed(here, plan)
    with workers(2, tell=told.append) as pool:
        found = {point: composed(pool, plan, kill_after=point) for point in POINTS}
    assert found == dict.fromkeys(POINTS, expected)
    assert len(told) == len(POINTS)
