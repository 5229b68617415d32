"""Web, worker and beat on one machine: started, put back on their feet, stopped together."""

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from gvi.processes import spawn, stop

TOO_MANY_FALLS = 5
WAKING = 90


class Staff:
    """The service's own processes. One that falls is started again, until it falls too often."""

    def __init__(self, environment: Mapping[str, str], data: Path, port: int):
        self.environment = environment
        self.port = port
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.falls: dict[str, int] = {}
        celery = ("-m", "celery", "--quiet", "--app", "gvi.celery")
        self.commands = {
            "webben": [
                *("-m", "gunicorn", "gvi.wsgi:application", "--bind", f"127.0.0.1:{port}"),
                *("--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "5"),
                *("--no-control-socket", "--log-level", "warning"),
            ],
            # Threads wake fast, and need no shared memory, which small containers lack.
            "arbetaren": [
                *(*celery, "worker", "--pool", "threads", "--concurrency", "2"),
                *("--loglevel", "warning"),
            ],
            "klockan": [
                *(*celery, "beat", "--loglevel", "warning", "--pidfile="),
                *("--schedule", str(data / "beat")),
            ],
        }

    def __enter__(self) -> "Staff":
        return self

    def __exit__(self, *problem: object) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            stop(child, signal.SIGTERM, patience=10)

    def start(self, *names: str) -> None:
        for name in names:
            command = [sys.executable, "-W", "ignore", *self.commands[name]]
            self.children[name] = spawn(command, env=self.environment)

    def tend(self) -> None:
        for name, child in self.children.items():
            if child.poll() is None:
                continue
            self.falls[name] = self.falls.get(name, 0) + 1
            if self.falls[name] > TOO_MANY_FALLS:
                raise SystemExit(f"En del av tjänsten ({name}) faller gång på gång: allt stoppas.")
            print(f"En del av tjänsten ({name}) föll med kod {child.returncode}: startas igen.")
            time.sleep(0.5)
            self.start(name)

    def wait_for_web(self) -> None:
        deadline = time.monotonic() + WAKING
        while time.monotonic() < deadline:
            self.tend()
            if self.web_answers():
                return
            time.sleep(0.1)
        raise SystemExit("Webben svarar inte på /healthz; orsaken står ovanför.")

    def web_answers(self) -> bool:
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            web.request("GET", "/healthz")
            return web.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            web.close()
