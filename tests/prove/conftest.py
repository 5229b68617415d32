"""One whole service of its own for the proofs, apart from the servers of the other tests."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from tests.prove.service import Service

FIGURES: list[str] = []


@pytest.fixture(scope="session")
def service(django_db_blocker) -> Iterator[Service]:
    """Database and queue with the demo in them. Web and worker are started by the proofs."""
    with Service() as running, django_db_blocker.unblock():
        yield running
        connections.close_all()


@pytest.fixture(autouse=True)
def nobody_at_work_afterwards(service) -> Iterator[None]:
    """A proof that fails leaves neither web nor worker behind, and no server down."""
    yield
    service.end_staff()
    service.cluster.tend()
    service.queue.tend()


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keeps a proof's figures for the end of the run."""
    return lambda words: FIGURES.append(f"{request.node.name}: {words}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in FIGURES:
        terminalreporter.write_line(line)
