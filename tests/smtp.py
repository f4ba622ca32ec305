"""A small mail server for tests: it speaks SMTP on a port of this machine and keeps letters."""

import asyncio
import base64
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass
class MailServer:
    """`answers`: what is said to a recipient instead of yes. `hangs_up`: after the text was taken.

    `crowd`: how many letters are taken on the whole before the server says 421.
    """

    context: ssl.SSLContext | None = None
    tls_at_once: bool = False
    wants: tuple[str, str] | None = None
    answers: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    crowd: int | None = None
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    closed_ways: list[bool] = field(default_factory=list)
    port: int = 0

    def recipients(self) -> list[str]:
        return [recipient for recipient, _message in self.taken]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(self, reader, writer)
        try:
            await talk.hold()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()


@dataclass
class Talk:
    """One connection."""

    server: MailServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    known: bool = False
    closed: bool = False
    to: str = ""

    async def say(self, *lines: str) -> None:
        for line in lines:
            self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()

    async def hold(self) -> None:
        self.closed = self.server.tls_at_once
        await self.say("220 test ESMTP")
        while line := (await self.reader.readline()).decode().strip():
            verb, _space, rest = line.partition(" ")
            act = getattr(self, f"on_{verb.lower()}", None)
            if act is None:
                await self.say("502 unknown")
            elif await act(rest):
                return

    async def on_ehlo(self, _rest: str) -> None:
        offered = ["250-test"]
        if self.server.context and not self.closed:
            offered.append("250-STARTTLS")
        await self.say(*offered, "250 AUTH PLAIN")

    async def on_starttls(self, _rest: str) -> None:
        assert self.server.context is not None
        await self.say("220 go")
        await self.writer.start_tls(self.server.context)
        self.closed = True

    async def on_auth(self, rest: str) -> None:
        _none, user, password = base64.b64decode(rest.removeprefix("PLAIN ")).decode().split("\0")
        self.known = (user, password) == self.server.wants
        self.server.closed_ways.append(self.closed)
        await self.say("235 ok" if self.known else "535 5.7.8 bad credentials")

    async def on_mail(self, _rest: str) -> None:
        if self.server.wants and not self.known:
            await self.say("530 5.7.0 authentication required")
        elif self.server.crowd is not None and len(self.server.taken) >= self.server.crowd:
            await self.say("421 4.3.2 too many letters")
        else:
            await self.say("250 ok")

    async def on_rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].partition(">")[0]
        await self.say(self.server.answers.get(self.to, "250 ok"))

    async def on_data(self, _rest: str) -> bool:
        await self.say("354 go on")
        text = await self.reader.readuntil(b"\r\n.\r\n")
        message = message_from_bytes(text[:-5], policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.taken.append((self.to, message))
        if self.server.hangs_up:
            return True
        await self.say("250 taken")
        return False

    async def on_rset(self, _rest: str) -> None:
        await self.say("250 ok")

    async def on_quit(self, _rest: str) -> bool:
        await self.say("221 bye")
        return True


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    """The server answers on a free port while the block runs."""
    loop = asyncio.new_event_loop()
    context = server.context if server.tls_at_once else None
    started = loop.run_until_complete(
        asyncio.start_server(server.talk, "127.0.0.1", 0, ssl=context)
    )
    server.port = started.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        started.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def context_of(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
