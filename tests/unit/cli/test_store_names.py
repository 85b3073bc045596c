import pytest

from flows.openers.stores import open_store
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore

SECRET = "PLANTED"  # noqa: S105 - of nothing


@pytest.mark.parametrize(
    "name",
    [
        f"https://coach.blob.core.windows.net/box?sig={SECRET}",
        f"http://127.0.0.1:10000/coach/box?sv=1&SIG={SECRET}",
        f"DefaultEndpointsProtocol=https;AccountName=coach;AccountKey={SECRET}==",
        f"AccountKey={SECRET}",
        f"box?sv=1&sig={SECRET}",
        f"s3://{SECRET}@bucket",
    ],
)
def test_an_address_or_connection_string_is_no_folder_and_is_not_repeated(name):
    with pytest.raises(BadInput, match="takes no URL and no connection string") as caught:
        open_store(name, environment={})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("name", ["a folder", "./sig=x", "C=D;E", "한글/폴더"])
def test_a_folder_may_have_any_other_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert isinstance(open_store(name, environment={}), LocalStore)
