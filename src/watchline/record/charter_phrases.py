"""The fixed words of a charter's page, in each language that has them (``charter_words``). Both parties read the same.

Texts are unreviewed until a lawyer of each party has signed the charter that bears them; its own texts stand before these.
"""

from __future__ import annotations

from typing import Final

ENGLISH: Final = {
    "legal_effect": "Legal effect",
    "legal_effect_text": (
        "This charter founds a line of communication and nothing else. Neither it nor anything said on the line recognises any state,"
        " government, authority, border or claim; admits any fact or responsibility; creates any duty to act or to refrain; or gives"
        " anyone authority to negotiate. An acknowledgement is not consent."
    ),
    "demonstration": "DEMONSTRATION. Everything on this line is invented; it says nothing about any state.",
    "charter": "Charter",
    "line": "Line {line}",
    "founding": "This is the founding charter: its hash is the line's name.",
    "later": "Charter {hash}; it replaces charter {prev}.",
    "after": "It follows line {line}. Last heads of it that the founders held (log, size, root): {heads}.",
    "generation": "Change of parties number {number} since the founding.",
    "in_force_on": "Date in force: {date}, once every party has signed.",
    "in_force_signed": "In force once every party has signed.",
    "review_on": "The parties review this charter on {date}.",
    "no_review": "No date of review is agreed.",
    "parties": "Parties",
    "party": "{code}, {names}: root fingerprint {fingerprint}; roster {number}, hash {hash}",
    "purpose": "Purpose",
    "area": "Area of application",
    "nothing_agreed": "Nothing is agreed on this.",
    "posts": "Posts, desks and levels",
    "posts_sign": "Posts sign, not persons.",
    "post": "{post}: {desk}; level {level}",
    "every_desk": "every desk",
    "ladder": "Levels, from the lowest: {levels}.",
    "circuits": "Circuits, in order",
    "circuit": "{number}. {name}",
    "circuit_spoken": "{number}. {name}: by voice; each side's officer writes what became of a test.",
    "tests": "Line tests",
    "no_tests": "No line test is due.",
    "test": "{at} on {circuit}, {days}",
    "every_day": "every day",
    "weekdays": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
    "holiday": "{date}{title}: {tests}",
    "holiday_none": "no line test",
    "holiday_test": "{at} on {circuit}",
    "utc_days": "Days, weekdays and dates are those of UTC.",
    "initiator_day": "All tests of a UTC day are started by one party: number (days since 1970-01-01) modulo {n}, of {codes} counted from 0.",
    "initiator_week": (
        "All tests of a UTC week (from Monday) are started by one party: number (weeks since Monday 1969-12-29) modulo {n}, of"
        " {codes} counted from 0."
    ),
    "initiator_slot": (
        "The tests of each minute of a UTC day are started by the parties in turn: number (days since 1970-01-01 plus earlier test"
        " minutes of that day) modulo {n}, of {codes} counted from 0."
    ),
    "answer": "A test is answered in time within {time}, by the answering side's clock.",
    "initiative": "If it was not started after {time}, another party may start it.",
    "held": "An entry that is not held by the other party after {time} is shown as unanswered, without a cause.",
    "precedence": "Precedence: time until a person has read",
    "phones": "Telephone numbers when the line is DARK",
    "phone": "{code}, {desk}: {number}{words}",
    "languages": "Languages",
    "languages_are": "Languages of the line: {languages}. The original language of a text prevails.",
    "measures": "Positions, units and clocks",
    "datum": "Positions are {datum}; distances are shown in {distance}, altitudes in {altitude}, by default {reference}.",
    "AMSL": "above mean sea level",
    "W84": "above the WGS84 ellipsoid",
    "AGL": "above ground, with the ground's height declared",
    "FL": "flight level",
    "clock": "Clocks differ by {time} at most.",
    "separation": "Separation",
    "separation_of": "{kind}: {lateral} m along the ground, {vertical} m of height, {time}; a conflict is closer in all three.",
    "no_separation": "No minima are agreed; proximity is reported and nothing is called a conflict.",
    "places": "Reference lines and names of places",
    "no_border": "They are agreed for reference only and recognise no border and no name.",
    "reference_line": "Line {name}: {points}",
    "third_state": (
        "Third state {name}: of an activity whose area touches this territory or comes within {metres} m of it, {codes} tells that state. It"
        " is no party, signs nothing, and no node sends it anything."
    ),
    "its_author": "the party whose activity it is",
    "territory": "Outline: {points}",
    "place": "{name}: {point}",
    "relay": "Relay groups",
    "relay_of": "{code}: {groups}",
    "records": "Record classes, receipts and readouts",
    "on_record": "Every kind is on record unless named here.",
    "class_of": "{kind}: {name}",
    "confidential": "confidential",
    "on_record_class": "on record",
    "receipts": "The receiving node writes a receipt for: {kinds}.",
    "readouts_confidential": "Readouts are confidential unless the parties agree otherwise.",
    "readouts_open": "Readouts are not confidential unless the parties agree otherwise.",
    "phrasebook": "Phrasebook",
    "phrasebook_hash": "The phrasebook is the one of hash {hash}.",
    "no_phrasebook": "No phrasebook is agreed; texts are free.",
    "exercise": "Exercises",
    "exercise_text": (
        "An exercise is opened by every party, runs in logs of its own, is marked in every text and on every screen, and is ended by"
        " any party alone with REAL EVENT."
    ),
    "suspension": "Suspension",
    "suspension_text": (
        "A party suspends the line, or an agreement that hangs on it, by its own entry and for itself, and resumes it in the same"
        " way. The entry is not needed for the line to answer; both facts are shown."
    ),
    "agreements": "Agreements that hang on this line",
    "agreement": "{id}: {title}. {suspension}",
    "suspendable": "It is suspended by itself, apart from the line.",
    "with_the_line": "It is suspended with the line.",
    "agreement_hash": "Text of hash {hash}.",
    "unknown": "Other articles",
    "unknown_note": "This version keeps these articles and does not interpret them:",
    "unknown_article": "{name} = {value}",
    "amendment": "Amendment",
    "amendment_text": (
        "This charter is amended by all parties only. A proposal is signed or refused by each other party; the proposer's log then"
        " puts it in force or withdraws it. Until then this charter holds."
    ),
    "not_translated": "The fixed words of this page are not translated into {language}; they are shown in English.",
    "second": "s",
    "minute": "min",
}

FRENCH: Final = {
    "legal_effect": "Effet juridique",
    "legal_effect_text": (
        "La présente charte fonde une ligne de communication et rien d'autre. Ni elle ni rien de ce qui est dit sur la ligne ne reconnaît un"
        " État, un gouvernement, une autorité, une frontière ou une prétention ; n'admet un fait ou une responsabilité ; ne crée une"
        " obligation d'agir ou de s'abstenir ; ni ne donne à quiconque le pouvoir de négocier. Accuser réception n'est pas consentir."
    ),
    "demonstration": "DÉMONSTRATION. Tout sur cette ligne est inventé ; rien n'y est dit d'aucun État.",
    "charter": "Charte",
    "line": "Ligne {line}",
    "founding": "Ceci est la charte fondatrice : son empreinte est le nom de la ligne.",
    "later": "Charte {hash} ; elle remplace la charte {prev}.",
    "after": "Elle fait suite à la ligne {line}. Dernières têtes que les fondateurs en détenaient (journal, taille, racine) : {heads}.",
    "generation": "Changement de parties numéro {number} depuis la fondation.",
    "in_force_on": "Date d'entrée en vigueur : {date}, une fois que chaque partie a signé.",
    "in_force_signed": "En vigueur une fois que chaque partie a signé.",
    "review_on": "Les parties réexaminent la présente charte le {date}.",
    "no_review": "Aucune date de réexamen n'est convenue.",
    "parties": "Parties",
    "party": "{code}, {names} : empreinte de la clé racine {fingerprint} ; registre des clés {number}, empreinte {hash}",
    "purpose": "Objet",
    "area": "Champ d'application",
    "nothing_agreed": "Rien n'est convenu à ce sujet.",
    "posts": "Postes, bureaux et niveaux",
    "posts_sign": "Les postes signent, non les personnes.",
    "post": "{post} : {desk} ; niveau {level}",
    "every_desk": "tous les bureaux",
    "ladder": "Niveaux, du plus bas au plus haut : {levels}.",
    "circuits": "Circuits, dans l'ordre",
    "circuit": "{number}. {name}",
    "circuit_spoken": "{number}. {name} : à la voix ; l'officier de chaque partie consigne ce qu'il est advenu d'un essai.",
    "tests": "Essais de la ligne",
    "no_tests": "Aucun essai n'est prévu.",
    "test": "{at} sur {circuit}, {days}",
    "every_day": "tous les jours",
    "weekdays": "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
    "holiday": "{date}{title} : {tests}",
    "holiday_none": "aucun essai",
    "holiday_test": "{at} sur {circuit}",
    "utc_days": "Les jours, jours de la semaine et dates sont ceux de l'UTC.",
    "initiator_day": (
        "Tous les essais d'un jour UTC sont lancés par une même partie : numéro (jours depuis le 1970-01-01) modulo {n}, parmi"
        " {codes} comptées à partir de 0."
    ),
    "initiator_week": (
        "Tous les essais d'une semaine UTC (à partir du lundi) sont lancés par une même partie : numéro (semaines depuis le lundi"
        " 1969-12-29) modulo {n}, parmi {codes} comptées à partir de 0."
    ),
    "initiator_slot": (
        "Les essais de chaque minute d'un jour UTC sont lancés par les parties à tour de rôle : numéro (jours depuis le 1970-01-01 plus"
        " minutes d'essai précédentes du jour) modulo {n}, parmi {codes} comptées à partir de 0."
    ),
    "answer": "Un essai a sa réponse à temps dans un délai de {time}, à l'horloge du côté qui répond.",
    "initiative": "S'il n'a pas été lancé après {time}, une autre partie peut le lancer.",
    "held": "Une inscription que l'autre partie ne détient pas après {time} est affichée comme sans réponse, sans cause.",
    "precedence": "Priorité : délai jusqu'à la lecture par une personne",
    "phones": "Numéros de téléphone quand la ligne est DARK",
    "phone": "{code}, {desk} : {number}{words}",
    "languages": "Langues",
    "languages_are": "Langues de la ligne : {languages}. La langue originale d'un texte prévaut.",
    "measures": "Positions, unités et horloges",
    "datum": (
        "Les positions sont en {datum} ; les distances sont affichées en {distance}, les altitudes en {altitude}, par défaut {reference}."
    ),
    "AMSL": "au-dessus du niveau moyen de la mer",
    "W84": "au-dessus de l'ellipsoïde WGS84",
    "AGL": "au-dessus du sol, la hauteur du sol étant déclarée",
    "FL": "niveau de vol",
    "clock": "Les horloges diffèrent de {time} au plus.",
    "separation": "Séparation",
    "separation_of": "{kind} : {lateral} m au sol, {vertical} m de hauteur, {time} ; un conflit est plus proche dans les trois.",
    "no_separation": "Aucun minimum n'est convenu ; la proximité est signalée et rien n'est appelé conflit.",
    "places": "Lignes de référence et noms de lieux",
    "no_border": "Ils sont convenus comme repères seulement et ne reconnaissent ni frontière ni nom.",
    "reference_line": "Ligne {name} : {points}",
    "third_state": (
        "État tiers {name} : d'une activité dont la zone touche ce territoire ou s'en approche à {metres} m ou moins, {codes} informe cet État."
        " Il n'est pas partie, ne signe rien, et aucun nœud ne lui envoie rien."
    ),
    "its_author": "la partie dont c'est l'activité",
    "territory": "Contour : {points}",
    "place": "{name} : {point}",
    "relay": "Groupes de relais",
    "relay_of": "{code} : {groups}",
    "records": "Classes d'inscription, reçus et comptes rendus",
    "on_record": "Tout genre est inscrit sans réserve s'il n'est pas nommé ici.",
    "class_of": "{kind} : {name}",
    "confidential": "confidentiel",
    "on_record_class": "inscrit sans réserve",
    "receipts": "Le nœud qui reçoit écrit un reçu pour : {kinds}.",
    "readouts_confidential": "Les comptes rendus sont confidentiels sauf accord contraire des parties.",
    "readouts_open": "Les comptes rendus ne sont pas confidentiels sauf accord contraire des parties.",
    "phrasebook": "Recueil de phrases",
    "phrasebook_hash": "Le recueil de phrases est celui de l'empreinte {hash}.",
    "no_phrasebook": "Aucun recueil de phrases n'est convenu ; les textes sont libres.",
    "exercise": "Exercices",
    "exercise_text": (
        "Un exercice est ouvert par toutes les parties, se tient dans des journaux à part, est marqué dans chaque texte et sur chaque"
        " écran, et prend fin par une seule partie avec REAL EVENT."
    ),
    "suspension": "Suspension",
    "suspension_text": (
        "Une partie suspend la ligne, ou un accord qui en dépend, par sa propre inscription et pour elle-même, et la reprend de la même"
        " façon. L'inscription n'est pas nécessaire pour que la ligne réponde ; les deux faits sont affichés."
    ),
    "agreements": "Accords qui dépendent de cette ligne",
    "agreement": "{id} : {title}. {suspension}",
    "suspendable": "Il est suspendu pour lui seul, indépendamment de la ligne.",
    "with_the_line": "Il est suspendu avec la ligne.",
    "agreement_hash": "Texte de l'empreinte {hash}.",
    "unknown": "Autres articles",
    "unknown_note": "Cette version conserve ces articles et ne les interprète pas :",
    "unknown_article": "{name} = {value}",
    "amendment": "Modification",
    "amendment_text": (
        "La présente charte n'est modifiée que par toutes les parties. Chaque autre partie signe ou refuse une proposition ; le journal de la"
        " partie qui propose la met ensuite en vigueur ou la retire. Jusque-là la présente charte vaut."
    ),
    "not_translated": "Les mots fixes de cette page ne sont pas traduits en {language} ; ils sont affichés en anglais.",
    "second": "s",
    "minute": "min",
}

PHRASES: Final = {"en": ENGLISH, "fr": FRENCH}
TERMS: Final = {
    "fr": {
        "air": "air",
        "ground": "terre",
        "maritime": "mer",
        "humanitarian": "humanitaire",
        "watch": "quart",
        "general officer": "officier général",
        "chief of staff": "chef d'état-major",
        "minister": "ministre",
    }
}
"""Agreed words of the format (desks, the usual ladder) in other languages; a name that a charter gives itself stays as it is."""
