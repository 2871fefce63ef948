"""Counts the instructions of the parts that every page goes through, and compares with what they were.

    python3 Benchmarks/Instructions/count.py             compares with counts.txt; fails where a part takes 2 % more
    python3 Benchmarks/Instructions/count.py --refresh   writes counts.txt

The counts are callgrind's: they do not depend on what else the machine does. They do depend on compiler and
libraries, which counts.txt names. Needs Swift, valgrind and binutils.
"""

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTS = os.path.join(HERE, "counts.txt")
MOST = 1.02


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def build(folder):
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", os.path.join(HERE, "..", ".."), "--product", "Instructions"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    program = os.path.join(folder, "Instructions")
    # valgrind cannot read the debug information of the Swift libraries.
    subprocess.run(["strip", "-g", "-o", program, os.path.join(output(*command, "--show-bin-path"), "Instructions")],
                   check=True)
    return program


def instructions(program, folder, part, times):
    log = os.path.join(folder, "log")
    subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}", program, part,
                    str(times)], check=True, stdout=subprocess.DEVNULL)
    with open(log, encoding="utf-8") as file:
        return int(re.search(r"Collected : (\d+)", file.read()).group(1))


def environment():
    version = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
    libxml2 = output("pkg-config", "--modversion", "libxml-2.0")
    libc = output("getconf", "GNU_LIBC_VERSION")
    return f"# Swift {version}, libxml2 {libxml2}, {libc}, {os.uname().machine}"


def known():
    counts = {}
    if os.path.exists(COUNTS):
        with open(COUNTS, encoding="utf-8") as file:
            for line in file:
                if not line.startswith("#"):
                    part, count = line.split()
                    counts[part] = int(count)
    return counts


def main():
    with tempfile.TemporaryDirectory() as folder:
        program = build(folder)
        counts = {}
        for part in output(program).split():
            # The first times fill buffers and caches.
            counts[part] = instructions(program, folder, part, 4) - instructions(program, folder, part, 3)
    old = known()
    is_worse = False
    for part, count in counts.items():
        change = ""
        if part in old:
            change = f"{100 * count / old[part] - 100:+.2f} %"
            is_worse = is_worse or count > old[part] * MOST
        print(f"{part:22}{count:14,} {change}")
    if "--refresh" in sys.argv[1:]:
        with open(COUNTS, "w", encoding="utf-8") as file:
            file.write(environment() + "\n")
            file.writelines(f"{part} {count}\n" for part, count in counts.items())
    elif is_worse:
        sys.exit("a part takes more instructions than counts.txt says: make it cheaper, or --refresh and say why")


if __name__ == "__main__":
    main()
