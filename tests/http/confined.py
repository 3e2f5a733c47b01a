"""Run a program under the syscall filter of a systemd unit, without systemd.

usage: confined.py UNIT PROGRAM [ARGUMENT...]

The sets that SystemCallFilter= names are those that systemd-analyze knows. What the unit would
refuse with an error ends the program here, so that a test cannot miss it.
"""
import ctypes
import errno
import os
import subprocess
import sys

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000


def set_of(name):
    """The syscalls of a set, those of the sets within it, too."""
    lines = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    found = set()
    for word in (line.strip() for line in lines[1:]):
        if word.startswith("@"):
            found |= set_of(word)
        elif word and not word.startswith("#"):
            found.add(word)
    return found


def allowed(unit):
    """What the lines of a unit come to: the first names what is allowed, ~ takes away."""
    calls = set()
    with open(unit, encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.strip().partition("=")
            if key != "SystemCallFilter":
                continue
            named = set()
            for word in value.lstrip("~").split():
                named |= set_of(word) if word.startswith("@") else {word}
            calls = calls - named if value.startswith("~") else calls | named
    return calls | {"execve"}  # that the manager itself makes


def confine(calls):
    """Load the filter; the program and all its children stay under it."""
    lib = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    lib.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(lib.seccomp_init(ctypes.c_uint32(KILL_PROCESS)))
    for name in calls:
        number = lib.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # else a call of other machines
            lib.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, ctypes.c_uint(0))
    if lib.seccomp_load(context) != 0:
        raise OSError(errno.ENOSYS, "this system loads no syscall filter")


confine(allowed(sys.argv[1]))
os.execvp(sys.argv[2], sys.argv[2:])
