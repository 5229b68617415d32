"""Children of the launcher: started, waited for, stopped, and never left behind.

Standard library only: the launcher's first half runs before anything is installed.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def identity_of(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """What `subprocess` needs to run a child as somebody else; nothing to run it as ourselves."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def spawn(
    command: list[str],
    *,
    cwd: Path = ROOT,
    log: Path | None = None,
    account: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    farewell: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own that gets `farewell` even if we are killed outright."""
    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(farewell),
            **identity_of(account),
        )
    finally:
        if output:
            output.close()


def die_with_parent(farewell: signal.Signals) -> None:
    """Ask the kernel for a signal when the parent is gone; nothing to ask outside Linux."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, int(farewell), 0, 0, 0)


def stop(process: subprocess.Popen[bytes], farewell: signal.Signals, patience: float) -> None:
    """Ask, wait, and only then insist, on its whole session."""
    if process.poll() is None:
        process.send_signal(farewell)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):  # it leads no session when it shares our terminal
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def end_leftovers(program: str, folder: Path) -> None:
    """End what an earlier, killed run left working in `folder`. The kernel knows; pid files lie."""
    deadline = time.monotonic() + 15
    while pids := at_work(program, folder):
        hurry = time.monotonic() > deadline
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL if hurry else signal.SIGINT)
            except ProcessLookupError:
                continue
        time.sleep(0.2)


def at_work(program: str, folder: Path) -> list[int]:
    pids = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            named = (process / "exe").readlink().name.startswith(program)
            if named and (process / "cwd").samefile(folder):
                pids.append(int(process.name))
        except OSError:  # gone, or somebody else's
            continue
    return pids


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return True
        time.sleep(0.02)
    return False


def last_words(log: Path) -> str:
    """The last complaint in a log, or its last line."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    complaints = [line for line in lines if "FATAL" in line or "error:" in line.lower()]
    return (complaints or lines or ["ingenting i loggen"])[-1]


def keep_secret(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    half_made = path.with_name(f"{path.name}.new")
    half_made.unlink(missing_ok=True)
    half_made.touch(0o600)
    half_made.write_text(text)
    half_made.rename(path)
