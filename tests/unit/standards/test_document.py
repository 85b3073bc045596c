"""The page of the standards, as it is written from tables of any shape."""

from pathlib import Path

from wearable_coach.standards import document

TABLES = {
    "one_two": {
        "rule": "STD-1",
        "list": [1, None, "a|b"],
        "rows": [{"class": "low", "from": None}, {"class": "high", "to": 5}],
        "named": {"adult": {"low": 7, "more": {"a": 1, "b": 2}}, "older": {"low": 8}},
        "inner": {"flat": 1, "deep": {"x": {"y": 2}}, "rows": [{"k": "v"}], "empty": {}},
        "none": [],
    },
    "labels": {"not": "shown"},
    "population": {"not": "shown"},
    "sources": {
        "who": {"cite_ko": "WHO 2020", "reference": "World", "doi": "10.1/x"},
        "policy": {"cite_ko": "정책", "reference": "Own"},
    },
}
PAGE = """
## one two
- rule: <a id="std-1"></a>STD-1
- list: 1, —, a\\|b
- **rows**

  | class | from | to |
  |---|---|---|
  | low | — | — |
  | high | — | 5 |

- **named**

  |  | low | more |
  |---|---|---|
  | adult | 7 | a: 1; b: 2 |
  | older | 8 | — |

- **inner**
  - flat: 1
  - deep
    |  | y |
    |---|---|
    | x | 2 |

  - **rows**

    | k |
    |---|
    | v |

  - **empty**
- none: \n
## sources
| key | cited as | reference | DOI |
|---|---|---|---|
| `who` | WHO 2020 | World | 10.1/x |
| `policy` | 정책 | Own |  |
"""


def test_a_table_of_any_shape_is_written_as_lists_and_grids(monkeypatch):
    monkeypatch.setattr(document, "table", TABLES.__getitem__)
    monkeypatch.setattr(document, "table_names", lambda: list(TABLES))
    head, _, body = document.standards_page().partition("\n## one two\n")
    assert head.startswith("# Standards\n\nEvery number that an answer may use,")
    assert f"\n## one two\n{body}" == PAGE


def test_the_page_that_is_kept_is_the_one_that_is_made():
    kept = Path(__file__).parents[3] / "docs" / "standards.md"
    assert kept.read_text(encoding="utf-8") == document.standards_page()
