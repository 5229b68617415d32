"""The ground's sentences are compared in English, whatever the service's own language is."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
