"""Where datasets are published, as a Prefect block."""

from __future__ import annotations

import re
from pathlib import Path

from prefect.blocks.core import Block
from pydantic import Field, SecretStr, ValidationInfo, field_validator

from backends.blob.account import Account, open_blob_store
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store import LocalStore, Store
from wearable_coach.store.opening import AZURE


class DatasetStore(Block):
    """A dataset store that a flow can name: ``block:nightly``."""

    _block_type_name = "Dataset store"
    _block_type_slug = "wearable-coach-dataset-store"
    _description = "Where wearable-coach publishes dataset versions."

    folder: str = Field(description="Folder of the store; made when first written to")

    def open(self) -> Store:
        """Return the store."""
        return LocalStore(expanded(Path(self.folder)))


class BlobDatasetStore(Block):
    """A store in Azure Blob Storage that a flow can name: ``block:nightly``."""

    _block_type_name = "Blob dataset store"
    _block_type_slug = "wearable-coach-blob-dataset-store"
    _description = "Where wearable-coach publishes dataset versions, in Azure Blob Storage."

    container: str = Field(description="Container; made when first written to")
    prefix: str = Field("", description="Every key begins with it")
    account: str = Field("", description="Storage account")
    endpoint: str = Field("", description="Blob endpoint, where it is not the public one")
    connection_string: SecretStr = Field(SecretStr(""), description="In place of all below")
    key: SecretStr = Field(SecretStr(""), description="Account key")
    sas_token: SecretStr = Field(
        SecretStr(""), description="SAS token; without key and SAS the identity at hand is taken"
    )

    @field_validator("account", "endpoint", "container", "prefix")
    @classmethod
    def _no_secret(cls, given: str, info: ValidationInfo) -> str:
        """Refuse a SAS token in a field that is kept and shown in the clear."""
        if re.search(r"[?#@]", given):
            message = f"{info.field_name}: takes no ?, # or @; a SAS token goes into sas_token"
            raise BadInput(message)
        return given

    def open(self) -> Store:
        """Return the store.

        Raises:
            BadInput: the account is not whole.
        """
        account = Account(
            name=self.account,
            endpoint=self.endpoint,
            connection_string=self.connection_string.get_secret_value(),
            key=self.key.get_secret_value(),
            sas_token=self.sas_token.get_secret_value(),
        )
        return open_blob_store(f"{AZURE}{self.container}/{self.prefix}", account)
