"""The dataset versions that something needs: their files are those of their manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deployments.doctor.checks.references import Records, read_records
from deployments.doctor.checks.stores import opened
from deployments.doctor.finding import Finding, fail, ok, skip, warn
from deployments.doctor.installation import Examined
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.datasets import manifest_of
from wearable_coach.retention.aged import half_made
from wearable_coach.store import Store
from wearable_coach.store.budget import Budget
from wearable_coach.store.datasets import latest_version, versions
from wearable_coach.store.wholeness import Damage, damage_of_file, repair_command

_RECORDS_S, _FILES_S = 3.0, 5.0
_BACKUP = "restore it from a backup (docs/backup.md)"
_LATEST = "the latest"


def records(installation: Examined) -> Iterator[Finding]:
    """Read the records of models and evaluations; one that cannot be read also stops every prune."""
    store = opened(installation)
    found = read_records(store, _budget(installation, _RECORDS_S))
    for key, why in found.broken:
        model = key.split("/")[1]
        where = store.where(key)
        remedy = f"{_BACKUP}, or move {where} away"
        if key.endswith("evaluation.json"):
            evaluate = installation.command(f"wearable-coach evaluate {model}")
            remedy += f" and run {evaluate}"
        yield fail(key, f"cannot be read ({why})", remedy)
    if not found.broken:
        yield ok("records", f"{found.read} of models and evaluations, all can be read")
    if found.left:
        yield _not_read("records, the rest", f"{found.left} records", installation, _RECORDS_S)


def dataset_files(installation: Examined) -> Iterator[Finding]:
    """Compare the files of the latest version, and of each that something refers to, with its manifest."""
    store = opened(installation)
    known, wanted = {*versions(store)}, _wanted(store, _records(store, installation))
    look = _Look(store, installation)
    whole = 0
    for version, (why, firm) in wanted.items():
        if version not in known:
            if firm:
                yield fail(version, f"is gone, and {why} needs it", _BACKUP)
            continue
        told = look.at(version, why)
        whole += told is None
        if told is not None:
            yield told
    if whole:
        yield ok(
            "files", f"{look.read:,} files of {whole} dataset version{'s' * (whole > 1)} are whole"
        )
    if look.left:
        yield _not_read(
            "files, the rest", f"{look.left:,} files of datasets", installation, _FILES_S
        )


def half_made_datasets(installation: Examined) -> Iterator[Finding]:
    """Look for large datasets that a killed run left half made."""
    refresh = installation.command("wearable-coach refresh")
    prune = installation.command("wearable-coach prune --yes")
    for group in half_made(opened(installation), installation.now):
        size = f"{group.bytes / 1e6:,.0f} MB"
        told = f"half made, {size}, last written {group.at:%Y-%m-%d %H:%M} UTC"
        if group.goes:
            remedy = f"{refresh} with the same options goes on with it; {prune} removes it"
            yield warn(group.prefix, told, remedy)
        else:
            yield ok(group.prefix, told)


class _Look:
    """Compares files while there is time."""

    def __init__(self, store: Store, installation: Examined) -> None:
        self._store, self._installation = store, installation
        self._listed = {one.key for one in store.objects("datasets/")}
        self._budget = _budget(installation, _FILES_S)
        self.read = self.left = 0

    def at(self, version: str, why: str) -> Finding | None:
        """Return what is wrong with a version; None where nothing is found."""
        try:
            files = manifest_of(self._store, version)["files"]
            damaged = [d for name, sha in files.items() if (d := self._damage(version, name, sha))]
        except CoachError as error:
            return fail(version, f"{error} ({why})", self._move_away(version))
        if not damaged:
            return None
        told = ", ".join(f"{name} {what}" for name, what in damaged)
        return fail(version, f"{told} ({why})", self._installation.command(repair_command(version)))

    def _move_away(self, version: str) -> str:
        refresh = self._installation.command("wearable-coach refresh")
        where = self._store.where(f"datasets/{version}")
        return f"{_BACKUP}, or move {where} away and run {refresh}"

    def _damage(self, version: str, name: str, digest: str) -> Damage | None:
        if f"datasets/{version}/{name}" not in self._listed:
            return Damage(name, "is missing")
        if not self._budget.has_time:
            self.left += 1
            return None
        self.read += 1
        return damage_of_file(self._store, version, name, digest)


def _records(store: Store, installation: Examined) -> Records:
    return read_records(store, _budget(installation, _RECORDS_S))


def _wanted(store: Store, found: Records) -> Mapping[str, tuple[str, bool]]:
    """Return why each version is looked at, and whether something stops without it."""
    wanted: dict[str, tuple[str, bool]] = {}
    if latest := latest_version(store):
        wanted[latest] = (_LATEST, False)
    for version, why, firm in found.references:
        if version not in wanted or (firm and not wanted[version][1]):
            wanted[version] = (why, firm)
    return wanted


def _budget(installation: Examined, seconds: float) -> Budget:
    return Budget() if installation.deep else Budget(seconds)


def _not_read(name: str, what: str, installation: Examined, seconds: float) -> Finding:
    deep = installation.command("wearable-coach doctor --deep --only contents")
    return skip(name, f"{what} were not read in {seconds:g} s", deep)
