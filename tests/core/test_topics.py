"""What the broker is told of each topic."""

from tocsin import topics
from tocsin.settings import Settings


def test_compacted_topics_keep_every_revision_for_a_day_and_the_newest_for_ever():
    settings = Settings(topics_retention_days=3)
    for topic in topics.TOPICS:
        config = topic.config(settings)
        assert all(isinstance(value, str) for value in config.values()), "as the protocol wants them"
        if topic.compacted:
            assert config["cleanup.policy"] == "compact"
            assert config["retention.ms"] == "-1"
            assert config["min.compaction.lag.ms"] == "86400000"
        else:
            assert config["cleanup.policy"] == "delete"
            assert config["retention.ms"] == ("-1" if topic.forever else "259200000")
            assert "min.compaction.lag.ms" not in config
    assert {topic.name for topic in topics.TOPICS if topic.compacted} >= topics.STATES
