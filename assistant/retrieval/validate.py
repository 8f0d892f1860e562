"""Opens a finished build in a process that did not write it: ``python -m assistant.retrieval.validate DIR``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from assistant.retrieval.opened import Index, hosted_store


def main() -> int:
    folder, url = Path(sys.argv[1]), sys.argv[2] or None
    Index.open(folder, url)
    if told := json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["hosted"]:
        hosted_store(folder, told, url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
