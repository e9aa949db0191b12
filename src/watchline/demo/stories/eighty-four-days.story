# How long two offices did not speak. Nothing here is typed into a report: every number is counted from the calls.
# Day 0 is the day of the first call; days and times are UTC. Both sides are invented.

story     Eighty-four days
parties   XAA XBB

the chiefs are XAA "chief of staff" and XBB "chief of staff", level "chief of staff"
the ministers are XAA "minister of defence" and XBB "minister of defence", level "minister"

# Day 0: the last call of the chiefs in this record.
day 0 0200Z     XAA asks for call C1 between the chiefs about "Survey ships near the agreed line."; at the initiative of XAA
day 0 0206Z     XBB reads C1
day 0 0215Z     XBB accepts C1 for 0300Z
day 0 0335Z     XAA accounts for C1: held 0300Z to 0331Z
day 0 0341Z     XBB accounts for C1: held 0300Z to 0331Z
day 0 0345Z     expect C1 is confirmed
as of day 0     expect the chiefs "on the day asked; the only one in this record"

# Day 7: the ministers.
day 7 0210Z     XBB asks for call C2 between the ministers about "The survey ships, and the exercise of the autumn."; at the initiative of both
day 7 0219Z     XAA reads C2
day 7 0240Z     XAA accepts C2 for 0400Z
day 7 0442Z     XBB accounts for C2: held 0400Z to 0435Z
day 7 0450Z     XAA accounts for C2: held 0400Z to 0435Z
day 7 0455Z     expect C2 is confirmed
as of day 90    expect the ministers "83 days ago; the only one in this record"

# Day 91: the ministers again; between the two calls lie 84 days.
day 91 0205Z    XAA asks for call C3 between the ministers about "An aircraft in distress that crossed the agreed line."; at the initiative of XAA; for 0300Z to 0500Z
day 91 0211Z    XBB reads C3
day 91 0230Z    XBB accepts C3 for 0330Z
day 91 0405Z    XBB accounts for C3: held 0330Z to 0402Z
day 91 0412Z    XAA accounts for C3: held 0330Z to 0402Z
day 91 0415Z    expect C3 is confirmed
as of day 91    expect the ministers "on the day asked; the first in 84 days"
as of day 91    expect the chiefs "91 days ago"

# Day 252: the ministers a third time, after 161 days.
day 252 0200Z   XBB asks for call C4 between the ministers about "The dates of both exercises."; at the initiative of XBB; until 0500Z
day 252 0208Z   XAA reads C4
day 252 0220Z   XAA accepts C4 for 0330Z
day 252 0404Z   XAA accounts for C4: held 0330Z to 0359Z
day 252 0410Z   XBB accounts for C4: held 0330Z to 0359Z
day 252 0415Z   expect C4 is confirmed
day 252 0415Z   expect the line is NORMAL
as of day 251   expect the ministers "160 days ago; the first in 84 days"
as of day 252   expect the ministers "on the day asked; the first in 161 days"
as of day 252   expect the chiefs "252 days ago; the only one in this record"
