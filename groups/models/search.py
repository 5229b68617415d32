"""The names a person can be found under, folded, each with those who may find by it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from agencies.models import Disclosure, Participation
from groups.models.people import Person
from groups.querysets import SearchKeyQuerySet


class SearchKey(models.Model):
    """One name of one person as it is searched. Pages never read it: `wall.find_people` does.

    A code name is found by whoever sees the person, who the person is by the owner's functions
    that read it, and the name in a frozen copy by those to whom that copy was delivered.
    """

    scope = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_identity = models.BooleanField(default=False)
    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    folded = models.TextField()

    objects = SearchKeyQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="groups_searchkey_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "person", "is_identity", "disclosure"],
                nulls_distinct=False,
                name="groups_searchkey_once",
            ),
            models.CheckConstraint(
                condition=Q(is_identity=False) | Q(disclosure__isnull=True),
                name="groups_searchkey_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.folded
