"""Addresses of brokers, as people write them."""

import pytest

from tocsin import broker, kafka
from tocsin.settings import Settings


def test_addresses_with_and_without_ports_and_of_both_families():
    settings = Settings(kafka_bootstrap=" one:9093 , two,, [::1]:9094,10.0.0.1:9095")
    assert broker.addresses(settings) == [("one", 9093), ("two", 9092), ("::1", 9094), ("10.0.0.1", 9095)]
    assert kafka.connection(settings)["bootstrap_servers"] == ["one:9093", "two:9092", "[::1]:9094", "10.0.0.1:9095"]


@pytest.mark.parametrize("wrong", ["one:port", "one:", "one:9092x", "one:²"])
def test_what_is_no_address_is_named(wrong):
    with pytest.raises(broker.Refused, match=r"kafka_bootstrap: .* is not host:port"):
        broker.addresses(Settings(kafka_bootstrap=wrong))


def test_a_broker_that_is_away_is_no_refusal():
    assert "Connect call failed" in broker.check(Settings(kafka_bootstrap="127.0.0.1:1"))
