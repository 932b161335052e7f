"""Do imports go downwards only, as the plan of the house says?"""

import subprocess
import sys
from pathlib import Path

from clauses.config import ROOT


def test_the_plan_of_the_house_is_kept():
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (
        "an import goes up the house; move what both need to the floor below.\n"
        + done.stdout[-3000:]
        + done.stderr[-500:]
    )
