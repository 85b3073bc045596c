"""The devices, each a module of this package; the first that recognises an export reads it."""

from __future__ import annotations

from wearable_coach.sources.devices.apple import APPLE
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.fitbit import FITBIT
from wearable_coach.sources.devices.garmin import GARMIN
from wearable_coach.sources.devices.health_connect import HEALTH_CONNECT
from wearable_coach.sources.devices.samsung import SAMSUNG

DEVICES: tuple[DeviceFormat, ...] = (APPLE, SAMSUNG, HEALTH_CONNECT, FITBIT, GARMIN)
