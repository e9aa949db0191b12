"""The grammar of a contact, sentence by sentence: one invented pair in many wordings, and wordings that tell of none."""

import pytest

from bench.press_figures import roster_of
from tests.press.test_examples import FOLDER
from watchline.press import Kind, Reader, read_states

HEAD = (
    "Strait remains closed\n\nThe weather in the strait was poor and ships kept to port, Ingrid Sorell, the Arvenian defence"
    " minister, and Yevgeny Shchukarev, the Belmark defence minister, said.\n\n"
)
SENTENCES = [
    (
        "Arvenia's defence chief and her Belmark opposite number were on the line to one another for twenty minutes on Wednesday.",
        "held 2031-10-29",
    ),
    ("On Tuesday the Belmark defence minister gave Ingrid Sorell a ring to talk over the buoys.", "held 2031-10-28"),
    ("Ingrid Sorell got hold of Shchukarev on Tuesday evening.", "held 2031-10-28"),
    ("The defence ministers of Arvenia and Belmark had it out by telephone on Tuesday.", "held 2031-10-28"),
    ("Gradomir's top diplomat, Irina Kovzhina, had Hedda Quillan to tea on Monday.", "held 2031-10-27"),
    ("On Monday Hedda Quillan heard from Irina Kovzhina for the first time this month.", "held 2031-10-27"),
    ("A call from Kovzhina found Quillan at her desk on Monday.", "held 2031-10-27"),
    ("Monday's call was Quillan's with Kovzhina.", "held 2031-10-27"),
    ("Kovzhina and Quillan saw each other on Monday in Hantei.", "held 2031-10-27"),
    (
        "There was a telephone conversation yesterday, 30 October, in which Sorell and Shchukarev took part.",
        "held 2031-10-30",
    ),
    (
        "Yesterday's telephone conversation between the heads of the Arvenian and Belmark defence ministries lasted ten minutes.",
        "held 2031-10-30",
    ),
    ("Shchukarev has twice passed up a chance to talk to Ingrid Sorell.", "declined ../2031-10-31"),
    ("Ingrid Sorell's suggestion of a call was politely turned aside by Shchukarev.", "declined ../2031-10-31"),
    (
        "On Wednesday Shchukarev let it be known that he had no time for a conversation with Ingrid Sorell.",
        "declined 2031-10-29",
    ),
    (
        "Ingrid Sorell left a message for Shchukarev on Wednesday and is still waiting to be rung back.",
        "unanswered 2031-10-29",
    ),
    ("Three calls from Joren Maskell to Arseny Zhuravin on Wednesday went unreturned.", "unanswered 2031-10-29"),
    (
        "Ingrid Sorell let Gradomir know on Wednesday that she would welcome a word with Shchukarev.",
        "sought 2031-10-29",
    ),
    ("On Wednesday a request for a conversation with Shchukarev was put in by Sorell's office.", "sought 2031-10-29"),
    ("Ingrid Sorell will be back on the phone to Shchukarev on Tuesday.", "scheduled 2031-11-04"),
    ("A call between Sorell and Shchukarev is in the diary for 4 November.", "scheduled 2031-11-04"),
    ("Sorell and Shchukarev have pencilled in Tuesday for a further conversation.", "scheduled 2031-11-04"),
    ("Tuesday's meeting between Sorell and Shchukarev has been struck off the programme.", "cancelled 2031-11-04"),
    ("Sorell pulled out of Tuesday's call with Shchukarev.", "cancelled 2031-10-28"),
    ("No word is planned between Sorell and Shchukarev.", "not_scheduled 2031-10-31"),
    ("There are at present no plans for Ingrid Sorell to talk to Shchukarev.", "not_scheduled 2031-10-31"),
    ("Ingrid Sorell told parliament on Wednesday that Shchukarev had behaved badly.", ""),
    ("Ingrid Sorell said that Shchukarev's decision to call elections was his own affair.", ""),
    ("Shchukarev ought to ring Ingrid Sorell, the newspaper wrote.", ""),
    ("Neither Sorell nor Shchukarev has lifted the receiver this month.", ""),
    ("Reports that Sorell met Shchukarev on Tuesday are false, both ministries said.", ""),
    ("Ingrid Sorell and Yevgeny Shchukarev were both at the conference on Tuesday but sat far apart.", ""),
    ("A spokesman for Ingrid Sorell met a spokesman for Shchukarev on Tuesday.", ""),
    ("If Sorell were to pick up the telephone to Shchukarev, much would be gained.", ""),
    ("Ingrid Sorell called Shchukarev a child.", ""),
    ("Ingrid Sorell spoke at length about Shchukarev on Tuesday.", ""),
    ("Sorell read a letter in the newspaper from a sailor about Shchukarev on Tuesday.", ""),
    ("Ten days ago Sorell and Shchukarev talked for an hour.", "held 2031-10-21"),
    ("On the 14th of this month Sorell met Shchukarev in Hantei.", "held 2031-10-14"),
    ("Sorell and Shchukarev first spoke on the third of October.", "held 2031-10-03"),
    ("The Monday before last, Sorell telephoned Shchukarev.", "held 2031-10-20"),
    ("Sorell rang Shchukarev on Wednesday of last week.", "held 2031-10-22"),
    ("Sorell rang Shchukarev a fortnight ago.", "held 2031-10-17"),
    ("Sorell came off the phone with Shchukarev at noon today.", "held 2031-10-31"),
    ("Sorell telephoned Shchukarev on Tuesday and Korvin on Wednesday.", "held 2031-10-28;held 2031-10-29"),
    (
        "Sorell spoke on Tuesday to Shchukarev, met Korvin on Wednesday and then flew home.",
        "held 2031-10-28;held 2031-10-29",
    ),
    ("Shchukarev and Korvin each had a call from Sorell on Tuesday.", "held 2031-10-28;held 2031-10-28"),
    (
        "The Arvenian ministry put out a note on Thursday. It says that Sorell and Shchukarev spoke two days before.",
        "held 2031-10-28",
    ),
    ("Speaking on Thursday, Sorell disclosed that she had talked to Shchukarev on Tuesday.", "held 2031-10-28"),
    ("In a statement dated 30 October the ministry said Sorell telephoned Shchukarev on the 28th.", "held 2031-10-28"),
    ("Sorell met Shchukarev on Monday. Two days later they spoke by telephone.", "held 2031-10-27;held 2031-10-29"),
    (
        "The two ministers, Sorell and Shchukarev, met on Tuesday, a week before the conference of 4 November.",
        "held 2031-10-28",
    ),
    ("Sorell, who took office on 1 March 2029, spoke to Shchukarev on Tuesday.", "held 2031-10-28"),
    ("Three days after the collision of 25 October, Sorell rang Shchukarev.", "held 2031-10-28"),
    ("Oct. 28 saw Sorell and Shchukarev on the telephone.", "held 2031-10-28"),
    ("The call to Shchukarev, which Sorell made on Tuesday, lasted ten minutes.", "held 2031-10-28"),
    ("It was Tuesday when Sorell finally reached Shchukarev.", "held 2031-10-28"),
    ("Late last night, Thursday, Sorell spoke to Shchukarev.", "held 2031-10-30"),
    (
        "On Tuesday morning a note was handed over in Gradomir. That evening Sorell telephoned Shchukarev.",
        "held 2031-10-28",
    ),
    ("Sorell and Shchukarev agreed on Wednesday to speak again on 4 November.", "scheduled 2031-11-04"),
    (
        "Sorell and Shchukarev spoke on Tuesday. They are to speak again on 4 November.",
        "held 2031-10-28;scheduled 2031-11-04",
    ),
    ("Sorell asked on Tuesday for a call with Shchukarev.", "sought 2031-10-28"),
    ("Sorell asked on Tuesday for a call with Shchukarev. He declined.", "declined 2031-10-28"),
    ("Sorell tried to reach Shchukarev on Tuesday. Nobody answered.", "unanswered 2031-10-28"),
    ("Sorell wrote to Shchukarev on Tuesday.", "held 2031-10-28"),
    ("A letter from Sorell was handed to Shchukarev on Tuesday.", "held 2031-10-28"),
    ("Shchukarev told Sorell on the telephone on Tuesday that the buoy would be moved.", "held 2031-10-28"),
    ('"I spoke to Mr Shchukarev on Tuesday," Sorell said on Thursday.', "held 2031-10-28"),
    ("Sorell's conversation with Shchukarev took place on Tuesday.", "held 2031-10-28"),
    ("Korvin, the Esmark minister of defence, was received by Sorell in Tollvik on Wednesday.", "held 2031-10-29"),
    ("Shchukarev criticised Sorell on Tuesday in a call with reporters.", ""),
    ("Sorell and Shchukarev exchanged accusations in newspaper interviews on Tuesday.", ""),
    ("Sorell and Shchukarev issued statements on Tuesday.", ""),
    ("Asked whether she had spoken with Shchukarev on Tuesday, Sorell smiled.", ""),
    ("Sorell would not say whether she had called Shchukarev.", ""),
    ("The ministry denied that Sorell had spoken with Shchukarev on Tuesday.", ""),
    ("Sorell replied to Shchukarev on Tuesday in an open letter to the newspapers.", ""),
    ("Shchukarev, like Sorell, met his own president on Tuesday.", ""),
    ("Sorell met her staff on Tuesday to discuss a proposal of Shchukarev.", ""),
    ("Sorell and Shchukarev have never met.", ""),
    ("When Sorell calls Shchukarev, it is always about buoys.", ""),
    ("Officers from the ministries of Sorell and Shchukarev met on Tuesday.", ""),
]


@pytest.fixture(scope="module")
def reader():
    shipped = Reader.shipped(roster_of(FOLDER))
    return Reader(shipped.roster, (*read_states((FOLDER / "states.csv").read_bytes()), *shipped.states), shipped.days)


@pytest.mark.parametrize(("sentence", "told"), SENTENCES)
def test_what_a_sentence_tells(reader, sentence, told):
    report = reader.read(HEAD + sentence, name="x", sha256="", published="2031-10-31")
    contacts = [claim for claim in report.claims if claim.kind in {Kind.CONTACT, Kind.REQUEST}]
    assert sorted(f"{claim.status.value} {claim.date}" for claim in contacts) == sorted(told.split(";") if told else [])
