#!/usr/bin/env python
"""The same as `python -m lending.imports`, for the desk's computer, which has only a copy of this folder."""

import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
runpy.run_module("lending.imports", run_name="__main__")
