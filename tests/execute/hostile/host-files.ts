/** Programs that read or write files of the host. */
import { programs, python } from './program.ts'

const reads = programs('host-files', 'escape', {
  'open-absolute': python`
    def solution():
        return open("{{canaryFile}}").read()
  `,
  'os-open-read': python`
    import os
    def solution():
        descriptor = os.open("{{canaryFile}}", os.O_RDONLY)
        return os.read(descriptor, 1000)
  `,
  'pathlib-read': python`
    from pathlib import Path
    ans = Path("{{canaryFile}}").read_text()
  `,
  'io-open-code': python`
    import io
    ans = io.open_code("{{canaryFile}}").read()
  `,
  'raw-file-io': python`
    import _io
    ans = _io.FileIO("{{canaryFile}}", "rb").readall()
  `,
  'climb-relative': python`
    def solution():
        return open("../" * 40 + "{{canaryFile}}".lstrip("/")).read()
  `,
  'walk-root': python`
    import os
    def solution():
        name = os.path.basename("{{canaryFile}}")
        for folder, folders, files in os.walk("/"):
            folders[:] = [f for f in folders if os.path.join(folder, f) not in ("/proc", "/sys", "/dev", "/usr")]
            if name in files:
                return open(os.path.join(folder, name)).read()
        return "not found"
  `,
  'directory-descriptor': python`
    import os
    def solution():
        folder, name = os.path.split("{{canaryFile}}")
        at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        return os.read(os.open(name, os.O_RDONLY, dir_fd=at), 1000)
  `,
  'proc-self-root': python`
    def solution():
        return open("/proc/self/root{{canaryFile}}").read()
  `,
  'proc-root-of-every-process': python`
    import os
    def solution():
        for process in ["1", str(os.getppid())] + [p for p in os.listdir("/proc") if p.isdigit()]:
            for door in ("root", "cwd"):
                try:
                    return open(f"/proc/{process}/{door}{'/..' * 30 if door == 'cwd' else ''}{{canaryFile}}").read()
                except OSError:
                    pass
        return "no door"
  `,
  'inherited-descriptors': python`
    import os, stat
    def solution():
        found = []
        for descriptor in range(3, 512):
            try:
                mode = os.fstat(descriptor).st_mode
                if stat.S_ISDIR(mode):
                    found.append(os.read(os.open("../" * 30 + "{{canaryFile}}"[1:], os.O_RDONLY, dir_fd=descriptor), 1000))
                elif stat.S_ISREG(mode):
                    found.append(os.pread(descriptor, 200, 0))
            except OSError:
                pass
        return found
  `,
  'reopen-descriptors': python`
    import os
    def solution():
        found = []
        for number in range(0, 64):
            try:
                found.append(os.readlink(f"/proc/self/fd/{number}"))
                found.append(open(f"/proc/self/fd/{number}/../../../../../{{canaryFile}}").read())
            except OSError:
                pass
        return found
  `,
  'symbolic-link': python`
    import os
    def solution():
        os.symlink("{{canaryFile}}", "/tmp/link")
        return open("/tmp/link").read()
  `,
  'hard-link': python`
    import os
    def solution():
        os.link("{{canaryFile}}", "/tmp/link")
        return open("/tmp/link").read()
  `,
  'copy-by-kernel': python`
    import os
    def solution():
        source = os.open("{{canaryFile}}", os.O_RDONLY)
        reading, writing = os.pipe()
        os.sendfile(writing, source, 0, 1000)
        return os.read(reading, 1000)
  `,
  'memory-map': python`
    import mmap, os
    def solution():
        return mmap.mmap(os.open("{{canaryFile}}", os.O_RDONLY), 0, access=mmap.ACCESS_READ)[:]
  `,
  'file-url': python`
    from urllib.request import urlopen
    ans = urlopen("file://{{canaryFile}}").read()
  `,
  'loader-get-data': python`
    from importlib.machinery import SourceFileLoader
    ans = SourceFileLoader("secret", "{{canaryFile}}").get_data("{{canaryFile}}")
  `,
  'line-cache': python`
    import linecache
    ans = linecache.getlines("{{canaryFile}}")
  `,
  'syntax-error-text': python`
    from importlib.util import spec_from_file_location, module_from_spec
    from importlib.machinery import SourceFileLoader
    def solution():
        spec = spec_from_file_location("secret", loader=SourceFileLoader("secret", "{{canaryFile}}"))
        try:
            spec.loader.exec_module(module_from_spec(spec))
        except SyntaxError as error:
            return error.text
        except NameError as error:
            return str(error)
  `,
  'parser-error-message': python`
    import configparser
    configparser.ConfigParser().read_file(open("{{canaryFile}}"), "canary")
  `,
  'xml-external-entity': python`
    import io, xml.sax, xml.sax.handler
    def solution():
        seen = []
        class Handler(xml.sax.handler.ContentHandler):
            def characters(self, content):
                seen.append(content)
        parser = xml.sax.make_parser()
        parser.setFeature(xml.sax.handler.feature_external_ges, True)
        parser.setContentHandler(Handler())
        parser.parse(io.StringIO('<!DOCTYPE a [<!ENTITY b SYSTEM "file://{{canaryFile}}">]><a>&b;</a>'))
        return "".join(seen)
  `,
  'sqlite-attach': python`
    import sqlite3
    def solution():
        connection = sqlite3.connect(":memory:")
        connection.execute("attach database '{{proof}}' as host")
        connection.execute("create table host.escaped (x)")
        connection.commit()
        return "attached"
  `,
  'import-from-directory': python`
    import os, sys
    def solution():
        folder, name = os.path.split("{{canaryFile}}")
        sys.path.insert(0, folder)
        from importlib.machinery import FileFinder, SourceFileLoader
        finder = FileFinder(folder, (SourceFileLoader, [os.path.splitext(name)[1]]))
        return finder.find_spec(os.path.splitext(name)[0]).loader.get_data("{{canaryFile}}")
  `,
  'leave-the-root': python`
    import os
    def solution():
        os.mkdir("/tmp/jail")
        os.chroot("/tmp/jail")
        for _ in range(60):
            os.chdir("..")
        os.chroot(".")
        return open("{{canaryFile}}").read()
  `,
  'other-mount-namespace': python`
    import os
    def solution():
        for process in (1, os.getppid()):
            try:
                os.setns(os.open(f"/proc/{process}/ns/mnt", os.O_RDONLY))
            except OSError:
                pass
        return open("{{canaryFile}}").read()
  `,
  'new-user-namespace': python`
    import os
    def solution():
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNS)
        open("/proc/self/uid_map", "w").write("0 0 1")
        return "ESCAPED: became root of a new namespace"
  `,
  'host-devices': python`
    def solution():
        for device in ("/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore", "/dev/sda", "/dev/vda", "/dev/nvme0n1"):
            try:
                return "ESCAPED: read " + device + repr(open(device, "rb", buffering=0).read(16))
            except OSError:
                pass
  `,
})

const writes = programs('host-files', 'escape', {
  'create-file': python`
    def solution():
        with open("{{proof}}", "w") as file:
            file.write("here")
  `,
  'create-exclusively': python`
    import os
    ans = os.open("{{proof}}", os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
  `,
  'create-directory': python`
    import os
    ans = os.makedirs("{{proof}}/deeper")
  `,
  'create-fifo': python`
    import os
    ans = os.mkfifo("{{proof}}")
  `,
  'create-device-node': python`
    import os, stat
    ans = os.mknod("{{proof}}", stat.S_IFCHR | 0o666, os.makedev(1, 1))
  `,
  'create-socket-file': python`
    import socket
    def solution():
        server = socket.socket(socket.AF_UNIX)
        server.bind("{{proof}}")
        return "bound"
  `,
  'link-into-directory': python`
    import os
    ans = os.symlink("/", "{{proof}}")
  `,
  'rename-into-directory': python`
    import os
    def solution():
        open("/tmp/prepared", "w").write("here")
        os.rename("/tmp/prepared", "{{proof}}")
  `,
  'temporary-file-there': python`
    import tempfile
    ans = tempfile.NamedTemporaryFile(dir="{{canaryDirectory}}", delete=False).name
  `,
  'change-the-canary': python`
    def solution():
        with open("{{canaryFile}}", "a") as file:
            file.write("changed")
        return "ESCAPED: appended" if len(open("{{canaryFile}}").read()) > 7 else "a file of its own"
  `,
  'change-mode': python`
    import os
    def solution():
        os.chmod("{{canaryFile}}", 0o777)
        return "ESCAPED: mode changed"
  `,
  'change-times': python`
    import os
    def solution():
        os.utime("{{canaryFile}}", (1, 1))
        return "ESCAPED: times changed"
  `,
  'extract-absolute-member': python`
    import io, tarfile
    def solution():
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            member = tarfile.TarInfo("{{proof}}")
            member.size = 4
            archive.addfile(member, io.BytesIO(b"here"))
        buffer.seek(0)
        tarfile.open(fileobj=buffer).extractall("/tmp", filter="fully_trusted")
  `,
  'database-files': python`
    import dbm.dumb
    def solution():
        with dbm.dumb.open("{{proof}}", "c") as database:
            database["a"] = "b"
  `,
  'compile-to-file': python`
    import py_compile
    def solution():
        open("/tmp/source.py", "w").write("x = 1")
        return py_compile.compile("/tmp/source.py", cfile="{{proof}}", doraise=True)
  `,
  'log-to-file': python`
    import logging
    def solution():
        logging.basicConfig(filename="{{proof}}", force=True)
        logging.error("here")
  `,
  'profile-to-file': python`
    import cProfile
    ans = cProfile.run("1 + 1", filename="{{proof}}")
  `,
  'faults-to-file': python`
    import faulthandler
    def solution():
        faulthandler.dump_traceback(open("{{proof}}", "w"))
  `,
  'key-log-file': python`
    import ssl
    def solution():
        context = ssl.create_default_context()
        context.keylog_filename = "{{proof}}"
        return "set"
  `,
})

export const hostFiles = [...reads, ...writes]
