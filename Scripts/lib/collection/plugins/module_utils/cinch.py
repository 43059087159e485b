# Copyright: the Cinch authors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""Runs the command 'cinch' and says what its exit status means."""

from __future__ import annotations

STATUSES = {
    0: "ok",
    1: "failed",
    2: "regression",
    3: "incomplete",
    4: "unhealthy",
    5: "untestable",
    6: "changed",
    64: "usage",
    70: "bug",
    75: "locked",
    77: "not permitted",
}


class Cinch:
    """The command on this machine."""

    def __init__(self, module):
        self.module = module
        self.path = module.get_bin_path(module.params["executable"], required=False)
        if self.path is None:
            module.fail_json(
                msg=f"there is no '{module.params['executable']}' on this machine: use the role cinch.sandbox.install"
            )

    def run(self, *arguments, allowed=(0,)):
        """Gives exit status and standard output. A status that is not allowed fails the task with what cinch said."""
        status, output, errors = self.module.run_command([self.path, *arguments], encoding="utf-8", errors="replace")
        for line in errors.splitlines():
            if line.startswith("Warning: "):
                self.module.warn(line.removeprefix("Warning: "))
        if status not in allowed:
            said = (errors.strip() or output.strip() or "nothing").splitlines()
            self.module.fail_json(
                msg=said[-1].removeprefix("cinch: "),
                cmd=" ".join(["cinch", *arguments[:1]]),
                rc=status,
                status=STATUSES.get(status, "failed"),
                stdout=output,
                stderr=errors,
            )
        return status, output
