"""What every part of a case has in common: its owner, its address and its case."""

from uuid import uuid4

from django.db import models

from agencies.models import Participation
from offers.models.cases import Case
from offers.querysets import CasePartQuerySet


class CasePart(models.Model):
    """One thing the exit service knows of a case. It is never read across the wall."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")

    objects = CasePartQuerySet.as_manager()

    class Meta:
        abstract = True
