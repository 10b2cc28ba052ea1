"""``python -m advisor.knowledge``: tools for the people who keep the knowledge."""

import sys

from advisor.knowledge.cli import main

if __name__ == "__main__":
    sys.exit(main())
