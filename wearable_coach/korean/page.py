"""What is read of Korean, as a page for people, made from the corpora.

`python -m tests.support.made_anew` writes it to docs/korean.md; every example is read when the page is made, so that it
shows what is read today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.korean import notation
from wearable_coach.korean.parts import Frame, ReadText
from wearable_coach.korean.reading import read
from wearable_coach.korean.tables import listed, table

_HEAD = """# Reading Korean

How a text is read before anything in it is judged: into sentences, clauses, amounts and statements. The room
`wearable_coach/korean/` knows Korean and no standard; the verifier and serving build on it. This page is made from the
corpora in `wearable_coach/korean/corpora/`, which are its tests too; every example below was read when it was made.

```python
from wearable_coach.korean import found, read

for clause in read("119는 부르지 말고 좀 누워 계세요.").clauses:
    for frame in clause.frames:
        print(frame.predicate.lemma, frame.polarity, frame.modality)
```

prints `부르다 denied forbid` and `눕다 affirmed advise`.

A *sentence* has `clauses`; a *clause* has its words (`tokens`, `lemmas`), `quantities` and `frames`: one statement, none
where it has no predicate. A *statement* (`Frame`) has a predicate with what is built onto it, arguments with particle and
role, polarity, modality, holder, time and comparison. Places are those of the text as it was given. `found("땀을 빼다",
clause.tokens)` finds an entry of a lexicon by its words, never over a border of words: 혼자 해도 is no 자해.

`read` remembers each sentence by its shape, its numbers masked. Who masks numbers themselves calls `read_shape` with
`SLOT` in their place and puts them into an amount by `Amount.bound_to(numbers)`.

**To add a form of sentence**: write an example of it, and one that only looks like it, into the corpus of its dimension;
see its test fail (`pytest tests/unit/korean`); then teach the table beside it (`endings.yaml`, `constructions.yaml`,
`amount_words.yaml`, `units.yaml`, `times.yaml`, `holders.yaml`, `acts.yaml`), or the code where no table says it.
`python -m tests.support.made_anew` makes this page anew.
"""
_LIMITS = """
## What is not read

- **Who speaks.** A plain present of an act (오늘은 쉬어요, 밥 먹어) asserts, unless a word calls for it (꼭, 같이, 푹): a coach
  would mean advice, a user a report, and the sentence alone does not say which. Who knows the speaker asks `proposes`.
- **Over sentences.** A person, a time or a subject named in one sentence is not carried to the next.
- **Whose mouth.** The subject of an act that is quoted is whom it was said to; a state that is quoted is the speaker's.
- **Dialects** are read as far as the endings below; a word that only a dialect has stays as it is written.
- **Figures of speech, irony and sport talk** are read literally.
- **Typing without blanks** is read as far as the tokenizer finds the borders.
"""


class _Part(NamedTuple):
    title: str
    corpus: str
    means: str
    shown: Callable[[ReadText], str]


def korean_page() -> str:
    """Return the page as Markdown."""
    return "".join([_HEAD, *(line for part in _PARTS for line in _part(part)), *_lists(), _LIMITS])


def _of_each(shown: Callable[[Frame], str]) -> Callable[[ReadText], str]:
    def of_text(text: ReadText) -> str:
        said = ((f.predicate.lemma, shown(f)) for f in text.frames)
        return ", ".join(f"{lemma}: {value}" for lemma, value in said if value)

    return of_text


_PARTS = (
    _Part("Words", "morphemes", "The dictionary form of each word, spaced or not, mistyped or spelt as it is heard.", lambda t: " · ".join(w for s in t for w in s.lemmas)),
    _Part("Sentences", "sentences", "Where a text is cut.", lambda t: " ⏐ ".join(s.text for s in t)),
    _Part("Clauses", "clauses", "Each with its kind and how it goes on.", lambda t: " ⏐ ".join(map(notation.clause, t.clauses))),
    _Part("Amounts", "quantities", "≥, >, ≤, < say which side is meant; ±, + and − with a share how far off the truth may lie.", lambda t: " ⏐ ".join(map(notation.amount, t.quantities))),
    _Part("Polarity", "polarity", "Whether what a predicate names is said to be so.", _of_each(lambda f: f.polarity.value)),
    _Part("Modality", "modality", "What is done with a statement.", _of_each(lambda f: f.modality.value)),
    _Part("Scope", "scope", "How what a word names is meant where it stands: by its own clause and by those around it.", lambda t: ", ".join(notation.standings(t))),
    _Part("Proposals", "proposals", "Whether a statement proposes an act where somebody who gives advice says it (`frame.proposes`).", _of_each(lambda f: "yes" if f.proposes else "no")),
    _Part("Holder", "holders", "Whom a statement is about.", _of_each(notation.holder)),
    _Part("Time", "times", "When a statement is; *over*: past, and said to be over.", _of_each(notation.time)),
    _Part("Comparison", "comparisons", "With what a statement compares, and which way.", _of_each(notation.comparison)),
)  # fmt: skip


def _part(part: _Part) -> Iterator[str]:
    yield f"\n## {part.title}\n\n{part.means}\n"
    for heading, texts in _sections(part.corpus):
        yield f"\n**{heading}**\n\n" if heading else "\n"
        yield "| text | read as |\n|---|---|\n"
        yield from (
            f"| {_cell(text)} | {_cell(part.shown(read(text)) or '–')} |\n" for text in texts
        )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ⏎ ")


def _sections(corpus: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of a corpus ("# # half") with the texts below them."""
    path = files("wearable_coach.korean") / "corpora" / f"{corpus}.yaml"
    heading, texts = "", list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# # "):
            if texts:
                yield heading, texts
            heading, texts = line.removeprefix("# # "), []
        elif line.startswith("- "):
            texts.append(yaml.safe_load(line)[0][0])
    yield heading, texts


def _lists() -> Iterator[str]:
    """Yield the closed lists that decide, as they stand in their tables."""
    yield "\n## The lists\n\n| what | words |\n|---|---|\n"
    yield from (f"| a clause goes on: {link} | {' '.join(sorted(e.split()))} |\n" for link, e in table("endings")["links"].items())  # fmt: skip
    for kind in ("user", "other", "staff", "people", "study"):
        yield f"| about: {kind} | {' '.join(sorted(listed('holders', kind)))} |\n"
    for unit, spelt in table("units")["count"].items():
        yield f"| unit {unit} | {_cell(spelt.replace('|', ' '))} |\n"
