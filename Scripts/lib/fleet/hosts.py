"""Hosts of a fleet: each a systemd over a copy of a Debian tree in namespaces of its own, reached over a network that only
this process is in. What one has written is there when it boots again."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time

from judging.lab import INIT, Lab, LabError, make_cgroup, own_cgroups, remove_cgroups

# Addresses for documentation, which nothing real has (RFC 5737).
NETWORK = "192.0.2"
OUTSIDE = f"{NETWORK}.254"
SSH_LIMIT_S = 60


class Host(Lab):
    """One machine, to be used by `Fleet`."""

    def __init__(self, tree, name, number, folder, key):
        super().__init__(tree)
        # As a Debian of today has it, whatever this machine has: labs inside need it.
        self.layout = "unified"
        self.name, self.link, self.address = name, f"host{number}", f"{NETWORK}.{number}"
        self.folder = folder
        self.cgroups = [own / f"judge-{os.getpid()}-{name}" for own in own_cgroups()]
        self.boots = 0
        self._is_wanted = False
        home = folder / "upper/root/.ssh"
        home.mkdir(parents=True)
        home.chmod(0o700)
        shutil.copy(key, home / "authorized_keys")

    def start(self):
        """Boots it, and boots it again whenever it ends by itself."""
        self._is_wanted = True
        self._boot()
        threading.Thread(target=self._keep_up, daemon=True).start()

    def stop(self):
        """Ends it like a power cut."""
        self._is_wanted = False
        self._launcher.kill()
        self._launcher.wait()
        remove_cgroups(self.cgroups)

    def write(self, path, data):
        """Puts a file there, with the folders that it needs."""
        script = 'mkdir -p "$(dirname "$1")" && cat > "$1"'
        subprocess.run([*self._inside("--mount", "--root"), "sh", "-c", script, "sh", path], input=data, check=True)

    def read(self, path):
        """What is in a file there."""
        return subprocess.run(
            [*self._inside("--mount", "--root"), "cat", path], stdout=subprocess.PIPE, text=True, check=True).stdout

    def _inside(self, *namespaces):
        return ["nsenter", "--target", str(self.leader), *namespaces]

    def cut_off(self):
        """Nothing reaches it any more."""
        ip("link", "set", self.link, "down")

    def reconnect(self):
        ip("link", "set", self.link, "up")
        ip("route", "replace", self.address, "dev", self.link, "src", OUTSIDE)

    def _boot(self):
        remove_cgroups(self.cgroups)
        for cgroup in self.cgroups:
            make_cgroup(cgroup)
        with open(self.folder / "console.log", "wb+") as console:
            self._launcher = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--uts", "--ipc", "--net",
                 "--propagation", "slave", INIT, self.layout, self.tree, self.folder, self.name],
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, stdin=subprocess.DEVNULL, stdout=console, stderr=console,
                start_new_session=True, preexec_fn=self._enter_cgroups)
            self.leader = self._wait_until_up(self._launcher, console)
        self._plug()
        self._wait_for_ssh()
        self.boots += 1

    def _keep_up(self):
        while self._is_wanted:
            self._launcher.wait()
            if self._is_wanted:
                self._boot()

    def _plug(self):
        """A cable between this process's network and the host's."""
        ip("link", "delete", self.link, check=False)
        ip("link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", str(self.leader))
        ip("address", "add", OUTSIDE, "peer", self.address, "dev", self.link)
        ip("link", "set", self.link, "up")
        inside = self._inside("--net")
        ip("address", "add", self.address, "peer", OUTSIDE, "dev", "eth0", through=inside)
        ip("link", "set", "eth0", "up", through=inside)

    def _wait_for_ssh(self):
        deadline = time.monotonic() + SSH_LIMIT_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection((self.address, 22), timeout=1) as connection:
                if connection.recv(4) == b"SSH-":
                    return
            time.sleep(0.1)
        raise LabError(f"{self.name}: sshd does not answer at {self.address}")


class Fleet:
    """Use as a context manager: hosts by name, up and reachable."""

    def __init__(self, tree, names, folder):
        self.folder = pathlib.Path(folder)
        self.key = self.folder / "key"
        quiet("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key)
        self.hosts = {}
        for number, name in enumerate(names, start=1):
            place = self.folder / "hosts" / name
            place.mkdir(parents=True)
            self.hosts[name] = Host(tree, name, number, place, f"{self.key}.pub")

    def __enter__(self):
        ip("link", "set", "lo", "up")
        with contextlib.ExitStack() as undo:
            for host in self.hosts.values():
                host.start()
                undo.callback(host.stop)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_):
        self._undo.close()

    def __getitem__(self, name):
        return self.hosts[name]


def ip(*arguments, check=True, through=()):
    quiet(*through, "ip", *arguments, check=check)


def quiet(*command, check=True):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise LabError(f"{' '.join(map(str, command[:6]))}: {done.stderr.strip()}")
