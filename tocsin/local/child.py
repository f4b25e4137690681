"""Runs before a server, in its process: ties it to its parent, drops root, and becomes the server.

Started as a script, not imported (a preexec function is not safe beside threads):
``python child.py PARENT_PID MODE COMMAND…`` where PARENT_PID is 0 for a server that outlives its parent
and MODE is ``plain``, ``namespace`` (not root as the server sees it, the same user to the files),
or ``user:UID:GID``.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
SEEN_AS = 1000


def main(arguments: list[str]) -> None:
    """Prepare and exec."""
    parent, mode, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    if mode == "namespace":
        enter_namespace(libc)
    elif mode.startswith("user:"):
        _, uid, gid = mode.split(":")
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if int(parent):
        # After the change of user, which would clear it.
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != int(parent):
            os._exit(0)  # the parent died before we asked to be told
    if command == ["check"]:
        print(os.geteuid())
        return
    os.execv(command[0], command)  # noqa: S606 - the command is a list, no shell


def enter_namespace(libc: ctypes.CDLL) -> None:
    """A user namespace in which this user has another number: Elasticsearch refuses number 0."""
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{SEEN_AS} {uid} 1"), ("gid_map", f"{SEEN_AS} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as handle:  # noqa: PTH123 - this file imports as little as it can
            handle.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
