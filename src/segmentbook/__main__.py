"""`python -m segmentbook`."""

import sys

from segmentbook.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
