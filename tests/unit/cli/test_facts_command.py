import json
import subprocess
import sys

import pytest


def run(*args, text=""):
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", *args],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_facts_answers_a_line_each_in_order():
    lines = [
        json.dumps({"profile": {"age": a}, "vitals": {"resting_heart_rate": 60}}) for a in (30, 40)
    ]
    done = run("facts", text="\n".join(lines) + "\n\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["hrmax"]["tanaka_exact"] for a in answers] == [187.0, 180.0]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1: not JSON"),
        ("[1]", "line 1: got list"),
        ('{"profile": 3}', "line 1: profile is int"),
        ('{"vitals": {}}\n{"vitals": "x"}', "line 2: vitals is str"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_a_broken_line_is_one_line_of_error_and_exit_2(text, message):
    done = run("facts", text=text)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unreadable_file_is_told():
    done = run("facts", "no-such-file.jsonl")
    assert done.returncode == 2
    assert "cannot read no-such-file.jsonl" in done.stderr


@pytest.mark.parametrize("command", [["--help"], ["facts", "--help"], ["verify", "--help"]])
def test_starting_imports_no_workflow(command):
    code = (
        "import sys; sys.argv = ['wearable-coach', *sys.argv[1:]]\n"
        "from wearable_coach.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'prefect', 'great_expectations', 'azure', 'pandas', 'numpy', 'pyarrow'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
