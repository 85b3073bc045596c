"""Make everything that is made of the tables anew, to be read as a difference: ``python -m tests.support.made_anew``."""

from pathlib import Path

from expectations.snapshot import main as suites
from tests.support.verification_page import verification_page
from wearable_coach.korean.page import korean_page
from wearable_coach.standards.document import standards_page
from wearable_coach.verification.rule_page import rules_page

DOCS = Path(__file__).resolve().parents[2] / "docs"

if __name__ == "__main__":
    suites(["--write"])
    (DOCS / "standards.md").write_text(standards_page(), encoding="utf-8")
    (DOCS / "korean.md").write_text(korean_page(), encoding="utf-8")
    (DOCS / "rules.md").write_text(rules_page(), encoding="utf-8")
    (DOCS / "verification.md").write_text(verification_page(), encoding="utf-8")
