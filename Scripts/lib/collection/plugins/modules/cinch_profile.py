#!/usr/bin/python
# Copyright: the Cinch authors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import annotations

DOCUMENTATION = r"""
module: cinch_profile
short_description: Put the sandbox of a Cinch profile on its unit, confirm it, or take it away
version_added: 1.0.0
description:
  - Puts the sandbox of a profile on a systemd service as a drop-in, with C(cinch apply). The service is restarted under it
    and its health check is run; where that fails, everything is as it was before and the task fails.
  - With O(confirm_timeout), the drop-in waits for O(state=confirmed); a timer of systemd's own takes it back otherwise, and
    so does a restart of the machine.
author: The Cinch authors (@cinch)
options:
  unit:
    description: The unit. Taken from the profile where one is given.
    type: str
  profile:
    description: The path of the profile on the managed machine.
    type: path
  content:
    description: The text of the profile, instead of O(profile).
    type: str
  state:
    description:
      - V(applied) has the profile's sandbox in force.
      - V(confirmed) keeps what waits. Where a profile is given and its sandbox neither waits nor is installed, the task fails.
      - V(withdrawn) takes back what waits, and leaves what was confirmed before.
      - V(absent) takes away all that Cinch has put on the unit.
    type: str
    choices: [applied, confirmed, withdrawn, absent]
    default: applied
  confirm_timeout:
    description: After how many seconds the sandbox is taken back unless it is confirmed. Without it, it is installed at once.
    type: int
  force:
    description: Apply it even where it takes from what the unit denies by itself.
    type: bool
    default: false
  executable:
    description: The command.
    type: str
    default: cinch
attributes:
  check_mode:
    description: Says whether something would change, without starting or stopping anything.
    support: full
  diff_mode:
    description: Shows how the drop-in changes.
    support: full
  platform:
    description: Linux with systemd.
    platforms: linux
    support: full
"""

EXAMPLES = r"""
- name: Have nginx under its sandbox for ten minutes
  cinch.sandbox.cinch_profile:
    profile: /etc/cinch/profiles/nginx.service.yaml
    confirm_timeout: 600

- name: Keep it
  cinch.sandbox.cinch_profile:
    unit: nginx.service
    state: confirmed

- name: Take all of Cinch's away from nginx
  cinch.sandbox.cinch_profile:
    unit: nginx.service
    state: absent
"""

RETURN = r"""
unit:
  description: The unit.
  returned: success
  type: str
  sample: nginx.service
drop_in:
  description: The file of the lasting drop-in, whether it is there or not.
  returned: success
  type: str
  sample: /etc/systemd/system/nginx.service.d/60-cinch.conf
installed:
  description: Whether there is a lasting drop-in.
  returned: success
  type: bool
waiting:
  description: Whether a sandbox waits to be confirmed.
  returned: success
  type: bool
status:
  description: What the exit status of cinch means, such as C(regression) where the service did not pass.
  returned: failure
  type: str
"""

import hashlib
import json
import os
import re
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.text.converters import to_bytes
from ansible_collections.cinch.sandbox.plugins.module_utils.cinch import Cinch

# What comes first in systemd's search path is volatile and waits; see cinch-apply(8).
WAITING = "/run/systemd/system.control/{}.d/60-cinch.conf"
INSTALLED = "/etc/systemd/system/{}.d/60-cinch.conf"
# Which profile a drop-in was made of: the unit as it is, with the drop-in, does not tell what a profile would add to it.
MADE_OF = "/var/lib/cinch/fleet/applied/{}.json"


class Sandbox:
    """What Cinch has put on a unit, or is to put on it."""

    def __init__(self, module, path):
        self.module, self.path = module, path
        self.cinch = Cinch(module)
        self.unit = module.params["unit"] or self._unit_of_profile()
        self.difference = ""
        self.changed = False

    def _unit_of_profile(self):
        with open(self.path, encoding="utf-8") as file:
            found = re.search(r"^\s+unit: *['\"]?([^\s'\"]+)['\"]?\s*$", file.read(), re.MULTILINE)
        if found is None:
            self.module.fail_json(msg="the profile names no unit: is it one that 'cinch find --profile' wrote?")
        return found.group(1)

    @property
    def waits(self):
        return os.path.exists(WAITING.format(self.unit))

    @property
    def drop_in(self):
        return INSTALLED.format(self.unit)

    @property
    def is_installed(self):
        return os.path.exists(self.drop_in)

    def change(self, *commands):
        """What is to be done, one command of cinch after the other; nothing in check mode."""
        self.changed = True
        if not self.module.check_mode:
            for command in commands:
                self.cinch.run(*command)

    def made_of(self, drop_in):
        """The profile and the drop-in that was made of it, by their digests."""
        return dict(profile=digest(self.path), drop_in=digest(drop_in))

    @property
    def is_applied(self):
        """Whether the lasting drop-in is there as it was made of this very profile."""
        try:
            with open(MADE_OF.format(self.unit), encoding="utf-8") as file:
                return json.load(file) == self.made_of(self.drop_in)
        except (OSError, ValueError):
            return False

    def remember(self):
        place = MADE_OF.format(self.unit)
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.module.tmpdir)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(self.made_of(WAITING.format(self.unit) if self.waits else self.drop_in), file)
        self.module.atomic_move(name, place)

    def applied(self):
        if self.is_applied and not self.waits:
            return
        # What waits has a deadline of its own, which may be near: it is tried anew.
        taken_back = [["undo", self.unit]] if self.waits else []
        if not self.waits:
            self.difference = self.cinch.run("apply", self.path, "--dry-run")[1]
        timeout = self.module.params["confirm_timeout"]
        options = [] if timeout is None else ["--confirm-timeout", str(timeout)]
        options += ["--force"] if self.module.params["force"] else []
        self.change(*taken_back, ["apply", self.path, *options])
        if not self.module.check_mode:
            self.remember()

    def confirmed(self):
        if self.waits:
            self.change(["confirm", self.unit])
        elif not self.is_installed or (self.path and not self.is_applied):
            self.module.fail_json(
                msg=f"no sandbox of {self.unit} waits to be confirmed: it was taken back, or never applied"
            )

    def withdrawn(self):
        if self.waits:
            self.change(["undo", self.unit])

    def absent(self):
        while self.waits or self.is_installed:
            self.change(["undo", self.unit])
            if self.module.check_mode:
                break

    def result(self):
        result = dict(
            changed=self.changed, unit=self.unit, drop_in=self.drop_in, installed=self.is_installed, waiting=self.waits
        )
        if self.module._diff and self.changed:
            result["diff"] = dict(prepared=f"--- {self.drop_in}\n+++ {self.drop_in}\n{self.difference}")
        return result


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def main():
    module = AnsibleModule(
        argument_spec=dict(
            unit=dict(type="str"),
            profile=dict(type="path"),
            content=dict(type="str", no_log=True),
            state=dict(type="str", choices=["applied", "confirmed", "withdrawn", "absent"], default="applied"),
            confirm_timeout=dict(type="int"),
            force=dict(type="bool", default=False),
            executable=dict(type="str", default="cinch"),
        ),
        mutually_exclusive=[("profile", "content")],
        required_if=[("state", "applied", ("profile", "content"), True)],
        required_one_of=[("unit", "profile", "content")],
        supports_check_mode=True,
    )
    path = module.params["profile"]
    if path and not os.path.exists(path):
        module.fail_json(msg=f"there is no profile {path}")
    if module.params["content"] is not None:
        # For its owner alone, as any profile is.
        handle, path = tempfile.mkstemp(suffix=".yaml", dir=module.tmpdir)
        with os.fdopen(handle, "wb") as file:
            file.write(to_bytes(module.params["content"]))
    sandbox = Sandbox(module, path)
    getattr(sandbox, module.params["state"])()
    module.exit_json(**sandbox.result())


if __name__ == "__main__":
    main()
