"""`python -m xmut_rules` is the command `xmut-rules`."""

import sys

from xmut_rules.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
