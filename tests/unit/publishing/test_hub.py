"""A push makes a private repository where there is none and commits the folder; what stops it is one line."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from backends.hub import check_push
from tests.support.local_hub import local_hub
from tests.support.needs import lacking
from wearable_coach.errors import BadInput

PUSH = (
    "import sys; from pathlib import Path; from backends.hub import push_folder\n"
    "from wearable_coach.errors import CoachError\n"
    "try: print(push_folder(Path(sys.argv[1]), 'me/coach', kind=sys.argv[2], public=len(sys.argv) > 3))\n"
    "except CoachError as error: sys.exit(f'{type(error).__name__} {error}')"
)


@pytest.fixture
def pushed(tmp_path, monkeypatch):
    if find_spec("huggingface_hub") is None:
        lacking("torch", "huggingface_hub not installed")
    folder = tmp_path / "folder"
    (folder / "data").mkdir(parents=True)
    (folder / "README.md").write_text("# card\n")
    (folder / "data" / "train.jsonl").write_bytes(b"{}\n")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_TOKEN", "hf_token-of-a-test")

    def push(hub, *words):
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        asked = [sys.executable, "-c", PUSH, str(folder), *(words or ("dataset",))]
        return subprocess.run(asked, capture_output=True, text=True, check=False, timeout=100)

    return push


def test_a_push_makes_a_private_repository_and_commits_every_file(pushed):
    with local_hub() as hub:
        done = pushed(hub)
        assert done.stdout == "http://127.0.0.1/me/coach/commit/1\n", done.stderr
        assert hub.files == {"README.md": b"# card\n", "data/train.jsonl": b"{}\n"}
        made = hub.made[0]
        assert (made["name"], made["organization"]) == ("coach", "me")
        assert made.get("private") is True or made.get("visibility") == "private"  # by its version
        assert made["type"] == "dataset"
        assert hub.tokens == {"Bearer hf_token-of-a-test"}


def test_what_the_hub_refuses_is_one_line_with_a_remedy(pushed):
    with local_hub() as hub:
        hub.answers.extend([403] * 4)
        done = pushed(hub, "model", "public")
    assert done.stderr.startswith("BadInput push: the Hub answers 403 for me/coach")
    assert len(done.stderr.splitlines()) == 1


def test_without_a_login_or_a_name_nothing_is_tried(monkeypatch):
    if find_spec("huggingface_hub") is None:
        lacking("torch", "huggingface_hub not installed")
    import huggingface_hub

    with monkeypatch.context() as patch:
        patch.setattr(huggingface_hub, "get_token", lambda: None)
        with pytest.raises(BadInput, match="nobody is logged in at the Hub; run `hf auth login`"):
            check_push("me/coach")
        patch.setattr(huggingface_hub, "get_token", lambda: "hf_x")
        check_push("me/coach")
    for name in ("", "coach", "/coach", "me/", "a/b/c"):
        with pytest.raises(BadInput, match="need OWNER/NAME"):
            check_push(name)
