"""Words of English grammar, by what they do in a sentence: auxiliaries, prepositions, titles, verbs, and what may be noun or verb.

Data and nothing else.
"""

from __future__ import annotations

from watchline.press.inflect import forms

ADVERBS = frozenset(
    "also again then later soon now just only even still already once twice thrice first last finally recently briefly early late too instead"
    " separately jointly directly personally privately together afterwards thereafter meanwhile today yesterday tonight once ever so far yet"
    " duly promptly immediately earlier subsequently since both each all there here back apparently reportedly indeed however"
    " himself herself themselves formally publicly officially quickly face-to-face abroad overnight live twice eventually previously long".split()
)

DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your another some any no each every both either neither two three four five"
    " several many few first second third fourth fifth last next previous other such one own further new all more what which".split()
)

PREPOSITIONS = frozenset(
    "with to from by between among amongst of for about on at in into over during against than as through via after before since until till"
    " under off near without within beside across around towards toward despite following concerning regarding upon onto along alongside"
    " like unlike including except besides amid inside outside behind above below ahead per".split()
)

AUXILIARIES = frozenset(
    "am is are was were be been being have has had having do does did will would shall should can could may might must ought 'll 'd".split()
)

BREAKS = frozenset([";", ":", "—", "–", "…"])

TITLES = frozenset(
    "excellency his sheikh prof professor envoy ambassadors premier chairwoman taoiseach pm prez dame hunk h.m. h.r.h highness majesty right honourable hon visiting new newly appointed acting outgoing incoming then old former long-serving senior top fellow dear good own distinguished esteemed counterpart counterparts colleague"
    " colleagues homologue opposite number numbers friend rival host guest hosts guests ally neighbour neighbor mr mrs ms dr sir h.e h.e. excellency his gen general adm admiral lt col maj brig marshal minister ministers"
    " secretary president prime chancellor premier chief defence defense foreign state staff joint first two three four embattled recently younger older elder taciturn veteran"
    " neighbouring neighboring ambassador envoy field air vice newly-appointed then- late madam madame lady lord comrade boss tsar then-minister opposite-number nervous tireless number-two".split()
)

VERBS = frozenset(
    form
    for verb in (
        "say tell add state announce report confirm note warn urge insist stress claim argue explain describe declare reveal disclose recall remark reply respond answer"
        " ask want go come fly travel arrive leave land return stay remain sign issue publish release post put take make get give hold have be do see hear find think believe"
        " know hope expect agree accept decline refuse reject deny dismiss condemn criticise criticize praise thank congratulate greet welcome receive host visit meet speak talk call"
        " telephone phone ring write send deliver hand discuss raise propose suggest offer seek request try attempt plan arrange schedule cancel postpone avoid follow lead begin start end open close"
        " continue resume attend join brief consult inform assure remind express voice convey pass sit stand walk drive eat dine lunch share exchange swap trade reach contact approach invite"
        " address appoint name replace succeed resign order demand complain protest accuse blame threaten promise pledge vow commit decide intend prepare wait await bring carry show tell use spend spoke held"
        " keep let set lay play pay turn move run win lose pick lift become seem appear look feel need help work serve act deal face confer converse chat last take fail manage succeed insist mean place ring recalled emerge escort accompany"
        " include involve concern cover focus touch relate note welcome cite quote read laugh smile shrug joke nod shake embrace hug acknowledge admit concede appeal call summon dispatch dial hang slam press caution assure apprise notify reassure lecture challenge confront relay implore beg pressure push persuade convince"
    ).split()
    for form in forms(verb)
)

NOUN_OR_VERB = frozenset(
    "call calls talk talks visit visits contact contacts exchange exchanges message messages note notes phone telephone ring rings text texts chat chats"
    " meeting meetings answer answers reply replies offer offers request requests approach approaches report reports plan plans use act host hosts brief end ends"
    " address visit contact cable wire lunch lunches dinner attempt attempts bid bids plea demand demands show shows work works play plays place places name names order orders hope hopes promise promises"
    " state states stay stays return returns start starts release post posts hand hands face faces help deal deals turn turns move moves run runs need needs look looks appeal appeals protest quote smile claim claims warning reading meeting speaking press lecture lectures challenge challenges pressure push pushes praise".split()
)
