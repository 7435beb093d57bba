"""usage: timed_worker.py RECORD WORKER ARGUMENT…

Runs a worker in a process of its own, and appends the CPU seconds of this process to a file when it ends.
"""

import os
import sys

process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
with open(sys.argv[1], "a") as record:
    record.write(f"{usage.ru_utime + usage.ru_stime}\n")
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
