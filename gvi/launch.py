"""Starts the whole service on one machine, or only its servers around another command.

    python -m gvi.launch run               database, queue, web, worker and beat until Ctrl-C
    python -m gvi.launch test -- COMMAND   COMMAND beside a throw-away database and queue

DATABASE_URL with DATABASE_OWNER_URL, and REDIS_URL, win over the embedded servers. What is
said is said to somebody at a terminal who may know nothing of this: one Swedish sentence, no trace.
"""

import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_urlsafe

from gvi.embedded import Postgres, Server, Valkey
from gvi.prepare import LOCK, fingerprint
from gvi.processes import ROOT, die_with_parent, keep_secret, stop
from gvi.staff import Staff

ROOM_TO_BEGIN = 300 * 2**20
ROOM_TO_GO_ON = 30 * 2**20
ON = {"1", "true", "yes", "on"}
DEMO_ACCOUNTS = """
  polis@malmo.example         Polisområde Malmö: analys och beslut
  frivard@malmo.example       Kriminalvården Malmö
  koordinator@malmo.example   Malmö kommunstyrelse: samordning
  admin@malmo.example         Malmö kommunstyrelse: administration
  kommun@malmo.example        Malmö socialnämnd
  avhopp@malmo.example        Konsultationsteamet: exitgrupp (även avhopp2@malmo.example)
  styrgrupp@malmo.example     Polisområde Malmö: styrgrupp
  dso@malmo.example           Konsultationsteamet: granskning
  koordinator@jarfalla.example, polis@jarfalla.example, bra@nationell.example

  Lösenord för alla: samverkan-demo
"""


def run() -> None:
    port = chosen_port()
    data = data_folder()
    with ExitStack() as started:
        started.enter_context(alone_in(data))
        wait_for_port(port, unclean=(data / "env").exists())
        environment, servers = started.enter_context(services(data))
        environment = settings_for_run(environment, data, port)
        started.enter_context(noted(data / "env", environment))
        demo = environment["DEMO_MODE"].lower() in ON
        prepare_database(servers, environment)
        staff = started.enter_context(Staff(environment, data, port))
        staff.start("webben")
        if demo:  # while the web is still waking up
            manage("demo", environment=environment)
        staff.wait_for_web()
        staff.start("arbetaren", "klockan")
        say(f"\nSamverkan är igång på http://127.0.0.1:{port}/  (Ctrl-C stoppar allt)")
        if demo:
            say(DEMO_ACCOUNTS)
        while True:
            for server in servers:
                server.tend()
            staff.tend()
            time.sleep(0.5)


def prepare_database(servers: list[Server], environment: Mapping[str, str]) -> None:
    """Migrate. Our own cluster remembers what it was migrated with, which saves time at a start."""
    version = fingerprint(
        [LOCK, *ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")]
    )
    ours = next((server for server in servers if isinstance(server, Postgres)), None)
    if ours and ours.remembered() == version:
        return
    say("Förbereder databasen …")
    manage("migrate", "--database", "owner", "--no-input", "-v", "0", environment=environment)
    if ours:
        ours.remember(version)


def test(command: list[str]) -> int:
    """Run a command beside servers of its own; its answer is ours."""
    with ExitStack() as started:
        folder = started.enter_context(passing_folder())
        environment, _ = started.enter_context(services(folder, throwaway=True))
        environment.setdefault("SECRET_KEY", token_urlsafe(50))
        environment.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
        environment.setdefault("DEMO_MODE", "true")
        environment.setdefault("DATA_DIR", str(folder))
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        started.callback(stop, process, signal.SIGTERM, patience=10)
        return process.wait()


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder for throw-away data, which PostgreSQL's account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="gvi-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def services(
    folder: Path, *, throwaway: bool = False
) -> Iterator[tuple[dict[str, str], list[Server]]]:
    """An environment with a database and a queue in it, and the servers started for them."""
    environment = dict(os.environ)
    servers: list[Server] = []
    with ExitStack() as started:
        given = [name for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if environment.get(name)]
        if len(given) == 1:
            raise SystemExit(
                f"Bara {given[0]} är satt: ange både DATABASE_URL och DATABASE_OWNER_URL."
            )
        if given:
            for name in given:
                ensure_database_answers(name, environment[name])
        else:
            postgres = started.enter_context(Postgres(folder / "postgres", throwaway=throwaway))
            servers.append(postgres)
            if not postgres.folder.is_relative_to(folder):
                say(f"Databasen ligger i {postgres.folder}, dit kontot för PostgreSQL når.")
            environment["DATABASE_URL"] = postgres.url("gvi_app")
            environment["DATABASE_OWNER_URL"] = postgres.url("gvi_owner")
            if throwaway:
                environment |= postgres.psql_environment()
            environment["PATH"] = f"{environment.get('PATH', os.defpath)}:{postgres.binaries}"
        if environment.get("REDIS_URL"):
            ensure_queue_answers(environment["REDIS_URL"])
        else:
            valkey = started.enter_context(Valkey(folder / "valkey"))
            servers.append(valkey)
            environment["REDIS_URL"] = valkey.url
        yield environment, servers


def ensure_database_answers(name: str, url: str) -> None:
    import environ
    import psycopg

    place = environ.Env.db_url_config(url)
    try:
        psycopg.connect(
            host=place["HOST"] or None,
            port=place["PORT"] or None,
            user=place["USER"],
            password=place["PASSWORD"],
            dbname=place["NAME"],
            connect_timeout=5,
            **place.get("OPTIONS", {}),
        ).close()
    except psycopg.Error as problem:
        raise SystemExit(f"Databasen i {name} svarar inte: {one_line(problem)}") from None


def ensure_queue_answers(url: str) -> None:
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as problem:
        raise SystemExit(f"Kön i REDIS_URL svarar inte: {one_line(problem)}") from None


def settings_for_run(environment: dict[str, str], data: Path, port: int) -> dict[str, str]:
    """What `gvi.settings` asks for, where the caller has not said otherwise."""
    key = data / "secret-key"
    if "SECRET_KEY" not in environment:
        if not key.exists():
            keep_secret(key, token_urlsafe(50))
        environment["SECRET_KEY"] = key.read_text()
    environment.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    environment.setdefault("DEMO_MODE", "true")
    environment.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    environment.setdefault("LOG_LEVEL", "WARNING")
    environment["DATA_DIR"] = str(data)
    return environment


@contextmanager
def noted(path: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Leave a note, while we run, so that `manage.py` in another window finds the same servers."""
    names = ["DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY"]
    names += ["ALLOWED_HOSTS", "DEMO_MODE", "PUBLIC_URL"]
    keep_secret(path, "".join(f"{name}={environment[name]}\n" for name in names))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def manage(*arguments: str, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--skip-checks"],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"manage.py {arguments[0]} misslyckades; orsaken står ovanför.")


def chosen_port() -> int:
    wanted = os.environ.get("PORT", "") or "8000"
    if not wanted.isdecimal() or not 1 <= int(wanted) <= 65535:
        raise SystemExit(f"PORT={wanted} är ingen port: välj ett tal mellan 1 och 65535.")
    return int(wanted)


def wait_for_port(port: int, *, unclean: bool) -> None:
    """Refuse a port in use; a killed run's web may need a moment to let go of it."""
    deadline = time.monotonic() + (6 if unclean else 0)
    while problem := trouble_with(port):
        if time.monotonic() > deadline:
            raise SystemExit(problem)
        time.sleep(0.2)


def trouble_with(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Port {port} är förbehållen root: välj en annan, som make run PORT=8000."
        except OSError:
            other = port + 1 if port < 65535 else 8000
            return f"Port {port} används redan: välj en annan, som make run PORT={other}."
    return ""


def data_folder() -> Path:
    """The folder for everything that must survive, proved writable and roomy."""
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    probe = folder / "probe"
    room = ROOM_TO_GO_ON if (folder / "postgres").exists() else ROOM_TO_BEGIN
    try:
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # PostgreSQL's account passes through
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise SystemExit(f"Disken är full: inget får plats i datamappen {folder}.") from None
        raise SystemExit(
            f"Datamappen {folder} går inte att skriva i: ge kontot rätt till den, eller ange "
            "en annan med DATA_DIR."
        ) from None
    if (free := shutil.disk_usage(folder).free) < room:
        raise SystemExit(
            f"Disken är nästan full: {free // 2**20} MB ledigt i datamappen {folder}, och minst "
            f"{room // 2**20} MB behövs."
        )
    return folder


@contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """Hold the folder. The kernel lets go of the lock when we end, however we end."""
    with (data / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(
                f"Tjänsten körs redan med datamappen {data}: stoppa den med Ctrl-C där den "
                "startades, eller ange en annan med DATA_DIR."
            ) from None
        yield


def stop_once(_number: int, _frame: object) -> None:
    """The first signal ends the run in order; further ones must not disturb the order."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())


def say(words: str) -> None:
    print(words, flush=True)


def main(arguments: list[str]) -> int:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop_once)
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)
    match arguments:
        case ["run"]:
            try:
                run()
            except KeyboardInterrupt:
                say("Stoppad.")
            return 0
        case ["test", "--", *command] if command:
            try:
                return test(command)
            except KeyboardInterrupt:
                return 130
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
