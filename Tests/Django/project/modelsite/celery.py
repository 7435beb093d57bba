import os

from celery import Celery

app = Celery("modelsite", broker=os.environ.get("MODELSITE_QUEUE"))
app.conf.imports = ["imagekit_vips.django"]
app.conf.worker_prefetch_multiplier = 1
app.conf.broker_connection_retry_on_startup = True
