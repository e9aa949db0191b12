"""Every form of an English verb, and phrases that are found in a row of tokens."""

from __future__ import annotations

from functools import cache

_IRREGULAR = {
    "be": "am is are was were been being", "have": "has had having", "do": "does did done doing",
    "speak": "speaks spoke spoken speaking", "meet": "meets met meeting", "see": "sees saw seen seeing",
    "ring": "rings rang rung ringing", "hold": "holds held holding", "take": "takes took taken taking",
    "get": "gets got gotten getting", "hear": "hears heard hearing", "write": "writes wrote written writing",
    "send": "sends sent sending", "sit": "sits sat sitting", "give": "gives gave given giving", "make": "makes made making",
    "find": "finds found finding", "leave": "leaves left leaving", "keep": "keeps kept keeping", "pay": "pays paid paying",
    "run": "runs ran running", "come": "comes came coming", "shake": "shakes shook shaken shaking",
    "go": "goes went gone going", "put": "puts putting", "catch": "catches caught catching", "lead": "leads led leading",
    "begin": "begins began begun beginning", "seek": "seeks sought seeking", "say": "says said saying",
    "tell": "tells told telling", "think": "thinks thought thinking", "bring": "brings brought bringing",
    "break": "breaks broke broken breaking", "fall": "falls fell fallen falling", "fly": "flies flew flown flying",
    "drive": "drives drove driven driving", "eat": "eats ate eaten eating", "drink": "drinks drank drunk drinking",
    "stand": "stands stood standing", "know": "knows knew known knowing", "hang": "hangs hung hanging",
    "withdraw": "withdraws withdrew withdrawn withdrawing", "throw": "throws threw thrown throwing",
    "let": "lets letting", "set": "sets setting", "bid": "bids bade bidden bidding", "steer": "steers steered steering",
    "lend": "lends lent lending", "spend": "spends spent spending", "win": "wins won winning", "lose": "loses lost losing",
    "pick": "picks picked picking", "stop": "stops stopped stopping", "drop": "drops dropped dropping",
    "plan": "plans planned planning", "confer": "confers conferred conferring", "refer": "refers referred referring",
    "beg": "begs begged begging", "chat": "chats chatted chatting", "nag": "nags nagged nagging",
    "natter": "natters nattered nattering", "snub": "snubs snubbed snubbing", "shun": "shuns shunned shunning",
    "scrap": "scraps scrapped scrapping", "cancel": "cancels cancelled canceled cancelling canceling",
    "dial": "dials dialled dialed dialling dialing", "travel": "travels travelled traveled travelling traveling",
    "signal": "signals signalled signaled signalling signaling", "hug": "hugs hugged hugging", "grab": "grabs grabbed grabbing",
    "forbid": "forbids forbade forbidden forbidding", "wear": "wears wore worn wearing", "draw": "draws drew drawn drawing",
    "swear": "swears swore sworn swearing", "deal": "deals dealt dealing", "feel": "feels felt feeling",
    "lay": "lays laid laying", "lie": "lies lay lain lying", "read": "reads reading", "show": "shows showed shown showing",
    "shut": "shuts shutting", "slip": "slips slipped slipping", "wave": "waves waved waving", "bear": "bears bore borne bearing",
    "become": "becomes became becoming", "understand": "understands understood understanding", "mean": "means meant meaning",
    "rise": "rises rose risen rising", "buy": "buys bought buying", "sell": "sells sold selling", "build": "builds built building",
    "cut": "cuts cutting", "hit": "hits hitting", "split": "splits splitting",
    "sup": "sups supped supping", "spar": "spars sparred sparring", "commit": "commits committed committing",
    "submit": "submits submitted submitting", "permit": "permits permitted permitting", "admit": "admits admitted admitting",
    "defer": "defers deferred deferring", "prefer": "prefers preferred preferring", "reply": "replies replied replying",
    "swap": "swaps swapped swapping", "pop": "pops popped popping", "tap": "taps tapped tapping", "bat": "bats batted batting",
    "rebut": "rebuts rebutted rebutting", "offer": "offers offered offering", "visit": "visits visited visiting",
    "fax": "faxes faxed faxing", "freeze": "freezes froze frozen freezing", "choose": "chooses chose chosen choosing",
    "beat": "beats beaten beating", "strike": "strikes struck striking", "forget": "forgets forgot forgotten forgetting",
    "teach": "teaches taught teaching", "sleep": "sleeps slept sleeping", "huddle": "huddles huddled huddling",
    "overlap": "overlaps overlapped overlapping", "remit": "remits remitted remitting",
    "quit": "quits quitting", "wish": "wishes wished wishing", "hop": "hops hopped hopping",
    "uphold": "upholds upheld upholding", "undergo": "undergoes underwent undergone undergoing",
}  # fmt: skip


@cache
def forms(verb: str) -> tuple[str, ...]:
    """Return every form of a verb, itself first."""
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb, verb + ("es" if verb.endswith(("s", "ch", "sh", "x", "z", "o")) else "s"), verb + "ed", verb + "ing")


class Phrasebook:
    """Phrases of several classes, found in a row of tokens.

    A phrase is words parted by blanks; ``a|b`` either; ``+a`` a verb in all its forms; ``?a`` may be absent; ``~`` up to four words that describe (articles,
    adjectives); ``@`` a person; ``<class>`` any word of a set given to the book. The first word is a verb in all its forms,
    unless it begins with ``=``.

    Args:
        sets: Words for ``<class>``.
    """

    def __init__(self, sets: dict[str, frozenset[str]]) -> None:
        self._sets = sets
        self._first: dict[str, list[tuple[tuple[frozenset[str] | str, ...], str, frozenset[str] | None]]] = {}

    def add(self, name: str, phrases: str) -> None:
        """Take the phrases of a class, parted by commas or ends of lines."""
        for line in phrases.replace("\n", ",").split(","):
            words = line.split()
            if not words:
                continue
            head = self._head(words[0])
            rest = tuple(self._word(word) for word in words[1:])
            needed = next((word for word in rest if isinstance(word, frozenset)), None)
            for form in head:
                self._first.setdefault(form, []).append((rest, name, needed))

    def _head(self, word: str) -> tuple[str, ...]:
        if word.startswith("<"):
            return tuple(self._set(word))
        if word.startswith("="):
            return tuple(word[1:].split("|"))
        return tuple(form for one in word.split("|") for form in forms(one))

    def _word(self, word: str) -> frozenset[str] | str:
        if word in {"~", "@"}:
            return word
        if word.startswith("<"):
            return self._set(word)
        if word.startswith("?"):
            return "?" + word[1:]
        if word.startswith("+"):
            return frozenset(form for one in word[1:].split("|") for form in forms(one))
        return frozenset(word.split("|"))

    def _set(self, word: str) -> frozenset[str]:
        return frozenset().union(*(self._sets[name] for name in word[1:-1].split("|")))

    def starting(self, form: str) -> list[tuple[tuple[frozenset[str] | str, ...], str, frozenset[str] | None]]:
        """Return the phrases that begin with a word, their class, and words one of which the sentence must have."""
        return self._first.get(form, [])
