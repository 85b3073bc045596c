"""An explanation as people read it at a terminal, and as machines do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wearable_coach.explaining.explanation import (
    Explanation,
    RuleTold,
    SourceTold,
    VersionsTold,
    claim_told,
)
from wearable_coach.explaining.words import (
    cap_words,
    level_words,
    reason_words,
    screening_words,
    why_words,
    word,
)
from wearable_coach.records import Verdict
from wearable_coach.serving.structured import CitedSource

_SHOWN_HASH = 12


def lines_told(of: Explanation) -> Iterator[str]:
    """Yield the lines of an explanation: labels in English, and in Korean what the answer is in."""
    yield from _head(of)
    yield ""
    yield "What it says, and by which rule"
    for sentence in of.sentences:
        yield f"  {_plain(sentence.text)}"
        for rule in sentence.rules:
            yield from _rule(rule)
    if of.whole:
        yield "  (the answer as a whole)"
        for rule in of.whole:
            yield from _rule(rule)
    structured = of.answer.structured
    if structured is not None and structured.sources:
        yield ""
        yield "Sources"
        yield from (f"  {_source(_of(source))}" for source in structured.sources)


def _head(of: Explanation) -> Iterator[str]:
    answer, structured = of.answer, of.answer.structured
    yield f"Answer {_plain(answer.request_id)}: {answer.kind} ({word('kinds', answer.kind)})"
    yield f"Written by: {_writer(of)}"
    yield f"Urgency: {answer.urgency} ({word('urgencies', answer.urgency)})"
    level = f"Level: {answer.safety_level} of 4 ({level_words(answer.safety_level)})"
    if structured is None:
        yield level
    else:
        said = [f"{reason_words(r)} ({_plain(r)})" for r in structured.safety_reasons]
        yield level + (f", since {', '.join(said)}" if said else "")
        screening = _plain(structured.screening)
        yield f"Cap: {structured.cap} ({cap_words(structured.cap)}); screening: {screening} ({_plain(screening_words(structured.screening))})"
    bound = answer.provenance.rules if answer.provenance else ()
    if bound:
        yield f"Rules and standards: {_plain(', '.join(bound))}"
    yield f"Versions: {_versions(of.versions)}"


def _writer(of: Explanation) -> str:
    answer, origin = of.answer, of.answer.provenance
    if answer.source == "model":
        trained = f", trained on dataset {origin.dataset or 'unknown'} by job {origin.job or 'unknown'}" if origin else ""  # fmt: skip
        return _plain(f"model {answer.identity or answer.model}{trained}")
    why = ", ".join(f"{why_words(w)} ({w})" for w in answer.why)
    asked = f"; the model in service was {answer.identity}" if answer.identity else ""
    return _plain(f"the rules{f', since {why}' if why else ''}{asked}")


def _versions(of: VersionsTold) -> str:
    if of.same_tables is None:
        return f"the answer names none; here are {_code(of.code_here, of.commit_here)}, tables {of.tables_here[:_SHOWN_HASH]}"
    made = f"{_code(of.code, of.commit)}, tables {of.tables[:_SHOWN_HASH]}"
    if of.same_tables:
        return _plain(f"{made}, the same as here")
    return _plain(
        f"{made}; the tables here DIFFER ({_code(of.code_here, of.commit_here)}, tables "
        f"{of.tables_here[:_SHOWN_HASH]}): what rules mean below is of those here"
    )


def _code(version: str, commit: str) -> str:
    return f"wearable-coach {version}{f' ({commit[:_SHOWN_HASH]})' if commit else ''}"


def _rule(rule: RuleTold) -> Iterator[str]:
    yield f"      {_plain(rule.id)} {rule.label_ko}: {'; '.join(_claims(rule.claims))}"
    if rule.means:
        yield f"        {rule.means}"
    for standard in rule.standards:
        head = f"rests on {standard.id}: " if standard.id else "source: "
        source = standard.source
        yield f"        {head}{_source(source._replace(reference='') if source.cite_ko else source)}"


def _claims(claims: Sequence[Verdict]) -> Iterator[str]:
    """Yield what was claimed, the words of one kind of claim together."""
    kinds: dict[str, list[str]] = {}
    for v in claims:
        told = claim_told(v.claim) or v.claim
        kind = told + ("" if v.verdict == "supported" else f" [{v.verdict}]")
        words = f'"{_plain(v.span.strip())}"' if v.span else ""
        if words not in kinds.setdefault(kind, []):
            kinds[kind].append(words)
    for kind, spans in kinds.items():
        words = ", ".join(filter(None, spans))
        yield _plain(f"{words} – {kind}" if words else kind)


def _source(source: SourceTold) -> str:
    parts = (source.cite_ko, source.reference, f"doi:{source.doi}" if source.doi else "")
    return _plain("; ".join(part for part in parts if part))


def _of(source: CitedSource) -> SourceTold:
    return SourceTold(source.cite_ko, source.reference, source.doi or "")


def _plain(text: str) -> str:
    """Return words for a terminal, on one line: what would steer it is left out."""
    return "".join(c if c.isprintable() else " " for c in text)


def as_json(of: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON holds it."""
    answer, versions = of.answer, of.versions
    structured, origin = answer.structured, answer.provenance
    return {
        "request_id": answer.request_id,
        "kind": answer.kind,
        "source": answer.source,
        "why": [{"code": why, "words_ko": why_words(why)} for why in answer.why],
        "model": answer.model,
        "identity": answer.identity,
        "job": origin.job if origin else "",
        "dataset": origin.dataset if origin else "",
        "urgency": {"code": answer.urgency, "words_ko": word("urgencies", answer.urgency)},
        "level": {"code": answer.safety_level, "words_ko": level_words(answer.safety_level)},
        "reasons": [
            {"code": r, "words_ko": reason_words(r)}
            for r in (structured.safety_reasons if structured else ())
        ],
        "cap": None if structured is None else {"code": structured.cap, "words_ko": cap_words(structured.cap)},
        "sentences": [
            {"text": s.text, "start": s.start, "rules": [_rule_json(r) for r in s.rules]}
            for s in of.sentences
        ],
        "whole": [_rule_json(rule) for rule in of.whole],
        "rules": list(origin.rules) if origin else [],
        "sources": [s.model_dump() for s in structured.sources] if structured else [],
        "versions": {**versions._asdict(), "same_tables": versions.same_tables},
    }  # fmt: skip


def _rule_json(rule: RuleTold) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "label_ko": rule.label_ko,
        "means": rule.means,
        "claims": [
            {"span": v.span, "start": v.start, "claim": v.claim, "verdict": v.verdict}
            for v in rule.claims
        ],
        "standards": [
            {"standard": s.id, **s.source._asdict()} for s in rule.standards
        ],
    }  # fmt: skip
