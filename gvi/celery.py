"""The Celery application. What runs when stands in `settings.CELERY_BEAT_SCHEDULE`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

app = Celery("gvi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
