"""The workspace's blob account: as much as an upload of a file asks for."""

from __future__ import annotations

import base64
import re
from email.utils import formatdate

from tests.support.local_azure.messages import Reply, Request
from tests.support.local_azure.state import ACCOUNT, State

HOST = f"{ACCOUNT}.blob.core.windows.net"
_META = "x-ms-meta-"


def serve(state: State, request: Request) -> Reply | None:
    """Answer a call to the blob host; None where it has no such address."""
    if "sig" not in request.query and "Authorization" not in request.headers:
        return _error(403, "AuthenticationFailed")
    name, comp = request.path, request.query.get("comp", "")
    if request.method == "PUT":
        return _put(state, request, name, comp)
    if name not in state.blobs:
        return _error(404, "BlobNotFound")
    if request.method in {"GET", "HEAD"}:
        return _read(state, request, name)
    return None


def _put(state: State, request: Request, name: str, comp: str) -> Reply:
    if comp == "block":
        state.blobs[f"{name}#{request.query['blockid']}"] = request.body
    elif comp == "blocklist":
        ids = re.findall(r"<Latest>(.*?)</Latest>", request.body.decode())
        state.blobs[name] = b"".join(state.blobs.pop(f"{name}#{i}") for i in ids)
    elif comp == "metadata":
        state.blob_metadata[name] = _metadata(request)
        return Reply(200, b"", _described(state, name))
    elif request.headers.get("If-None-Match") == "*" and name in state.blobs:
        return _error(409, "BlobAlreadyExists")
    else:
        state.blobs[name] = request.body
        state.blob_metadata[name] = _metadata(request)
    return Reply(201, b"", _described(state, name))


def _read(state: State, request: Request, name: str) -> Reply:
    data, headers = state.blobs[name], _described(state, name)
    for key, value in state.blob_metadata.get(name, {}).items():
        headers[_META + key] = value
    headers |= {"x-ms-blob-type": "BlockBlob", "Content-Type": "application/octet-stream"}
    if request.method == "HEAD":
        return Reply(200, b"", headers | {"Content-Length": str(len(data))})
    return Reply(200, data, headers)


def _metadata(request: Request) -> dict[str, str]:
    return {
        key[len(_META) :]: value
        for key, value in request.headers.items()
        if key.lower().startswith(_META)
    }


def _described(state: State, name: str) -> dict[str, str]:
    tag = base64.b16encode(str(hash(state.blobs.get(name))).encode()).decode()
    return {"ETag": f'"0x{tag}"', "Last-Modified": formatdate(usegmt=True)}


def _error(status: int, code: str) -> Reply:
    text = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>{code}</Message></Error>'
    return Reply(
        status, text.encode(), {"Content-Type": "application/xml", "x-ms-error-code": code}
    )
