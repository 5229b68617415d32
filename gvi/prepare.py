"""Makes a bare machine ready: packages, PDF libraries, assets, translations.

    python3 gvi/prepare.py            what `make run` needs
    python3 gvi/prepare.py --tests    and what `make test` needs

Standard library only, since it runs before anything is installed; `make` calls it every time, and
what is done already is not done again. It prints one Swedish sentence when something is missing.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-dev.lock"
BUILT_ASSETS = ROOT / "gvi" / "static" / "gvi"
PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
TEST_LIBRARIES = {"libatomic.so.1": "libatomic1"}  # Playwright's own node
TEST_PROGRAMS = {"chromium": "chromium", "pdfinfo": "poppler-utils"}
A_DAY = 24 * 60 * 60


def prepare(*, tests: bool) -> None:
    ensure_python()
    ensure_packages(TEST_LOCK if tests else LOCK)
    if tests:
        ensure_test_programs()
    else:
        offer_pdf_libraries()
    build_assets()
    compile_translations()


def ensure_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this is what finds out)
        raise SystemExit("Python 3.11 eller senare behövs: ange den med make PYTHON=/sökväg.")
    complete = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    if not complete and not apt_installs(["python3-venv"]):
        raise SystemExit(f"Pythons venv saknas. Kör: {apt_line(['python3-venv'])}")


def ensure_packages(lock: Path) -> None:
    """A virtual environment holding what the lock says. The tests' lock holds the other one too."""
    if stamped(lock.name, stamp_of(lock)) and runs(PYTHON):
        return
    if not os.access(ROOT, os.W_OK):
        raise SystemExit(f"Det går inte att skriva i {ROOT}, och där ska Python-paketen ligga.")
    say("Installerar Python-paket (första gången ungefär en halv minut) …")
    if not runs(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        quietly([sys.executable, "-m", "venv", str(VENV)], "Pythons miljö .venv skapades inte")
    quietly(
        [
            *(str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
            *("--require-hashes", "-r", str(lock)),
        ],
        "Python-paketen kunde inte installeras",
    )
    for each in {lock, LOCK}:
        write_stamp(each.name, stamp_of(each))


def stamp_of(lock: Path) -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor} {fingerprint([lock])}"


def offer_pdf_libraries() -> None:
    """PDF needs two system libraries. Without them all else works: never stop a start for them."""
    missing = [package for library, package in PDF_LIBRARIES.items() if not loads(library)]
    if not missing:
        return
    tried = STAMPS / "apt-tried"
    recently = tried.exists() and time.time() - tried.stat().st_mtime < A_DAY
    if not recently and apt_installs(missing):
        return
    write_stamp(tried.name, "")
    say(f"Allt utom PDF fungerar: systembibliotek saknas. Kör: {apt_line(missing)}")


def ensure_test_programs() -> None:
    libraries = PDF_LIBRARIES | TEST_LIBRARIES
    missing = [package for library, package in libraries.items() if not loads(library)]
    missing += [package for name, package in TEST_PROGRAMS.items() if not shutil.which(name)]
    if missing and not apt_installs(missing):
        raise SystemExit(f"Testerna behöver systempaket som saknas. Kör: {apt_line(missing)}")


def apt_installs(packages: list[str]) -> bool:
    """Install system packages where we may: as root, on a machine with apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installerar systempaket: {', '.join(packages)} …")
    careful = ["-q", "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=30"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *careful, *command], capture_output=True, env=environment, check=False
        )
    return done.returncode == 0


def apt_line(packages: Iterable[str]) -> str:
    wanted = " ".join(packages)
    return f"sudo apt-get update && sudo apt-get install --no-install-recommends {wanted}"


def build_assets() -> None:
    """The build knows itself whether anything has changed since the last one."""
    if not BUILT_ASSETS.exists():
        say("Bygger stilmallar och skript …")
    quietly(
        [str(PYTHON), str(ROOT / "gvi" / "assets" / "build.py")],
        "Stilmallar och skript kunde inte byggas",
    )


def catalogues() -> list[Path]:
    """Every app's translations; the apps under `gvi/` keep their own."""
    found = [ROOT.glob(f"{apps}/locale/*/LC_MESSAGES/django.po") for apps in ("*", "gvi/*")]
    return sorted(path for paths in found for path in paths)


def compile_translations() -> None:
    for source in catalogues():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            quietly(
                [
                    *(str(PYTHON), "-m", "babel.messages.frontend", "compile"),
                    *("-l", source.parts[-3], "-i", str(source), "-o", str(compiled)),
                ],
                f"Översättningen {source.relative_to(ROOT)} kunde inte läsas",
            )


def quietly(command: list[str], failure: str) -> None:
    """Run a step; when it fails, show what it said and then say it in our own words."""
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        said = done.stdout.strip()
        if "No space left on device" in said:
            raise SystemExit(f"{failure}: disken är full.")
        raise SystemExit(f"{said[-2000:]}\n\n{failure}; orsaken står ovanför.")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def runs(python: Path) -> bool:
    """Whether the environment's Python still starts: the system's may have been replaced."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def stamped(name: str, text: str) -> bool:
    return (STAMPS / name).exists() and (STAMPS / name).read_text() == text


def write_stamp(name: str, text: str) -> None:
    try:
        STAMPS.mkdir(parents=True, exist_ok=True)
        (STAMPS / name).write_text(text)
    except OSError:  # then it is merely done again
        return


def fingerprint(paths: Iterable[Path]) -> str:
    whole = sha256()
    for path in sorted(paths):
        whole.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    try:
        prepare(tests="--tests" in sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit("Avbruten.") from None
