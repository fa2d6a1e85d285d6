"""The first thing that the frozen program runs."""

import sys

from fer_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
