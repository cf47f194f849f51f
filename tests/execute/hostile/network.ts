/** Programs that connect to a server of the host. */
import { programs, python } from './program.ts'

export const network = programs('network', 'escape', {
  'create-connection': python`
    import socket
    def solution():
        connection = socket.create_connection(("127.0.0.1", {{canaryPort}}), timeout=1)
        connection.sendall(b"here")
        return "ESCAPED: connected"
  `,
  'raw-socket-module': python`
    import _socket
    def solution():
        s = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        return s.connect(("127.0.0.1", {{canaryPort}}))
  `,
  'without-waiting': python`
    import select, socket
    def solution():
        s = socket.socket()
        s.setblocking(False)
        s.connect_ex(("127.0.0.1", {{canaryPort}}))
        return select.select([], [s], [], 1)[1] and s.send(b"here")
  `,
  'mapped-ipv6': python`
    import socket
    def solution():
        s = socket.socket(socket.AF_INET6)
        s.settimeout(1)
        return s.connect(("::ffff:127.0.0.1", {{canaryPort}}))
  `,
  datagram: python`
    import socket
    def solution():
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.settimeout(1)
        s.sendto(b"here", ("127.0.0.1", {{canaryPort}}))
        return s.recv(100)
  `,
  'http-client': python`
    import http.client
    def solution():
        connection = http.client.HTTPConnection("127.0.0.1", {{canaryPort}}, timeout=1)
        connection.request("GET", "/")
        return connection.getresponse().read()
  `,
  'open-url': python`
    import urllib.request
    ans = urllib.request.urlopen("http://127.0.0.1:{{canaryPort}}/", timeout=1).read()
  `,
  'asyncio-streams': python`
    import asyncio
    async def main():
        reader, writer = await asyncio.open_connection("127.0.0.1", {{canaryPort}})
        writer.write(b"here")
        await writer.drain()
        return "ESCAPED: connected"
    def solution():
        return asyncio.run(asyncio.wait_for(main(), 1))
  `,
  mail: python`
    import smtplib
    ans = smtplib.SMTP("127.0.0.1", {{canaryPort}}, timeout=1).ehlo()
  `,
  'file-transfer': python`
    import ftplib
    ans = ftplib.FTP().connect("127.0.0.1", {{canaryPort}}, timeout=1)
  `,
  'remote-procedure': python`
    import xmlrpc.client
    ans = xmlrpc.client.ServerProxy("http://127.0.0.1:{{canaryPort}}/").system.listMethods()
  `,
  'multiprocessing-client': python`
    from multiprocessing.connection import Client
    ans = Client(("127.0.0.1", {{canaryPort}}))
  `,
  'log-handler': python`
    import logging, logging.handlers
    def solution():
        logger = logging.Logger("net")
        logger.addHandler(logging.handlers.SocketHandler("127.0.0.1", {{canaryPort}}))
        logger.error("here")
  `,
  'secure-socket': python`
    import socket, ssl
    def solution():
        plain = socket.create_connection(("127.0.0.1", {{canaryPort}}), timeout=1)
        return ssl._create_unverified_context().wrap_socket(plain)
  `,
  'inherited-sockets': python`
    import socket
    def solution():
        for descriptor in range(3, 256):
            try:
                s = socket.socket(fileno=descriptor)
                return f"ESCAPED: socket {descriptor} to {s.getpeername()!r}" if s.getpeername() else "nothing"
            except OSError:
                pass
        return "no socket"
  `,
  'well-known-local-sockets': python`
    import glob, socket
    def solution():
        for path in ["/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/containerd/containerd.sock"] + glob.glob("/tmp/*/*.sock"):
            try:
                s = socket.socket(socket.AF_UNIX)
                s.connect(path)
                return "ESCAPED: connected to " + path
            except OSError:
                pass
  `,
  'virtual-machine-socket': python`
    import socket
    def solution():
        s = socket.socket(socket.AF_VSOCK)
        s.settimeout(1)
        s.connect((socket.VMADDR_CID_HOST, 1))
        return "ESCAPED: connected to the hypervisor"
  `,
  'packet-socket': python`
    import socket
    def solution():
        s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        return "ESCAPED: listens to every packet" if any(name != "lo" for _, name in socket.if_nameindex()) else "alone"
  `,
})
