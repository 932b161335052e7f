"""The study: figures laid out as tables, workbooks and pages."""

import sys

if (
    "numpy" not in sys.modules
):  # the solver brings it; openpyxl would load it in every process, for numbers never met
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import openpyxl  # noqa: F401

    del sys.modules["numpy"]
