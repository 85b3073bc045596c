"""A model deployment as the ledger keeps it: what was ordered, what is wanted of it, every state seen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from wearable_coach.chat.served import Endpoint
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import HostedSeen, HostingOrder
from wearable_coach.hosting.states import HostingState, hosting_deadline
from wearable_coach.records import Record

MOST_TRIES = 3
"""Times that a model deployment is made before it is given up: each may have been paid for."""


class HostingStateSeen(Record):
    """A state of a model deployment, and when it was first seen."""

    state: HostingState
    at: AwareDatetime
    raw: str = Field("", description="Azure's own word, where it is none that we know")
    detail: str = ""


class AskedBy(Record):
    """An evaluation, or a person, that needed it."""

    who: str = Field(description="Id of the evaluation, or what the person called")
    at: AwareDatetime


class ModelDeployment(Record):
    """Where the tuned model of a job answers, answered, or will answer."""

    schema_version: Literal[1] = 1
    job: str
    hoster: str = Field(description="How its hoster is opened: the job's backend, or block:NAME")
    order: HostingOrder
    wanted: Literal["up", "down"] = Field(
        "up", description="Written down before anything is done, so that a kill forgets nothing"
    )
    why: str = Field("", description="Why it is wanted down")
    given_up: str = Field("", description="Why it is not made again unless a person asks")
    tries: int = Field(1, description="Times that it was made", ge=1)
    states: tuple[HostingStateSeen, ...] = Field(min_length=1)
    serving: Endpoint | None = Field(None, description="How it is asked, once it is ready")
    asked_by: tuple[AskedBy, ...] = ()
    told_unused: tuple[AwareDatetime, ...] = Field(
        (), description="When people were told that it stands and nobody asks it"
    )

    @property
    def name(self) -> str:
        """Its name at Azure."""
        return self.order.name

    @property
    def state(self) -> HostingState:
        """The state seen last."""
        return self.states[-1].state

    @property
    def since(self) -> datetime:
        """When it came into that state."""
        return self.states[-1].at

    @property
    def ready(self) -> bool:
        """Whether it answers, and is to."""
        return self.state == "Ready" and self.wanted == "up"

    @property
    def settled(self) -> bool:
        """Whether it is as it is wanted, or never will be: nothing more is to be done."""
        if self.wanted == "down":
            return self.state == "Gone"
        return self.state == "Ready"

    @property
    def stands(self) -> bool:
        """Whether it may be paid for: from the order to its end."""
        return self.state != "Gone"

    @property
    def taken_down_at(self) -> datetime | None:
        """When it was gone; None while it stands."""
        return None if self.stands else self.since

    @property
    def last_used(self) -> datetime:
        """When it was last asked for, or came to be ready."""
        ready = [s.at for s in self.states if s.state == "Ready"]
        return max([self.states[0].at, *ready, *(a.at for a in self.asked_by)])

    def overdue(self, now: datetime) -> timedelta | None:
        """Return how long it has been in a state that it should have left; None when it is in time."""
        limit, spent = hosting_deadline(self.state), now - self.since
        return spent if limit is not None and spent > limit else None

    def saw(
        self, seen: HostedSeen, *, at: datetime, serving: Endpoint | None = None
    ) -> ModelDeployment:
        """Return it after a look."""
        moved = self.entered(seen.state, at=at, raw=seen.raw, detail=seen.reason)
        return _changed(moved, serving=serving or self.serving)

    def entered(
        self, state: HostingState, *, at: datetime, raw: str = "", detail: str = ""
    ) -> ModelDeployment:
        """Return it in a state; one that it is in already keeps its time, and takes a new detail."""
        last = self.states[-1]
        if (last.state, last.raw) != (state, raw):
            last = HostingStateSeen(state=state, at=at, raw=raw, detail=detail)
            return _changed(self, states=(*self.states, last))
        if not detail or detail == last.detail:
            return self
        return _changed(
            self, states=(*self.states[:-1], last.model_copy(update={"detail": detail}))
        )

    def asked(self, who: str, *, at: datetime) -> ModelDeployment:
        """Return it as needed by somebody; the same one asking again is the same, at a later time."""
        if not who:
            return self
        others = tuple(asked for asked in self.asked_by if asked.who != who)
        return _changed(self, asked_by=(*others, AskedBy(who=who, at=at)))

    def unwanted(self, why: str) -> ModelDeployment:
        """Return it as to be taken down; the first reason stays."""
        return self if self.wanted == "down" else _changed(self, wanted="down", why=why)

    def abandoned(self, reason: str) -> ModelDeployment:
        """Return it as to be taken down and not made again unless a person asks."""
        return _changed(self.unwanted(reason), given_up=reason)

    def ordered_again(self, order: HostingOrder, *, at: datetime) -> ModelDeployment:
        """Return one that is gone as wanted anew."""
        again = self.entered("Ordered", at=at, detail="wanted again")
        return _changed(again, order=order, wanted="up", why="", given_up="", tries=1, serving=None)

    def tried_again(self, *, at: datetime) -> ModelDeployment:
        """Return one that failed and is gone as to be made once more."""
        again = self.entered("Ordered", at=at, detail=f"try {self.tries + 1} of {MOST_TRIES}")
        return _changed(again, tries=self.tries + 1, serving=None)

    def told_of(self, *, at: datetime) -> ModelDeployment:
        """Return it as told: it stands unused."""
        return _changed(self, told_unused=(*self.told_unused, at))


def new_deployment(job: Job, order: HostingOrder, *, at: datetime) -> ModelDeployment:
    """Return a model deployment that is about to be made."""
    ordered = HostingStateSeen(state="Ordered", at=at)
    return ModelDeployment(job=job.name, hoster=job.tuner, order=order, states=(ordered,))


def _changed(record: ModelDeployment, **changes: Any) -> ModelDeployment:  # noqa: ANN401 - the fields' own types
    return record.model_copy(update=changes)
