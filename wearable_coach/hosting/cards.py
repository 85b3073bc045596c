"""Model deployments for people: a row of a table, and a card with everything that was seen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.hosting.standing import money_an_hour

_SHOWN_ASKERS = 2


def hosting_row(record: ModelDeployment) -> dict[str, str]:
    """Return a model deployment as a row of short texts."""
    return {
        "job": record.job,
        "kind": record.order.kind,
        "state": record.state,
        "since": f"{record.since:%Y-%m-%d %H:%M}",
        "an hour": hourly(record) if record.stands else "",
        "asked by": _askers(record),
        "why": record.given_up or record.why or record.states[-1].detail,
    }


def hosting_card(record: ModelDeployment) -> str:
    """Return a model deployment as Markdown."""
    order = record.order
    settings = ", ".join(f"{name}={value}" for name, value in sorted(order.settings.items()))
    head = [
        f"# {record.name}",
        f"**{record.state}** {record.given_up or record.why}".rstrip(),
        "  \n".join(
            (
                f"Job {record.job}, {order.kind}, for {order.purpose}",
                f"Model {order.model}",
                f"Settings: {settings}",
            )
        ),
        f"Costs {hourly(record)} while it stands{f' ({order.rate.basis})' if order.rate else ''}",
    ]
    if record.serving is not None:
        proof = record.serving.key_variable or record.serving.auth
        head.append(f"Answers at {record.serving.url} ({proof})")
    asked = [f"- {a.at:%Y-%m-%d %H:%M:%S} asked by {a.who}" for a in record.asked_by]
    seen = [
        f"- {s.at:%Y-%m-%d %H:%M:%S} {s.state} {s.raw} {s.detail}".rstrip() for s in record.states
    ]
    return "\n\n".join([*head, "\n".join([*seen, *asked])]) + "\n"


def hourly(record: ModelDeployment) -> str:
    """Return what it costs an hour while it stands."""
    rate = record.order.rate
    return "not known" if rate is None else f"{_short(rate.amount)} {rate.currency}"


def standing_line(records: Iterable[ModelDeployment]) -> str:
    """Return what all that stands costs together, in a line; empty where nothing stands."""
    standing = [record for record in records if record.stands]
    if not standing:
        return ""
    sums = money_an_hour(standing)
    told = " and ".join(f"{_short(amount)} {currency}" for currency, amount in sorted(sums.items()))
    unknown = sum(record.order.rate is None for record in standing)
    more = f"; of {unknown} the price is not known" if unknown else ""
    return f"{len(standing)} stand, {told or 'nothing known'} an hour together{more}"


def _short(amount: Decimal) -> str:
    return f"{amount:f}"


def _askers(record: ModelDeployment) -> str:
    shown = [asked.who for asked in record.asked_by[-_SHOWN_ASKERS:]]
    more = len(record.asked_by) - len(shown)
    return ", ".join([*shown, *([f"{more} more"] if more else [])])
