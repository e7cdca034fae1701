"""How a command ends: its exit code, and what it prints when it fails."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

from segmentbook.core.errors import UserError
from segmentbook.pipeline.run import ChapterError

INTERRUPTED = 130


def exit_code(command: Callable[[], int]) -> int:
    """Run a command and return its exit code.

    Args:
        command: What to run; it returns its own exit code where it ends by itself.

    Returns:
        2 if the user can correct the problem, which has no traceback; 1 if the code is at fault;
        `INTERRUPTED` after Ctrl-C.
    """
    try:
        return command()
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except ChapterError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Interrupted. The last report is unchanged; run make again to resume.", file=sys.stderr
        )
        return INTERRUPTED
    except Exception:
        traceback.print_exc()
        return 1
