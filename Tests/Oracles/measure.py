"""Runs a command and prints what it took: {"status", "seconds", "peak_kilobytes", "output", "errors"}.

    measure.py PROGRAM ARGUMENTS...

The peak is at least this script's own, some 20 MB: a child starts as a copy of its parent.
"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
result = subprocess.run(sys.argv[1:], capture_output=True)
print(json.dumps({
    "status": result.returncode,
    "seconds": time.monotonic() - start,
    "peak_kilobytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    "output": result.stdout.decode(errors="replace"),
    "errors": result.stderr.decode(errors="replace"),
}))
