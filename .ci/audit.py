"""Audits what the lock holds for known vulnerabilities; fails on one, and says aloud when it could not.

    python .ci/audit.py REQUIREMENTS

Exit 0: none is known, or no service answered (then a line says "NOT AUDITED"). Exit 1: one is known.
A package counts as audited only when a service knew it: pip-audit by itself calls a run without one
known package a success. To accept a vulnerability that has no remedy, add a line to
`accepted-vulnerabilities` beside this file: its ID, then why and until when.
"""
# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ACCEPTED = Path(__file__).parent / "accepted-vulnerabilities"
SERVICES = ("pypi", "osv")
_PATIENCE_S = 600


class Audit(NamedTuple):
    """What one service said."""

    audited: int
    unknown: tuple[str, ...]
    vulnerable: tuple[str, ...]


def read_report(text: str) -> Audit | None:
    """Read pip-audit's JSON; None if it is none, or the service knew no package at all."""
    try:
        packages: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        return None
    return Audit(
        audited=len(known),
        unknown=tuple(package["name"] for package in packages if "skip_reason" in package),
        vulnerable=tuple(
            f"{package['name']} {package['version']}: {found['id']}, fixed in "
            f"{', '.join(found['fix_versions']) or 'no version yet'}"
            for package in known
            for found in package["vulns"]
        ),
    )


def ask(service: str, requirements: Path, more: list[str]) -> Audit | None:
    """Run pip-audit with one service; None if the service does not answer."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), *more]
    command += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    command += ["--vulnerability-service", service]
    for accepted in accepted_ids(ACCEPTED):
        command += ["--ignore-vuln", accepted]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return read_report(done.stdout)


def accepted_ids(file: Path) -> list[str]:
    """Return the IDs that people accepted, one a line before its reason."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def tell(found: Audit | None) -> int:
    """Say what was found; return the exit code."""
    if found is None:
        print("!!! dependencies NOT AUDITED: no vulnerability service reachable !!!", flush=True)
        return 0
    for line in found.vulnerable:
        print(f"vulnerable: {line}")
    if found.unknown:
        print(f"!!! NOT AUDITED, unknown to the service: {', '.join(found.unknown)} !!!")
    print(f"dependencies audited: {found.audited}, vulnerabilities: {len(found.vulnerable)}")
    return 1 if found.vulnerable else 0


def main() -> int:
    """Ask one service after the other until one answers."""
    parser = argparse.ArgumentParser(prog="audit.py")
    parser.add_argument("requirements", type=Path, help="pinned requirements, as uv export writes")
    parser.add_argument("--service", action="append", choices=SERVICES, help="default: all in turn")
    parser.add_argument("--osv-url", help="another OSV service")
    options = parser.parse_args()
    more = ["--osv-url", options.osv_url] if options.osv_url else []
    answers = (ask(service, options.requirements, more) for service in options.service or SERVICES)
    return tell(next((found for found in answers if found is not None), None))


if __name__ == "__main__":
    sys.exit(main())
