"""Run the command line: ``python -m fiscal_rules``."""

from __future__ import annotations

import sys

from fiscal_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
