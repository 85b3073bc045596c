"""How an endpoint was seen to answer: ``probes/<hash>.json``, so that a silent swap is noticed.

What an endpoint says to the probe set makes a *sighting*. As long as it answers alike it is the same
sighting; when it does not, another model stands at the address, and that is another sighting.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Literal

from pydantic import AwareDatetime, Field

from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.probe_set import ProbeSet
from wearable_coach.chat.served import Endpoint, Serving
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.records import Record
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.parsing import Unparsed, record_of

_KEY_CHARACTERS, _ID_CHARACTERS = 16, 16
_MOST_SIGHTINGS, _RACES = 12, 5


class ProbeRound(Record):
    """What came of asking the probe set once."""

    texts: dict[str, str] = Field(description="Answers by question; what did not come is not there")
    said_models: tuple[str, ...] = Field((), description="Which models it says that it asked")
    software: tuple[str, ...] = Field((), description="What it says of the software behind it")


class Sighting(Record):
    """A model as it was seen to answer."""

    at: AwareDatetime
    rounds: tuple[ProbeRound, ...]
    own: float = Field(ge=0, le=1, description="How like itself it is, over its rounds")
    swapped: bool = Field(
        default=False, description="Whether it took the place of another that answered before"
    )

    @property
    def id(self) -> str:
        """The hash of its answers."""
        said = [[one.texts, one.said_models] for one in self.rounds]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:_ID_CHARACTERS]

    @property
    def said_models(self) -> frozenset[str]:
        """Which models it said that it asked."""
        return frozenset(name for one in self.rounds for name in one.said_models)


class LastLook(Record):
    """The last time that the probe set was asked."""

    at: AwareDatetime
    likeness: float | None = Field(description="To what was seen before; None where nothing was")
    answered: int = Field(description="Questions that were answered [count]")
    software: tuple[str, ...] = ()


class Sightings(Record):
    """All that was seen of one endpoint, the present one last."""

    schema_version: Literal[1] = 1
    name: str = Field(description="The model's name, for people")
    set_sha256: str = Field(description="Of the probe set; answers to another cannot be compared")
    seen: tuple[Sighting, ...]
    look: LastLook
    told: str = Field("", description="The last swap that people were told of")

    @property
    def now(self) -> Sighting:
        """The model that answers now."""
        return self.seen[-1]

    def with_seen(self, found: Sighting) -> Sightings:
        """Return it with another sighting as the present one."""
        others = tuple(one for one in self.seen if one.id != found.id)
        return self.model_copy(update={"seen": (*others, found)[-_MOST_SIGHTINGS:]})


def declared(endpoint: Endpoint) -> ServedIdentity | None:
    """Return what an endpoint's description says of the model, apart from how it was seen to answer."""
    identity = endpoint.identity
    if identity is None or not identity.sighting:
        return identity
    if not (identity.job or identity.version or identity.deployment or identity.files):
        return None  # all of it was seen, nothing was said
    return identity.model_copy(update={"sighting": ""})


def as_described(serving: Serving | None) -> Serving | None:
    """Return a description of a model without how it was seen to answer."""
    if not isinstance(serving, Endpoint):
        return serving
    return serving.model_copy(update={"identity": declared(serving)})


def is_as_promoted(endpoint: Endpoint, seen: Sightings) -> bool:
    """Say whether the model that answers now is the one that an entry of the pointer describes.

    Where the entry's own sighting is not known any more, the model is that of the first sighting that is.
    """
    wanted = endpoint.identity.sighting if endpoint.identity else ""
    if any(one.id == wanted for one in seen.seen):
        return seen.now.id == wanted
    return not seen.now.swapped


def identity_seen(endpoint: Endpoint, seen: Sighting) -> ServedIdentity | None:
    """Return which model an endpoint is, by what is said of it and by how it answers now.

    The first that was seen is what was always meant by the description, so that its answers which are
    kept are found; one that took its place is told by its sighting.
    """
    said = declared(endpoint)
    if not seen.swapped:
        return said
    if said is None:
        name = next(iter(sorted(seen.said_models)), endpoint.model)
        return ServedIdentity(model=name, sighting=seen.id)
    return said.model_copy(update={"sighting": seen.id})


def sightings_key(endpoint: Endpoint) -> str:
    """Return where the sightings of an endpoint lie: by the model that it is said to be, else by where it is."""
    said = declared(endpoint)
    place = [endpoint.kind, endpoint.url.rstrip("/"), endpoint.model, endpoint.api_version]
    text = json.dumps(["model", said.sha256] if said else place)
    return f"probes/{sha256(text.encode()).hexdigest()[:_KEY_CHARACTERS]}.json"


def read_sightings(store: Store, endpoint: Endpoint) -> tuple[Sightings | None, str | None]:
    """Return what was seen of an endpoint, None where nothing was, and the tag of what was read.

    Raises:
        BadInput: it cannot be read.
    """
    key = sightings_key(endpoint)
    try:
        stored = store.read(key)
    except Missing:
        return None, None
    try:
        return record_of(stored.data, Sightings), stored.etag
    except Unparsed as why:
        message = f"probes: {store.where(key)} cannot be read ({why}); move it away: what is served then counts as seen for the first time"
        raise BadInput(message) from None


def keep_sightings(store: Store, endpoint: Endpoint, found: Sightings, etag: str | None) -> bool:
    """Write what was seen; False where another run wrote meanwhile."""
    key, data = sightings_key(endpoint), found.model_dump_json().encode()
    try:
        if etag is None:
            store.create(key, data)
        else:
            store.replace(key, data, etag=etag)
    except (Exists, Stale, Missing):
        return False
    return True


def note_told(store: Store, endpoint: Endpoint, swap: str) -> None:
    """Write down that people were told of a swap.

    Raises:
        StoreConflict: it cannot be written.
    """
    for _ in range(_RACES):
        found, etag = read_sightings(store, endpoint)
        if found is None or found.told == swap:
            return
        if keep_sightings(store, endpoint, found.model_copy(update={"told": swap}), etag):
            return
    message = f"probes: {store.where(sightings_key(endpoint))} keeps changing; let one run at a time write there"
    raise StoreConflict(message)


def most_like(
    probes: ProbeSet, seen: tuple[Sighting, ...], rounds: tuple[ProbeRound, ...]
) -> tuple[Sighting | None, float | None]:
    """Return the sighting that answers come from, the latest first, and their likeness to the present one.

    None where they are like none of them. The name that an endpoint gives decides where it was given before.
    """
    said = {name for one in rounds for name in one.said_models}
    to_now: float | None = None
    for sighting in reversed(seen):
        named_otherwise = bool(said and sighting.said_models) and not said & sighting.said_models
        texts = [one.texts for one in sighting.rounds]
        means = [mean for r in rounds if (mean := probes.mean_likeness(r.texts, texts)) is not None]
        found = max(means, default=None)
        to_now = found if sighting is seen[-1] else to_now
        if found is not None and found >= probes.least(sighting.own) and not named_otherwise:
            return sighting, to_now
    return None, to_now
