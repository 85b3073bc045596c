"""The package of blocks: cheap to import, and complete for Prefect to register."""

import inspect
import subprocess
import sys

import blocks


def test_what_stands_beside_the_blocks_is_imported_without_prefect():
    program = "import sys, blocks; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_prefect_finds_every_block():
    from prefect.blocks.core import Block

    classes = inspect.getmembers(blocks, inspect.isclass)
    assert {n for n, kind in classes if issubclass(kind, Block)} == set(blocks.__all__)
