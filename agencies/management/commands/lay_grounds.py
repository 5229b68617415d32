"""Lay the legal grounds of the configuration, and what the installation's lawyers have decided.

Run by the operator after every upgrade, with the owner's connection. The file has the shape of
`agencies/data/grounds.toml`; an entry with a known code and day needs only what differs.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import founding
from agencies.models import LegalGround


class Command(BaseCommand):
    help = "Lay the legal grounds: those of the product, then those of FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            local = self._read(given["file"]) if given["file"] else []
            with transaction.atomic(using=founding.OWNER):
                founding.lay_grounds(timezone.localdate(), local)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise CommandError(_("The file cannot be used: %(why)s") % {"why": fault}) from fault
        except (IntegrityError, ValidationError) as fault:
            raise CommandError(
                _(
                    "An entry is not whole: a ground that is off says why, and one ends after it"
                    " began."
                )
            ) from fault
        usable = LegalGround.objects.using(founding.OWNER).usable(timezone.localdate())
        self.stdout.write(_("%(count)s grounds can be used today.") % {"count": usable.count()})

    def _read(self, path: Path) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["grounds"]
        return rows
