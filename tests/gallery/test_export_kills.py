"""A process that is killed while it makes an export, at every step in turn."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STEPS = ("claimed", "written", "fsync", "replace", "folder", "finishing", "finished")
SCRIPT = """
import json, os, signal, sys, threading, uuid, zipfile
from datetime import UTC, datetime, timedelta
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
call_command("migrate", verbosity=0)
import numpy as np
from accounts.models import User
from gallery import disk, jobs, services
from gallery.archive import folder
from gallery.models import Job
from gallery.services import claims

alice = User.objects.create(username="alice")
for seed in range(3):
    services.photo_create(owner=alice, capture_id=uuid.uuid4(), picture=np.full((120, 160, 3), seed, np.uint8),
        taken_at=datetime(2026, 11, 20, tzinfo=UTC), time_zone="UTC", source="camera", emotion="happy",
        scores={"happy": 0.9}, happy=0.9, sharpness=9, frame=seed)


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def after(function):
    def called(*args, **kwargs):
        function(*args, **kwargs)
        die()
    return called


def break_at(step):
    if step == "claimed":
        jobs.write_everything = die
    elif step == "written":
        jobs.Heartbeat.__call__ = lambda _self, done: die() if done == 2 else None
    elif step == "fsync":
        os.fsync = die
    elif step == "replace":
        os.replace = die
    elif step == "folder":
        disk.fsync_folder = die
    elif step == "finishing":
        claims.job_finish = die
    elif step == "finished":
        claims.job_finish = after(claims.job_finish)


def killed_at(step):
    connection.close()
    child = os.fork()
    if child == 0:
        break_at(step)
        jobs.work(threading.Event())
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


seen = {}
for step in sys.argv[1].split(","):
    job = services.export_start(owner=alice)
    died = killed_at(step)
    job.refresh_from_db()
    path = folder.path_of(job.uid)
    whole = not path.exists() or zipfile.ZipFile(path).testzip() is None
    promised = job.state != "done" or path.exists()
    taken_too_early = jobs.work(threading.Event())
    Job.objects.filter(pk=job.pk, state="running").update(beat_at=timezone.now() - timedelta(minutes=1))
    jobs.work(threading.Event())
    job.refresh_from_db()
    for each in folder.folder().iterdir():
        os.utime(each, (1, 1))
    services.files_sweep()
    left = [each.name for each in folder.folder().iterdir()]
    photos = json.loads(zipfile.ZipFile(path).read("photos.json"))
    seen[step] = [died, whole, promised, taken_too_early, job.state, left == [path.name], len(photos)]
print("SEEN=" + json.dumps(seen))
"""


def test_nothing_half_made_is_seen_and_the_next_process_makes_it(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "happythings.settings"}
    command = [sys.executable, "-c", SCRIPT, ",".join(STEPS)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.rpartition("SEEN=")[2])
    assert seen == {step: [-9, True, True, 0, "done", True, 3] for step in STEPS}
