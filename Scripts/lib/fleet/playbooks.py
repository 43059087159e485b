"""Runs playbooks of the collection on the hosts of a fleet, and tells what became of each host."""

import dataclasses
import json
import os
import re
import resource
import subprocess

LIMIT_S = 1500
RECAP = re.compile(r"^(\S+)\s*: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)


@dataclasses.dataclass
class Outcome:
    """What a playbook did to a host."""

    ok: int
    changed: int
    unreachable: int
    failed: int

    @property
    def is_good(self):
        return not self.unreachable and not self.failed


@dataclasses.dataclass
class Run:
    """What a playbook did: by host, and what it said."""

    status: int
    output: str
    # Processor time of Ansible's own and of ssh, not that of the hosts.
    processor_s: float

    def __post_init__(self):
        self.hosts = {name: Outcome(*map(int, figures)) for name, *figures in RECAP.findall(self.output)}

    @property
    def changed(self):
        return sum(host.changed for host in self.hosts.values())

    @property
    def bad(self):
        return sorted(name for name, host in self.hosts.items() if not host.is_good)

    def __str__(self):
        good = len(self.hosts) - len(self.bad)
        bad = f", not {' '.join(self.bad)}" if self.bad else ""
        return f"{good} hosts well{bad}; {self.changed} changed; {self.processor_s:.0f} s of processor on this side"


class Playbooks:
    """The collection, where ANSIBLE_COLLECTIONS_PATH has it, with an inventory of the fleet."""

    def __init__(self, fleet, inventory):
        self.folder = fleet.folder
        self.inventory = self.folder / "inventory.json"
        self.inventory.write_text(json.dumps(inventory))
        self.environment = os.environ | {
            "ANSIBLE_HOME": str(self.folder / "ansible"),
            "ANSIBLE_PRIVATE_KEY_FILE": str(fleet.key),
            "ANSIBLE_HOST_KEY_CHECKING": "False",
            "ANSIBLE_SSH_ARGS": "-o ControlMaster=auto -o ControlPersist=30s -o UserKnownHostsFile=/dev/null"
            # A connection that is kept from one task to the next may be dead by then.
            " -o ServerAliveInterval=5 -o ServerAliveCountMax=3",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.folder / "connections"),
            "ANSIBLE_PIPELINING": "True",
            "ANSIBLE_FORKS": "6",
            "ANSIBLE_TIMEOUT": "20",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "False",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "False",
        }

    def run(self, playbook, *arguments, **variables):
        """Runs a playbook of the collection by its name, or a file by its path."""
        name = str(playbook) if "/" in str(playbook) else f"cinch.sandbox.{playbook}"
        command = ["ansible-playbook", "-i", self.inventory, name, "-e", json.dumps(variables), *arguments]
        before = processor_s()
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment | {"PWD": str(self.folder)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LIMIT_S)
        with open(self.folder / "ansible.log", "a", encoding="utf-8") as log:
            log.write(done.stdout)
        return Run(done.returncode, done.stdout, processor_s() - before)


def processor_s():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
