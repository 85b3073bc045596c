"""The groups of people and questions that a dataset must hold enough of, read from ``tables/population.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.records import Profile
from wearable_coach.standards.table import table

_EVERYDAY = "everyday."


class FloorGroup(NamedTuple):
    """One group: who is of it, or what is asked, and which strata can carry it."""

    name: str
    label_ko: str
    floor: float
    """The share that a recipe starts from: of all rows, of the coaching rows where it is of topics."""
    hosts: frozenset[str]
    age: tuple[int, int] | None
    """Completed years, both included."""
    sex: str | None
    conditions: tuple[str, ...]
    athlete: bool
    active: bool | None
    bmi: frozenset[str]
    """Classes of the body mass index, any of them; empty: any."""
    topics: tuple[str, ...]
    """Everyday topics, one of which is spoken of; empty: a group of people."""

    def holds(self, profile: Profile, bmi_class: str | None, template_ids: Iterable[str]) -> bool:
        """Say whether a row is of this group, by what is told in it.

        Args:
            profile: The person as told.
            bmi_class: The class of the told body mass index, None where none is told.
            template_ids: What the row's turns are about.
        """
        if self.topics:
            return not {f"{_EVERYDAY}{name}" for name in self.topics}.isdisjoint(template_ids)
        p = profile
        return (
            self._is_of_age(p.age)
            and set(self.conditions) <= set(p.conditions)
            and (p.athlete or not self.athlete)
            and (self.active is None or p.regularly_active is self.active)
            and (not self.bmi or bmi_class in self.bmi)
        )

    def _is_of_age(self, age: int | None) -> bool:
        """By age alone a group is open upwards: who is of a condition, or an athlete, may be of any age."""
        of_another = bool(self.conditions) or self.athlete or self.active is not None
        if self.age is None or of_another:
            return True
        return age is not None and age >= self.age[0]


@cache
def groups() -> Mapping[str, FloorGroup]:
    """Return the groups by name, those of people first, the rarest of them first."""
    rows = table("population")["groups"]
    return {
        name: _group(name, row) for part in ("people", "topics") for name, row in rows[part].items()
    }


@cache
def product_floors() -> Mapping[str, float]:
    """Return the floor that a recipe starts from, by group."""
    return {name: group.floor for name, group in groups().items()}


def _group(name: str, row: Mapping[str, Any]) -> FloorGroup:
    return FloorGroup(
        name=name,
        label_ko=row["label"],
        floor=row["floor"],
        hosts=frozenset(row["hosts"]),
        age=tuple(row["age"]) if "age" in row else None,
        sex=row.get("sex"),
        conditions=tuple(row.get("conditions", ())),
        athlete=row.get("athlete", False),
        active=row.get("active"),
        bmi=frozenset(row.get("bmi", ())),
        topics=tuple(row.get("topics", ())),
    )
