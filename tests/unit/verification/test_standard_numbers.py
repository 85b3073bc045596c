import ast
import re
from pathlib import Path

from wearable_coach import verification

CODE = sorted(Path(verification.__file__).parent.glob("*.py"))
OF_UNITS = {
    *("0.0001", "0.001", "0.01", "0.1", "100", "1000", "1,000"),
    *("24", "60", "30"),  # hours a day, minutes an hour and half of them
    *("1.609344", "0.239006", "0.45359237"),
}
OF_NO_STANDARD = {
    "심박수는 1분 동안 뛰는 횟수예요",
    "숫자는 0~9로 써요",
    "WHO 2020에는 10분 이상 지속 조건이 없어요",  # what the standard does not hold
    "진료 상담(3단계)이 먼저라는 말이 없어요",
    "응급(4단계)인데 ",
}
NAMES = re.compile(r"[A-Z]{2,} ?\d+|\(20\d\d\)")


def written():
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        patterns = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs | patterns
            ):
                yield path.name, node.value


def test_the_verifier_keeps_no_number_of_a_standard_as_text():
    numbers = {
        (name, text)
        for name, text in written()
        if re.fullmatch(r"\d{2,}|\d[\d,]*[.,]\d+", text) and text not in OF_UNITS
    }
    assert numbers == set()


def test_a_reason_takes_its_numbers_from_the_tables():
    reasons = [text for _, text in written() if re.search("[가-힣]", text)]
    assert len(reasons) > 100
    own = {t for t in reasons if re.search(r"\d", NAMES.sub("", t)) and len(t) < 80}
    assert own - OF_NO_STANDARD == set()
