"""Working notes, the person's own objections, and meetings: never a second journal."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from offers.models.parts import CasePart


class Carried(models.Model):
    """Whether a note has been carried to the agency's own record, and its reference there.

    What is carried shortens here: the journal is kept there, once (SoL 14:3-5, law.md SOC-4).
    """

    carried_on = models.DateField(null=True, blank=True)
    carried_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


class Note(Carried, CasePart):
    """A working note. Once signed it is never changed: what was wrong is said in a new one."""

    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True
    )

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(carried_on__isnull=True, carried_reference="")
                    | Q(carried_on__isnull=False, signed_at__isnull=False)
                    & ~Q(carried_reference="")
                ),
                name="offers_note_carried_with_reference",
                violation_error_message=_("Write the reference in your own record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class Objection(CasePart):
    """What the person themselves says is wrong; it stands beside what was written (SoL 14:6)."""

    note = models.ForeignKey(
        Note, on_delete=models.CASCADE, related_name="objections", null=True, blank=True
    )
    text = models.TextField()
    said_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-said_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.said_on}"


class Meeting(CasePart):
    """A coordination meeting: who came, and only what each agency had disclosed.

    `receivers` are ids of Receiver, `papers` references of disclosures given or received.
    """

    held_on = models.DateField()
    receivers = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    papers = ArrayField(models.UUIDField(), default=list, blank=True)
    agreed = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on}"
