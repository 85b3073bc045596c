"""The devices, each a module of this package; the first that recognises an export reads it."""

from __future__ import annotations

from wearable_coach.sources.devices.apple import APPLE
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.fitbit import FITBIT
from wearable_coach.sources.devices.garmin import GARMIN
from wearable_coach.sources.devices.google_fit import GOOGLE_FIT
from wearable_coach.sources.devices.health_connect import HEALTH_CONNECT
from wearable_coach.sources.devices.open_wearables import OPEN_WEARABLES
from wearable_coach.sources.devices.oura import OURA
from wearable_coach.sources.devices.samsung import SAMSUNG
from wearable_coach.sources.devices.whoop import WHOOP
from wearable_coach.sources.devices.withings import WITHINGS
from wearable_coach.sources.devices.zepp import ZEPP

DEVICES: tuple[DeviceFormat, ...] = (
    APPLE,
    SAMSUNG,
    HEALTH_CONNECT,
    FITBIT,  # before Google Fit: Takeout may hold both
    GARMIN,
    OURA,
    WHOOP,
    WITHINGS,
    ZEPP,
    OPEN_WEARABLES,
    GOOGLE_FIT,
)
