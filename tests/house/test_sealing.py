"""Does a seal keep what it closes, name its key, and open where it was closed alone?"""

import pytest

from clauses.config import Misconfigured, read_settings
from clauses.sealing import Seals, Unsealable

OLD, NEW = "an older secret long enough to be one", "the secret of today long enough to be one"


def seals(*secrets: str) -> Seals:
    made = Seals()
    made.configure(secrets)
    return made


def test_what_is_sealed_is_not_readable_and_opens_again():
    closed = seals(NEW).seal("JBSWY3DPEHPK3PXP", place="totp:12")
    assert "JBSWY3DPEHPK3PXP" not in closed
    assert seals(NEW).open(closed, place="totp:12") == "JBSWY3DPEHPK3PXP"
    assert closed != seals(NEW).seal("JBSWY3DPEHPK3PXP", place="totp:12")


def test_a_seal_copied_to_another_person_does_not_open():
    closed = seals(NEW).seal("motif", place="totp:12")
    with pytest.raises(Unsealable):
        seals(NEW).open(closed, place="totp:13")


@pytest.mark.parametrize(
    "broken", ["", "s1", "s1.x.y", "s2.{name}.{content}", "s1.{name}.{content}AA", "s1.{name}."]
)
def test_what_was_changed_does_not_open(broken):
    form, name, content = seals(NEW).seal("motif", place="x").split(".")
    with pytest.raises(Unsealable):
        seals(NEW).open(broken.format(name=name, content=content[:-4] + "AAAA"), place="x")


def test_a_new_key_seals_while_the_older_one_still_opens():
    closed = seals(OLD).seal("motif", place="x")
    both = seals(NEW, OLD)
    assert both.open(closed, place="x") == "motif"
    assert both.is_old(closed) and not both.is_old(both.seal("motif", place="x"))
    with pytest.raises(Unsealable):
        seals(NEW).open(closed, place="x")


def test_the_keys_come_from_the_settings(tmp_path):
    env = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "s" * 40}
    assert read_settings(env).sealing_secrets == ("s" * 40,)
    assert read_settings({**env, "DATA_KEYS": f"{NEW}, {OLD}"}).sealing_secrets == (NEW, OLD)
    production = {
        **env, "CLAUSES_ENV": "production", "TRUSTED_HOSTS": "clauses.example", "BASE_URL": "https://clauses.example",
        "DATABASE_URL": "postgresql://x/y",
    }  # fmt: skip
    assert read_settings(production).second_factor == "required"
    with pytest.raises(Misconfigured, match="DATA_KEYS"):
        read_settings({**production, "DATA_KEYS": "short"})
    with pytest.raises(Misconfigured, match="SECOND_FACTOR"):
        read_settings({**env, "SECOND_FACTOR": "perhaps"})
