"""The system calls that a program may make, and the kernel filter (seccomp) that holds it to them.

The list says what is allowed; everything else answers EPERM, which Python raises as PermissionError. What is allowed reads files, handles
memory, tells the time and waits. Nothing on it makes a process or a thread, sends a signal, opens a socket, or changes a file.

Sources: the kernel's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h for the numbers, linux/seccomp.h and
linux/filter.h for the rest.
"""

import ctypes
import errno
import fcntl
import os
import signal
import struct
import termios

# name: (number on x86_64, number on aarch64), None where the machine has no such call.
SYSTEM_CALLS = {
    "access": (21, None),
    "alarm": (37, None),
    "brk": (12, 214),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "dup": (32, 23),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "futex": (202, 98),
    "getcwd": (79, 17),
    "getdents64": (217, 61),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getitimer": (36, 102),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "ioctl": (16, 29),
    "lseek": (8, 62),
    "lstat": (6, None),
    "madvise": (28, 233),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "newfstatat": (262, 79),
    "open": (2, None),
    "openat": (257, 56),
    "pause": (34, None),
    "poll": (7, None),
    "ppoll": (271, 73),
    "pread64": (17, 67),
    "pselect6": (270, 72),
    "read": (0, 63),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigpending": (127, 136),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "select": (23, None),
    "set_robust_list": (273, 99),
    "setitimer": (38, 103),
    "sigaltstack": (131, 132),
    "stat": (4, None),
    "statx": (332, 291),
    "sysinfo": (99, 179),
    "times": (100, 153),
    "uname": (63, 160),
    "write": (1, 64),
    "writev": (20, 66),
}

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# name: (index of the argument, bits that must not be in it).
WITHOUT_BITS = {"open": (1, WRITES), "openat": (2, WRITES)}

FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET = 0, 1, 9, 10
FUTEX_COMMAND = 0x7F
ALL_BITS = 0xFFFFFFFF

# name: (index of the argument, the bits looked at, the values they may have). The kernel reads all
# of these arguments as 32 bits.
ONE_OF = {
    "fcntl": (1, ALL_BITS, (fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD_CLOEXEC)),
    "futex": (1, FUTEX_COMMAND, (FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET)),
    "ioctl": (1, ALL_BITS, (termios.TCGETS, termios.FIOCLEX, termios.FIONCLEX)),
}

# machine: (its column in SYSTEM_CALLS, its AUDIT_ARCH_ of linux/audit.h).
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

LOAD, AND, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
NUMBER_OFFSET, ARCHITECTURE_OFFSET, ARGUMENTS_OFFSET = 0, 4, 16
X32_BIT = 0x40000000

# Instructions are (code, jump if true, jump if false, operand).
ALLOW = (RETURN, 0, 0, 0x7FFF0000)
KILL = (RETURN, 0, 0, 0x80000000)
DENY = (RETURN, 0, 0, 0x00050000 | errno.EPERM)

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2


class UnknownMachine(Exception):
    """A processor whose system calls are not in the table."""


class _Filter(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def _load_argument(index):
    return (LOAD, 0, 0, ARGUMENTS_OFFSET + 8 * index)


def _verdict(name):
    """Returns the instructions that decide about a call once its name is known."""
    if name in WITHOUT_BITS:
        index, bits = WITHOUT_BITS[name]
        return [_load_argument(index), (JUMP_SET, 0, 1, bits), DENY, ALLOW]
    if name in ONE_OF:
        index, mask, values = ONE_OF[name]
        tests = [(JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
        return [_load_argument(index), (AND, 0, 0, mask), *tests, DENY, ALLOW]
    return [ALLOW]


def _search(calls):
    """Returns a binary search for the number of the call: the kernel runs the filter for every number there is when it takes it in."""
    if len(calls) == 1:
        number, name = calls[0]
        verdict = _verdict(name)
        return [(JUMP_EQUAL, 0, len(verdict), number), *verdict, DENY]
    middle = len(calls) // 2
    low, high = _search(calls[:middle]), _search(calls[middle:])
    if len(low) > 255:
        raise ValueError("the filter has outgrown a jump of BPF")
    return [(JUMP_GREATER_EQUAL, len(low), 0, calls[middle][0]), *low, *high]


def instructions(machine):
    """Returns the filter for a machine. Calls by another machine's table (32-bit, x32) kill the program."""
    if machine not in MACHINES:
        raise UnknownMachine(f"the sandbox knows the system calls of {' and '.join(MACHINES)}, not of {machine}")
    column, architecture = MACHINES[machine]
    calls = sorted((numbers[column], name) for name, numbers in SYSTEM_CALLS.items() if numbers[column] is not None)
    return [
        (LOAD, 0, 0, ARCHITECTURE_OFFSET),
        (JUMP_EQUAL, 1, 0, architecture),
        KILL,
        (LOAD, 0, 0, NUMBER_OFFSET),
        (JUMP_GREATER_EQUAL, 0, 1, X32_BIT),
        KILL,
        *_search(calls),
    ]


def prepare(machine=None):
    """Returns a function that confines the calling process for good. What is the same for all programs is done here, once."""
    program_ = instructions(machine or os.uname().machine)
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in program_))
    filter_ = _Filter(len(program_), ctypes.cast(code, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]

    def call(*step):
        if prctl(*step) != 0:
            raise OSError(ctypes.get_errno(), f"prctl({step[0]}) failed")

    # Forks inherit this. Without it, only the superuser may set a filter.
    call(PR_SET_NO_NEW_PRIVS, 1, None, 0, 0)
    steps = (PR_SET_PDEATHSIG, signal.SIGKILL, None, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(filter_), 0, 0)

    def confine(_keep=(code, filter_)):
        for step in steps:
            call(*step)

    return confine
