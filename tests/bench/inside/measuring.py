"""Measure one job inside Odoo: time, SQL statements, and how much memory it needed at its peak."""

import gc
import json
import os
import statistics
import time
import urllib.request

from odoo import sql_db

PEAK = "/proc/self/clear_refs"


def measured(job):
    """Run a job and return its figures; seconds are wall time, memory is in megabytes.

    `cpu` are the seconds of a processor that this process and its database connection took: they
    tell the same on a busy machine.
    """
    gc.collect()
    with open(PEAK, "w", encoding="ascii") as file:
        file.write(
            "5"
        )  # begin a new peak: https://www.kernel.org/doc/html/latest/filesystems/proc.html
    before = memory("VmRSS")
    statements, cpu, start = sql_db.sql_counter, processor(), time.perf_counter()
    job()
    return {
        "seconds": time.perf_counter() - start,
        "cpu": processor() - cpu,
        "statements": sql_db.sql_counter - statements,
        "megabytes": (memory("VmHWM") - before) / 1024,
    }


def processor():
    """Return the seconds of processor time of this process and of its connection's, if it is here.

    https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, fields 14 and 15
    """
    place = f"/proc/{env.cr._cnx.info.backend_pid}/stat"  # noqa: F821 - the shell's
    if not os.path.exists(place):
        return time.process_time()
    with open(place, encoding="ascii") as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def middle(found):
    """Return the median of each figure."""
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def begin(settings):
    """Let the provider forget the requests of the preparation."""
    address = settings["control"] + "/_control/journal"
    urllib.request.urlopen(urllib.request.Request(address, method="DELETE"))


def memory(name):
    """Return a line of the kernel's account of this process, in kilobytes."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))


def tell(**figures):
    """Print figures for the process that started this one."""
    print("FIGURES " + json.dumps(figures))  # noqa: T201
