"""What can become of a contact, in words: asked for, agreed, refused, unanswered, called off, avoided, denied, imagined.

Data and nothing else. Classes are what a word does to the contact told behind it ("agreed to speak") or before it ("the call was
cancelled"); how they work together is for ``outcome.py``.
"""

from __future__ import annotations

import re

from watchline.press.contact_lexicon import SETS
from watchline.press.inflect import Phrasebook, forms

BOOK = frozenset(
    "diary diaries schedule schedules calendar calendars agenda agendas programme program book books timetable cards offing works pipeline itinerary".split()
)
OUTCOMES = Phrasebook({**SETS, "book": BOOK})

OUTCOMES.add(
    "asks",
    """
    seek, request, ask for, ask to, ask ~ for, ask repeatedly for, ask again for, ask after, apply for, petition for, appeal for ~ <talk>, push for, press for, plead for, beg for, angle for, lobby for, bid for, put in for, put in ~ request, be after,
    try, try to, attempt, attempt to, endeavour to, make ~ attempt|attempts|effort|efforts|bid, propose, suggest, offer, offer to, invite, =in|at ~ attempt, keep asking, keep trying, want ~ <talk>, =wants|wanted|wanting to speak|talk|meet|see|call, would like to speak|talk|meet|see, would like ~ <talk>, would welcome ~ <talk|call>, would welcome ~ word,
    =request|requests for, =request|requests to, =request|requests, =approach|approaches to, =approach|approaches, =bid|bids to, =bid|bids for, =attempt|attempts to, =attempt|attempts at, =effort|efforts to, =offer|offers of, =offer|offers to, =proposal|proposals for, =proposal|proposals of, =proposal|proposals to, =suggestion|suggestions of, =suggestion that, =plea|pleas for, =application|applications for, =invitation|invitations to, =invitation|invitations for, =overture|overtures to, =demand|demands for ~ <talk>,
    reach out, sound out, dial, =keen to, =keen on, =eager to, =eager for, =anxious to, =anxious for, =impatient to, =interested in ~ <talk>, send for, float, float ~ idea of, moot, pursue, go after, hope for ~ <talk>, have been hoping to, =hoping for, chase, canvass, leave word, leave ~ message, ring twice, knock, be turned to
""",
)
OUTCOMES.add(
    "agrees",
    """
    agree to, agree on, agree, agree ~ date, agree that, plan, plan to, plan for, intend to, arrange, arrange to, arrange for, schedule, promise to, commit to, undertake to, decide to, resolve to, accept ~ invitation|invite|offer, accept ~ invitation|invite|offer to, accept ~ invitation|invite|offer of, settle on, fix, pencil in, =pencilled|penciled in, book, look forward to, prepare to, prepare for, prepare ~ <talk>, expect to, expect, mean to, hope to, aim to, vow to, consent to, set ~ date for, set up, line up, be about to,
    be to be, be set to, be set for, be due, be due to, be scheduled, be scheduled to, be scheduled for, be expected to, be expected, be expected in, be planned, be planned for, be slated to, be slated for, be slated, be arranged, be fixed for, be fixed, be booked, be foreseen, be envisaged, be penciled, be pencilled, be down for, be on ?the <book>, be in ?the <book>, =on ?the <book>, =in ?the <book>, =in|on ~ <book>, be on track, be under preparation, be being prepared, be in preparation, =due to, =due on, =due in, =set for, =scheduled for, =planned for, =slated for, =upcoming, =forthcoming, =awaited, =are|is to, =next <talk|call>, have ~ appointment, be in prospect, will be guest, await, be in store, be tentatively set, be confirmed for, be rescheduled, reschedule, be rescheduled for, be moved to, be put back to, be brought forward to, be pushed back to, be postponed to, be postponed until, be postponed till, be delayed to, be delayed until, be put off until, be put off to, be moved from, be shifted to, move ~ to, =postponed to, =postponed until, =rescheduled for, =moved to, =put back to, =now set for
""",
)
OUTCOMES.add(
    "refuses",
    """
    refuse, refuse to, decline, decline to, reject, rebuff, spurn, turn down, turn ~ down, turn away, turn aside, turn ~ aside, brush off, brush aside, brush ~ aside, wave away, wave ~ away, sweep ~ aside, snub, rule out, say no, say "no, say that no, beg off, cry off, pass up, pass on ~ <call|talk>, balk at, baulk at, demur, plead ~ engagement|headache|illness, send ~ regrets, send ~ apologies, send ~ excuses, make ~ excuses, excuse himself, excuse herself, be excused, ask to be excused, see no point, see no need, see no reason, see no use, see no purpose, show no interest, show ~ no interest, take no interest, have no time, have no wish, have no intention|desire|appetite, be unwilling, be not willing, be uninterested, be unavailable, be not convenient, be inconvenient, be otherwise engaged, be indisposed, be travelling, be traveling, be too busy, be busy, be not available, =unwilling to, =unavailable, =uninterested, =not interested, =not willing to, =not been willing|prepared|inclined|ready|minded to, =not been interested|available, =not prepared to, =not inclined to, =not ready to, =not available, =unprepared to, =a|polite|flat|firm|curt no, come back no, =answer|reply|response was|is no, be told no, thank ~ for ~ interest, be thanked for, resist, veto, withhold ~ consent, dismiss, =refusal to, =refusal of, =refusal, =rejection of, =rebuff, =thumbs down, give ~ cold shoulder, plead ~ schedule, cite ~ schedule, cite ~ schedules, cite scheduling, =citing, put ~ off, shelve ~ request, deny ~ request, deny ~ meeting|audience, be not taken up, not +take up, be not granted, would not +take, would not +come to, would not see, would not speak, would not meet, would not hear of, =won't take|see|speak|meet|talk, will not +take, will not see, not +come to ~ <wire>, not +take ~ <call>, not +take ~ <call|talk>, opt not to, opt out of, choose not to, prefer not to, elect not to, fob off, stonewall, be not to be had, be met with ~ refusal, be fobbed off, draw ~ refusal, be knocked back, knock back, give ~ miss
""",
)
OUTCOMES.add(
    "no_answer",
    """
    go unanswered, be unanswered, remain unanswered, =unanswered, =unreturned, =unacknowledged, =unheeded, go unheeded, be ignored, be left unanswered, be left hanging, ring out, ring and ring, be met with silence, meet with silence, meet only with silence, be greeted with silence, draw no response, draw no reply, draw no answer, elicit no reply, elicit no response, bring no reply, bring no answer, get no answer, get no reply, get no response, get no further than, get nowhere, receive no answer, receive no reply, receive no response, have no answer, have no reply, have no response, produce no reply, yield no response, =no answer, =no reply, =no response, =without answer, =without reply, =without a|an|any answer|reply|response, =nobody|none ~ answered|replied|responded, =nobody picked|answered, =no-one picked|answered, be not answered, be not returned, not +answer, not +reply, not +respond, not +return, not +pick up, not +call back, not +ring back, not +react, not +come back, never +answer, never +reply, never +respond, never +return, never +call back, never +pick up, never +ring back, never +come back, never +come to ~ <wire>, fail to +answer, fail to +reply, fail to +respond, fail to +return, fail to +call back, fail to +pick up, fail to +ring back, be yet to +answer, be yet to +reply, be yet to +respond, be yet to +return, be yet to +call back, be yet to hear, be yet to receive, have yet to +answer, have yet to +reply, have yet to +respond, have yet to +return, have yet to +call back, have yet to hear, have yet to receive, have yet to +get, hear nothing, hear nothing back, hear no word, await ~ answer, await ~ reply, await ~ response, be awaiting, be still awaiting, be still waiting, still wait, be waiting, wait for ~ answer|reply|response, wait in vain, =in vain, =to no avail, =without success, =unsuccessfully, be unsuccessful, be fruitless, =fruitless, be not reached, could not be reached, =couldn't be reached, be not through, =not at all, be out of reach, =unable to reach|raise|contact|get, =failed to reach|raise|contact|get|connect, not +get through, not +get an answer, fail to +get through, fail to connect, ignore ~ <any>, ignore ~ request|requests, =silence, leave ~ unanswered, lie unanswered, lie ~ without, =engaged tone, get ~ engaged tone, =answering machine, get voicemail, go to voicemail, go straight to voicemail, =no acknowledgement|acknowledgment, have not +come
""",
)
OUTCOMES.add(
    "cancels",
    """
    cancel, be cancelled, call off, be called off, call ~ off, scrap, scratch, abandon, shelve, axe, ditch, drop ~ plan, put off, put on hold, put on ice, postpone, be postponed, be put off, pull out of, back out of, bow out of, withdraw from, cry off from, fall through, be off, =is|was off, come to nothing, come to naught, not go ahead, not +come off, not +come about, not +take place after all, be struck from, be struck off, be struck out, be dropped from, be taken off, be no longer on, be off ?the agenda|table|calendar, will no longer, =will not now, =will not after all, =cancellation of, =cancellation, =postponement of, =no longer happening|on|planned|scheduled, be deferred, defer, delay, be delayed, call time on, be rained off, be snowed off, collapse, skip, be grounded, =was|were to have, =was|were due to have, =had been due to, =had been scheduled to, =had been scheduled for, =had been due, =was|were supposed to, =were meant to, =was meant to, pull ~ plug on, blow off, stand up, miss
""",
)
OUTCOMES.add(
    "avoids",
    """
    avoid, prevent ~ <talk>, forestall ~ <talk>, rule out ~ encounter, be avoided, evade, dodge, steer clear of, steer well clear of, keep apart, be kept apart, be kept ~ apart, =kept apart, keep well apart, keep out of ~ way|sight|path, stay out of ~ way|sight|path, give ~ wide berth, give each other, keep ~ distance, stay away from, take care not to, take ~ care not to, take ~ care that, take pains not to, take pains to avoid, take ~ pains that, go to ~ lengths not to, go to ~ lengths to avoid, make sure not to, make sure ~ not, see to it that, be careful not to, =careful not to, =so as not to, =in order not to, shun, sidestep, contrive not to, manage not to, manage to avoid, arrange not to, not +cross paths, never +cross paths, never +cross, not to cross paths, not run into, =without crossing paths, =at opposite ends, =separate entrances|entrance|doors|tables|hotels|lifts, leave by ~ different|other|side|back door, walk past, look through each other, look past each other, =on opposite sides, keep ~ pillar between, be seated far apart, give ~ slip, time ~ so as not, leave before, not look at, turn ~ back on
""",
)
OUTCOMES.add(
    "manages",
    """
    manage to, succeed in, get to, be able to, come to, fly to, fly in to, travel to, go to, stop to, pause to, stop by to, stay to, arrive to, return to, use ~ to, take time to, take ~ opportunity to, find time to, interrupt ~ to, break off to, step out to, retire to, go on to, proceed to, help, happen to, chance to, contrive to, get through, get round to, bother to, spend ~ to, =finally, =at last, =first to, =last to, =only one to, =time to, dash to, drive to, cross to, slip away to
""",
)
OUTCOMES.add(
    "fails",
    """
    fail to, be unable to, neglect to, omit to, forget to, =unable to, =impossible to, =too late to, =too busy to, =too ill to, be prevented from, be not able to, not +manage to, not +succeed in, not +get to
""",
)
OUTCOMES.add(
    "no_plan",
    """
    be not planned, be not scheduled, be not on ?the <book>, be not in ?the <book>, be not currently planned, be not being planned, be not foreseen, be not envisaged, be not expected, be not in prospect, be not in preparation, have not been scheduled, have not been planned, have not been arranged, have not been fixed, have not been set, =no plan|plans|intention|intentions|arrangement|arrangements|preparations to|for|of, =no ~ plan|plans|intention|intentions|arrangement|arrangements|preparations to|for|of, =no plan|plans at present for, have no plan|plans|intention, have no ~ plan|plans|intention, not plan to, not intend to, not expect to, =not planning to, =not intending to, =not due to, =not scheduled to, =not planned, =not scheduled, =not foreseen, =not envisaged, =not on ?the <book>, =not in ?the <book>, =none is|was planned|scheduled|foreseen|arranged|expected, =nothing|none is|are|was ~ on|in ?the <book>, =nothing|none planned|scheduled|arranged, =nothing is|was|has planned|scheduled|arranged|been, =nothing on|in ?the <book>, =no date|time|day|slot has|had|is|was, =no ~ date|time|day|slot has|had|is|was, =no date for, =neither planned|scheduled, =no <talk> planned|scheduled|foreseen|on|in, =no ~ <talk> planned|scheduled|foreseen|on|in, =no appointment, =no ~ appointment, =not yet scheduled|planned|fixed|arranged, =nothing|no in ?the diary|offing|works
""",
)
OUTCOMES.add(
    "accepts",
    """
    accept, agree, consent, say yes, oblige, take up ~ offer, take ~ up
""",
)
OUTCOMES.add(
    "denies",
    """
    deny, deny that, refute, rebut, dismiss ~ report|reports|rumour|rumours|claim|claims|suggestion|suggestions, dismiss as, reject ~ report|reports|claim|claims|suggestion|suggestions|rumours, knock down ~ report|reports, quash ~ report|reports|rumours, pour cold water on, scotch ~ rumours, =denial of, =denial that, =denial, =no truth, =untrue, be false, be untrue, be not true, be wrong, be baseless, be unfounded, be groundless, be nonsense, be ~ hoax, be ~ invention, be ~ fabrication, be ~ fiction, be fake, be fabricated, be invented, =fabricated, =invented, =fabrication, =fake news, =false report|reports, =no such <talk|call>, =no such, =not true, =falsely, wrongly report, =wrongly reported, =wrongly, be mistaken, correct ~ report, retract, regret ~ error, =hoax, =deepfake, =impostor|impostors|imposter, =prankster|pranksters, =impersonating|impersonator, be not sent, be never sent, =not sent, =never sent, =unsent, not correspond to, =forgery, =forgeries, =forged, be ~ forgery, never happen, never +take place, not happen, not +take place, not occur
""",
)
OUTCOMES.add(
    "unreal",
    """
    =not known when|if|whether|where, =not clear when|if|whether|where, =unclear when|if|whether|where, =no word on when|whether|if, =not sure when|if|whether, =known whether,
    =asked|asks|ask|wondered|wonders|inquired|enquired when|why|how|where, =draft|drafted, be considered, be weighed, be mooted, be contemplated, be floated, be dropped, wait for ~ <call>, be waiting for ~ <call>, =not ruled out, =not excluded, be not ruled out, be not excluded, =neither confirm|confirmed, =yet to, =how long, =if, =whether, =unless, =should, =could, =might, =ought, =must, =may, =were to, =ready to, =readiness to, =willing to, =willingness to, =open to, =prepared to, =possible, =possibly, =possibility of, =possibility that, =prospect of, =prospects for, =prospects of, =chance of, =chances of, =likelihood of, =unlikely to, =likely to, =need to, =need for, =needs to, =necessity of, =importance of, =value of, =case for, =idea of, =question of, =talk of, =rather than, =instead of, =as though, =as if, =supposedly, =supposed to, =imaginary, =fictional, =hypothetical, =mock, =dream of, =dreamt, =dreamed, =joke, =joked, =pretend, =imagine, =imagined, =theoretically, =in theory, =lest, =before ~ could, =in case, =provides|provide|providing for, =hopes for|of|that, =assumes that, =assuming that, =how to, =too early|soon to, =premature to, =wish, =wishes to, =hope that, =hopes that, =hoping that, =in favour of, =in favor of, =favours|favors, =conditions for, =basis for, =opportunity for|to, =no matter, =fear of, =calls for, =call for, =called for, =calling for, =demand for, =demand that, =demands that, =speculation
""",
)
OUTCOMES.add(
    "urges",
    """
    urge, urge ~ to, call on, call upon, call for, appeal to, appeal for, exhort, implore, beseech, encourage, advise, recommend, counsel, demand, demand that, insist on, insist that ~ should, tell ~ to, press ~ to, want ~ to, order, instruct, plead with, hope, favour, favor, support, advocate, back ~ idea, welcome ~ idea, consider, contemplate, mull, weigh, debate, discuss ~ possibility, discuss ~ prospect, discuss holding, be ready to, be open to, be willing to, be prepared to, be likely to, threaten to, dream of, imagine, think of, talk of, talk about, speak of ~ need, see ~ need
""",
)
OUTCOMES.add(
    "rumour",
    """
    =reported <any>, =rumoured, =rumored, =rumour|rumours|rumor|rumors, =gossip, =unconfirmed, =reputedly, =reputed to, =allegedly, =alleged, =purportedly, =purported, =purporting to, =believed to have, =thought to have, =said to have, =may have, =might have, =could have, =must have, =would have, =should have, =speculation, =speculated, =speculates, =it is believed, =is believed to, =were believed to, =are believed to, =supposedly, =perhaps, =maybe, =claimed on ~ channel, =whispers, =hearsay
""",
)
OUTCOMES.add(
    "habit",
    """
    =how often, =how many, =number of,
    =usually, =normally, =habitually, =routinely, =customarily, =traditionally, =as a rule, =every monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year|spring|summer|autumn|winter|christmas, =each monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year|spring|summer|autumn|winter, =once|twice a week|month|year, =used to, =mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays, =whenever, =hardly ever, =scarcely ever, =in those days
""",
)
OUTCOMES.add("never", "=never, =neither, =nor, =not, =without, =cannot, =no, =nobody, =none, =hardly, =scarcely, =n't")
OUTCOMES.add("future", "=will, =shall, ='ll, =tomorrow, =would")

NOT_OF_A_CONTACT = frozenset(
    "say comment discuss elaborate give provide confirm disclose be reveal rule describe name answer characterise characterize go speculate specify divulge"
    " accept recognise recognize sign withdraw hand allow let apologise apologize budge pay send release return join support back move take-part".split()
)
JUDGED = frozenset(
    "pointless useless useful unlikely likely possible impossible premature desirable essential necessary needed welcome unthinkable out worth important overdue better conceivable inconceivable fruitless vital crucial helpful unhelpful wise unwise inevitable".split()
)
JUDGES = frozenset(
    "make makes made help helps helped require requires required depend depends depended seem seems seemed hinge hinges hinged matter matters mattered serve serves need needs".split()
)
PRESENT = frozenset(
    "flies travels heads goes arrives leaves hosts receives visits sees joins meets departs is are welcomes holds sits".split()
)
REPORTS = frozenset(
    "said says announced agreed confirmed told added reported disclosed stated promised indicated".split()
)
WANTS = frozenset(
    form
    for verb in "propose suggest recommend insist demand ask request urge require move".split()
    for form in forms(verb)
)
"""Verbs behind which "that" and a bare verb tell of a wish."""
BID = frozenset(form for verb in "ask invite tell want beg request".split() for form in forms(verb))
ASKING = frozenset(["request", "requests", "invitation", "suggestion", "proposal", "bid", "initiative"])

NO_FACT = re.compile(
    r"(?i)\?[\"')\]]*\s*$|^\W*(?:let|may|imagine|suppose|picture)\b(?! \d)|\b(?:poem|play|film|novel|cartoon|sketch|story|verse|song|ballad|painting|dream|joke|fable|anecdote|scene|episode|fantasy) (?:in which|where|about)\b|\bwe (?:said|wrote|reported|stated|printed|published|suggested)\b[^.]{0,20} that\b|\b(?:bookmakers?|betting|punters|pollsters?|a poll|an? opinion poll|respondents)\b|\b(?:group|family|official) (?:photo|photograph|portrait|picture)\b|\b(?:what if|suppose that|in (?:the|a|this|that) (?:[\w-]+ )?(?:play|film|novel|sketch|series|comedy|opera|joke|cartoon|poem|dream|scenario|war ?game|simulation|musical|sitcom|satire|drama))\b"
)
"""Sentences in which nothing is told of the world."""
