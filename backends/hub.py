"""Pushing a folder to the Hugging Face Hub, by its own client, as whoever is logged in."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from wearable_coach.errors import BadInput, TransientError

RepoKind = Literal["dataset", "model"]
INSTALL = "python3 -m pip --python .venv/bin/python install huggingface-hub"
_TOO_MANY, _SERVER = 429, 500


def check_push(name: str) -> None:
    """Look whether a push could begin: the client is installed, somebody is logged in, the name is one.

    Raises:
        BadInput: one of them is not so.
    """
    owner, slash, repo = name.partition("/")
    if not (owner and slash and repo) or "/" in repo:
        message = f"push: got {name!r}; need OWNER/NAME, as the Hub's address shows it"
        raise BadInput(message)
    if find_spec("huggingface_hub") is None:
        message = f"push: huggingface_hub is not installed; run `{INSTALL}`"
        raise BadInput(message)
    from huggingface_hub import get_token  # noqa: PLC0415 - need not be there

    if not get_token():
        message = "push: nobody is logged in at the Hub; run `hf auth login`, or set HF_TOKEN"
        raise BadInput(message)


def push_folder(folder: Path, name: str, *, kind: RepoKind, public: bool) -> str:
    """Make the repository where there is none, and commit a folder to it; a later push is a later commit.

    Args:
        folder: What is pushed.
        name: ``OWNER/NAME``.
        kind: What it is.
        public: Whether a repository that is made now is open to all; one that is there stays as it is.

    Returns:
        The address of the commit.

    Raises:
        BadInput: the Hub refuses it.
        TransientError: the Hub could not be reached, or is busy.
    """
    check_push(name)
    import httpx  # noqa: PLC0415 - with its client
    from huggingface_hub import HfApi  # noqa: PLC0415
    from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415

    hub = HfApi()
    try:
        hub.create_repo(name, repo_type=kind, private=not public, exist_ok=True)
        done = hub.upload_folder(
            repo_id=name,
            repo_type=kind,
            folder_path=str(folder),
            commit_message="Publish by wearable-coach",
        )
    except HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else 0
        message = f"push: the Hub answers {code or 'with a fault'} for {name}; see that the token may write there (`hf auth whoami`), then push again"
        if code >= _SERVER or code == _TOO_MANY:
            raise TransientError(message) from None
        raise BadInput(message) from None
    except (httpx.TransportError, OSError) as error:
        message = f"push: the Hub cannot be reached ({type(error).__name__}); the folder is written, push it later with `hf upload {name} {folder} --repo-type {kind}`"
        raise TransientError(message) from None
    return str(done.commit_url)
