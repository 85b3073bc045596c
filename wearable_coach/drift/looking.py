"""Whether what is served goes as its evaluation found: looked at by day, told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from wearable_coach.drift.counts import ServedCount, ServedCounts
from wearable_coach.drift.rates import ServedRate, rates_of
from wearable_coach.drift.watched import Watched, change_watched, read_watched
from wearable_coach.evaluation.shelf import find_by_id
from wearable_coach.every import every_of
from wearable_coach.promotion.pointer import RULES, Entry, read_promoted
from wearable_coach.store import Store
from wearable_coach.zone import local_time

EVERY_VARIABLE = "WEARABLE_COACH_SERVED_EVERY_S"
"""How often services are asked what they counted [s]; 0 for never."""
DEFAULT_EVERY_S, MOST_EVERY_S = 3600, 24 * 3600
"""Within the day: a service that starts anew has lost what nobody asked it for."""

DriftVerdict = Literal["within", "left", "few", "unknown"]


class ServedDrift(NamedTuple):
    """What is known of the model that is served, beside its evaluation."""

    entry: Entry
    verdict: DriftVerdict
    """left: a rate is worse than the evaluation allows; few: too few answers came to say; unknown: no
    evaluation is known, or no service answered and nothing was counted."""
    by_day: Mapping[date, tuple[ServedRate, ...]]
    words: str
    left: frozenset[str] = frozenset()
    """The rates that left."""
    back: frozenset[str] = frozenset()
    """Rates that a whole day showed to be as they were found."""


def served_every(environment: Mapping[str, str]) -> timedelta | None:
    """Return how often services are asked; None where they never are.

    Raises:
        BadField: what is set is no whole number of seconds.
    """
    return every_of(environment, EVERY_VARIABLE, default_s=DEFAULT_EVERY_S, most_s=MOST_EVERY_S)


def is_look_due(store: Store, *, at: datetime, every: timedelta | None) -> bool:
    """Say whether services are to be asked now: a model is served, and the last look is so long ago.

    Raises:
        BadInput: the pointer, or what was counted, cannot be read.
    """
    if every is None or _served(store) is None:
        return False
    looked_at = read_watched(store).looked_at
    return looked_at is None or at - looked_at >= every


def drift_of(store: Store, watched: Watched, *, at: datetime) -> ServedDrift | None:
    """Return how the served model goes today and yesterday; None where the rules are served.

    Raises:
        BadInput: the pointer or the evaluation cannot be read.
    """
    entry = _served(store)
    if entry is None:
        return None
    found = find_by_id(store, entry.evaluation) if entry.evaluation else None
    if found is None:
        words = f"{entry.model}: nothing says what to expect of it; evaluate it with `wearable-coach evaluate {entry.model}` and promote that"
        return ServedDrift(entry, "unknown", {}, words)
    today = local_time(at).date()
    yesterday = today - timedelta(days=1)
    by_day = {
        day: rates_of([one for one in watched.on(day) if _is_of(one, entry)], found)
        for day in (yesterday, today)
    }
    rates = [rate for day in by_day.values() for rate in day]
    left = frozenset(rate.measure for rate in rates if rate.verdict == "left")
    back = {rate.measure for rate in by_day[yesterday] if rate.verdict == "within"} - left
    verdict = _verdict(rates, watched, left)
    words = _words(entry, verdict, by_day, watched)
    return ServedDrift(entry, verdict, by_day, words, left, frozenset(back))


def look_at_drift(
    store: Store, counts: Iterable[ServedCounts], faults: tuple[str, ...], *, at: datetime
) -> tuple[ServedDrift | None, frozenset[str]]:
    """Write down what services counted, and say how the served model goes.

    Args:
        store: Where the pointer, the evaluation and what was counted lie.
        counts: What services said.
        faults: Why others did not.
        at: Now.

    Returns:
        How it goes, and the rates that left and that people were not told of since it was put into service.

    Raises:
        BadInput: something of the store cannot be read.
        StoreConflict: it cannot be written.
    """
    watched = change_watched(store, lambda known: known.with_look(counts, faults, at))
    drift = drift_of(store, watched, at=at)
    if drift is None:
        return None, frozenset()
    return drift, frozenset(m for m in drift.left if watched.told.get(m) != drift.entry.serial)


def note_told(store: Store, drift: ServedDrift) -> None:
    """Write down that people were told of what left; what came back is told again when it leaves again.

    Raises:
        StoreConflict: it cannot be written.
    """

    def changed(watched: Watched) -> Watched:
        kept = {m: serial for m, serial in watched.told.items() if m not in drift.back}
        told = kept | dict.fromkeys(drift.left, drift.entry.serial)
        return watched.model_copy(update={"told": told})

    change_watched(store, changed)


def _served(store: Store) -> Entry | None:
    entry = read_promoted(store).promoted.current
    return None if entry is None or entry.serving is None else entry


def _is_of(one: ServedCount, entry: Entry) -> bool:
    """Say whether answers are of the model of an entry, or of the rules since it did not open."""
    if one.model == RULES:
        return one.not_opened > 0
    known = entry.serving.identity if entry.serving else None
    return one.model == entry.model and (known is None or one.identity == known.label)


def _verdict(rates: list[ServedRate], watched: Watched, left: frozenset[str]) -> DriftVerdict:
    if left:
        return "left"
    if watched.faults or not rates:
        return "unknown"
    within = {rate.measure for rate in rates if rate.verdict == "within"}
    return "within" if within == {rate.measure for rate in rates} else "few"


def _words(
    entry: Entry,
    verdict: DriftVerdict,
    by_day: Mapping[date, tuple[ServedRate, ...]],
    watched: Watched,
) -> str:
    """Return what people read: of what left the rate, its day and what to do."""
    if verdict == "left":
        told = [
            f"{day:%Y-%m-%d} {rate.words}"
            for day, rates in by_day.items()
            for rate in rates
            if rate.verdict == "left"
        ]
        return (
            f"{entry.model} is served (entry {entry.serial}) and leaves what its evaluation found: {'; '.join(told)}. "
            f"Look at the service's log and at what is asked, evaluate it with `wearable-coach evaluate {entry.model}`, or "
            "serve what was before with `wearable-coach rollback`"
        )
    if watched.faults:
        return f"{entry.model}: {'; '.join(watched.faults)}"
    said = [f"{day:%Y-%m-%d} {rate.words}" for day, rates in by_day.items() for rate in rates]
    return f"{entry.model}: {'; '.join(said) or 'its evaluation has no rate to compare with'}"
