"""Which files are refused as a whole, and does any content at all get an answer?"""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.domain import decp
from clauses.domain.decp import Reading
from clauses.domain.errors import Refused
from clauses.wording import decp as words
from clauses.wording import sentences
from tests.domain.decp_reading import DATA, envelope, read, read_file, reasons, record, row, table

DEEP = b'{"marches": {"marche": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "decp_empty"),
        (b"\xef\xbb\xbf \n", "decp_empty"),
        (b"bonjour", "decp_unreadable"),
        (b"%PDF-1.4\n%\x93\x8c\x8b\x9e", "decp_unreadable"),
        (b"PK\x03\x04\x14\x00\x06\x00", "decp_unreadable"),
        (b"<?xml version='1.0'?><marches/>", "decp_unreadable"),
        (b"nom,prenom\na,b\n", "decp_unreadable"),
        (b"{}", "decp_unreadable"),
        (b"[]", "decp_no_contract"),
        (b'{"marches": 3}', "decp_unreadable"),
        (b'{"marches": {"autre": []}}', "decp_unreadable"),
        (b'{"marches": {"marche": []}}', "decp_no_contract"),
        (b'{"data": 3}', "decp_unreadable"),
        (b'{"data": [1, 2]}', "decp_unreadable"),
        (b'{"marches": [', "decp_json"),
        (b'{"marches": "abc', "decp_json"),
        (b'{"marches": [], "marches": []}', "decp_doubled_key"),
        (b'{"marches": [{"id": 1, "id": 2}]}', "decp_doubled_key"),
        (b'{"objet": "\xe9"}', "decp_encoding"),
        ('{"marches": []}'.encode("utf-16"), "decp_encoding"),
        ("id,acheteur_id,montant".encode("utf-16"), "decp_encoding"),
        (DEEP, "decp_too_deep"),
        (b"[" * 100_000, "decp_too_deep"),
        (b'{"a":' * 100_000, "decp_too_deep"),
        (b"id,acheteur_id,montant\n", "decp_no_contract"),
        (b"id,acheteur_id,montant,id\n1,2,3,4\n", "decp_doubled_key"),
        (b'id,acheteur_id,montant\n"' + b"x" * 200_000 + b"\n", "decp_csv"),
        (b" " * 5_000_001, "decp_too_big"),
    ],
)
def test_files_refused_as_a_whole(content, code):
    with pytest.raises(Refused) as caught:
        read(content)
    assert (caught.value.code, caught.value.field) == (code, "import_file")
    assert sentences.refusal(caught.value.code, **caught.value.facts)


def test_the_sentence_of_a_file_that_is_neither():
    assert (
        sentences.refusal("decp_unreadable") == "Ce fichier n'est ni un DECP ni notre modèle (Excel ou CSV)."
    )


@pytest.mark.parametrize("kind", ["regulation", "rows", "csv"])
def test_five_thousand_records_and_not_one_more(kind):
    def content(n):
        if kind == "csv":
            return "id,acheteur_id,montant\n" + "1,2,3\n" * n
        return json.dumps(
            {"marches": [1] * n} if kind == "regulation" else [row(id=str(i)) for i in range(n)]
        )

    with pytest.raises(Refused) as caught:
        read(content(5001))
    assert caught.value.code == (
        "decp_too_big" if kind == "rows" and len(content(5001)) > 5_000_000 else "decp_too_many"
    )
    if kind != "rows":
        assert read(content(5000)).read == 5000


@pytest.mark.parametrize(
    "written", ["1e400", "1" * 5000, "NaN", "-Infinity", "1e99999999999999999999", "1e-500"]
)
def test_endless_numbers_refuse_their_row_alone(written):
    content = envelope(record(montant=123454321), record(id="2026M002")).replace("123454321", written)
    reading = read(content)
    assert reasons(reading) == [(1, "montant", "decp_number")]
    assert [c.id for c in reading.contracts] == ["2026M002"]


def every_sentence(reading):
    assert isinstance(reading, Reading)
    for contract in reading.contracts:
        assert contract.title
        for one in contract.warnings:
            words.warning(one).encode("utf-8")
    for refusal in reading.refusals:
        assert words.sentence(refusal).startswith("Ligne ")
        words.sentence(refusal).encode("utf-8")


def answered(content):
    try:
        reading = read(content)
    except Refused as refused:
        assert sentences.refusal(refused.code, **refused.facts)
    else:
        every_sentence(reading)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["SIRET", "21500222100012", "Clause sociale", "Sans objet", "2026-01-15", "1e17"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "titulaire", "modification", "typeIdentifiant", "considerationSociale", "montant",
                         "acteSousTraitance", "sousTraitant", "technique", "titulaires"]) | st.text(max_size=3),
        inner, max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
KEYS = [*record(), "modifications", "actesSousTraitance", "marcheInnovant", "offresRecues", "autoriteConcedante",
        "valeurGlobale", "concessionnaires", "dateSignature", "typeGroupementOperateurs", "source"]  # fmt: skip


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_octets_get_an_answer(content):
    answered(content)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_any_json_gets_an_answer(value):
    answered(json.dumps(value))
    answered(json.dumps({"marches": value}))
    answered(json.dumps({"marches": {"marche": value, "contrat-concession": value}}))
    answered(json.dumps({"data": value}))


@given(
    st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4), min_size=1, max_size=3),
    st.booleans(),
)
@settings(max_examples=250, deadline=None)
def test_any_value_in_a_sound_record_gets_an_answer(changes, concession):
    records = [{**record(), **change} for change in changes]
    answered(json.dumps({"marches": {"contrat-concession" if concession else "marche": records}}))
    answered(json.dumps({"marches": records}))


@given(
    st.lists(st.dictionaries(st.sampled_from(list(row())), VALUES, max_size=4), min_size=1, max_size=4),
    st.sampled_from(["json", ",", ";"]),
)
@settings(max_examples=250, deadline=None)
def test_any_value_in_a_sound_row_gets_an_answer(changes, shape):
    rows = [{**row(), **change} for change in changes]
    if shape == "json":
        answered(json.dumps(rows))
    else:
        answered(table(*rows, delimiter=shape).encode("utf-8", "replace"))


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_damaged_file_gets_an_answer(data):
    name = data.draw(st.sampled_from(["decp_test_2022.json", "decp_test_2019.json",
                                      "decp-travaux-4521-2024H2-extrait-noms.csv"]))  # fmt: skip
    content = bytearray((DATA / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, 20))
    answered(bytes(content[start if start > 15 else 0 :]))


DIRTY_SENTENCES = [
    "Ligne 1 (ligne 4 du fichier) : dureeMois n'est pas un nombre entier de mois (« NC »).",
    "Ligne 2 (ligne 101 du fichier) : modification 1, titulaire 1 ne donne pas d'identifiant lisible "
    "(« typeIdentifiant »).",
    "Ligne 2 (ligne 101 du fichier) : le montant 100 000 000 000 000 000 € dépasse le plafond accepté de "
    "10 000 000 000 € (montant).",
    "Ligne 3 (ligne 227 du fichier) : marcheInnovant doit valoir vrai ou faux, sans guillemets (« non »).",
    "Ligne 1 (ligne 4 du fichier), à vérifier aussi : acte de sous-traitance 1, sous-traitant : un SIRET comporte "
    "14 chiffres, celui-ci en a 6 (« 214356 »).",
]


def test_reasons_are_said_in_french():
    said = [
        words.sentence(r).replace("\N{NARROW NO-BREAK SPACE}", " ")
        for r in read_file("decp_test_2022.json").refusals
    ]
    assert not [sentence for sentence in DIRTY_SENTENCES if sentence not in said]
    missing = read(json.dumps({"marches": [record(), record(id="b"), record(id="c", dureeMois=...)]}))
    assert words.sentence(missing.refusals[0]) == "Ligne 3 : dureeMois manque."
    twice = read(json.dumps({"marches": [record(), record()]}))
    assert words.sentence(twice.refusals[0]) == (
        "Ligne 2 : le marché 2026M001 est déjà décrit à la ligne 1 ; seule la première description est prise."
    )


def test_every_code_of_a_row_has_its_sentence():
    source = "".join(path.read_text("utf-8") for path in Path(decp.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'"(decp_[a-z_]+)"', source))
    assert codes <= set(words.SENTENCES) | set(sentences.REFUSALS)
