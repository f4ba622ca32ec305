"""`rostok serve` as people run it: answers, revives its worker, leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from rostok.config.serve import address, reachable

pytestmark = pytest.mark.slow
PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return False


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def worker_of(server: subprocess.Popen[str]) -> int | None:
    """The process of the background worker, found among the children."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("ascii").split()
    for child in children:
        if b"django\0worker" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    return None


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    run = "import sys; from rostok.config.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", run, "serve", "--port", str(port)],
        env={**env, "ROSTOK_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def test_it_serves_revives_its_worker_and_stops_whole(
    server: subprocess.Popen[str], port: int
) -> None:
    assert until(lambda: answers(port))
    worker = worker_of(server)
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    assert until(lambda: worker_of(server) not in {None, worker})
    server.send_signal(signal.SIGTERM)
    assert server.wait(60) == 0
    assert not answers(port)
    assert f"http://localhost:{port}" in (server.stdout.read() if server.stdout else "")


def test_a_taken_address_is_refused(server: subprocess.Popen[str], port: int) -> None:
    assert until(lambda: answers(port))
    second = subprocess.run(
        server.args,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "занят" in second.stderr


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "http://localhost:8000"), ("0.0.0.0", "http://localhost:8000")],
)
def test_the_address_is_one_that_a_browser_opens(host: str, said: str) -> None:
    assert address(host, 8000) == said
    assert reachable("rostok.example") == "rostok.example"
