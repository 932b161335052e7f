"""Which words do the reports wider than a market use: a buyer, a company, a territory, the region, the annexes?"""

from clauses.domain.kinds_reports import ReportSpan
from clauses.wording import report as words

SHEET_MARKETS, BY_MARKET = "Marchés", "Heures d'insertion par marché"
SHEET_BUYERS, BY_BUYER = "Acheteurs", "Heures d'insertion par acheteur"
SHEET_TERRITORIES, BY_TERRITORY = "Territoires", "Heures d'insertion par territoire"
SHEET_LOTS, BY_HELD_LOT = "Lots", "Heures d'insertion par lot tenu"
SHEET_STRUCTURES, BY_STRUCTURE = "Structures", "Heures validées par structure"
SHEET_PUBLIC, BY_PUBLIC = "Public", "Personnes par genre, âge et lieu d'habitation"
SHEET_CONTRACTS, BY_CONTRACT = "Contrats", "Considération sociale de chaque contrat notifié"
SHEET_INDICATORS, INDICATORS = "Indicateurs", "Indicateurs"

NAME, TERRITORY, SUBJECT = "Nom", "Territoire", "Portée"
LOTS_FOLLOWED = "Lots suivis"
VALIDATED_ALL = "Heures validées depuis le début"
SPANNED: dict[ReportSpan, str] = {
    ReportSpan.BEGINNING: "Heures validées",
    ReportSpan.YEAR: "Heures de l'année",
    ReportSpan.QUARTER: "Heures du trimestre",
}
RESERVED = "Heures des marchés réservés, à part"
FTE_HEADING = "Équivalents temps plein (base {base})"
FTE_OWED = "Objectif en équivalents temps plein"
EVOLUTION: dict[ReportSpan, tuple[str, str]] = {
    ReportSpan.YEAR: ("Heures des mêmes mois de l'année d'avant", "Évolution sur un an"),
    ReportSpan.QUARTER: ("Heures des mêmes mois du trimestre d'avant", "Évolution sur un trimestre"),
}
SHEET_TYPES, BY_TYPE, TYPE = "Natures", "Objectif et heures par nature de marché", "Nature de marché"
SHARE_OF_TARGET, SHARE_OF_HOURS = "Part de l'objectif total", "Part des heures"
SHEET_STAGES = "Avancement des marchés"
BY_STAGE = "Marchés notifiés par type de maître d'ouvrage et par avancement"
TO_BEGIN, RUNNING, ENDED = "À commencer", "En cours", "Terminés"
SHARE_OF_MARKETS = "Part des marchés"
STAGE_WHY = (
    "Marchés ayant un objectif d'heures connu à la date d'arrêté. À commencer : aucun lot n'a débuté ; terminés : "
    "tous les lots sont clos ou leur durée est écoulée."
)
PERSONS = "Personnes"
NO_TERRITORY = "Sans territoire"
REGION = "Région"
SEVERAL = "Personnes suivies par plusieurs territoires"
PER_PERSON = "Heures par personne"
COMPANIES, STRUCTURES, BUYERS, MARKETS = (
    "Entreprises titulaires",
    "Structures employeuses",
    "Acheteurs",
    "Marchés",
)
SIRET = "SIRET"
FIRST_MONTH, LAST_MONTH = "Premier mois", "Dernier mois"
AXIS, GROUP = "Critère", "Groupe"
GENDER, AGE, DISTRICT = "Genre", "Âge à l'entrée", "Quartier prioritaire de la ville (QPV)"
AGES = ("Moins de 26 ans", "De 26 à 49 ans", "50 ans et plus", "Non renseigné")
DISTRICTS = ("Habite en QPV", "N'habite pas en QPV")
NOTHING = "Rien à cette date."

CERTIFICATE_NOTE = (
    "Cette attestation reprend les heures validées par la personne ressource à la date d'arrêté. Elle ne remplace pas "
    "le certificat de réalisation remis à la clôture d'un lot."
)
CONFIRMED, TO_CONFIRM = "Confirmé", "À confirmer, chiffres provisoires"
CONFIRMATION = "Confirmation"
CONFIRMATION_WHY = (
    "Les chiffres d'un territoire sont provisoires tant que sa personne ressource ne les a pas confirmés tels quels ; les "
    "confirmations sont celles connues au jour de connaissance du rapport."
)

RESERVED_WHY = (
    "Les heures des marchés réservés et des marchés de services d'insertion sont montrées à part, jamais ajoutées à "
    "celles des clauses."
)
TERRITORY_WHY = (
    "Territoire du lot : celui de son premier lieu d'exécution. Un lot partagé compte une fois, dans ce territoire, et "
    "non dans celui de la personne."
)
RUNNING_WHY = "Lots dont l'exécution recouvre la période ; la part rapporte leurs heures depuis le début à leur objectif."
NOT_HELD = "Non tenu par le portail"
NOT_HELD_WHY = "{items} : ces données ne sont pas recueillies ; elles ne sont donc ni comptées ni estimées."

# The annexes
NOTIFIED, DECP_ID, TITLE, CPV, AMOUNT = "Notifié le", "Identifiant", "Objet", "CPV", "Montant HT"
SOCIAL, LEVER = "Considération sociale (DECP)", "Levier"
INDICATOR, VALUE, DEFINITION = "Indicateur", "Valeur", "Définition"
NOTIFIED_CONTRACTS = "Contrats notifiés dans l'année"
NOTIFIED_AMOUNT = "Montant HT notifié dans l'année"
WITH_SOCIAL = "Contrats avec une considération sociale"
WITH_SOCIAL_AMOUNT = "Montant HT avec une considération sociale"
WITH_CLAUSE = "Contrats avec une clause d'insertion"
RESERVED_CONTRACTS = "Contrats réservés"
WITH_SOCIAL_WHY = (
    "Contrats notifiés dans l'année avec une clause, un critère ou une réserve, au sens des données essentielles ; les "
    "parts rapportent leur nombre et leur montant à ceux de tous les contrats notifiés."
)
SHARE_OF_CONTRACTS, SHARE_OF_AMOUNT = "Part des contrats", "Part du montant"
HOURS_OWED = "Heures d'insertion à réaliser sur ces contrats"
HOURS_DONE = "Heures d'insertion validées dans l'année, tous contrats"
WOMEN, DISTRICT_PEOPLE = "Femmes", "Personnes habitant en QPV"
ENTITIES = "Structures d'insertion mobilisées"
OWNERS = "Maîtres d'ouvrage"
BUYER_KIND = "Type de maître d'ouvrage"
BY_BUYER_KIND = "Heures par type de maître d'ouvrage"
SHEET_BUYER_KINDS = "Types"
OTHER_BUYER = "Non renseigné"
LOTS_WITH_HOURS = "Lots ayant des heures validées"
ANRU_WHY = (
    "Lots dont le marché est rattaché au programme NPNRU. L'objectif est celui du contrat, en heures : la charte de 2014 "
    "compte des heures, celle de 2005 comptait des embauches ; les deux ne s'additionnent pas."
)
FSE_TOTAL = "EECO01 Participants"
FSE_UNDER_30, FSE_OVER_54 = "EECO07 De 18 à 29 ans", "EECO08 55 ans et plus"
FSE_WOMEN, FSE_MEN = "dont femmes", "dont hommes"
FSE_MISSING = "Non comptables : une donnée obligatoire manque"
FSE_ONE_DAY = "Non participants : une action d'un jour ou moins"
FSE_WHY = (
    "Règlement (UE) 2021/1057, annexe I, et 2021/1060 : une action d'un jour ou moins ne fait pas un participant ; sans "
    "genre ou sans date de naissance, une personne n'est pas comptable."
)
FSE_SOURCE = "Règlements (UE) 2021/1057 et 2021/1060"
SHEET_KINDS, BY_KIND = "Types de structure", "Heures et personnes par type de structure"
SHEET_TOGETHER, TOGETHER = "Coopération", "Ce que les structures ont fait à plusieurs"
STRUCTURES_WITH_HOURS = "Structures"
COMPANY_ITSELF = "Entreprise titulaire ou sous-traitante"
LOTS_TOGETHER = "Lots ayant des heures de plusieurs structures"
LOTS_TOGETHER_SHARE = "soit, des lots ayant des heures"
PERSONS_TOGETHER = "Personnes passées par plusieurs types de structures dans l'année"
CDIAE_WHY = (
    "Convention de coopération de 2008 : cet état accompagne le rapport annuel remis au conseil départemental de "
    "l'insertion par l'activité économique. Une personne employée par plusieurs types de structures compte dans chacun."
)
CDIAE_TERM = "Destination"
CDIAE_SOURCE = "Convention du 1er juillet 2008"
FSE_NOT_HELD = (
    "Situation d'emploi et sa durée, niveau de diplôme, handicap, nationalité et origine, logement, zone rurale, "
    "situation à la sortie et six mois après"
)
EXITS_NOT_HELD = "Sorties vers l'emploi, niveau de diplôme et catégorie de public"
NATIONAL_NOT_HELD = (
    "Sorties, niveau de diplôme et financement des facilitateurs ; la trame exacte de l'Alliance Villes Emploi n'est pas "
    "publique : les rubriques suivent ses bilans publiés"
)

WHAT_OPENS = (
    "Un chiffre souligné s'ouvre sur ce qui le fait. Les parts, les écarts, les moyennes et les équivalents temps plein "
    "se calculent à partir des autres chiffres de la page ; un nombre masqué ne s'ouvre pas."
)
A_RECORD = "Chaque ligne de ce tableau est une pièce enregistrée : aucun autre chiffre ne la compose."
WORKED_OUT = frozenset({
    words.DUE, words.OF_DUE, words.RATE, words.FTE, FTE_OWED, PER_PERSON, words.TIME, words.GAP, words.SHARE, SHARE_OF_CONTRACTS, SHARE_OF_AMOUNT,
    LOTS_TOGETHER_SHARE, *(share for _, share in EVOLUTION.values()),
})  # fmt: skip
NUMBERS = frozenset(
    {words.LOT, words.VERSION, words.DURATION, SIRET}
)  # what is called by a number and counts nothing
