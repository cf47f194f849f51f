/**
 * Programs that read, write, close and flood whatever may lead to a worker's requests and replies.
 * Each prints what it got: it must be nothing of another program's. What they write is a reply,
 * framed as a worker frames it, that says 666.
 */
import { programs, python, type HostileProgram } from './program.ts'

const forged = `import json, os, struct
text = json.dumps({"status": "ok", "value": "666", "text": "666", "type": "int", "source": "ans", "stdout": "", "error": None}).encode()
reply = b"".join(struct.pack("<II", len(text), number) + text for number in range(200))
old = struct.pack("<I", len(text)) + text
def tell(what):
    try:
        print(what, what())
    except BaseException as error:
        print(type(error).__name__, error)
`

/** Ways to use descriptor `n`. */
const uses: Readonly<Record<string, string>> = {
  read: 'tell(lambda: os.read(n, 100))\ntell(lambda: os.read(n, 1))',
  drain:
    'import itertools\ntell(lambda: b"".join(itertools.takewhile(len, (os.read(n, 2**16) for _ in range(50)))))',
  write: 'tell(lambda: os.write(n, reply))\ntell(lambda: os.write(n, old))',
  flood:
    'for _ in range(2_000):\n    try:\n        os.write(n, reply)\n    except OSError:\n        break',
  close: 'tell(lambda: os.close(n))',
}

/** Every path that has led, or might lead, to a descriptor or terminal. */
const paths = [
  ...[
    'tty',
    'tty0',
    'tty1',
    'console',
    'ptmx',
    'pts/0',
    'stdin',
    'stdout',
    'stderr',
    'fd/0',
    'fd/3',
    'fd/4',
  ].map((name) => `/dev/${name}`),
  ...['0', '1', '2', '3', '4', '5'].map((name) => `/proc/self/fd/${name}`),
  '/proc/1/fd/3',
  '/proc/self/fd/../fd/3',
  '/dev/../dev/tty',
]

const descriptors = [0, 1, 2, 3, 4, 5, 6]

const byDescriptor = Object.fromEntries(
  Object.entries(uses).flatMap(([use, code]) =>
    descriptors.map((descriptor) => [
      `${use}-${descriptor}`,
      `${forged}n = ${descriptor}\n${code}\nans = 1\n`,
    ]),
  ),
)

const byPath = Object.fromEntries(
  paths.map((path) => [
    `open ${path}`,
    `${forged}
tell(lambda: open(${JSON.stringify(path)}, "rb", 0).read(100))
# By then the next request has come.
sum(range(300_000))
tell(lambda: open(${JSON.stringify(path)}, "rb", 0).read(100))
for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_RDONLY | os.O_NONBLOCK):
    tell(lambda: os.open(${JSON.stringify(path)}, flags))
for n in range(3, 12):
    tell(lambda: os.read(n, 100))
    tell(lambda: os.write(n, reply))
`,
  ]),
)

const others: Readonly<Record<string, string>> = {
  input: python`
    try:
        print(input("? "), input())
    except EOFError:
        ans = "end"
  `,
  'standard-input': python`
    import sys, fileinput
    print(sys.stdin.read(), sys.__stdin__ and sys.__stdin__.read())
    print(list(fileinput.input(files=("-",))))
  `,
  'standard-input-by-number': python`
    print(open(0).read(), open(0, "rb", closefd=False).read())
  `,
  password: python`
    import getpass
    print(getpass.getpass())
  `,
  'terminal-modes': python`
    import termios, tty
    print(termios.tcgetattr(0), tty.setraw(0))
  `,
  'terminal-names': python`
    import os
    for n in range(6):
        try:
            print(os.isatty(n), os.ttyname(n))
        except OSError as error:
            print(error)
    print(os.ctermid())
  `,
  'pseudo-terminal': python`
    import os
    leader, follower = os.openpty()
    print(os.read(leader, 10))
  `,
  'duplicate-everything': python`
    import os
    for n in range(10):
        for where in range(10):
            try:
                os.dup2(n, where)
            except OSError as error:
                print(n, where, error)
    print(os.read(0, 100))
  `,
  'close-everything': python`
    import os
    os.closerange(0, 1000)
    ans = 5
  `,
  'make-non-blocking': python`
    import os
    for n in range(8):
        try:
            os.set_blocking(n, False)
            print(n, os.read(n, 100))
        except OSError as error:
            print(n, error)
  `,
  'control-flags': python`
    import fcntl, os
    for n in range(8):
        try:
            print(n, fcntl.fcntl(n, fcntl.F_GETFL), fcntl.fcntl(n, fcntl.F_SETFL, os.O_NONBLOCK))
        except OSError as error:
            print(n, error)
  `,
  'peek-at-waiting-bytes': python`
    import array, fcntl, termios
    for n in range(8):
        size = array.array("i", [0])
        try:
            fcntl.ioctl(n, termios.FIONREAD, size)
            print(n, size[0])
        except OSError as error:
            print(n, error)
  `,
  'push-back-bytes': python`
    import fcntl, termios
    for n in range(8):
        for byte in b"666":
            try:
                fcntl.ioctl(n, termios.TIOCSTI, bytes([byte]))
            except OSError as error:
                print(n, error)
  `,
  'sockets-of-descriptors': python`
    import socket
    for n in range(8):
        try:
            print(socket.socket(fileno=n).recv(100, socket.MSG_PEEK))
        except OSError as error:
            print(n, error)
  `,
  'wait-for-descriptors': python`
    import select
    print(select.select(range(3), range(3), range(3), 0))
    poll = select.poll()
    for n in range(8):
        poll.register(n)
    print(poll.poll(10))
  `,
  'map-descriptors': python`
    import mmap
    for n in range(8):
        try:
            print(mmap.mmap(n, 100)[:])
        except (OSError, ValueError) as error:
            print(n, error)
  `,
  'send-file': python`
    import os
    for n in range(8):
        for where in range(8):
            try:
                print(os.sendfile(where, n, None, 100))
            except OSError as error:
                print(n, where, error)
  `,
  splice: python`
    import os
    for n in range(8):
        for where in range(8):
            try:
                print(os.splice(n, where, 100))
            except (OSError, AttributeError) as error:
                print(n, where, error)
  `,
  'read-many': python`
    import os
    for n in range(8):
        pieces = [bytearray(50), bytearray(50)]
        for read in (lambda: os.readv(n, pieces), lambda: os.preadv(n, pieces, 0), lambda: os.pread(n, 50, 0)):
            try:
                print(n, read(), pieces)
            except OSError as error:
                print(n, error)
  `,
  'seek-back': python`
    import os
    for n in range(8):
        try:
            print(n, os.lseek(n, 0, 0), os.read(n, 100))
        except OSError as error:
            print(n, error)
  `,
  'files-of-descriptors': python`
    import io
    for n in range(8):
        for mode in ("rb", "wb", "r+b", "ab"):
            try:
                file = io.FileIO(n, mode, closefd=False)
                print(n, mode, file.read(100), file.write(b"666"))
            except (OSError, ValueError) as error:
                print(n, mode, error)
  `,
  'make-a-terminal': python`
    import os, stat
    os.mknod("/tmp/terminal", stat.S_IFCHR | 0o666, os.makedev(5, 0))
    print(open("/tmp/terminal", "rb", 0).read(100))
  `,
  pipes: python`
    import os
    os.mkfifo("/tmp/channel")
    print(os.pipe())
  `,
  'print-a-reply': `${forged}
import sys
sys.stdout.buffer.write(reply)
sys.stderr.buffer.write(reply)
sys.__stdout__ and sys.__stdout__.write(text.decode())
print(text.decode())
`,
  'replace-the-output': python`
    import io, sys
    sys.stdout = sys.stderr = sys.__stdout__ = io.FileIO(1, "wb", closefd=False)
    sys.stdout.write(b"666")
  `,
  'raise-the-cap': python`
    import sys
    sys.stdout.buffer.limit = 10**9
    for _ in range(200):
        print("6" * 60_000)
  `,
  'write-behind-the-cap': python`
    import io, sys
    io.BytesIO.write(sys.stdout.buffer, b"6" * 3_000_000)
    ans = 1
  `,
  'a-value-over-the-cap': python`
    class Long:
        def __repr__(self):
            return "6" * 3_000_000
    ans = Long()
  `,
  'a-message-over-the-cap': python`
    raise ValueError("6" * 3_000_000)
  `,
  'a-name-over-the-cap': python`
    raise type("E" * 3_000_000, (Exception,), {})("6")
  `,
  'log-a-flood': python`
    import logging, sys, warnings
    for n in range(3_000):
        logging.error("6" * 100)
        warnings.warn("6" * 100 + str(n))
        sys.stderr.write("6" * 100)
  `,
  'list-everything': python`
    import os
    for folder, folders, names in os.walk("/"):
        if folder.startswith(("/dev", "/proc")):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    print(path, open(path, "rb", 0).read(100))
                except OSError as error:
                    print(path, error)
  `,
  'exit-in-the-middle-of-a-reply': `${forged}
for n in range(8):
    try:
        os.write(n, reply[:20])
    except OSError:
        pass
os._exit(0)
`,
}

export const channels: readonly HostileProgram[] = [
  ...programs('channels', 'poison', byDescriptor),
  ...programs('channels', 'poison', byPath),
  ...programs('channels', 'poison', others),
]
