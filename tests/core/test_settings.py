"""Settings: precedence, origins, secrets, errors that name the setting."""

import pytest

from tocsin.settings import Settings, SettingsError, environment, load


def test_later_sources_win_and_origins_are_told(tmp_path):
    file = tmp_path / "tocsin.toml"
    file.write_text('topics_partitions = 2\n[kafka]\nbootstrap = "file:1"\nusername = "from-file"\n')
    environ = {"TOCSIN_KAFKA_BOOTSTRAP": "env:2", "TOCSIN_TOPICS_PARTITIONS": "3", "PATH": "/bin"}
    loaded = load({"topics_partitions": 5, "kafka_ca": None}, environ, str(file))
    assert loaded.settings.kafka_username == "from-file"
    assert loaded.settings.kafka_bootstrap == "env:2"
    assert loaded.settings.topics_partitions == 5
    assert loaded.origins["topics_partitions"] == "flag"
    assert loaded.origins["kafka_bootstrap"] == "environment TOCSIN_KAFKA_BOOTSTRAP"
    assert loaded.origins["kafka_username"].startswith("file ")


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({"TOCSIN_TOPICS_PARTITIONS": "many"}, ["topics_partitions", "environment TOCSIN_TOPICS_PARTITIONS"]),
        ({"TOCSIN_KAFKA_BOOTSTRAP": "  "}, ["kafka_bootstrap", "empty"]),
        ({"TOCSIN_NO_SUCH": "1"}, ["no_such", "unknown setting"]),
    ],
)
def test_a_bad_setting_is_named_with_its_source(environ, names):
    with pytest.raises(SettingsError) as error:
        load({}, environ)
    assert all(name in str(error.value) for name in names)


def test_a_broken_file_is_named(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text("a = [")
    with pytest.raises(SettingsError, match=r"x\.toml"):
        load({}, {}, str(file))


def test_secrets_are_masked_and_may_come_from_files(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("hunter2\n")
    environ = {"TOCSIN_KAFKA_PASSWORD_FILE": str(secret), "TOCSIN_ELASTICSEARCH_URL": "https://u:hunter2@host:9200"}
    loaded = load({}, environ)
    assert loaded.settings.kafka_password is not None
    assert loaded.settings.kafka_password.get_secret_value() == "hunter2"
    shown = repr(loaded.shown())
    assert "hunter2" not in shown
    assert "hunter2" not in repr(loaded.settings).replace("u:hunter2@host", "")


def test_a_child_process_gets_the_same_settings():
    settings = load({"topics_partitions": 7, "elasticsearch_verify": False, "kafka_password": "x"}, {}).settings
    assert load({}, environment(settings)).settings == settings


def test_every_setting_says_what_it_means():
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("name", ["TOCSIN_ELASTALERT", "TOCSIN_MODELS", "TOCSIN_QUIX"])
def test_a_place_on_this_machine_is_no_unknown_setting(name: str) -> None:
    """With the Python of a peer named for a benchmark no worker started."""
    assert load({}, {name: "some/where"}).settings == load({}, {}).settings
