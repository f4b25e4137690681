"""Known weaknesses of the packages installed here, by pip-audit; a registry or a network that cannot tell is no fault.

Exit status: 0 none known, 1 some are (printed with the version that mends them), 2 nobody could be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys

SECONDS = 180
CAN_ASK = ("-m", "pip_audit", "--progress-spinner", "off", "--skip-editable", "--format", "json")


def main() -> int:
    """Ask, and say it in lines for people."""
    try:
        command = [sys.executable, *CAN_ASK]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
        packages = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
        print(f"audit: nobody could be asked ({type(error).__name__}); run 'make audit' where there is a network")
        return 2
    return told(packages)


def told(packages: list[dict]) -> int:
    """Print what was found out; the exit status."""
    asked = [one for one in packages if "vulns" in one]
    weak = [(one, weakness) for one in asked for weakness in one["vulns"]]
    for one, weakness in weak:
        fixed = ", ".join(weakness["fix_versions"]) or "no version yet"
        names = ", ".join([weakness["id"], *weakness.get("aliases", [])])
        print(f"audit: {one['name']} {one['version']}: {names}; mended in {fixed}")
    skipped = len(packages) - len(asked)
    note = f"; this registry does not say anything about {skipped}" if skipped else ""
    print(f"audit: {len(weak)} known weaknesses in {len(asked)} packages{note}")
    return 1 if weak else 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
