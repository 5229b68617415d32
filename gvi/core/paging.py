"""One page of a list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 25


def page_of(request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int = SIZE) -> Page[Any]:
    """The page asked for with `?page=`; the nearest one there is when the number is odd."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
