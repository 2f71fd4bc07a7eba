"""Runs the code cells of a notebook in order, as one program, without Jupyter.

usage: BASE_URL=http://localhost:8000 python3 tools/clients/run_notebook.py tools/clients/exoplanet.ipynb
"""

import json
import sys
import traceback
from pathlib import Path


def run(path: Path) -> int:
    """Returns 0, or 1 after an error, which is printed with the cell where it happened."""
    names = {"__name__": "__main__"}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] != "code":
            continue
        try:
            exec(compile("".join(cell["source"]), f"{path.name}, cell {number}", "exec"), names)
        except Exception:
            traceback.print_exc()
            return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(run(Path(sys.argv[1])))
