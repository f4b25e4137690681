"""Members of a consumer group that do not stand still: they know their topics when they join, and notice it when
partitions lie with nobody.

kafka-python 3.0 joins a group before it has heard of the topics. The leader then deals nothing, and deals again when it
hears of them; seldom, on a broker just started, it never does, and the member waits for ever without partitions, with
nothing in the log.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

from kafka import ConsumerRebalanceListener
from kafka.errors import KafkaError

from tocsin.kafka import admin
from tocsin.settings import Settings

log = logging.getLogger(__name__)

KNOWN_WITHIN = 5.0
"""Seconds that a start waits to hear of its topics before it joins without."""
PATIENCE = 20.0
"""Seconds without partitions after which the group is asked who has them: more than a session's 15."""

SETTLED = ("Stable", "Empty", "Dead")
"""States of a group that is not dealing just now. Dead: it has no members and no offsets, or never was."""


class Undealt(RuntimeError):
    """Partitions of our topics lie with no member of the group, and we get none: join anew, with another client."""


def subscribe(client: Any, names: Iterable[str], listener: Any = None, within: float = KNOWN_WITHIN) -> None:
    """Subscribe a consumer to topics that it has heard of.

    Args:
        client: a ``KafkaConsumer`` that has not subscribed yet.
        names: topics, in full.
        listener: told what is dealt and taken away.
        within: seconds to wait for the broker's word about the topics.
    """
    wanted = sorted(names)

    def ask() -> None:
        try:
            for name in wanted:
                client.partitions_for_topic(name)
        except (KafkaError, OSError, RuntimeError) as error:  # RuntimeError: closed meanwhile
            log.warning("the broker says nothing of the topics yet: %s", error)

    # The client itself would wait without end for a broker that has just gone.
    asking = threading.Thread(target=ask, name="tocsin-topics", daemon=True)
    asking.start()
    asking.join(within)
    client.subscribe(wanted, listener=listener)


class Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """Tells functions what is dealt, what is taken away, and what was lost with the membership.

    They are called in the client's own thread, in which its calls that wait for the broker raise ``RuntimeError``.
    """

    def __init__(
        self,
        assigned: Callable[[set[Any]], None],
        revoked: Callable[[set[Any]], None],
        lost: Callable[[set[Any]], None],
    ) -> None:
        self._assigned, self._revoked, self._lost = assigned, revoked, lost

    def on_partitions_revoked(self, revoked: Any) -> None:
        """Before others get them."""
        self._revoked(set(revoked))

    def on_partitions_lost(self, lost: Any) -> None:
        """After the group put us out: others may have them already, and have committed farther than we came."""
        self._lost(set(lost))

    def on_partitions_assigned(self, assigned: Any) -> None:
        """Before we read them."""
        self._assigned(set(assigned))


class Watch:
    """Asks now and then, while a member has no partitions, whether somebody else has them."""

    def __init__(self, settings: Settings, group: str, names: Iterable[str], patience: float = PATIENCE) -> None:
        self._settings, self._group, self._names = settings, group, frozenset(names)
        self._patience = patience
        self._due = time.monotonic() + patience

    def look(self, owned: Collection[Any]) -> None:
        """``owned``: the partitions that the member has now. Call it often; it is cheap until there is doubt.

        Raises:
            Undealt: see there. A member without partitions because others have them all is left in peace.
        """
        now = time.monotonic()
        if owned:
            self._due = now + self._patience
        if now < self._due:
            return
        self._due = now + self._patience
        if left := self._undealt():
            raise Undealt(f"nobody in group {self._group} has {', '.join(left)}")

    def _undealt(self) -> list[str]:
        """``topic-partition`` of those without an owner; none while the group is dealing, or cannot be asked."""
        try:
            client = admin(self._settings, timeout=2.0)
        except ConnectionError:
            return []
        try:
            group = client.describe_groups([self._group])[self._group]
            if group["group_state"] not in SETTLED:
                return []
            topics = client.describe_topics(sorted(self._names))
        except (KafkaError, OSError, KeyError) as error:
            log.warning("group %s cannot be asked for: %s", self._group, error)
            return []
        finally:
            client.close()
        dealt = {
            (topic["topic"], partition)
            for member in group["members"]
            for topic in (member["member_assignment"] or {}).get("assigned_partitions", ())
            for partition in topic["partitions"]
        }
        there = {(t["name"], p["partition_index"]) for t in topics if not t["error_code"] for p in t["partitions"]}
        return [f"{topic}-{partition}" for topic, partition in sorted(there - dealt)]
