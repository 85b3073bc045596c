"""Apple Health: ``export.zip`` with its ``export.xml``, read as it streams.

Units stand with every record. Of phone and watch in one quarter of an hour one counts. Sleep is what is called asleep, never
in bed; a saturation is a fraction. Records inside a correlation stand outside it too, and count there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.parsers import expat

from wearable_coach.errors import BadInput
from wearable_coach.sources.devices.amounts import OTHER, PHONE, WATCH, Recorder
from wearable_coach.sources.devices.clock import Moment, day_of, offset_of
from wearable_coach.sources.devices.daily import DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.units import factor
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "apple_health"
_QUANTITY = "HKQuantityTypeIdentifier"
_AMOUNTS = {
    f"{_QUANTITY}StepCount": "steps",
    f"{_QUANTITY}DistanceWalkingRunning": "distance_km",
    f"{_QUANTITY}ActiveEnergyBurned": "active_calories",
}
_READINGS = {
    f"{_QUANTITY}RestingHeartRate": "resting_heart_rate",
    f"{_QUANTITY}BodyMass": "weight",
    f"{_QUANTITY}BodyMassIndex": "bmi",
}
_PULSE = f"{_QUANTITY}HeartRate"
_SPO2 = f"{_QUANTITY}OxygenSaturation"
_HEIGHT = f"{_QUANTITY}Height"
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
_WANTED = frozenset({*_AMOUNTS, *_READINGS, _PULSE, _SPO2, _HEIGHT, _SLEEP})
_ASLEEP = "HKCategoryValueSleepAnalysisAsleep"
_IN_BED = "HKCategoryValueSleepAnalysisInBed"
_BORN = "HKCharacteristicTypeIdentifierDateOfBirth"
_SEX = "HKCharacteristicTypeIdentifierBiologicalSex"
_SEXES = {"HKBiologicalSexMale": "M", "HKBiologicalSexFemale": "F"}
_NO_UNIT = {"bmi": "count"}
"""What Apple calls the unit of a vital that has none."""
_ROOT = re.compile(rb"<HealthData[\s>]")
_NOT_XML = bytes({*range(32)} - {9, 10, 13})
"""Characters that XML forbids; some apps write them into names."""
_MOST = 1e12
"""Nothing that a device records is as large; what is no number is not less."""
_MOST_PROLOGUE = 2**20


class _Records:
    """Takes the elements of ``export.xml`` as they come."""

    def __init__(self, book: DayBook) -> None:
        """Give what is read to `book`."""
        self.book = book
        self.kinds: Counter[str] = Counter()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._dates: dict[str, float] = {}
        self._depth = 0
        self._lines: set[int] = set()

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _start(self, tag: str, said: dict[str, str]) -> None:
        self._depth += 1
        if self._depth != 2:  # noqa: PLR2004 - what stands in HealthData itself
            return
        if tag == "Record":
            if said.get("type") in _WANTED:
                self._take(said)
        elif tag == "Me":
            self.book.set_person(
                born_day=day_of(said.get(_BORN, "")), sex=_SEXES.get(said.get(_SEX, ""))
            )

    def _take(self, said: dict[str, str]) -> None:
        kind = said["type"]
        try:
            start = self._moment(said["startDate"])
            end = self._moment(said["endDate"])
        except (KeyError, ValueError):
            self.kinds[f"unread_time:{_field(kind)}"] += 1
            return
        if kind == _SLEEP:
            self._sleep(said, start, end)
            return
        value = self._value(said, kind)
        if value is None:
            return
        if start.day not in self._lines:
            self._lines.add(start.day)
            self.book.at_line(start.day, self.parser.CurrentLineNumber)
        if kind in _AMOUNTS:
            amounts = self.book.amounts[_AMOUNTS[kind]]
            width = end.utc_s - start.utc_s
            amounts.add(_recorder(said), start.local_s, start.local_s + width, value)
        elif kind == _PULSE:
            self.book.pulse.add(start.local_s, value)
        elif kind == _SPO2:
            self._saturation(start, value)
        elif kind == _HEIGHT:
            self.book.add_height(start.utc_s, value)
        else:
            rank = _recorder(said).rank
            self.book.add_reading(_READINGS[kind], start.day, value, by=(rank, end.utc_s))

    def _sleep(self, said: dict[str, str], start: Moment, end: Moment) -> None:
        value = said.get("value", "")
        if value.startswith(_ASLEEP):
            self.book.nights.add_asleep(_recorder(said), start.utc_s, end.utc_s, end.offset_s)
        elif value == _IN_BED:
            self.book.nights.add_in_bed(end.day)

    def _saturation(self, at: Moment, percent: float) -> None:
        if percent > 100:  # noqa: PLR2004 - per cent
            self.kinds["no_fraction:oxygen_saturation"] += 1
        else:
            self.book.add_spot(at, percent)

    def _value(self, said: dict[str, str], kind: str) -> float | None:
        field, unit = _field(kind), said.get("unit", "")
        by = _factor(field, unit)
        if by is None:
            self.kinds[f"unknown_unit:{field}"] += 1
            return None
        try:
            value = float(said["value"]) * by
        except (KeyError, ValueError):
            value = _MOST
        if -_MOST < value < _MOST:
            return value
        self.kinds[f"unread:{field}"] += 1
        return None

    def _moment(self, text: str) -> Moment:
        """Return a time such as ``2026-03-01 07:30:00 +0900``; a date is looked up once.

        Raises:
            ValueError: it is none.
        """
        midnight = self._dates.get(text[:10])
        if midnight is None:
            day = day_of(text[:10])
            if day is None:
                raise ValueError(text)
            midnight = self._dates[text[:10]] = day * 86400.0
        offset = offset_of(text[19:])
        if offset is None:
            raise ValueError(text)
        wall = midnight + int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19])
        return Moment(wall - offset, offset)


def _recorder(said: dict[str, str]) -> Recorder:
    name, device = said.get("sourceName", ""), said.get("device", "")
    if "Watch" in device or "Watch" in name:
        return Recorder(WATCH, name)
    return Recorder(PHONE if "iPhone" in device or "iPhone" in name else OTHER, name)


def _field(kind: str) -> str:
    known = {_PULSE: "heart_rate", _SPO2: "oxygen_saturation", _HEIGHT: "height_cm", _SLEEP: "sleep_hr"}  # fmt: skip
    return _AMOUNTS.get(kind) or _READINGS.get(kind) or known[kind]


def _factor(field: str, unit: str) -> float | None:
    if field == "oxygen_saturation":
        return factor(field, "fraction") if unit == "%" else None
    if unit and unit == _NO_UNIT.get(field):
        return 1.0
    return factor(field, unit)


def _read(export: Export, collector: Collector) -> None:
    """Read every ``export.xml`` of an export."""
    for name in _documents(export):
        book = DayBook(_NAME, name)
        records = _Records(book)
        try:
            for chunk in _document(export, name):
                records.parser.Parse(chunk.translate(None, _NOT_XML), False)  # noqa: FBT003 - its form
            records.parser.Parse(b"", True)  # noqa: FBT003 - its form
        except expat.ExpatError as error:
            message = f"{name}, line {error.lineno}: not whole XML ({expat.ErrorString(error.code)}); export it from the phone again"
            raise BadInput(message) from None
        for kind, n in records.kinds.items():
            collector.count(kind, n)
        book.hand_over(collector)


def _document(export: Export, name: str) -> Iterator[bytes]:
    """Yield the XML from its root: the DTD before it is malformed in some versions of iOS, and could declare entities."""
    before = b""
    chunks = export.chunks(name)
    for chunk in chunks:
        before += chunk
        if root := _ROOT.search(before):
            line_feeds = before[: root.start()].count(b"\n")
            yield b'<?xml version="1.0" encoding="UTF-8"?>' + b"\n" * line_feeds
            yield before[root.start() :]
            break
        if len(before) > _MOST_PROLOGUE:
            break
    yield from chunks


def _documents(export: Export) -> list[str]:
    return [
        m.name for m in export.members if m.name.endswith(".xml") and _is_health(export, m.name)
    ]


def _is_health(export: Export, name: str) -> bool:
    head = export.head(name)
    return b"<!DOCTYPE HealthData" in head or _ROOT.search(head) is not None


APPLE = DeviceFormat(
    name=_NAME,
    form="Apple Health",
    label_ko="실제 하루(Apple 건강)",
    recognises=lambda export: bool(_documents(export)),
    read=_read,
    reads=frozenset({"heart_rate", "sleep_hr", "oxygen_saturation", *_AMOUNTS.values(), *_READINGS.values()}),
    lacks=frozenset(),
)  # fmt: skip
