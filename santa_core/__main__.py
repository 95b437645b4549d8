"""python -m santa_core: the studio's log and database from the command line."""

import sys

from santa_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
