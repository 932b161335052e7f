"""Are passwords refused for good reasons only? Length, habits, patterns and what everybody knows of the person."""

import pytest

from clauses.domain import passwords
from clauses.domain.errors import Refused
from clauses.reference import common_passwords

CONTEXT = ("Sandrine Lemaire", "sandrine.lemaire@beauvais.example", "Ville de Beauvais")


def verdict(password: str, least: int = passwords.MINIMUM, context=CONTEXT) -> str | None:
    try:
        passwords.check(password, least=least, context=context, is_common=common_passwords.is_common)
    except Refused as refusal:
        assert refusal.field == "password"
        return refusal.code
    return None


@pytest.mark.parametrize(
    "password",
    [
        "la pluie tombe sur le lavoir", "tracteur bleu sous neige", "grue-chantier-violon", "xK7#pQ2!mZ9w",
        "éàùçéàùçöïâê-été", "пароль для портала", "密码是一个很长的句子吧啊呀", "  deux espaces devant  ", "🦊🐻🐼🦁🐸🐙🦉🦋🐢🦀🐝🐞",
        "un mot de passe assez long pour tenir toute la journée " * 3, "mon chat dort sur la motdepasse",
    ],
)  # fmt: skip
def test_a_sentence_and_any_alphabet_are_accepted_without_rule_of_composition(password):
    assert verdict(password) is None


@pytest.mark.parametrize(
    ("password", "least", "code"),
    [
        ("", 12, "password_too_short"),
        ("onze carac.", 12, "password_too_short"),
        ("douze caract", 12, None),
        ("quinze caracte.", 16, "password_too_short"),
        ("seize caracteres", 16, None),
        ("azertyui", 12, "password_too_short"),
    ],
)
def test_twelve_characters_and_sixteen_for_administrators(password, least, code):
    assert verdict(password, least) == code
    assert passwords.minimum(False) == 12 and passwords.minimum(True) == 16


def test_a_very_long_password_is_accepted_up_to_a_limit_that_is_said():
    sentence = "la pluie tombe sur le lavoir et le chat dort. "
    assert verdict((sentence * 3)[:128]) is None
    assert verdict((sentence * 100)[:4096]) is None
    assert verdict((sentence * 100)[:4097]) == "password_too_long"


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2026", "MotDePasse2026!", "Mot de passe 1", "Bienvenue2026!", "Chocolat123!!!", "azertyuiopqs",
        "AZERTYUIOP123", "qwertyuiop12", "123456789012", "0987654321098", "abcdefghijkl", "zyxwvutsrqpo", "aaaaaaaaaaaa",
        "abababababab", "abcabcabcabc", "motdepassemotdepasse", "soleilsoleil", "111111222222", "Été!Été!Été!",
        "passwordpassword", "1q2w3e4r5t6y", "Marseille13!",
    ],
)  # fmt: skip
def test_what_people_choose_most_is_refused(password):
    assert verdict(password) == "password_common"


@pytest.mark.parametrize(
    "password",
    [
        "sandrine.lemaire@beauvais.example", "Sandrine-Lemaire", "LEMAIRE sandrine 60", "VilleDeBeauvais!", "Beauvais60000!",
        "clauses-insertion", "Portail Clauses Oise", "ClauseSociale2026", "lemaire.beauvais.60",
    ],
)  # fmt: skip
def test_what_everybody_knows_of_the_person_and_of_the_portal_is_refused(password):
    assert verdict(password) in ("password_of_the_context", "password_common")


def test_a_word_of_the_context_within_a_sentence_does_no_harm():
    assert verdict("a Beauvais la cathedrale n'a pas de nef") is None


def test_the_list_travels_with_the_portal_and_shows_no_password():
    assert common_passwords.count() >= 30_000
    content = common_passwords.FILE.read_bytes()
    assert len(content) % common_passwords.SIZE == 0 and b"password" not in content
    rows = [content[i : i + 8] for i in range(0, len(content), 8)]
    assert rows == sorted(set(rows))
    for word in ("password", "123456", "azerty", "motdepasse", "doudou"):
        assert common_passwords.is_common(word)
    assert not common_passwords.is_common("lavoir tracteur violon")


def test_the_list_is_made_again_from_words():
    made = common_passwords.build(["Azerty", "azerty", "abc", "Été2026"])
    assert len(made) == 2 * common_passwords.SIZE
    assert common_passwords._print("ete2026") in (made[:8], made[8:])
