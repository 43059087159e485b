"""A fresh systemd over a throw-away copy of a Debian tree."""

import contextlib
import ctypes
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

INIT = pathlib.Path(__file__).with_name("init.sh")
CGROUPS = pathlib.Path("/sys/fs/cgroup")
BOOT_LIMIT_S = 30
PR_SET_PDEATHSIG = 1


class LabError(Exception):
    """The lab itself failed: nothing can be said of the service."""


class Lab:
    """Use as a context manager. Its processes, mounts and network live in namespaces of their own and die with this process."""

    def __init__(self, tree):
        self.tree = pathlib.Path(tree).resolve()
        self.layout = cgroup_layout(self.tree)
        self.cgroups = [own / f"judge-{os.getpid()}" for own in own_cgroups()]

    def __enter__(self):
        with contextlib.ExitStack() as undo:
            sweep_after_the_killed()
            scratch = undo.enter_context(tempfile.TemporaryDirectory(prefix=f"judge-{os.getpid()}-"))
            console = undo.enter_context(open(pathlib.Path(scratch) / "console.log", "wb+"))
            undo.callback(remove_cgroups, self.cgroups)
            for cgroup in self.cgroups:
                make_cgroup(cgroup)
            root = pathlib.Path(scratch) / "lab"
            root.mkdir()
            launcher = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--uts", "--ipc", "--net",
                 "--propagation", "slave", INIT, self.layout, self.tree, root],
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, stdin=subprocess.DEVNULL, stdout=console, stderr=console,
                start_new_session=True, preexec_fn=self._enter_cgroups)
            undo.callback(self._kill, launcher)
            self.leader = self._wait_until_up(launcher, console)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_):
        self._undo.close()

    def run(self, command, timeout=90):
        """Runs a shell command inside; gives its exit status (124 when it took too long) and the end of its output."""
        # A file, not a pipe: a daemon that keeps its starter's output open must not keep us waiting.
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                ["nsenter", "--target", str(self.leader), "--all", "bash", "-c", command],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
            try:
                status = process.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                status = 124
            output.seek(0)
            return status, output.read().decode(errors="replace")[-2000:].strip()

    def _enter_cgroups(self):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        for cgroup in self.cgroups:
            (cgroup / "cgroup.procs").write_text(str(os.getpid()))

    def _wait_until_up(self, launcher, console):
        deadline = time.monotonic() + BOOT_LIMIT_S
        children = pathlib.Path(f"/proc/{launcher.pid}/task/{launcher.pid}/children")
        while time.monotonic() < deadline and launcher.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                self.leader = int(children.read_text())
                if os.path.exists(f"/proc/{self.leader}/root/run/systemd/private"):
                    _, state = self.run("systemctl is-system-running --wait", deadline - time.monotonic())
                    if state in ("running", "degraded"):
                        return self.leader
            time.sleep(0.02)
        console.seek(0)
        raise LabError(f"no systemd in {self.tree}: {console.read().decode(errors='replace').strip()[-300:]}")

    @staticmethod
    def _kill(launcher):
        launcher.kill()
        launcher.wait()


def make_cgroup(cgroup):
    cgroup.mkdir(exist_ok=True)
    # Groups of this controller start with nothing, and take no process then.
    for name in ("cpuset.cpus", "cpuset.mems"):
        if is_legacy(cgroup) and (cgroup / name).exists():
            (cgroup / name).write_text((cgroup.parent / name).read_text())


def is_legacy(cgroup):
    """Whether it is of a v1 hierarchy: there, no group says which controllers it has."""
    return not (cgroup / "cgroup.controllers").exists()


def remove_cgroups(cgroups):
    # Processes leave their cgroups a moment after they died.
    deadline = time.monotonic() + 5
    for cgroup in cgroups:
        for folder, _, _ in os.walk(cgroup, topdown=False):
            while os.path.isdir(folder) and time.monotonic() < deadline:
                try:
                    os.rmdir(folder)
                except OSError:
                    time.sleep(0.02)


def sweep_after_the_killed():
    """A judge that was killed left no process and no mount, but empty folders named after it."""

    def ownerless(folders):
        owners = ((folder, folder.name.split("-")[1]) for folder in folders)
        return [folder for folder, owner in owners if owner.isdigit() and not os.path.exists(f"/proc/{owner}")]

    for folder in ownerless(pathlib.Path(tempfile.gettempdir()).glob("judge-*-*")):
        shutil.rmtree(folder, ignore_errors=True)
    remove_cgroups(ownerless(path for own in own_cgroups() for path in own.glob("judge-*")))


def own_cgroups():
    """The folder of this process's cgroup in every hierarchy: a lab's systemd takes what it sees of one for its own, and
    tidies away the empty groups of others."""
    found = []
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            mount = CGROUPS if is_unified() else CGROUPS / "unified"
        else:
            mount = CGROUPS / controllers.removeprefix("name=")
        if mount.is_dir():
            found.append(mount / path.lstrip("/"))
    return found


def is_unified():
    return (CGROUPS / "cgroup.controllers").exists()


def cgroup_layout(tree):
    """Like the machine's own, as far as the tree's systemd still knows it: 258 and later know one layout only."""
    libraries = [*tree.glob("usr/lib/*/systemd/libsystemd-shared-*.so"), *tree.glob("usr/lib/systemd/libsystemd-shared-*.so")]
    versions = [int(number) for library in libraries for number in re.findall(r"shared-(\d+)", library.name)]
    if not versions:
        raise LabError(f"no systemd in {tree}: make a tree with Scripts/trees")
    return "unified" if is_unified() or max(versions) >= 258 else "hybrid"
