"""Runs a command and prints what it took: {"status", "processor_seconds", "peak_kilobytes", "output", "errors"}.

    measure.py PROGRAM ARGUMENTS...

The peak is at least this script's own, some 20 MB: a child starts as a copy of its parent.
"""

import json
import resource
import subprocess
import sys

result = subprocess.run(sys.argv[1:], capture_output=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "status": result.returncode,
    # What else the machine does adds nothing to it.
    "processor_seconds": usage.ru_utime + usage.ru_stime,
    "peak_kilobytes": usage.ru_maxrss,
    "output": result.stdout.decode(errors="replace"),
    "errors": result.stderr.decode(errors="replace"),
}))
