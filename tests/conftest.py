"""What may run side by side: CI gives whole groups to its processes, so that servers are shared."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
_ONE_SERVER = {"flow", "contract"}
_ONE_UP = {"test_operations.py", "test_prefect_ui.py", "test_webhook_chain.py"}


def pytest_collection_modifyitems(config, items):
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item.path.relative_to(HERE))))


def _group(path):
    if path.parts[0] in _ONE_SERVER:
        return path.parts[0]
    return "up" if path.name in _ONE_UP else path.as_posix()
