"""A mail server for tests, on the machine itself: it keeps what it accepts."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            verb, _, rest = line.decode().strip().partition(" ")
            getattr(self, f"do_{verb.lower()}", lambda _rest: self.say("250 ok"))(rest)
            if verb.upper() == "QUIT":
                return

    def do_quit(self, _rest):
        self.say("221 bye")

    def do_rcpt(self, rest):
        address = rest.partition("<")[2].partition(">")[0]
        if address in self.server.refused:
            self.say("550 nobody of that name")
            return
        self.to = address
        self.say("250 ok")

    def do_data(self, _rest):
        if self.to in self.server.hangs_at:
            self.server.released.wait(10)
            return
        self.say("354 go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 kept")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, refused, hangs_at):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails, self.refused, self.hangs_at = [], set(refused), set(hangs_at)
        self.released = threading.Event()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def recipients(self):
        return [mail["To"] for mail in self.mails]


@contextmanager
def running(*, refused=(), hangs_at=()):
    """A server that refuses some addresses, and says nothing more when it is given a mail to others."""
    with Server(refused, hangs_at) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
