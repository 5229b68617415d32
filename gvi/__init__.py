"""The ground (core) and the roof (urls, desk, briefings) of the house."""

from gvi.celery import app as celery_app

__all__ = ["celery_app"]
