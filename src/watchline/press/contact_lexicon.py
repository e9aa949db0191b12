"""How English tells of a contact: verbs by the way in which they take their partner, nouns by kind, idioms with both.

Data and nothing else. A verb stands here once, in its first form, under the frame that it has; what became of the contact is not
its business (``outcome_lexicon.py``), and what is a contact at all is for ``frames.py``.
"""

from __future__ import annotations

from watchline.press.inflect import Phrasebook


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CALLS = _set(
    "call calls phonecall phonecalls callback telephone-call videocall videocalls teleconference teleconferences"
    " videoconference videoconferences video-conference video-conferences videoconferencing conference-call video-call video-calls phone-call phone-calls ring-back"
)
"""Nouns for speaking over a wire."""
TALKS = _set(
    "conversation conversations talk talks meeting meetings discussion discussions consultation consultations contact contacts"
    " encounter encounters exchange exchanges dialogue dialogues dialog chat chats session sessions tete-a-tete tête-à-tête"
    " tete-a-tetes tête-à-têtes audience audiences handshake handshakes parley parleys get-together get-togethers"
    " heart-to-heart heart-to-hearts one-to-one one-to-ones one-on-one one-on-ones face-to-face sit-down sit-downs bilateral"
    " bilaterals trilateral trilaterals link-up link-ups hook-up hook-ups confab confabs natter natters pow-wow powwow pow-wows"
    " colloquy colloquies visit visits negotiation negotiations round rounds word dinner dinners lunch lunches breakfast breakfasts"
    " tea supper suppers luncheon luncheons huddle huddles catch-up catch-ups rendezvous summit summits communication communications"
    " interview interviews stroll strolls walkabout reception receptions deliberations palaver meet-up meetup speaking pull-aside brush-by interaction interactions tryst appointment appointments"
)
"""Nouns for speaking together, face to face or not said how."""
LETTERS = _set(
    "letter letters note notes message messages telegram telegrams cable cables telex telexes missive missives dispatch"
    " dispatches e-mail e-mails email emails fax faxes reply replies memo text texts postcard letter-telegram communication"
    " communications démarche demarche"
)
"""Nouns for what is written."""
OTHERS = _set(
    "predecessor predecessors successor crew crews troops soldiers sailors pilots military leadership commanders officers officials"
    " staff staffers aides advisers lawmakers deputies members experts ambassador ambassadors envoy envoys families relatives"
    " businessmen representatives students veterans residents workers journalists reporters correspondents media board cabinet"
    " generals admirals governors editors allies partners diplomats mediators negotiators ministry leaders party parliament"
)
"""With whom somebody speaks who holds no office of a roster."""
RINGS = _set("ring buzz bell tinkle line bell call calls shout")
MEALS = _set("dinner lunch breakfast tea supper coffee drinks luncheon dine drink talks")
WIRES = _set("phone telephone line wire receiver handset blower horn hotline screen video air")
SETS = {
    "call": CALLS | {"conversation", "conversations"},
    "talk": TALKS | CALLS,
    "letter": LETTERS,
    "ring": RINGS,
    "meal": MEALS,
    "wire": WIRES,
    "any": TALKS | CALLS | LETTERS,
}

CONTACTS = Phrasebook(SETS)

# Whoever one speaks with; or all of them before the verb. "to" too.
CONTACTS.add(
    "with_to",
    """
    speak, talk, chat, natter, converse, communicate, speak again, talk again, chatter, parley, confab, gossip,
    be on ?the <wire>, be back on ?the <wire>, get on ?the <wire>, come on ?the <wire>, be on air, hold ~ line, get back on ?the <wire>, come off ?the <wire>,
    =on ?the <wire>, =off ?the <wire>, =down ?the <wire>, remain on ?the <wire>, stay on ?the <wire>, speak words, exchange ~ word|words, =back on ?the <wire>,
    talk shop, talk business, talk things over, talk it over, talk over, speak in person, be through, get through, come through, be connected, be linked, be put through, be patched through, reach agreement by <wire>
""",
)
CONTACTS.add(
    "with",
    """
    confer, meet, meet up, consult, huddle, sit down, dine, lunch, breakfast, sup, negotiate, get together, reconvene,
    convene, link up, hook up, bargain, haggle, cross paths, rub shoulders, spar, have it out, thrash it out, thrash ~ out, stroll,
    come together, catch up, touch base, check in, deliberate, correspond, commune, compare notes, shake hands, come face to face,
    come face-to-face, stand face to face, sit face to face, break bread, clink glasses, be closeted, =closeted, lock horns, cross swords, get round ~ table,
    be in touch, get in touch, keep in touch, be in contact, get in contact, keep in contact, come in contact, make contact, =in touch, =in contact, establish contact,
    exchange ~ congratulations|gifts|toasts|condolences|remarks|sentences|jokes|business, exchange views, exchange pleasantries, exchange greetings, exchange courtesies, exchange letters, exchange messages,
    exchange notes, exchange telegrams, exchange calls, exchange visits, exchange opinions, exchange ideas, exchange ~ word|words|letters|messages|notes|telegrams|calls|visits|views|pleasantries|greetings,
    swap notes, swap views, swap ~ letters|messages|words|notes|views, trade ~ calls|letters|messages|words|notes|views, trade notes, trade words,
    share ~ table|car|platform|lunch|dinner|tea|breakfast|coffee|taxi|bench|sofa|stage|meal|lift|boat|conversation|call,
    have ~ word, have words, have a word, put ~ heads together, take ~ walk, take ~ stroll, take ~ turn, go for ~ walk|stroll|drive, take ~ tea|coffee|lunch|dinner|breakfast|supper,
    have ~ lunch|dinner|tea|breakfast|coffee|supper|drinks|meal, eat ~ lunch|dinner|breakfast|supper, drink ~ tea|coffee,
    renew ~ acquaintance, make ~ acquaintance, resume ~ contact|contacts|talks|dialogue, open ~ channel, bury ~ hatchet,
    walk ~ dog, walk together, travel together, ride together, play chess, play tennis, play golf, play cards, see each other, see one another, meet each other, meet one another,
    discuss, discuss together, hammer out,
    be joined, join hands, reach out to each other, call each other, call one another, telephone each other, telephone one another, phone each other, ring each other,
    find themselves, be seated together, video-conference, videoconference, teleconference, skype, zoom, hobnob, interact, patch things up, make up, bump into each other, run into each other
""",
)
CONTACTS.add(
    "with_only",
    """
    sit, go through, go over, review, raise, spend ~ time|hour|hours|minutes|evening|morning|afternoon|day, be stuck, pose, mingle, quarrel, row, argue, be seated, face off, work, stand, share ~ view, take up ~ matter|question|issue, be photographed, travel, walk, ride, appear, agree, work out, thrash, settle ~ matter, plead, deal
""",
)
# Whom one calls: the caller began it.
CONTACTS.add(
    "calls",
    """
    call @, telephone @, phone @, ring @, call up @, ring up @, phone up @, dial @, contact @, buzz @, text @, message @, e-mail @, email @,
    fax @, cable @, radio @, video-call @, telegraph @, wire @, telex @, write to @, write again to @, write back to @, get through to @, get hold of @,
    get back to @, ring back @, call back @, phone back @, ring @ back, ring @ up, call @ back, phone @ back, call @ up, pick up ~ <wire> to @, lift ~ <wire> to @, reach for ~ <wire> to @, speak up to @,
    get in touch with @, make contact with @, have @ on ~ <wire>, raise @ on ~ <wire>, raise @ by <wire>, wake @ with ~ <call>, surprise @ with ~ <call>, disturb @ with ~ <call>, interrupt @ with ~ <call>, put ~ <call> in to @, go on ?the <wire> to @, try @ on ~ <wire>, reach @ by <wire>, get @ on ~ <wire>, catch @ on ~ <wire>, get on ?the <wire> to @, write @ ~ <letter>,
    give @ ~ <ring>, give @ ~ <call>, drop @ ~ line, drop @ ~ note, send @ ~ <letter>, write @, address ~ <letter> to @, call in on @, put @ on ~ <wire>, take ~ <wire> to @, tell @ by <wire>, inform @ by <wire>,
    place ~ <any> to @, make ~ <any> to @, put ~ <any> through to @, put through ~ <any> to @, put in ~ <any> to @, send ~ <any> to @, deliver ~ <letter> to @,
    hand ~ <letter> to @, pass ~ <letter> to @, pass on ~ <letter> to @, return ~ <call> to @, leave ~ <letter> for @, pen ~ <letter> to @, write ~ <letter> to @,
    dispatch ~ <letter> to @, fire off ~ <letter> to @, dash off ~ <letter> to @, convey ~ <letter> to @, transmit ~ <letter> to @, forward ~ <letter> to @, post ~ <letter> to @, get off ~ <letter> to @, telephone through to @,
    reply to @, reply in writing to @, answer @ in writing, return ~ <call> of @, return @ 's <call>
""",
)
# Whom one sees: nobody is said to have asked.
CONTACTS.add(
    "sees",
    """
    meet @, see @, receive @, visit @, host @, welcome @, greet @, entertain @, consult @, brief @, buttonhole @, corner @, waylay @, join @, reach @, catch @, find @ at ~ desk, find @ at home, find @ at breakfast,
    run into @, bump into @, drop in on @, call on @, look in on @, pay ~ call on @, pay ~ visit to @, pay @ ~ visit|call, sit opposite @, sit beside @, sit next to @, sit across from @, sit facing @,
    shake hands with @, shake @ by ~ hand, shake @ 's hand, shake ~ hand of @, be ~ guest of @, grant @ ~ audience|meeting|hearing|interview, accord @ ~ audience,
    have @ to <meal>, have @ round, have @ over, have @ for <meal>, ask @ to <meal>, ask @ in, take @ aside, take @ to <meal>, take @ out to <meal>, pull @ aside, draw @ aside, show @ round, show @ around, walk @ to ~ car, see @ off,
    give @ ~ audience|interview|lunch|dinner|tea|tour, give @ ~ piece of ~ mind, give ~ dinner|lunch|reception for @, hold ~ reception for @, hang up on @, put ~ <wire> down on @, slam down ~ <wire> on @, ring off on @,
    treat @ to <meal>, confer with @, sound @ out over <meal>, encounter @, come across @, come upon @, stumble on @, chat up @, embrace @, hug @, walk with @, ride with @, fly with @, visit with @, get to see @, catch up with @, take tea with @, drive with @, accompany @, escort @, conduct ~ talks with @, engage with @, engage @ in conversation, speak face to face with @, sit @ beside|opposite, seat @ beside|opposite,
    get @ to ~ <wire>, be admitted to @, be shown in to @, be closeted with @, look up @
""",
)
# From whom one has it: the other began it.
CONTACTS.add(
    "takes",
    """
    take ~ <any> from @, receive ~ <any> from @, get ~ <any> from @, accept ~ <any> from @, field ~ <any> from @, answer ~ <any> from @, have ~ <any> from @,
    pick up when @ +call|ring|phone|telephone|dial, answer when @ +call|ring|phone|telephone|dial, be in when @ +call|ring|phone, pick up ~ <any> from @, hear from @, hear again from @, hear back from @, receive word from @, have word from @, take @ 's <call>, answer @ 's <call>, accept @ 's <call>, get ~ <ring> from @, be handed ~ <letter> from @, be given ~ <letter> from @, enjoy ~ <any> from @, take ~ <call> of @
""",
)
CONTACTS.add(
    "gathers",
    """
    bring together @, bring @ together, gather @, assemble @, convene @, sit @ down together, seat @ together, get @ round ~ table, bring @ to ~ table, get @ to agree, get @ to say yes, chair ~ <talk> of @, chair ~ <talk> between @, play host to @, be host to @
""",
)
# Passive: by whom.
CONTACTS.add(
    "by_caller",
    """
    be called by @, be telephoned by @, be phoned by @, be rung by @, be rung up by @, be called up by @, be contacted by @, be written to by @, be called back by @, be buttonholed by @, be cornered by @, get called by @, be approached by <wire> by @, be briefed by @, be visited by @
""",
)
CONTACTS.add(
    "told_by",
    """
    be congratulated by phone|telephone|video by @, be briefed by phone|telephone|video by @, be congratulated by @, be told by @, be informed by @, be warned by @, be assured by @, be thanked by @, be urged by @, be asked by @, be reassured by @, be cautioned by @
""",
)
CONTACTS.add(
    "expects",
    """
    expect @, await @, wait for @, wait @
""",
)
CONTACTS.add(
    "by_host",
    """
    be received by @, be hosted by @, be welcomed by @, be greeted by @, be greeted|received|welcomed|met at|in ~ airport|station|palace|ministry|port by @, be met by @, be seen by @, be entertained by @, be joined by @, be joined ~ by @, be reached by @, be consulted by @, be accompanied by @, be seen off by @
""",
)
# Telling somebody something; a contact only where the sentence says by what means.
CONTACTS.add(
    "tells",
    """
    tell @, inform @, assure @, warn @, remind @, congratulate @, thank @, ask @, urge @, press @, brief @, caution @, apprise @, notify @, wish @, promise @, reassure @, convey ~ to @, express ~ to @, explain ~ to @, complain to @, apologise to @, apologize to @, say to @, offer @, offer ~ to @, raise ~ with @, take up ~ with @, take ~ up with @, press ~ on @, object to @, lecture @, challenge @, confront @, read @ ~ lecture, protest to @, relay ~ to @, put ~ to @, outline ~ to @, present ~ to @, condole with @, agree with @
""",
)
# Asking for a contact, without a word for it.
CONTACTS.add(
    "approaches",
    """
    approach @, propose ~ date|time|slot|day|meeting|call to @, suggest ~ date|time|slot|day|meeting|call to @, offer ~ date|time|slot|day to @, offer @ ~ date|slot|time|call|meeting|conversation, reach out to @, sound out @, sound @ out, put out feelers to @, extend ~ feelers to @, make ~ overture|overtures|approach|approaches to @, knock at|on ~ door of @, knock on @ 's door, try @, try ~ number of @, chase @, court @, hold out ~ hand to @, extend ~ hand to @, offer ~ olive branch to @, ask after @, ask to see @, ask for @, ask for ~ time with @, seek ~ time with @, ask for ~ slot with @, put in for ~ time with @, solicit @, hail @, invite @, invite @ to <meal>, ask @ to call, ask @ to ring, extend ~ invitation to @, send ~ invitation to @, seek @ out, seek out @, page @, petition @,
    ring for @, call for ~ <wire> with @, leave word for @, leave word with @, put ~ request to @, send ~ request to @, address ~ request to @
""",
)
# Not granting, without a word for a contact.
CONTACTS.add(
    "rebuffs",
    """
    rebuff @, snub @, spurn @, turn @ down, turn down @, brush @ off, brush off @, cold-shoulder @, send @ away, turn @ away, give @ ~ brush-off, give @ ~ cold shoulder, refuse @, refuse to see @, fob @ off, put @ off, show @ ~ door, keep @ waiting, stand @ up, stonewall @, be out to @, be unavailable to @, be not at home to @, slam ~ door on @, blank @
""",
)
CONTACTS.add(
    "ignores",
    """
    ignore @, leave @ hanging, not answer @, not reply to @, be unable to reach @, fail to reach @, fail to raise @, fail to get hold of @, fail to get through to @, be unable to raise @, get no answer from @, get no reply from @, have no reply from @, have no answer from @, receive no answer from @, receive no reply from @
""",
)
CONTACTS.add(
    "avoids",
    """
    avoid @, evade @, dodge @, steer clear of @, give @ ~ wide berth, keep out of ~ way of @, keep out of @ 's way, stay away from @, keep away from @, keep well away from @, keep well clear of @, stay well clear of @, steer well clear of @, keep clear of @, stay clear of @, shun @, sidestep @, keep ~ distance from @, hide from @, be kept apart from @, be kept away from @, keep @ at arm's length
""",
)

MANNER = Phrasebook(SETS)
"""By what means something was told; that two people had it says that they were in contact."""
MANNER.add(
    "phone",
    """
    =by phone|telephone, =by ?secure phone|telephone|video|hotline, =by ~ <call>, =on|over|via|through|down ?the ~ <wire>, =in|during|over|at|on|via|through ~ <call>, =account|readout|version|summary|transcript of ~ <call>, =by video link, =over ~ video link, =by videolink
""",
)
MANNER.add("letter", "=in ~ <letter>, =by letter|telegram|cable|telex|e-mail|email|fax, =in writing")
MANNER.add(
    "talk",
    """
    =in|during|over|at ~ <talk>, =face to face, =face-to-face, =in person, =in private, =privately over <meal>, =over <meal>, =on ~ sidelines, =on ~ margins, =to ~ face, =on ~ fringes
""",
)

HOLDS = frozenset(
    "hold have share conduct complete conclude begin open finish end enter resume continue spend use join lead run wrap manage get take start launch attend follow"
    " agree arrange plan schedule cancel postpone need exchange keep make enjoy cut break interrupt engage find see bring suspend pursue maintain"
    " establish revive renew carry undertake do seek want request propose offer suggest decline refuse reject avoid set fix book confirm announce emerge go come leave return give".split()
)
"""Verbs whose subject takes part in the contact that is their object."""
TO_NOUNS = CALLS | LETTERS | {"visit", "visits", "approach", "approaches", "overture", "overtures", "request", "requests", "offer", "offers", "invitation", "invitations", "telephone", "phone", "ring", "word", "appeal", "proposal", "proposals"}  # fmt: skip
APPROACH_NOUNS = _set(
    "approach approaches overture overtures request requests offer offers invitation invitations proposal proposals bid bids"
    " attempt attempts application applications suggestion plea pleas feeler feelers appeal"
)
"""Nouns for asking: a contact with their "to" and "from" only."""
