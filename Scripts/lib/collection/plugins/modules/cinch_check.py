#!/usr/bin/python
# Copyright: the Cinch authors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import annotations

DOCUMENTATION = r"""
module: cinch_check
short_description: Test whether services still work with their saved sandboxes
version_added: 1.0.0
description:
  - Runs C(cinch check), by default in a disposable systemd over a copy-on-write view of the machine, so that no running
    service is touched.
  - Fails where a service does not work with its sandbox any more, unless O(report_only) is set. Changes nothing but
    profiles, and these only with O(repair).
author: The Cinch authors (@cinch)
options:
  profiles:
    description: The paths of the profiles on the managed machine. Without any, all in C(/etc/cinch/profiles).
    type: list
    elements: path
    default: []
  upgraded:
    description: Leave out what has not been upgraded since its last check (package, C library, systemd, kernel).
    type: bool
    default: false
  repair:
    description: Write the profiles without what broke.
    type: bool
    default: false
  tighten:
    description: Try what the profiles do not keep as well.
    type: bool
    default: false
  host:
    description: Run the trials on the machine's own services, which are stopped meanwhile.
    type: bool
    default: false
  junit:
    description: Write the result for test runners into this file of the managed machine.
    type: path
  sarif:
    description: Write the result as SARIF into this file of the managed machine.
    type: path
  report_only:
    description: Do not fail where a sandbox does not hold.
    type: bool
    default: false
  executable:
    description: The command.
    type: str
    default: cinch
attributes:
  check_mode:
    description: The checks are run, and nothing is written.
    support: full
  diff_mode:
    description: Shows how profiles were repaired.
    support: full
  platform:
    description: Linux with systemd.
    platforms: linux
    support: full
"""

EXAMPLES = r"""
- name: Check what was upgraded
  cinch.sandbox.cinch_check:
    upgraded: true

- name: Give up what broke
  cinch.sandbox.cinch_check:
    profiles: [/etc/cinch/profiles/nginx.service.yaml]
    repair: true
"""

RETURN = r"""
checks:
  description:
    - One for each profile, with C(file), C(unit), C(verdict) (V(healthy), V(broken), V(undecided), V(failed)), C(reason),
      C(broken), C(gained), C(lost) and C(undecided).
  returned: always
  type: list
  elements: dict
status:
  description: What the exit status of cinch means, such as C(regression).
  returned: always
  type: str
rc:
  description: The exit status of cinch.
  returned: always
  type: int
"""

import glob
import json

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.cinch.sandbox.plugins.module_utils.cinch import STATUSES, Cinch

SAVED = "/etc/cinch/profiles/*.y*ml"


def contents(paths):
    found = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found[path] = file.read()
    return found


def sentence(check):
    broken = ", ".join(rejection.get("restriction", "?") for rejection in check["broken"])
    return f"{check['unit']}: {check['verdict']}" + (f" by {broken}" if broken else f" ({check.get('reason', '')})")


def main():
    module = AnsibleModule(
        argument_spec=dict(
            profiles=dict(type="list", elements="path", default=[]),
            upgraded=dict(type="bool", default=False),
            repair=dict(type="bool", default=False),
            tighten=dict(type="bool", default=False),
            host=dict(type="bool", default=False),
            junit=dict(type="path"),
            sarif=dict(type="path"),
            report_only=dict(type="bool", default=False),
            executable=dict(type="str", default="cinch"),
        ),
        supports_check_mode=True,
    )
    parameters = module.params
    paths = parameters["profiles"] or sorted(glob.glob(SAVED))
    result = dict(changed=False, checks=[], rc=0, status="ok")
    cinch = Cinch(module)
    if not paths:
        module.exit_json(**result)

    before = contents(paths)
    arguments = ["check", *paths, "--format", "json", "--no-pager", "--quiet"]
    arguments += [f"--{name}" for name in ("upgraded", "tighten", "host") if parameters[name]]
    if not module.check_mode:
        arguments += ["--repair"] if parameters["repair"] else []
        for name in ("junit", "sarif"):
            arguments += [f"--{name}", parameters[name]] if parameters[name] else []
    status, output = cinch.run(*arguments, allowed=STATUSES.keys() - {64, 70, 77})
    checks = json.loads(output)["checks"] if output.strip() else []
    for check in checks:
        check.pop("profile", None)
    result.update(checks=checks, rc=status, status=STATUSES[status])

    after = contents(paths)
    would_repair = module.check_mode and parameters["repair"] and any(check["broken"] for check in checks)
    result["changed"] = before != after or would_repair
    if module._diff:
        result["diff"] = [
            dict(before_header=path, after_header=path, before=before[path], after=after[path])
            for path in paths
            if before[path] != after[path]
        ]
    # What was repaired holds again: that is no failure, but it is told.
    is_repaired = status == 2 and parameters["repair"] and (before != after or would_repair)
    if status != 0 and not is_repaired and not parameters["report_only"]:
        bad = [sentence(check) for check in checks if check["verdict"] != "healthy"]
        module.fail_json(msg="; ".join(bad) or f"cinch check ended with {status}", **result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
