#!/usr/bin/env python3
"""Runs Examples/imagekit.sbatch on two virtual nodes of Slurm, kills one of them, and compares the images.

usage: Tests/Machines/slurm.py IMAGEKIT      (as root; apt-get install slurmctld slurmd slurm-client munge)

The images must be the same as those of one run, by their SHA-256. The check is skipped if Slurm is not installed. It uses
its own ports, keys, and folders.
"""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

from photo_site import images, until, write_photo_site

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "Examples" / "imagekit.sbatch"
PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol"]
PHOTOS, SHARDS = 24, 6
SEARCH = os.environ["PATH"] + ":/usr/sbin"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for entry in sockets:
        entry.bind(("", 0))
    ports = [entry.getsockname()[1] for entry in sockets]
    for entry in sockets:
        entry.close()
    return ports


class Cluster:
    """One controller and two nodes on this machine."""

    def __init__(self, folder, imagekit):
        self.folder, self.processes, self.nodes = folder, [], {}
        controller, first, second = free_ports(3)
        (folder / "munge").mkdir(mode=0o755)
        key = folder / "munge" / "key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        host = socket.gethostname()
        (folder / "slurm.conf").write_text(f"""
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=6
CredType=cred/munge
SlurmUser=root
StateSaveLocation={folder}/controller
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmdSpoolDir={folder}/spool-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdTimeout=4
InactiveLimit=0
MinJobAge=300
SchedulerParameters=batch_sched_delay=0,sched_interval=1,requeue_setup_env_fail
NodeName=node1 NodeHostname={host} NodeAddr=127.0.0.1 Port={first} CPUs=1
NodeName=node2 NodeHostname={host} NodeAddr=127.0.0.1 Port={second} CPUs=1
PartitionName=main Nodes=node1,node2 Default=YES State=UP
""")
        for name in ["controller", "spool-node1", "spool-node2"]:
            (folder / name).mkdir()
        self.environment = {
            "PATH": f"{imagekit.parent}:{SEARCH}", "SLURM_CONF": str(folder / "slurm.conf"), "HOME": str(folder)}
        self.start("munge", ["munged", "--foreground", "--force", f"--socket={folder}/munge/socket", f"--key-file={key}",
                             f"--pid-file={folder}/munge/pid", f"--log-file={folder}/munge/log",
                             f"--seed-file={folder}/munge/seed"])
        until("the start of munge", (folder / "munge" / "socket").exists)
        self.start("slurmctld", ["slurmctld", "-D", "-c"])
        until("the start of the controller", lambda: "UP" in self.call("scontrol", "ping"))
        for name in ["node1", "node2"]:
            self.start_node(name)

    def start(self, name, command):
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def start_node(self, name):
        self.nodes[name] = self.start(name, ["slurmd", "-D", "-N", name])

    def kill_node(self, name):
        """Kills the node's daemon and all processes of its tasks, so that none can report the death of another."""
        processes = [self.nodes[name].pid] + self.tasks(name)
        for sent in [signal.SIGSTOP, signal.SIGKILL]:
            for process in processes:
                try:
                    os.kill(process, sent)
                except ProcessLookupError:
                    pass
        self.nodes[name].wait()

    def tasks(self, name):
        """The processes of the node's tasks, which have its name in their environment, and their slurmstepd."""
        found, parents = [], set()
        for entry in pathlib.Path("/proc").iterdir():
            try:
                environment = (entry / "environ").read_bytes().split(b"\0")
                status = (entry / "status").read_text()
            except OSError:
                continue
            wanted = [f"SLURM_CONF={self.folder}/slurm.conf".encode(), f"SLURMD_NODENAME={name}".encode()]
            if all(variable in environment for variable in wanted):
                found.append(int(entry.name))
                parents.add(int(status.split("PPid:")[1].split()[0]))
        steps = [pid for pid in parents if pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"slurmstepd")]
        return steps + found

    def call(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60).stdout

    def end(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def main():
    imagekit = pathlib.Path(sys.argv[1]).resolve()
    missing = [name for name in PROGRAMS if not shutil.which(name, path=SEARCH)]
    if missing or os.geteuid() != 0:
        print("slurm: skipped, because " + (f"{missing[0]} is not installed" if missing else "it needs root"))
        return
    folder = pathlib.Path(tempfile.mkdtemp(prefix="imagekit-slurm-"))
    sites = [folder / "one", folder / "many"]
    for site in sites:
        write_photo_site(site, PHOTOS, size=(1200, 900), large=1000)
    subprocess.run([imagekit, "generateimages", "-q"], cwd=sites[0], check=True)
    expected = images(sites[0])
    assert len(expected) == 2 * PHOTOS, len(expected)
    cluster = None
    try:
        cluster = Cluster(folder, imagekit)
        job = cluster.call("sbatch", "--parsable", f"--array=1-{SHARDS}", f"--chdir={sites[1]}",
                           f"--output={sites[1]}/job-%a.log", str(EXAMPLE)).strip()
        assert job, (folder / "slurmctld.log").read_text()
        until("a task on the second node", lambda: images(sites[1]) and cluster.tasks("node2"))
        before = len(images(sites[1]))
        cluster.kill_node("node2")
        until("the failure of the node", lambda: "DOWN" in cluster.call("scontrol", "show", "node", "node2"))
        cluster.start_node("node2")
        until("the end of all tasks", lambda: not cluster.call("squeue", "-h", "-j", job).strip(), 240)
        states = cluster.call("scontrol", "show", "job", job, "-o")
        found = images(sites[1])
        assert found == expected, f"{len(found)} images; {states}"
        assert "Restarts=1" in states, states
        left = [path.name for path in (sites[1] / "CACHE/images/.imagekit").iterdir() if "-of-" in path.name]
        assert not left, left
        subprocess.run([imagekit, "generateimages", "--check", "-q"], cwd=sites[1], check=True)
        print(f"slurm: {len(found)} images in {SHARDS} tasks on 2 nodes, the same as in one run; a node was killed after "
              f"{before} images")
    finally:
        if cluster:
            cluster.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
