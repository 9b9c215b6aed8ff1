"""A real SMTP server on loopback, whose moods a test chooses."""

import asyncio
import ssl
import subprocess
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

PASSWORD = b"correct horse"


class Inbox:
    """Keeps what arrives; `refuse` maps recipients to replies, `hang_up` drops the line after DATA.

    With `last` it also takes no more calls after that.
    """

    def __init__(self, refuse=None, hang_up=(), reply="250 kept", last=False):
        self.refuse = refuse or {}
        self.hang_up = set(hang_up)
        self.reply = reply
        self.last = last
        self.close = None
        self.kept, self.said = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.kept.append((tuple(envelope.rcpt_tos), envelope.content))
        if self.hang_up & set(envelope.rcpt_tos):
            if self.last:
                self.close()
            server.transport.abort()
            await asyncio.sleep(0)
        return self.reply

    def messages(self):
        return [message_from_bytes(content, policy=policy.default) for _, content in self.kept]

    def recipients(self):
        return [address for addresses, _ in self.kept for address in addresses]


class Accounts:
    """Lets one user in, and notes every password it was shown."""

    def __init__(self):
        self.shown = []

    def __call__(self, server, session, envelope, mechanism, data):
        assert isinstance(data, LoginPassword)
        self.shown.append(data.password)
        return AuthResult(success=data.password == PASSWORD, handled=False)


@contextmanager
def running(inbox, *, ssl_context=None, **options):
    """The port of a server that runs in a thread of its own."""
    loop, port = asyncio.new_event_loop(), Future()

    async def serve():
        started = await loop.create_server(
            lambda: SMTP(inbox, hostname="localhost", loop=loop, **options), "127.0.0.1", 0, ssl=ssl_context
        )
        inbox.close = started.close
        port.set_result(started.sockets[0].getsockname()[1])
        await stopping.wait()
        started.close()
        await started.wait_closed()
        await _let_go()

    stopping = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield port.result(timeout=5)
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join()
        loop.close()


async def _let_go():
    """Cancel the conversations that are still open, and see them end."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def certificate(folder):
    """A certificate for 127.0.0.1 that only a context made from it trusts."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    places = ("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert)
    subprocess.run(["openssl", *asked.split(), *places], check=True, capture_output=True)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=cert)
