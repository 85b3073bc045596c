"""Which model answers: what decides its answers, wherever it is reached."""

from __future__ import annotations

import json
from hashlib import sha256

from pydantic import Field, model_validator

from wearable_coach.records import Record

SHOWN = 12
"""Characters of a hash that people see."""


class ServedIdentity(Record):
    """What makes a model this one and no other; never an address, behind which anything may stand.

    Of an adapter its files and its base's, of a remote model the job that made it, its name, version
    and deployment; of an endpoint that nobody described, how it was seen to answer.
    """

    job: str = Field("", description="Fine-tuning job that made it")
    model: str = Field("", description="Registered model, fine-tuned model's id, or model's name")
    version: str = Field("", description="Version of that model")
    deployment: str = Field("", description="Model deployment that serves it")
    base: str = Field("", description="What it was tuned from: a name, or the hash of its files")
    files: str = Field("", description="Hash of an adapter's files")
    sighting: str = Field(
        "",
        description="Of an endpoint that nobody described: the hash of how it was seen to answer",
    )

    @model_validator(mode="after")
    def _says_something(self) -> ServedIdentity:
        if not any(self.model_dump().values()):
            message = "is empty; name job, model or deployment, or leave identity out"
            raise ValueError(message)
        return self

    @property
    def sha256(self) -> str:
        """The hash of all of it; a field that is empty does not count, so that later ones change none."""
        said = {name: value for name, value in self.model_dump().items() if value}
        return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def label(self) -> str:
        """Its name with the beginning of its hash, as answers and the history show it."""
        name = self.job or self.model or self.deployment or self.base or "model"
        return f"{name}#{self.sha256[:SHOWN]}"
