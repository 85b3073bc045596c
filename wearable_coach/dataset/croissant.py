"""``croissant.json``: what a version's files hold, for programs (MLCommons Croissant 1.0, JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wearable_coach.dataset.features import records_features
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.parts import by_split, name_of_all, part_of, parts_of

CROISSANT = "croissant.json"
LICENCE = "https://spdx.org/licenses/MIT.html"
SPEC = "http://mlcommons.org/croissant/1.0"
_FORMATS = {
    "jsonl": "application/jsonlines",
    "json": "application/json",
    "parquet": "application/x-parquet",
    "html": "text/html",
    "md": "text/markdown",
}
_TYPES = {"string": "sc:Text", "int64": "sc:Integer", "float64": "sc:Float"}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(version: str, about: str, files: Mapping[str, FileFact]) -> dict[str, Any]:
    """Return the metadata of a version.

    Args:
        version: Its name; the day that it was made on stands in front.
        about: What the dataset is, a sentence or two.
        files: Every other file of it but the manifest, with hash and size.

    Source: MLCommons Croissant Format Specification 1.0.
    """
    day, _, digest = version.partition("-")
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": f"wearable-coach-{digest}",
        "description": about,
        "conformsTo": SPEC,
        "license": LICENCE,
        "inLanguage": "ko",
        "version": f"{day[:4]}.{int(day[4:6])}.{int(day[6:8])}",
        "datePublished": f"{day[:4]}-{day[4:6]}-{day[6:8]}",
        "citeAs": f"wearable-coach, dataset {version}",
        "distribution": [*_distribution(files)],
        "recordSet": [*_conversations(files), *_records(files)],
    }


def _distribution(files: Mapping[str, FileFact]) -> Iterator[dict[str, Any]]:
    """Yield every file, parts of one kind together in the place of the first."""
    told: set[str] = set()
    for name, fact in files.items():
        part = part_of(name)
        parts = parts_of(files, part.kind) if part and part.of else ()
        known = name_of_all(parts or (name,))
        if known == name:
            yield _file(name, fact)
        elif known not in told:
            told.add(known)
            yield {
                "@type": "cr:FileSet",
                "@id": known,
                "name": known,
                "description": f"{len(parts)} parts; manifest.json has the hash of each.",
                "includes": known,
                "encodingFormat": _FORMATS[name.rpartition(".")[2]],
            }


def _file(name: str, fact: FileFact) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{fact.size} B",
        "encodingFormat": _FORMATS[name.rpartition(".")[2]],
        "sha256": fact.sha256,
    }


def _conversations(files: Mapping[str, FileFact]) -> Iterator[dict[str, Any]]:
    """Yield the record set of each split."""
    for split, parts in by_split(files).items():
        yield {
            "@type": "cr:RecordSet",
            "@id": split,
            "name": split,
            "description": f"The conversations of the {split} split, a line each.",
            "field": [_field(split, parts, {"name": "messages", "list": [*_MESSAGE]})],
        }


_MESSAGE = ({"name": "role", "dtype": "string"}, {"name": "content", "dtype": "string"})


def _records(files: Mapping[str, FileFact]) -> Iterator[dict[str, Any]]:
    """Yield the record set of the records, where they are among the files."""
    parts = parts_of(files, "records")
    if not parts:
        return
    yield {
        "@type": "cr:RecordSet",
        "@id": "records",
        "name": "records",
        "description": "A row a conversation: whom and what it is about, its facts and every verdict.",
        "key": {"@id": "records/row_id"},
        "field": [_field("records", parts, of) for of in records_features()],
    }


def _field(within: str, files: Sequence[str], of: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field; a list of texts, or of what has parts, is repeated."""
    known = f"{within}/{of['name']}"
    parts = of.get("list", of.get("struct"))
    field: dict[str, Any] = {"@type": "cr:Field", "@id": known, "name": known}
    if "list" in of:
        field["repeated"] = True
    if isinstance(parts, list):
        field["subField"] = [_part(known, files, of["name"], part) for part in parts]
        return field
    return {**field, "dataType": _TYPES[parts or of["dtype"]], **_from(files, of["name"])}


def _part(known: str, files: Sequence[str], column: str, of: Mapping[str, Any]) -> dict[str, Any]:
    inner = f"{known}/{of['name']}"
    source = _from(files, column)
    source["source"]["transform"] = {"jsonPath": of["name"]}
    return {
        "@type": "cr:Field",
        "@id": inner,
        "name": inner,
        "dataType": _TYPES[of["dtype"]],
        **source,
    }


def _from(files: Sequence[str], column: str) -> dict[str, Any]:
    known = name_of_all(files)
    kind = "fileObject" if known == files[0] else "fileSet"
    return {"source": {kind: {"@id": known}, "extract": {"column": column}}}
